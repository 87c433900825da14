package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"carif/harvest"
	"carif/schema"
)

const deployDir = "../../deploy"

// TestUnitsVerify lets systemd itself read the units, with the program of this test in the place of carif's.
func TestUnitsVerify(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("no systemd-analyze here: apt install systemd")
	}
	carif, err := exec.LookPath("carif") // TestMain put it there
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var units []string
	for name, text := range deployFiles(t, "systemd/*.[st][ei]*") {
		text = strings.ReplaceAll(text, "/usr/local/bin/carif", carif)
		text = strings.ReplaceAll(text, "User=carif", "User=root") // is not made here
		path := filepath.Join(dir, filepath.Base(name))
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		units = append(units, strings.Replace(path, "@.", "@x.", 1))
	}
	if len(units) != 6 {
		t.Fatalf("%d units, want 6: %q", len(units), units)
	}
	slices.Sort(units)
	if template := filepath.Join(dir, "carif-failed@x.service"); slices.Contains(units, template) {
		if err := os.Symlink("carif-failed@.service", template); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(analyze, append([]string{"verify", "--man=no", "--generators=no"}, units...)...)
	cmd.Env = append(os.Environ(), "SYSTEMD_UNIT_PATH="+dir+":")
	out, err := cmd.CombinedOutput()
	if err != nil || ours.Match(out) {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
}

// ours finds what is said of our units: those of the machine are not looked at.
var ours = regexp.MustCompile(`(?m)carif-[a-z]+.*(Unknown|[Ii]gnoring|[Ff]ailed|not )`)

// deployFiles reads the files of a pattern below deploy/.
func deployFiles(t *testing.T, pattern string) map[string]string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(deployDir, pattern))
	if err != nil || len(names) == 0 {
		t.Fatalf("no file %s: %v", pattern, err)
	}
	all := map[string]string{}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = string(b)
	}
	return all
}

// TestUnitsSayWhatTheyMust: each service that runs carif is shut in, is told to stop as carif wants to be, runs a
// command that there is, and calls somebody when it fails, but not for what mends itself.
func TestUnitsSayWhatTheyMust(t *testing.T) {
	root, must := newRoot(&app{}), []string{"User=carif", "StateDirectory=carif", "ProtectSystem=strict", "ProtectHome=yes",
		"NoNewPrivileges=yes", "CapabilityBoundingSet=\n", "SystemCallFilter=@system-service", "MemoryMax=", "UMask=0077",
		"KillMode=mixed", "OnFailure=carif-failed@%n.service", "TimeoutStopSec=30"}
	for name, success := range map[string]string{
		"carif-schedule.service": "SuccessExitStatus=130\n", "carif-harvest.service": "SuccessExitStatus=4 130\n",
		"carif-digest.service": "Type=oneshot\n"} {
		text := deployFiles(t, "systemd/"+name)[filepath.Join(deployDir, "systemd", name)]
		for _, line := range append(must, success) {
			if !strings.Contains(text, "\n"+line) {
				t.Errorf("%s does not say %s", name, strings.TrimSpace(line))
			}
		}
		_, command, _ := strings.Cut(text, "ExecStart=/usr/local/bin/carif ")
		command, _, _ = strings.Cut(command, "\n")
		if wrong := misspelt(root, strings.Fields(command)); wrong != "" {
			t.Errorf("%s: carif %s: %s", name, command, wrong)
		}
	}
}

// TestContainerfile holds the image to what is said of it: built on named versions, run by a user without rights, with
// one volume, and a command that there is.
func TestContainerfile(t *testing.T) {
	var last map[string]string // of the stage that is kept: the last of each instruction
	stages := map[string]bool{}
	for line := range strings.Lines(strings.ReplaceAll(deployFiles(t, "container/Containerfile")[filepath.Join(deployDir,
		"container/Containerfile")], "\\\n", " ")) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "", "#":
			continue
		case "ADD":
			t.Errorf("ADD fetches and unpacks by itself: COPY does not: %s", line)
		case "FROM":
			image, stage, _ := strings.Cut(rest, " AS ")
			if tag := image[strings.LastIndex(image, ":")+1:]; !regexp.MustCompile(`^\d+\.\d+`).MatchString(tag) {
				t.Errorf("FROM %s: names no version", image)
			}
			stages[stage], last = true, map[string]string{}
		case "COPY":
			if from, _, ok := strings.Cut(strings.TrimPrefix(rest, "--from="), " "); strings.HasPrefix(rest, "--from=") &&
				(!ok || !stages[from]) {
				t.Errorf("COPY from %q, which is no stage", from)
			}
		}
		last[word] = rest
	}
	if user, _, _ := strings.Cut(last["USER"], ":"); user == "" || user == "root" || user == "0" {
		t.Errorf("runs as %q", user)
	}
	if last["VOLUME"] != "/data" || last["ENV"] != "CARIF_DB=/data/carif.db" || last["WORKDIR"] != "/data" {
		t.Errorf("the database is not kept on the volume: %v", last)
	}
	if last["ENTRYPOINT"] != `["/usr/local/bin/carif"]` || last["STOPSIGNAL"] != "SIGTERM" {
		t.Errorf("is not carif itself that is told to stop: %v", last)
	}
	var command []string
	if err := yaml.Unmarshal([]byte(last["CMD"]), &command); err != nil {
		t.Fatal(err)
	}
	if wrong := misspelt(newRoot(&app{}), command); wrong != "" {
		t.Errorf("CMD %q: %s", command, wrong)
	}
}

