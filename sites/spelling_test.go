package sites

import (
	"net/url"
	"testing"
)

func TestNormal(t *testing.T) {
	for in, want := range map[string]string{
		"/f/x?a=b&c=d;e": "/f/x?a=b&c=d;e", "": "",
		"/f/x%c3%a9": "/f/x%C3%A9", "/f/%78%C3%A9": "/f/x%C3%A9", "/f/xé": "/f/x%C3%A9",
		"/t%7Ea": "/t~a", "/t%7ea": "/t~a", "/a%2fb": "/a%2Fb", "/a%3f%23": "/a%3F%23",
		"/a b?c d": "/a%20b?c%20d", `/q|r"s\t`: "/q%7Cr%22s%5Ct", "?tri[]=1": "?tri%5B%5D=1",
		"/100%": "/100%25", "/%zz%4": "/%25zz%254", "/%2E%2e": "/..",
	} {
		if got := Normal(in); got != want {
			t.Errorf("Normal(%q): got %q, want %q", in, got, want)
		}
		if got := Normal(want); got != want {
			t.Errorf("Normal(%q) is not normal: %q", want, got)
		}
	}
}

func FuzzNormal(f *testing.F) {
	f.Add("/f/%7ea%2f/../%2e%2e?x=[|]%")
	f.Fuzz(func(t *testing.T, s string) {
		once := Normal(s)
		if again := Normal(once); again != once {
			t.Errorf("%q: %q, then %q", s, once, again)
		}
		u, err := url.Parse("http://h.example.org/" + s)
		if err != nil {
			return
		}
		c := Generic().CanonicalURL(u)
		if v, err := url.Parse(c); err != nil || Generic().CanonicalURL(v) != c {
			t.Errorf("%q is not canonical: %q (%v)", s, c, err)
		}
	})
}

func TestUndot(t *testing.T) {
	for in, want := range map[string]string{
		"/f/%2e%2e/prive/1": "/prive/1", "/f/.%2E/prive": "/prive", "/f/./a": "/f/a", "/f/%2e": "/f/", "/f/a/..": "/f/",
		"/..": "/", "/../../a": "/a", "/a//../b": "/a/b", "/f/...": "/f/...", "/f/.well": "/f/.well", "/f/%2e%2ex": "/f/%2e%2ex",
		"/f/%7ea": "/f/%7ea", "/": "/", "": "",
	} {
		u, err := url.Parse("http://h.example.org" + in)
		if err != nil {
			t.Fatal(err)
		}
		if Sendable(u); u.EscapedPath() != want {
			t.Errorf("%s: got %s, want %s", in, u.EscapedPath(), want)
		}
	}
}

// Spellings of one page are one page, of the kind that the profile means, with one id; reserved characters tell pages
// apart.
func TestSpellingsAreOnePage(t *testing.T) {
	site := func(course string) *Site {
		s, err := Parse([]byte("id: x\nname: X\nregion: \"75\"\ncarif: [\"02\"]\nstatus: demo\nhosts: [example.org]\n"+
			"start: ['https://example.org/']\ncourse: ['"+course+"']\n"), "x.yaml")
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for _, tt := range []struct {
		course, want, id string
		spellings        []string
	}{
		{`^/f/(?P<id>.+)$`, "/f/x%C3%A9", "xé", []string{"/f/x%C3%A9", "/f/x%c3%a9", "/f/%78%C3%A9", "/f/xé", "/%66/x%C3%A9"}},
		{`^/f/(?P<id>.+)$`, "/f/t~a", "t~a", []string{"/f/t~a", "/f/t%7Ea", "/f/t%7ea"}},
		{`^/f/(?P<id>.+)$`, "/f/a%2Fb", "a/b", []string{"/f/a%2Fb", "/f/a%2fb"}},
		{`^/f/(?P<id>.+)$`, "/f/%E9", "%E9", []string{"/f/%E9", "/f/%e9"}}, // no UTF-8: no text
		{`^/f/(?P<id>.+)$`, "/f/a%0Ab", "a%0Ab", []string{"/f/a%0Ab", "/f/a%0ab"}},
		{`^/f/(?P<id>x%c3%a9)$`, "/f/x%C3%A9", "xé", []string{"/f/x%C3%A9", "/f/x%c3%a9"}}, // the profile's spelling
		{`^/f\?tri\[\]=(?P<id>\d+)$`, "/f?tri%5B%5D=1", "1", []string{"/f?tri[]=1", "/f?tri%5b%5d=1", "/f?tri%5B]=%31"}},
		{`^/(?P<id>prive)/1$`, "/prive/1", "prive", []string{"/f/%2e%2e/prive/1", "/f/../prive/1"}},
	} {
		s := site(tt.course)
		for _, as := range tt.spellings {
			u, err := url.Parse("https://example.org" + as)
			if err != nil {
				t.Fatal(err)
			}
			Sendable(u)
			if got := s.CanonicalURL(u); got != "https://example.org"+tt.want {
				t.Errorf("%s: got %s, want %s", as, got, tt.want)
			}
			if kind, id := s.Kind(u), s.NativeID(u); kind != KindCourse || id != tt.id {
				t.Errorf("%s: %s with id %q, want %q", as, kind, id, tt.id)
			}
		}
	}
}

// What a database knows by another spelling keeps it.
func TestKnowing(t *testing.T) {
	s := Generic().Knowing(map[string]string{"http://h.example.org/f/x%C3%A9": "http://h.example.org/f/x%c3%a9"})
	for in, want := range map[string]string{"/f/%78%C3%A9": "/f/x%c3%a9", "/f/x%c3%a9": "/f/x%c3%a9", "/f/y%c3%a9": "/f/y%C3%A9"} {
		u, _ := url.Parse("http://h.example.org" + in)
		if got := s.CanonicalURL(u); got != "http://h.example.org"+want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}
