package sites

import (
	"errors"
	"net/url"
	"strings"
	"testing"
)

// TestPresets: every region of today has a preset. One whose course pattern is known is a whole profile; of the others
// that pattern is all that is missing, and the reason says how to find it.
func TestPresets(t *testing.T) {
	list, err := presets()
	if err != nil {
		t.Fatal(err)
	}
	whole := map[string]bool{"44": true, "53": true, "75": true, "76": true}
	seen := map[string]bool{}
	for _, p := range list {
		seen[p.Region] = true
		text, err := Preset(p.Region, "")
		if err != nil {
			t.Fatal(err)
		}
		s, err := Parse([]byte(text), p.ID+".yaml")
		if whole[p.Region] {
			if err != nil || s.Region != p.Region || s.Status != "unverified" || s.ID != p.ID {
				t.Errorf("%s: %v", p.ID, err)
			}
			continue
		}
		var prob Problem
		if !errors.As(err, &prob) || prob.Key != "course" || strings.Count(err.Error(), "\n") > 0 ||
			!strings.Contains(prob.Reason, "carif sites probe") || prob.Line == 0 {
			t.Errorf("%s: %v", p.ID, err)
		}
		if _, err := Parse([]byte(strings.Replace(text, "course: []", `course: ['^/f/(?P<id>\d+)$']`, 1)), p.ID); err != nil {
			t.Errorf("%s with a pattern: %v", p.ID, err)
		}
	}
	for r := range regions {
		if len(r) == 2 && !seen[r] {
			t.Errorf("region %s has no preset", r)
		}
	}
	if len(seen) != 18 {
		t.Errorf("%d regions", len(seen))
	}
	if text, err := Preset("53", "ma-bretagne"); err != nil || !strings.Contains(text, "\nid: ma-bretagne\n") {
		t.Errorf("another id: %v\n%s", err, text)
	}
	for _, bad := range [][2]string{{"99", ""}, {"32", "Pas Un Id"}} {
		if _, err := Preset(bad[0], bad[1]); err == nil {
			t.Errorf("%v was taken", bad)
		}
	}
}

// TestKnownPatterns holds the built-in live profiles to the addresses that are facts.
func TestKnownPatterns(t *testing.T) {
	set, err := NewSet("")
	if err != nil {
		t.Fatal(err)
	}
	for raw, want := range map[string]string{
		"https://ideo.bretagne.bzh/formations/java-se-intermediaire-conception":                                           "bretagne java-se-intermediaire-conception",
		"https://formation.grandest.fr/accueil/formations/107509":                                                         "grand-est 107509",
		"https://www.intercariforef.org/outils/recherche-offreinfo/formations/sessions/02_202410265937/02_00511985":       "intercariforef 02_00511985",
		"https://www.intercariforef.org/outils/recherche-offreinfo/formations/sessions/14_AF_0000242733/14_SE_0001609082": "intercariforef 14_SE_0001609082",
		"https://rafael.cap-metiers.pro/recherche/formation/202302154136":                                                 "nouvelle-aquitaine 202302154136",
	} {
		u := mustURL(t, raw)
		s := set.ForHost(u.Host)
		if s == nil || s.Kind(u) != KindCourse || s.ID+" "+s.NativeID(u) != want || s.Status != "unverified" {
			t.Errorf("%s: %+v, want %s", raw, s, want)
		}
	}
	old := mustURL(t, "https://www.intercariforef.org/formations/asl/formation-02_202410265937_00511985.html")
	if k := set.ForHost(old.Host).Kind(old); k != KindIgnore {
		t.Errorf("an address that answers 404: %s", k)
	}
}

// TestVerified: a profile that calls itself verified says when, on how many pages and what it must reach.
func TestVerified(t *testing.T) {
	const rest = "id: x\nname: X\nhosts: [a.example.org]\nstart: [https://a.example.org/]\ncourse: ['^/f/(?P<id>\\d+)$']\n"
	for text, want := range map[string]string{
		"status: unverified\n": "",
		"status: verified\nverified: {date: 2026-11-30, pages: 40}\nfloors: {courses: 300, fill: {title: 0.99, sessions: 0.8}}\n": "",
		"status: verified\n": "x.yaml: verified.date: missing",
		"status: verified\nverified: {date: 2026-11-30}\nfloors: {fill: {title: 1}}\n": "x.yaml:7: verified.pages: missing",
		"status: verified\nverified: {date: 2026-11-30, pages: 4}\n":                   "x.yaml: floors.fill: missing",
		"verified: {date: 30/11/2026}\n":                                               "x.yaml:6: verified.date: \"30/11/2026\" is not a date",
		"floors:\n  courses: 3\n  fill:\n    titel: 0.9\n":                             "x.yaml:9: floors.fill.titel: \"titel\" is not a field whose fill rate is known",
		"floors:\n  fill:\n    title: 99\n":                                            "x.yaml:8: floors.fill.title: 99 is not a share between 0 and 1",
		"floors: {courses: -1}\n":                                                      "floors.courses: -1 is negative",
		"floors: {fill: {title: viel}}\n":                                              "wrong type: expected a number",
		"historic: true\nstatus: verified\n":                                           "",
	} {
		_, err := Parse([]byte(rest+text), "x.yaml")
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func mustURL(t *testing.T, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