// TestCompose: the container's root cannot be written, it has no capability, and the volume is where the data goes.
func TestCompose(t *testing.T) {
	var file struct {
		Services map[string]struct {
			Build    struct{ Context, Dockerfile string }
			ReadOnly bool     `yaml:"read_only"`
			CapDrop  []string `yaml:"cap_drop"`
			Security []string `yaml:"security_opt"`
			MemLimit string   `yaml:"mem_limit"`
			Volumes  []string
			Image    string
		}
		Volumes map[string]any
	}
	text := deployFiles(t, "container/compose.yaml")[filepath.Join(deployDir, "container/compose.yaml")]
	if err := yaml.Unmarshal([]byte(text), &file); err != nil {
		t.Fatal(err)
	}
	s, ok := file.Services["carif"]
	if !ok || !s.ReadOnly || !slices.Equal(s.CapDrop, []string{"ALL"}) || s.MemLimit == "" ||
		!slices.Contains(s.Security, "no-new-privileges:true") || !slices.Contains(s.Volumes, "carif:/data") {
		t.Errorf("the service is not shut in: %+v", s)
	}
	if _, err := os.Stat(filepath.Join(deployDir, "container", s.Build.Context, s.Build.Dockerfile)); err != nil {
		t.Error(err)
	}
	if strings.HasSuffix(s.Image, ":latest") {
		t.Errorf("image %s: which one is that?", s.Image)
	}
}

// TestPrometheusRules holds the alert rules to what carif writes: each metric, label and value they name is one of its
// own, and the commands they tell of exist. promtool, where there is one, tests what they do.
func TestPrometheusRules(t *testing.T) {
	m := newMetrics()
	m.kept(harvest.Bare(schema.Run{ID: 1, Site: "demo", Outcomes: map[schema.Outcome]int{schema.OutcomeOK: 1}}))
	m.update(harvest.Progress{Site: "demo"})
	m.good.WithLabelValues("demo").Set(1)
	m.needs.WithLabelValues("demo", "dns", "false").Set(1)
	families, err := m.sites.Gather()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, f := range families {
		for _, x := range f.GetMetric() {
			for _, l := range x.GetLabel() {
				known[f.GetName()+"{"+l.GetName()+"="+l.GetValue()] = true
				known[f.GetName()+"{"+l.GetName()] = true
			}
		}
		known[f.GetName()] = true
	}
	name := filepath.Join(deployDir, "prometheus/carif.rules.yml")
	var file struct {
		Groups []struct {
			Name  string
			Rules []struct {
				Alert, Expr, For    string
				Labels, Annotations map[string]string
			}
		}
	}
	if err := yaml.UnmarshalWithOptions([]byte(deployFiles(t, "prometheus/carif.rules.yml")[name]), &file, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	selector := regexp.MustCompile(`(carif_[a-z_]+)(?:\{([a-z]+)="([^"]*)"\})?`)
	command := regexp.MustCompile(`\bcarif ([a-z][^,;]*)`)
	named := map[string]bool{}
	for _, rule := range file.Groups[0].Rules {
		for _, m := range selector.FindAllStringSubmatch(rule.Expr, -1) {
			named[m[1]] = true
			if !known[m[1]] || m[2] != "" && !known[m[1]+"{"+m[2]+"="+m[3]] {
				t.Errorf("%s: carif writes no %s", rule.Alert, m[0])
			}
		}
		if rule.Labels["severity"] == "" || rule.Annotations["summary"] == "" {
			t.Errorf("%s: says neither how bad nor what it is", rule.Alert)
		}
		for _, m := range command.FindAllStringSubmatch(rule.Annotations["description"], -1) {
			if wrong := misspelt(newRoot(&app{}), strings.Fields(m[1])); wrong != "" && strings.HasPrefix(rule.Annotations["description"], "Look: ") {
				t.Errorf("%s: carif %s: %s", rule.Alert, m[1], wrong)
			}
		}
	}
	if len(named) < 5 {
		t.Errorf("only %d metrics are looked at: the search misses them", len(named))
	}
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Skip("no promtool here to test what the rules do: apt install prometheus")
	}
	cmd := exec.Command(promtool, "test", "rules", "carif.rules.test.yml")
	cmd.Dir = filepath.Dir(name)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("promtool: %v\n%s", err, out)
	}
}
