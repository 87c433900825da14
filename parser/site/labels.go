package site

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"carif/schema"
	"carif/text"
)

// labelStat is what stands behind one label over the pages of a class.
type labelStat struct {
	text     string
	known    bool
	cued     map[schema.Field]map[string]bool // pages whose value's words told a field
	groups   map[string]*tally
	values   map[string]int
	filled   int
	all      int
	pages    map[string]bool
	examples []string
}

// tally counts the values of one group of pages by what they may be.
type tally struct {
	n    int
	kind map[evidence]int
}

// evidence is one thing that a value may look like.
type evidence string

// candidate is a field that a label's values may belong to: by which evidence, inside a session and outside.
type candidate struct {
	looks     evidence
	field     schema.Field
	inSession schema.Field
}

// candidates are tried for every label that no list knows. The fields with two readings (a level of entry or of exit)
// are told apart by which of them the site's pages lack.
var candidates = []candidate{
	{"level", schema.FieldEntryLevel, ""}, {"level", schema.FieldExitLevel, ""},
	{"teaching", schema.FieldTeachingMode, ""}, {"entry", schema.FieldEntryExit, schema.FieldSessionEntryExit},
	{"audience", schema.FieldAudience, ""}, {"selection", schema.FieldSelection, ""}, {"funder", schema.FieldFunder, ""},
	{"pathway", schema.FieldPathway, ""}, {"objective kind", schema.FieldGeneralObjective, ""},
	{"state", "", schema.FieldSessionState}, {"town", "", schema.FieldSessionCity}, {"department", "", schema.FieldSessionPostal},
	{"period", schema.FieldSessionDates, schema.FieldSessionDates},
	{"hours", schema.FieldDuration, schema.FieldSessionHours}, {"euros", schema.FieldPrice, schema.FieldSessionPrice},
	{"address", "address", schema.FieldSessionCity}, {"phone", "phone", schema.FieldSessionContact}, {"email", "email", schema.FieldSessionContact},
	{"rome", schema.FieldROME, ""}, {"formacode", schema.FieldFormacode, ""}, {"register", schema.FieldRNCP, ""},
	{"who", schema.FieldProvider, ""}, {"sessions", schema.FieldSessions, schema.FieldSessionDates}, {"public", schema.FieldAudience, ""}, {"chosen", schema.FieldSelection, ""},
	{"name", schema.FieldProvider, ""}, {"award", schema.FieldValidation, ""}, {"aim", schema.FieldObjective, ""},
	{"need", schema.FieldPrerequisites, ""}, {"short aim", schema.FieldPrerequisites, ""}, {"long", schema.FieldProgramme, ""},
}

// labels tells the fields of labels that no list knows, by the kinds of their values over all pages.
func (b *builder) labels() {
	stats := b.labelStats()
	back := background(stats)
	lacks := b.lacking()
	titles := b.titles()
	for _, key := range slices.Sorted(maps.Keys(stats)) {
		s := stats[key]
		if l, ok := b.told(key, s); ok && !s.known {
			b.m.Labels = append(b.m.Labels, l)
			continue
		}
		if s.known || titles[s.text] || len(s.groups) < b.t.Few || s.filled*2 < s.all || strings.ContainsAny(key, "0123456789") || len(s.values) < 2 {
			continue
		}
		if l, ok := b.field(key, s, back, lacks); ok {
			b.m.Labels = append(b.m.Labels, l)
			lacks[l.Field] = false
		}
	}
}

// told takes a label for what the words of its values told on most pages, each read by itself, and nothing else on any other.
func (b *builder) told(key string, s *labelStat) (Label, bool) {
	if len(s.cued) != 1 {
		return Label{}, false
	}
	for f, pages := range s.cued {
		if k := len(pages); k >= b.t.Few && 2*k >= len(s.pages) && len(s.values) >= b.t.Few {
			return Label{Text: s.text, Key: key, Field: f, Why: fmt.Sprintf("the words of %d of %d pages", k, len(s.pages)), Examples: s.examples}, true
		}
	}
	return Label{}, false
}

