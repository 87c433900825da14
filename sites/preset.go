package sites

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

//go:embed presets.yaml
var presetData []byte

// preset is what is known of a region's catalogue before anybody has seen a page of it.
type preset struct {
	Region   string   `yaml:"region"`
	ID       string   `yaml:"id"`
	Name     string   `yaml:"name"`
	Carif    []string `yaml:"carif"`
	Inferred []string `yaml:"inferred"` // national prefixes that nothing proves
	Host     string   `yaml:"host"`
	Start    string   `yaml:"start"`  // path and query
	Course   string   `yaml:"course"` // "" where no pattern is known
	Ignore   string   `yaml:"ignore"`
	Note     string   `yaml:"note"`
	Profile  bool     `yaml:"profile"` // there is a built-in profile of that id
}

func presets() ([]preset, error) {
	var list []preset
	if err := yaml.UnmarshalWithOptions(presetData, &list, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("read presets: %w", err)
	}
	return list, nil
}

// Preset gives the profile to begin with for a region, by its INSEE code: the built-in one where there is one, else
// what is known of its catalogue. One without a course pattern is refused by `carif harvest` until somebody found it.
// id "" is the region's own.
func Preset(region, id string) (string, error) {
	list, err := presets()
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(list, func(p preset) bool { return p.Region == region })
	if i < 0 {
		names := make([]string, len(list))
		for i, p := range list {
			names[i] = p.Region + " " + p.Name
		}
		return "", fmt.Errorf("%q is not the INSEE code of a region: %s", region, strings.Join(names, ", "))
	}
	p := list[i]
	if id != "" {
		if err := checkID(id); err != nil {
			return "", err
		}
	}
	if p.Profile {
		data, err := builtin.ReadFile("profiles/" + p.ID + ".yaml")
		if err != nil {
			return "", fmt.Errorf("read preset %s: %w", p.ID, err)
		}
		if id != "" {
			return strings.Replace(string(data), "\nid: "+p.ID+"\n", "\nid: "+id+"\n", 1), nil
		}
		return string(data), nil
	}
	if id != "" {
		p.ID = id
	}
	return p.yaml(), nil
}

// yaml writes the profile.
func (p preset) yaml() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	start := "https://" + p.Host + "/" + strings.TrimPrefix(p.Start, "/")
	line("# %s: what was known of the public catalogue in autumn 2026, from public code and documents. No page has\n"+
		"# been seen.", p.Name)
	if p.Note != "" {
		line("# Note: %s.", p.Note)
	}
	line("id: %s  # permanent: it is part of every key", p.ID)
	line("name: %s", p.Name)
	line("region: %q", p.Region)
	switch {
	case len(p.Carif) > 0:
		line("carif: [%s]", quoted(p.Carif))
	case len(p.Inferred) > 0:
		line("carif: [%s]  # inferred: compare with an id that a page prints", quoted(p.Inferred))
	default:
		line("# carif: [\"NN\"]  # the national prefix is not known")
	}
	line("status: unverified")
	line("hosts: [%s]", p.Host)
	line("start: [%q]", start)
	if p.Course != "" {
		line("course: ['%s']", p.Course)
	} else {
		line("# No address of a course is known, and a guessed pattern finds nothing without saying so: `carif harvest`")
		line("# refuses this profile until there is one. To find it, on the page that lists courses:")
		line("# carif sites probe '%s'", start)
		line("# then carif sites new --from URL.")
		line("course: []")
	}
	if p.Ignore != "" {
		line("ignore: ['%s']", p.Ignore)
	}
	line("canonical: {drop_query: [\"utm_*\"], https: true}")
	line("pace: {delay: 2s, parallel: 1}  # window: \"22:00-06:00\", once it works")
	return b.String()
}

func quoted(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = fmt.Sprintf("%q", s)
	}
	return strings.Join(out, ", ")
}
