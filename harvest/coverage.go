package harvest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"sort"
	"strings"

	"carif/schema"
	"carif/sites"
	"carif/storage"
)

// CoverageReport is the maintainer's work list: how well fields are filled, and what nothing knows.
type CoverageReport struct {
	Fields []storage.Coverage `json:"fields"`
	Pages  []SiteCoverage     `json:"pages"`
	Labels []storage.Unknown  `json:"unknown_labels"`
	Values []storage.Unknown  `json:"unknown_values"`
}

// Whole gives the report with empty lists for none, as JSON readers expect.
func (r CoverageReport) Whole() CoverageReport {
	return CoverageReport{listOf(r.Fields), listOf(r.Pages), listOf(r.Labels), listOf(r.Values)}
}

// SiteCoverage tells where the content text of a site's pages went, in percent of its characters.
type SiteCoverage struct {
	Site            string  `json:"site"`
	Pages           int     `json:"pages"`
	Courses         int     `json:"courses"`
	Field           float64 `json:"field"`
	Absent          float64 `json:"absent"`
	Unclaimed       float64 `json:"unclaimed"`
	MedianUnclaimed float64 `json:"median_unclaimed"`
}

type siteCount struct {
	pages, courses                  int
	content, field, absent, unclaim int
	shares                          []float64
	filled, placeholders            map[schema.Field]int
}

// CoverageOf reads saved pages and counts, without storing anything.
func CoverageOf(ctx context.Context, f Files, limit int) (CoverageReport, error) {
	counts := map[string]*siteCount{}
	labels, values := unknowns{}, unknowns{}
	err := f.Each(ctx, func(name string, got Reading, err error) error {
		if err != nil || got.Site == nil {
			return nil // a file that cannot be read has no coverage; `carif parse` says why
		}
		c := counts[got.Site.ID]
		if c == nil {
			c = &siteCount{filled: map[schema.Field]int{}, placeholders: map[schema.Field]int{}}
			counts[got.Site.ID] = c
		}
		c.page(got)
		for i := range got.Records {
			c.record(&got.Records[i])
			collect(labels, values, got.Site.ID, name, &got.Records[i])
		}
		return nil
	})
	var rep CoverageReport
	for _, id := range sortedKeys(counts) {
		rep.Pages = append(rep.Pages, counts[id].site(id))
		for _, fd := range sortedKeys(counts[id].filled) {
			rep.Fields = append(rep.Fields, storage.Coverage{Site: id, Field: fd, Filled: counts[id].filled[fd],
				Absent: counts[id].placeholders[fd], N: counts[id].courses})
		}
	}
	rep.Labels, rep.Values = labels.list(limit), values.list(limit)
	return rep, err
}

func (c *siteCount) page(got Reading) {
	cov := got.Parsed.Coverage
	c.pages++
	c.content += cov.Content
	c.field += cov.Field
	c.absent += cov.Absent
	c.unclaim += cov.Unclaimed
	if cov.Content > 0 {
		c.shares = append(c.shares, 100*float64(cov.Unclaimed)/float64(cov.Content))
	}
}

// record counts which fields of the course have a value: a field is what the record's JSON calls it.
func (c *siteCount) record(rec *schema.Record) {
	c.courses++
	for k, v := range inJSON(rec.Course.Anywhere()) {
		n := 0
		if says(v) {
			n = 1
		}
		c.filled[schema.Field(k)] += n
	}
	seen := map[schema.Field]bool{}
	for _, a := range rec.Absent {
		if !seen[a.Field] {
			seen[a.Field] = true
			c.placeholders[a.Field]++
		}
	}
}

// inJSON gives the fields of a course as the record's JSON calls them.
func inJSON(c *schema.Course) (m map[string]any) {
	b, err := json.Marshal(c)
	if err != nil || json.Unmarshal(b, &m) != nil {
		return nil // unreachable: plain data, just marshalled
	}
	return m
}

// says reports whether a decoded JSON value holds anything but nulls and empty lists.
func says(v any) bool {
	switch v := v.(type) {
	case nil:
		return false
	case []any:
		return len(v) > 0
	case map[string]any:
		for _, w := range v {
			if says(w) {
				return true
			}
		}
		return false
	case string:
		return v != ""
	}
	return true
}

func (c *siteCount) site(id string) SiteCoverage {
	s := SiteCoverage{Site: id, Pages: c.pages, Courses: c.courses}
	if c.content > 0 {
		t := 100 / float64(c.content)
		s.Field, s.Absent, s.Unclaimed = float64(c.field)*t, float64(c.absent)*t, float64(c.unclaim)*t
	}
	sort.Float64s(c.shares)
	if n := len(c.shares); n > 0 {
		s.MedianUnclaimed = c.shares[n/2]
	}
	return s
}