// field scores the candidates of one label: the log-odds of its evidence against that of all labels. It is accepted
// with a margin over the next field of other evidence.
func (b *builder) field(key string, s *labelStat, back map[evidence]float64, lacks map[schema.Field]bool) (Label, bool) {
	type scored struct {
		c     candidate
		score float64
		k     int
	}
	var list []scored
	for _, c := range candidates {
		k := 0
		for _, g := range s.groups {
			if 2*g.kind[c.looks] > g.n {
				k++
			}
		}
		p := wilson(k, len(s.groups))
		if p < b.t.Share {
			continue
		}
		f := cmp.Or(c.field, c.inSession)
		if !lacks[f] && !multi(f) {
			continue
		}
		list = append(list, scored{c, odds(p) - odds(back[c.looks]), k})
	}
	if len(list) == 0 {
		b.rep.add("label %q: no field that the pages lack fits its values %q", s.text, s.examples)
		return Label{}, false
	}
	slices.SortStableFunc(list, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	best := list[0]
	next := ""
	for _, x := range list[1:] {
		if x.c.looks != best.c.looks && x.score > best.score-b.t.Margin && !implies(best.c.looks, x.c.looks) {
			b.rep.add("label %q: %s or %s, no field is sure", s.text, best.c.looks, x.c.looks)
			return Label{}, false
		}
		if next == "" {
			next = fmt.Sprintf("%s %.1f", cmp.Or(x.c.field, x.c.inSession), x.score)
		}
	}
	if best.score < b.t.Score {
		b.rep.add("label %q: %s with %.1f is not sure enough", s.text, best.c.looks, best.score)
		return Label{}, false
	}
	if best.c.looks == "who" || best.c.looks == "name" {
		s.examples = nil // they may be people's names
	}
	return Label{Text: s.text, Key: key, Field: cmp.Or(best.c.field, best.c.inSession), InSession: best.c.inSession,
		Why: fmt.Sprintf("%s in %d of %d groups", best.c.looks, best.k, len(s.groups)), Score: math.Round(best.score*10) / 10, Next: next, Examples: s.examples}, true
}

// implies reports evidence that comes with another one and speaks less.
func implies(a, b evidence) bool {
	switch b {
	case "long":
		return true
	case "name", "town":
		return a == "address" || a == "who"
	case "address", "phone", "email":
		return a == "who"
	case "period":
		return a == "sessions"
	case "register", "level":
		return a == "award"
	case "public":
		return a == "audience"
	case "chosen":
		return a == "selection"
	}
	return false
}

// multi reports fields that a page may well print under two labels.
func multi(f schema.Field) bool {
	switch f {
	case "address", "phone", "email", schema.FieldSessionCity, schema.FieldSessionState, schema.FieldSessionPostal:
		return true
	}
	return false
}

func odds(p float64) float64 {
	p = min(max(p, 0.02), 0.98)
	return math.Log(p / (1 - p))
}

// background is how often each evidence stands behind any label.
func background(stats map[string]*labelStat) map[evidence]float64 {
	n := 0
	count := map[evidence]int{}
	for _, s := range stats {
		for _, g := range s.groups {
			n += g.n
			for e, k := range g.kind {
				count[e] += k
			}
		}
	}
	out := map[evidence]float64{}
	for e, k := range count {
		out[e] = min(float64(k)/float64(max(n, 1)), 0.1) // a page of ten labels has each kind once
	}
	return out
}

// lacking tells the fields that most pages do not have under a label of their own, or that say the same everywhere.
func (b *builder) lacking() map[schema.Field]bool {
	pages := map[schema.Field]int{}
	values := map[schema.Field]map[string]bool{}
	for _, s := range b.c.pages {
		for f, v := range s.Fields {
			pages[f]++
			if values[f] == nil {
				values[f] = map[string]bool{}
			}
			values[f][v] = true
		}
	}
	out := map[schema.Field]bool{}
	n := len(b.c.pages)
	for _, c := range candidates {
		f := cmp.Or(c.field, c.inSession)
		out[f] = 10*pages[f] < 3*n || len(values[f]) == 1 && n > 2*b.t.Few
	}
	return out
}

func (b *builder) labelStats() map[string]*labelStat {
	out := map[string]*labelStat{}
	for _, s := range b.c.pages {
		for i := range s.Slots {
			x := &s.Slots[i]
			st := out[x.Label]
			if st == nil {
				st = &labelStat{text: x.Text, groups: map[string]*tally{}, values: map[string]int{}, pages: map[string]bool{},
					cued: map[schema.Field]map[string]bool{}}
				out[x.Label] = st
			}
			st.known = st.known || x.Known
			if !b.empty[x.Value] {
				st.all++
			}
			st.pages[s.Name] = true
			if x.Cued {
				if st.cued[x.Field] == nil {
					st.cued[x.Field] = map[string]bool{}
				}
				st.cued[x.Field][s.Name] = true
			}
			if x.Value == "" || b.empty[x.Value] {
				continue
			}
			st.filled++
			if len(st.values) < 200 {
				st.values[x.Value]++
			}
			if first, _, _ := strings.Cut(x.Value, "\n"); x.Kind&(KindPhone|KindEmail) == 0 && len(st.examples) < 3 && len(first) < 50 && !slices.Contains(st.examples, first) {
				st.examples = append(st.examples, first)
			}
			g := st.groups[s.Group]
			if g == nil {
				g = &tally{kind: map[evidence]int{}}
				st.groups[s.Group] = g
			}
			g.n++
			for _, e := range b.evidence(x.Value, x.Kind) {
				g.kind[e]++
			}
		}
	}
	return out
}

// meaning is the evidence that a vocabulary gives.
var meaning = map[schema.Field]evidence{schema.FieldEntryLevel: "level", schema.FieldGeneralObjective: "objective kind", schema.FieldEntryExit: "entry",
	schema.FieldTeachingMode: "teaching", schema.FieldPathway: "pathway", schema.FieldAudience: "audience", schema.FieldSelection: "selection",
	schema.FieldFunder: "funder", schema.FieldSessionState: "state"}

// kindEvidence is the evidence that a value's looks give, for values of one line or two.
var kindEvidence = [...]struct {
	kind Kind
	e    evidence
}{{KindPeriod, "period"}, {KindHours, "hours"}, {KindEuros, "euros"}, {KindPostal, "address"}, {KindPhone, "phone"}, {KindEmail, "email"},
	{KindROME, "rome"}, {KindFormacode, "formacode"}, {KindRegister, "register"}, {KindAward, "award"}, {KindName, "name"}}

// evidence lists what a value may be.
func (b *builder) evidence(v string, k Kind) []evidence {
	var out []evidence
	first, _, _ := strings.Cut(v, "\n")
	for _, f := range b.means(first) {
		if e := meaning[f]; e != "" && !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	if b.town(first) {
		out = append(out, "town")
	}
	if department(first) {
		out = append(out, "department")
	}
	if k&KindLong != 0 {
		out = append(out, "long")
	}
	if k&KindAim != 0 && len(v) > 40 {
		out = append(out, "aim")
	}
	if k&KindAim != 0 && k&(KindLong|KindList) == 0 {
		out = append(out, "short aim")
	}
	if k&KindNeed != 0 {
		out = append(out, "need")
	}
	if k&KindPostal != 0 && k&(KindPhone|KindEmail) != 0 {
		out = append(out, "who")
	}
	if k&KindPeriod != 0 && len(v) > 40 || k&KindEntry != 0 && k&(KindDate|KindState) != 0 {
		out = append(out, "sessions")
	}
	if k&KindAudience != 0 {
		out = append(out, "public")
	}
	if k&KindSelection != 0 {
		out = append(out, "chosen")
	}
	if len(v) > 250 {
		return out
	}
	return b.kindsEvidence(out, v, first, k)
}

// kindsEvidence adds the evidence of a short value's kinds.
func (b *builder) kindsEvidence(out []evidence, v, first string, k Kind) []evidence {
	for _, x := range kindEvidence {
		switch {
		case k&x.kind == 0 || x.kind == KindPostal && len(v) > 160:
		case x.kind == KindPostal && coded(v) && !b.town(first):
			out = append(out, "formacode")
		default:
			out = append(out, x.e)
		}
	}
	return out
}

// coded reports a line that is a number of five digits and words: a code and what it stands for, where the words are no town.
func coded(t string) bool {
	return len(t) > 8 && text.AllDigits(t[:5]) && t[5] == ' ' && !strings.Contains(t, "\n")
}

// department reports a department's number and nothing else.
func department(t string) bool {
	if len(t) != 2 && !(len(t) == 3 && t[:2] == "97") {
		return false
	}
	return t[0] >= '0' && t[0] <= '9' && (t[1] >= '0' && t[1] <= '9' || t == "2A" || t == "2B") && t != "00"
}

// titles are the titles of the courses: what the page shows under one is no label's value.
func (b *builder) titles() map[string]bool {
	out := map[string]bool{}
	for _, s := range b.c.pages {
		for i := range s.Lines {
			if l := &s.Lines[i]; l.Role == RoleTitle {
				out[l.Text] = true
			}
		}
	}
	return out
}
