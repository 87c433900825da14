package sites

import (
	"net/url"
	"strings"
	"testing"
)

// TestRoutes: the route of a scripted site tells its pages apart; on any other site it is a place on the page.
func TestRoutes(t *testing.T) {
	profile := strings.Replace(good, `^/c/(?P<id>\d+)$`, `^/#!?/c/(?P<id>\d+)$`, 1)
	for render, want := range map[string]string{"never": "https://example.org/", "always": "https://example.org/#/c/12",
		"auto": "https://example.org/#/c/12"} {
		s, err := Parse([]byte(profile+"render: "+render+"\n"), "x.yaml")
		if err != nil {
			t.Fatal(err)
		}
		u, _ := url.Parse("HTTPS://Example.org/#/c/12")
		if got := s.CanonicalURL(u); got != want {
			t.Errorf("%s: %s, want %s", render, got, want)
		}
		if course := s.Kind(u) == KindCourse; course != (render != "never") || course && s.NativeID(u) != "12" {
			t.Errorf("%s: kind %s, id %q", render, s.Kind(u), s.NativeID(u))
		}
		place, _ := url.Parse("https://example.org/#top")
		if got := s.CanonicalURL(place); got != "https://example.org/" {
			t.Errorf("%s: %s", render, got)
		}
	}
}

func TestScriptedProblems(t *testing.T) {
	for yaml, want := range map[string]string{
		"render: sometimes\n":                                         `x.yaml:6: render: "sometimes" is none of never, auto, always`,
		"api: {next: page}\n":                                         "x.yaml:6: api.json: missing",
		"api: {json: ['('], post: ['[']}\n":                           "x.yaml:6: api.json[0]:",
		"api: {json: [a], course_url: 'https://example.org/x'}\n":     "x.yaml:6: api.course_url: \"https://example.org/x\" names no key",
		"api: {json: [a], course_url: 'https://other.example/{a}'}\n": "is on a host that is not in hosts",
	} {
		if _, err := Parse([]byte(good+yaml), "x.yaml"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q in it", yaml, err, want)
		}
	}
}