// unknowns groups what nothing knows by site, field and words.
type unknowns map[storage.Unknown]*storage.Unknown

func (u unknowns) add(site string, f schema.Field, text, example string) {
	k := storage.Unknown{Site: site, Field: f, Text: text}
	if u[k] == nil {
		u[k] = &storage.Unknown{Site: site, Field: f, Text: text, Example: example}
	}
	u[k].N++
}

func (u unknowns) list(limit int) []storage.Unknown {
	var out []storage.Unknown
	for _, v := range u {
		out = append(out, *v)
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		if a.N != b.N {
			return a.N > b.N
		}
		return a.Site+"\x00"+string(a.Field)+"\x00"+a.Text < b.Site+"\x00"+string(b.Field)+"\x00"+b.Text
	})
	if limit > 0 && len(out) > limit {
		out = out[:limit]
	}
	return out
}

func collect(labels, values unknowns, site, name string, rec *schema.Record) {
	for _, un := range rec.Unclaimed {
		if un.Label != "" {
			labels.add(site, "", un.Label, name)
		}
	}
	for _, is := range rec.Issues {
		switch is.Code {
		case schema.IssueUnknownValue:
			values.add(site, is.Field, is.Raw, name)
		case schema.IssueUnknownLabel:
			labels.add(site, is.Field, is.Raw, name)
		}
	}
}

func sortedKeys[K ~string, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i] < keys[j] })
	return keys
}

// Trial is what a profile does with pages: what they are, what it makes of them, and what it leaves.
type Trial struct {
	Site    string              `json:"site"`
	Pages   int                 `json:"pages"`
	Courses int                 `json:"courses"`
	Refused map[string]int      `json:"refused"`
	Kinds   map[schema.Kind]int `json:"pages_by_kind"` // of the pages whose address is known
	Links   map[schema.Kind]int `json:"links_by_kind"` // each address once
	Astray  []storage.Unknown   `json:"links_no_pattern_takes"`
	Fields  []TrialField        `json:"fields"`
	Given   []TrialField        `json:"selectors"` // pages on which a selector gave its field words
	Left    TrialLeft           `json:"unclaimed"`
	Labels  []storage.Unknown   `json:"unknown_labels"`
	Values  []storage.Unknown   `json:"unknown_values"`
	Failed  []string            `json:"failed"` // pages that could not be read, with the reason

	links                  map[string]bool
	filled, generic        map[schema.Field]int
	astray, labels, values unknowns
	given, refused         map[schema.Field]int
}

// TrialField is how many courses have a value of a field, with the profile and with the generic one. Values inside a
// field are named by it: "provider.city", "sessions.start"; "sessions in all" counts sessions, and not courses.
type TrialField struct {
	Field   schema.Field `json:"field"`
	Filled  int          `json:"filled"`
	Generic int          `json:"generic"`
}

// TrialLeft is how many pages have words that no field took, with the profile and with the generic one.
type TrialLeft struct {
	Pages   int `json:"pages"`
	Generic int `json:"generic"`
}

// TrialOf reads saved pages with a profile and without it. limit bounds the lists.
func TrialOf(ctx context.Context, f Files, s *sites.Site, limit int) (*Trial, error) {
	t := newTrial(s)
	f.Site = s
	err := f.each(ctx, func(p savedPage, got Reading, err error) error {
		if err != nil {
			t.Failed = append(t.Failed, p.show+": "+err.Error())
			return nil
		}
		t.page(s, p.url, p.show, got)
		return nil
	})
	if err != nil {
		return nil, err
	}
	f.Site, f.readers, f.Note = sites.Generic(), nil, nil
	err = f.each(ctx, func(_ savedPage, got Reading, err error) error {
		for i := range got.Records {
			countFields(t.generic, &got.Records[i])
		}
		t.Left.Generic += leaves(got.Records)
		return nil
	})
	t.finish(limit)
	return t, err
}

// leaves is 1 where a record has words that no field took.
func leaves(list []schema.Record) int {
	for i := range list {
		if len(list[i].Unclaimed) > 0 {
			return 1
		}
	}
	return 0
}

func newTrial(s *sites.Site) *Trial {
	return &Trial{Site: s.ID, Refused: map[string]int{}, Kinds: map[schema.Kind]int{}, Links: map[schema.Kind]int{},
		links: map[string]bool{}, filled: map[schema.Field]int{}, generic: map[schema.Field]int{}, astray: unknowns{},
		labels: unknowns{}, values: unknowns{}, given: map[schema.Field]int{}, refused: map[schema.Field]int{}}
}

