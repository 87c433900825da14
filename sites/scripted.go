package sites

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// What a profile's render may say.
const (
	RenderNever  = "never"
	RenderAuto   = "auto"
	RenderAlways = "always"
)

// API says which addresses of a scripted site answer with JSON. They are fetched as they are, without a browser, and
// are courses and listings by the profile's patterns like any others.
type API struct {
	JSON []string `yaml:"json"` // regexps over path?query: addresses that answer with JSON
	// CourseURL gives the address of a course for each object of a listing that has the keys in braces:
	// https://host/api/formations/{id}.
	CourseURL string `yaml:"course_url"`
	Items     string `yaml:"items"` // key of the list that holds those objects; "" = wherever they stand
	// Next is the query key that counts the pages of a listing: while one has courses, the next number is asked.
	Next string `yaml:"next"`
	// Post are regexps over path?query: what pages drawn by a browser may ask by POST, and nothing else.
	Post []string `yaml:"post"`
}

// api is a compiled API.
type api struct {
	json, post []*regexp.Regexp
	keys       []string // in the braces of CourseURL
}

var brace = regexp.MustCompile(`\{([^{}]*)\}`)

func (s *Site) checkScripted(c *checker) {
	switch s.Render {
	case "", RenderNever, RenderAuto, RenderAlways:
	default:
		c.bad("render", "%q is none of never, auto, always", s.Render)
	}
	a := s.Profile.API
	s.api.json = c.regexps("api.json", a.JSON)
	s.api.post = c.regexps("api.post", a.Post)
	if len(a.JSON) == 0 && a.CourseURL+a.Items+a.Next != "" {
		c.bad("api.json", "missing: the pattern of the addresses that answer with JSON")
	}
	if a.CourseURL == "" {
		return
	}
	for _, m := range brace.FindAllStringSubmatch(a.CourseURL, -1) {
		s.api.keys = append(s.api.keys, m[1])
	}
	u, err := url.Parse(brace.ReplaceAllString(a.CourseURL, "0"))
	switch {
	case len(s.api.keys) == 0 || slices.Contains(s.api.keys, ""):
		c.bad("api.course_url", "%q names no key in braces, as https://host/api/formations/{id} does", a.CourseURL)
	case err != nil || !s.Serves(u):
		c.bad("api.course_url", "%q is on a host that is not in hosts", a.CourseURL)
	}
}

// Renders tells whether pages of the site may be drawn by a browser. Its routes are then pages of their own.
func (s *Site) Renders() bool { return s.Render == RenderAuto || s.Render == RenderAlways }

// IsJSON tells an address that answers with JSON.
func (s *Site) IsJSON(u *url.URL) bool {
	return len(s.api.json) > 0 && s.Serves(u) && matchAny(s.api.json, spellings(PathQuery(u)))
}

// MayPost tells an address that a drawn page may ask by POST.
func (s *Site) MayPost(u *url.URL) bool {
	return len(s.api.post) > 0 && s.Serves(u) && matchAny(s.api.post, spellings(PathQuery(u)))
}

// CourseAddress gives the address of a course by the values of an object's keys; "" where one is missing.
func (s *Site) CourseAddress(value func(key string) string) string {
	if len(s.api.keys) == 0 {
		return ""
	}
	whole := true
	out := brace.ReplaceAllStringFunc(s.Profile.API.CourseURL, func(b string) string {
		v := value(strings.Trim(b, "{}"))
		whole = whole && v != ""
		return url.PathEscape(v)
	})
	if !whole {
		return ""
	}
	return out
}

// IsRoute tells a fragment that names a page of a scripted site ("/formation/12", "!/formation/12") from one that names
// a place on a page.
func IsRoute(fragment string) bool { return strings.HasPrefix(strings.TrimPrefix(fragment, "!"), "/") }

// address is what the profile's patterns are matched against: the path and query, and the route where the site has
// such.
func (s *Site) address(u *url.URL) string {
	if s.Renders() && IsRoute(u.Fragment) {
		return PathQuery(u) + "#" + u.EscapedFragment()
	}
	return PathQuery(u)
}
