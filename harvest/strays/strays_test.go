package strays

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"carif/sites"
)

func TestStrays(t *testing.T) {
	site, err := sites.Parse([]byte("id: essai\nname: Essai\nregion: \"75\"\ncarif: [\"02\"]\nstatus: demo\nhosts: "+
		"[c.example.org]\nstart: [http://c.example.org/liste]\nlisting: ['^/liste']\ncourse: ['^/formation/(?P<id>\\d+)$']\n"),
		"essai.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var to []*url.URL
	for _, raw := range []string{"http://c.example.org/contact", "http://c.example.org/stage/11", "http://c.example.org/liste",
		"http://c.example.org/stage/12", "http://else.example.org/stage/13", "http://c.example.org/stage/12"} {
		u, err := url.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		to = append(to, u)
	}
	var s Strays
	s.Read(site, append(to, nil), false)
	if got, want := s.Some(), []string{"http://c.example.org/stage/11", "http://c.example.org/stage/12"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := s.Words(site); !strings.Contains(got, "none of their other links (3) matches `course:` ^/formation/") {
		t.Errorf("words: %s", got)
	}
	s.Read(site, to, true)
	if got := s.Some(); len(got) > 0 {
		t.Errorf("after a listing that names a course: %q", got)
	}
}
