package harvest

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"carif/schema"
	"carif/sites"
	"carif/storage"
)

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
	Labels  []storage.Unknown   `json:"unknown_labels"`
	Values  []storage.Unknown   `json:"unknown_values"`
	Failed  []string            `json:"failed"` // pages that could not be read, with the reason
	links   map[string]bool
	astray  unknowns
	counts  siteCount
	generic siteCount
	labels  unknowns
	values  unknowns
	given   map[schema.Field]int
}

// TrialField is how many courses have a value of a field, with the profile and with the generic one.
type TrialField struct {
	Field   schema.Field `json:"field"`
	Filled  int          `json:"filled"`
	Generic int          `json:"generic"`
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
	f.Site, f.readers = sites.Generic(), nil
	err = f.each(ctx, func(_ savedPage, got Reading, err error) error {
		for i := range got.Records {
			t.generic.record(&got.Records[i])
		}
		return nil
	})
	t.finish(limit)
	return t, err
}

func newTrial(s *sites.Site) *Trial {
	count := func() siteCount {
		return siteCount{filled: map[schema.Field]int{}, placeholders: map[schema.Field]int{}}
	}
	return &Trial{Site: s.ID, Refused: map[string]int{}, Kinds: map[schema.Kind]int{}, Links: map[schema.Kind]int{},
		links: map[string]bool{}, astray: unknowns{}, counts: count(), generic: count(), labels: unknowns{}, values: unknowns{},
		given: map[schema.Field]int{}}
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
		t.counts.record(&got.Records[i])
		collect(t.labels, t.values, s.ID, name, &got.Records[i])
	}
	for _, f := range got.Parsed.Selected {
		t.given[f]++
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
	for f := range t.counts.filled {
		all[f] = true
	}
	for f := range t.generic.filled {
		all[f] = true
	}
	for _, f := range sortedKeys(all) {
		if n, g := t.counts.filled[f], t.generic.filled[f]; n+g > 0 {
			t.Fields = append(t.Fields, TrialField{f, n, g})
		}
	}
	for _, f := range sortedKeys(t.given) {
		t.Given = append(t.Given, TrialField{Field: f, Filled: t.given[f]})
	}
	t.Astray, t.Labels, t.Values = t.astray.list(limit), t.labels.list(limit), t.values.list(limit)
}

// Ungiven are the fields of a profile's selectors that gave no page any words.
func (t *Trial) Ungiven(s *sites.Site) (out []string) {
	sel := s.Selectors()
	for _, f := range slices.Concat(sel.Fields, sel.InRow) {
		if t.given[f.Field] == 0 {
			out = append(out, string(f.Field))
		}
	}
	if sel.Rows != nil && t.given[schema.FieldSessions] == 0 {
		out = append(out, "sessions.rows")
	}
	return out
}