// countFields counts the fields of a course that have a value, and those inside them.
func countFields(to map[schema.Field]int, rec *schema.Record) {
	to["sessions in all"] += len(rec.Course.Sessions)
	for k, v := range inJSON(rec.Course) {
		if !says(v) || k == "key" || k == "derived" {
			continue
		}
		to[schema.Field(k)]++
		inside := map[string]bool{}
		for _, x := range append(asList(v), v) {
			if o, ok := x.(map[string]any); ok {
				for name, w := range o {
					inside[name] = inside[name] || says(w)
				}
			}
		}
		for name, has := range inside {
			if has && (k == "provider" || k == "sessions" || k == "duration" || k == "price" || k == "codes") {
				to[schema.Field(k+"."+name)]++
			}
		}
	}
	if rec.Source.UpdatedOn != nil {
		to["updated_on"]++
	}
}

func asList(v any) []any {
	l, _ := v.([]any)
	return l
}

// page counts one page. raw is its address, "" where none is known but what the page itself says.
func (t *Trial) page(s *sites.Site, raw, name string, got Reading) {
	t.Pages++
	if raw == "" {
		raw = got.Parsed.Canonical
	}
	if u, err := url.Parse(raw); err == nil && u.Host != "" {
		t.Kinds[s.Kind(u)]++
	}
	if got.Refusal != nil {
		t.Refused[got.Refusal.Reason]++
	}
	for i := range got.Records {
		t.Courses++
		countFields(t.filled, &got.Records[i])
		collect(t.labels, t.values, s.ID, name, &got.Records[i])
	}
	t.Left.Pages += leaves(got.Records)
	for _, f := range got.Parsed.Selected {
		t.given[f]++
	}
	for _, f := range got.Parsed.Declined {
		t.refused[f]++
	}
	base, _ := url.Parse(raw)
	for _, l := range got.Parsed.Links {
		t.link(s, base, l.Href, name)
	}
}

// link counts one link to the site's own pages.
func (t *Trial) link(s *sites.Site, base *url.URL, href, page string) {
	u, err := url.Parse(href)
	if err != nil || strings.HasPrefix(href, "#") {
		return
	}
	if base != nil && base.Host != "" {
		u = base.ResolveReference(u)
	} else if u.Host == "" && u.Scheme == "" && len(s.Hosts) > 0 {
		u = (&url.URL{Scheme: "https", Host: s.Hosts[0], Path: "/"}).ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" || !s.Serves(u) {
		return
	}
	as := s.CanonicalURL(u)
	if t.links[as] {
		return
	}
	t.links[as] = true
	kind := s.Kind(u)
	if t.Links[kind]++; kind == schema.KindOther {
		t.astray.add(s.ID, "", shapeOf(u), as)
	}
}

var digits = regexp.MustCompile(`\d+`)

// shapeOf is what many addresses have alike: numbers folded, the last words of a path left out.
func shapeOf(u *url.URL) string {
	p := digits.ReplaceAllString(u.Path, "N")
	if i := strings.LastIndexByte(p, '/'); i > 0 && strings.Count(p[i:], "-") > 1 {
		p = p[:i] + "/…"
	}
	if u.RawQuery != "" {
		p += "?" + strings.Join(sortedKeys(u.Query()), "&")
	}
	return p
}

func (t *Trial) finish(limit int) {
	all := map[schema.Field]bool{}
	for f := range t.filled {
		all[f] = true
	}
	for f := range t.generic {
		all[f] = true
	}
	for _, f := range sortedKeys(all) {
		if n, g := t.filled[f], t.generic[f]; n+g > 0 {
			t.Fields = append(t.Fields, TrialField{f, n, g})
		}
	}
	for _, f := range sortedKeys(t.given) {
		t.Given = append(t.Given, TrialField{Field: f, Filled: t.given[f]})
	}
	t.Astray, t.Labels, t.Values = t.astray.list(limit), t.labels.list(limit), t.values.list(limit)
}

// Doubts are what a person should look at first, a line each.
func (t *Trial) Doubts(s *sites.Site) (out []string) {
	known := 0
	for _, n := range t.Kinds {
		known += n
	}
	if known > 0 && t.Kinds[schema.KindCourse] == 0 {
		out = append(out, "no page has an address that the profile's hosts and course pattern take: are they of this site?")
	}
	sel := s.Selectors()
	for _, f := range slices.Concat(sel.Fields, sel.InRow) {
		switch name := string(f.Field); {
		case t.given[f.Field] > 0:
		case t.refused[f.Field] > 0:
			out = append(out, fmt.Sprintf("the selector of %s finds words that are of another kind, on %d pages: "+
				"carif parse --explain says which", name, t.refused[f.Field]))
		default:
			out = append(out, "the selector of "+name+" finds nothing")
		}
	}
	if sel.Rows != nil && t.given[schema.FieldSessions] == 0 {
		out = append(out, "the selector page.sessions.rows finds nothing")
	}
	if n, g := t.filled["native_id"], t.generic["native_id"]; n < g {
		out = append(out, fmt.Sprintf("%d courses have no id of the site any more: their keys change", g-n))
	}
	return out
}
