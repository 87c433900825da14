package sites

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"

	"carif/schema"
)

// regions are the INSEE region codes of today (COG 2016 and later): the 18 regions and the overseas
// collectivities that have a Carif.
var regions = map[string]bool{"01": true, "02": true, "03": true, "04": true, "06": true, "11": true, "24": true,
	"27": true, "28": true, "32": true, "44": true, "52": true, "53": true, "75": true, "76": true, "84": true,
	"93": true, "94": true, "975": true, "977": true, "978": true, "986": true, "987": true, "988": true}

var idForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
var carifForm = regexp.MustCompile(`^[0-9]{2}$`)

// checker collects problems with the line of their key.
type checker struct {
	keys  keyTokens
	probs []Problem
}

func (c *checker) bad(key, format string, args ...any) {
	line := 0
	for k := key; k != ""; k = k[:max(0, strings.LastIndexAny(k, ".["))] {
		if t := c.keys[k]; t != nil {
			line = t.Position.Line
			break
		}
	}
	c.probs = append(c.probs, Problem{Line: line, Key: key, Reason: fmt.Sprintf(format, args...)})
}

// check validates the profile and compiles its patterns.
func (s *Site) check(keys keyTokens) []Problem {
	c := &checker{keys: keys}
	if !idForm.MatchString(s.ID) || s.ID == "generic" {
		c.bad("id", "%q is not an id: lower-case letters, digits and single hyphens", s.ID)
	}
	if s.Name == "" {
		c.bad("name", "missing: the name people read")
	}
	if s.Region != "" && !regions[s.Region] {
		c.bad("region", "%q is not an INSEE region code (2016), for instance \"75\" for Nouvelle-Aquitaine", s.Region)
	}
	for i, n := range s.Carif {
		if !carifForm.MatchString(n) {
			c.bad(fmt.Sprintf("carif[%d]", i), "%q is not a two-digit Carif number", n)
		}
	}
	switch s.Status {
	case "", "verified", "unverified", "demo":
	default:
		c.bad("status", "%q is none of verified, unverified, demo", s.Status)
	}
	s.checkVerified(c)
	if s.Feed != nil {
		s.checkFeed(c)
	} else {
		s.checkURLs(c)
	}
	s.listing = c.regexps("listing", s.Listing)
	s.course = c.regexps("course", s.Course)
	s.ignore = c.regexps("ignore", s.Ignore)
	if s.Canonical.DropPath != "" {
		s.dropPath = c.regexp("canonical.drop_path", s.Canonical.DropPath)
	}
	s.checkScripted(c)
	s.checkPace(c)
	s.checkSchedule(c)
	s.checkPage(c)
	return c.probs
}

// checkVerified holds a profile to what its status says: one that is verified tells when, on how many pages, and below
// which figures it no longer is.
func (s *Site) checkVerified(c *checker) {
	v, f := s.Verified, s.Floors
	if s.Status == "verified" && !s.Historic {
		switch {
		case v.Date == "":
			c.bad("verified.date", "missing: status is verified, so it must say when (YYYY-MM-DD)")
		case v.Pages == 0:
			c.bad("verified.pages", "missing: status is verified, so it must say on how many pages")
		}
		if len(f.Fill) == 0 {
			c.bad("floors.fill", "missing: status is verified, so it must say which share of the courses has each field, "+
				"for instance {title: 0.99} (`carif coverage` shows the shares)")
		}
	}
	if _, err := time.Parse(time.DateOnly, v.Date); v.Date != "" && err != nil {
		c.bad("verified.date", "%q is not a date (YYYY-MM-DD)", v.Date)
	}
	if v.Pages < 0 {
		c.bad("verified.pages", "%d is negative", v.Pages)
	}
	if f.Courses < 0 {
		c.bad("floors.courses", "%d is negative", f.Courses)
	}
	for _, field := range slices.Sorted(maps.Keys(f.Fill)) {
		key := "floors.fill." + string(field)
		if !slices.Contains(schema.FillFields(), field) {
			c.bad(key, "%q is not a field whose fill rate is known (%s)", field, joined(schema.FillFields()))
		}
		if r := f.Fill[field]; r < 0 || r > 1 {
			c.bad(key, "%v is not a share between 0 and 1", r)
		}
	}
}

func joined(fields []schema.Field) string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = string(f)
	}
	return strings.Join(out, " ")
}

