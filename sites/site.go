package sites

import (
	"net/url"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/robfig/cron/v3"

	"carif/schema"
)

// Kind tells what a URL of a site is for; the frontier keeps it.
type Kind = schema.Kind

// The kinds of URL, as schema has them.
const (
	KindCourse  = schema.KindCourse
	KindListing = schema.KindListing
	KindSitemap = schema.KindSitemap
	KindFeed    = schema.KindFeed
	KindIgnore  = schema.KindIgnore
	KindOther   = schema.KindOther
)

// Site is a checked and compiled profile.
type Site struct {
	Profile
	File                    string // where the profile came from; "builtin:ID" for an embedded one
	listing, course, ignore []*regexp.Regexp
	dropPath                *regexp.Regexp
	selectors               Selectors
	times                   cron.Schedule // nil where the profile has no schedule
	api                     api
	known                   map[string]string // canonical URL → the spelling its database knows it by
}

// Selectors are the profile's CSS selectors, compiled when it was loaded; nil where it has none.
type Selectors struct {
	Root, Title, Updated goquery.Matcher
	Drop                 []goquery.Matcher
	Fields               []FieldSelector // of the course
	Rows                 goquery.Matcher // the elements that are one session each
	InRow                []FieldSelector // of a session, in one of them
}

// None tells that the profile selects nothing.
func (s Selectors) None() bool {
	return s.Root == nil && s.Title == nil && s.Updated == nil && len(s.Drop) == 0 && len(s.Fields) == 0 && s.Rows == nil
}

// Selectors gives the compiled selectors of the profile's page section.
func (s *Site) Selectors() Selectors { return s.selectors }

// Generic is the profile of no site in particular: the engine alone.
func Generic() *Site {
	return &Site{Profile: Profile{ID: "generic", Name: "Any catalogue"}, File: "builtin:generic"}
}

// Kind tells what a URL is for: ignore wins, then course, then listing, start pages and sitemaps.
func (s *Site) Kind(u *url.URL) Kind {
	if !s.Serves(u) {
		return KindOther
	}
	as := spellings(s.address(u))
	switch {
	case matchAny(s.ignore, as):
		return KindIgnore
	case matchAny(s.course, as):
		return KindCourse
	case matchAny(s.listing, as):
		return KindListing
	}
	full := u.String()
	is := func(written string) bool { return asciiURL(written) == full }
	switch {
	case slices.ContainsFunc(s.Sitemaps, is):
		return KindSitemap
	case slices.ContainsFunc(s.Start, is):
		return KindListing
	}
	return KindOther
}

// Serves reports whether the URL's scheme is http or https and its host[:port] is one of the profile's.
func (s *Site) Serves(u *url.URL) bool {
	if u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	for _, h := range s.Hosts {
		if HostPort(u) == hostPortOf(h, u.Scheme) {
			return true
		}
	}
	return false
}

// NativeID is the id a course URL itself carries, by the (?P<id>…) group, without its escapes; "" when there is none.
func (s *Site) NativeID(u *url.URL) string {
	as := spellings(s.address(u))
	for _, re := range s.course {
		i := re.SubexpIndex("id")
		if i <= 0 {
			continue
		}
		for _, pq := range as {
			if m := re.FindStringSubmatch(pq); m != nil {
				return plainID(m[i])
			}
		}
	}
	return ""
}

// CanonicalURL gives the one spelling of a URL under which its page is known: lower-case scheme, host as DNS knows it,
// default port dropped, fragment dropped unless it is a route of a scripted site, the profile's query keys and path
// part dropped, dot segments resolved, escapes in their normal form (see Normal), everything else as it was: order and
// reserved characters are the site's business. It is also what is asked for.
func (s *Site) CanonicalURL(u *url.URL) string {
	c := *u
	c.Scheme = strings.ToLower(c.Scheme)
	c.Host = ASCIIHost(c.Host)
	if c.User, c.RawFragment = nil, ""; !s.Renders() || !IsRoute(c.Fragment) {
		c.Fragment = ""
	}
	if p := c.Port(); p == "80" && c.Scheme == "http" || p == "443" && c.Scheme == "https" {
		c.Host = strings.TrimSuffix(c.Host, ":"+p)
	}
	if s.Canonical.HTTPS && c.Scheme == "http" {
		c.Scheme = "https"
	}
	p := s.keepPath(c.EscapedPath())
	if p = undotted(s.keepPath(Normal(p))); p == "" {
		p = "/"
	}
	setPath(&c, p)
	c.RawQuery = s.keepQuery(Normal(c.RawQuery))
	c.ForceQuery = false
	out := c.String()
	if as, ok := s.known[out]; ok {
		return as
	}
	return out
}

func (s *Site) keepPath(path string) string {
	if s.dropPath == nil {
		return path
	}
	return s.dropPath.ReplaceAllString(path, "")
}

func (s *Site) keepQuery(raw string) string {
	if raw == "" || len(s.Canonical.DropQuery) == 0 {
		return raw
	}
	var kept []string
	for _, pair := range strings.Split(raw, "&") {
		k, _, _ := strings.Cut(pair, "=")
		if dec, err := url.QueryUnescape(k); err == nil {
			k = dec
		}
		if !dropped(s.Canonical.DropQuery, k) {
			kept = append(kept, pair)
		}
	}
	return strings.Join(kept, "&")
}

func dropped(patterns []string, key string) bool {
	for _, p := range patterns {
		if stem, ok := strings.CutSuffix(p, "*"); ok && strings.HasPrefix(key, stem) || p == key {
			return true
		}
	}
	return false
}

// PathQuery is what robots rules are matched against, and profile patterns before other spellings: the escaped path,
// and "?query" when there is one, exactly as sent.
func PathQuery(u *url.URL) string {
	p := u.EscapedPath()
	if p == "" {
		p = "/"
	}
	if u.RawQuery != "" {
		p += "?" + u.RawQuery
	}
	return p
}

// HostPort is the URL's host, as DNS knows it, with its port always written.
func HostPort(u *url.URL) string {
	return hostPortOf(u.Host, u.Scheme)
}

func hostPortOf(host, scheme string) string {
	h := &url.URL{Host: ASCIIHost(host)}
	port := h.Port()
	if port == "" {
		port = "443"
		if scheme == "http" {
			port = "80"
		}
	}
	return h.Hostname() + ":" + port
}

func matchAny(res []*regexp.Regexp, spellings []string) bool {
	for _, re := range res {
		if slices.ContainsFunc(spellings, re.MatchString) {
			return true
		}
	}
	return false
}

// ids sorts profiles by id for every list people see.
func sortSites(ss []*Site) {
	sort.Slice(ss, func(i, j int) bool { return ss[i].ID < ss[j].ID })
}