func (s *Site) checkURLs(c *checker) {
	if len(s.Hosts) == 0 {
		c.bad("hosts", "missing: at least one host[:port]")
	}
	s.checkHosts(c)
	if s.Historic {
		return
	}
	if len(s.Start)+len(s.Sitemaps) == 0 {
		c.bad("start", "missing: a start page, a sitemap or a feed")
	}
	if len(s.Course) == 0 {
		c.bad("course", "missing: at least one pattern of course pages (`carif sites probe URL`, on the page that lists "+
			"courses, shows the shapes of its links; `carif sites new --from URL` proposes a pattern)")
	}
	for key, list := range map[string][]string{"start": s.Start, "sitemaps": s.Sitemaps} {
		for i, raw := range list {
			k := fmt.Sprintf("%s[%d]", key, i)
			u, err := url.Parse(raw)
			switch {
			case err != nil:
				c.bad(k, "%q is not a URL", raw)
			case u.Scheme != "http" && u.Scheme != "https":
				c.bad(k, "%q: only http and https are fetched", raw)
			case !s.Serves(u):
				c.bad(k, "%q is on a host that is not in hosts", raw)
			}
		}
	}
}

func (s *Site) checkHosts(c *checker) {
	for i, h := range s.Hosts {
		u, err := url.Parse("https://" + h)
		k := fmt.Sprintf("hosts[%d]", i)
		if err != nil || u.Host != h || u.Hostname() == "" || !strings.Contains(h, "[") && noName(u.Hostname()) {
			c.bad(k, "%q is not host or host:port", h)
			continue
		}
		if !WebPort(u.Port(), true) && !Loopback(u.Hostname()) {
			c.bad(k, "%q: port %s is never asked: %s", h, u.Port(), PortRules)
		}
	}
}

// noName tells a host that no DNS name can be, however it is written.
func noName(host string) bool { return strings.ContainsFunc(ASCIIHost(host), OddRune) }

var windowForm = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$`)

func (s *Site) checkPace(c *checker) {
	p := s.Pace
	if p.Delay < 0 || p.Delay > 15*time.Minute {
		c.bad("pace.delay", "%s is not a delay between 0 and 15m", p.Delay)
	}
	if p.Parallel < 0 || p.Parallel > 4 {
		c.bad("pace.parallel", "%d is not between 0 and 4", p.Parallel)
	}
	if p.Window != "" && !windowForm.MatchString(p.Window) {
		c.bad("pace.window", "%q is not HH:MM-HH:MM", p.Window)
	}
	if p.Budget < 0 {
		c.bad("pace.budget", "%d is negative", p.Budget)
	}
	if p.Template < 0 {
		c.bad("pace.template", "%d is negative", p.Template)
	}
}

func (s *Site) checkPage(c *checker) {
	s.selectors = Selectors{Root: c.selector("page.root", s.Page.Root), Title: c.selector("page.title", s.Page.Title),
		Updated: c.selector("page.updated", s.Page.Updated)}
	for i, sel := range s.Page.Drop {
		if m := c.selector(fmt.Sprintf("page.drop[%d]", i), sel); m != nil {
			s.selectors.Drop = append(s.selectors.Drop, m)
		}
	}
	s.checkSelects(c)
	c.labels("page.labels", s.Page.Labels)
	switch s.Page.LevelScale {
	case "", "1969", "2019":
	default:
		c.bad("page.level_scale", "%q is neither 1969 nor 2019", s.Page.LevelScale)
	}
}

// labels checks that each label means a field, "section" (a heading over other labels) or "ignore" (chrome).
func (c *checker) labels(key string, labels map[string]string) {
	for _, label := range slices.Sorted(maps.Keys(labels)) {
		field := labels[label]
		if !LabelField(field) {
			c.bad(key+"."+label,
				"%q is not a field of a record, nor section, nor ignore%s (`carif dictionary` and docs/site-profiles.md list them)",
				field, meant(field))
		}
	}
}

// LabelField reports whether a label may mean this: a field, "section" or "ignore".
func LabelField(field string) bool {
	return field == "ignore" || field == "section" || slices.Contains(schema.Fields(), schema.Field(field))
}

// selector compiles a CSS selector; nil for an empty or a wrong one.
func (c *checker) selector(key, sel string) goquery.Matcher {
	if sel == "" {
		return nil
	}
	if why := tooCostly(sel); why != "" {
		c.bad(key, "%s", why)
		return nil
	}
	m, err := cascadia.Compile(sel)
	if err != nil {
		c.bad(key, "%q is not a CSS selector: %v", sel, err)
		return nil
	}
	if countsSiblings.MatchString(sel) {
		return counting{m}
	}
	return m
}

func (c *checker) regexp(key, expr string) *regexp.Regexp {
	re, err := regexp.Compile(expr)
	if err != nil {
		c.bad(key, "%q is not a regular expression: %v", expr, err)
		return nil
	}
	return re
}

func (c *checker) regexps(key string, exprs []string) []*regexp.Regexp {
	var out []*regexp.Regexp
	for i, e := range exprs {
		if re := c.regexp(fmt.Sprintf("%s[%d]", key, i), e); re != nil {
			out = append(out, re)
		}
	}
	return out
}
