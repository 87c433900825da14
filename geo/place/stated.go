package place

import (
	"slices"
	"strings"

	"carif/geo"
	"carif/schema"
)

// Stated is a place of which codes are told as well as words, each in a field of its own, as feeds do. Any of them may
// be empty, of another year, or wrong.
type Stated struct {
	City, Postal                string // as printed
	Department, Commune, Region string // codes, of today or of before
}

// Resolve looks the words up as printed ones are, and weighs the codes against them. A code that nobody has, or that
// contradicts a word, is among the doubts, and a place of which there are some is not of high confidence. region is
// that of the site, a hint.
func (s Stated) Resolve(index *geo.Index, region string) (p Place, doubts []schema.Issue) {
	w := weighing{index: index, s: s}
	there := index.Resolve(geo.Query{Region: s.Region})
	switch {
	case there.Region != "":
		region = there.Region
	case s.Region != "":
		w.doubt(schema.IssueBadCode, s.Region)
	}
	w.words(region)
	w.code()
	if slices.ContainsFunc(w.doubts, func(i schema.Issue) bool { return i.Code == schema.IssueBadCode }) {
		w.most(geo.Medium, "unknown code")
	}
	if w.p.Region == "" && there.Region != "" {
		w.p.Region, w.p.OldRegion, w.p.How, w.p.Confidence = there.Region, there.OldRegion, there.How, string(geo.Low)
	}
	switch {
	case there.Region != "" && there.Region != w.p.Region:
		w.doubt(schema.IssueConflict, "region "+s.Region+", "+w.told())
		w.most(geo.Medium, "region contradicts")
	case there.Region != "" && there.Region != s.Region:
		w.p.How += ", region " + s.Region + " of before 2016"
	}
	return w.p, w.doubts
}

// weighing is a place while its words and codes are compared.
type weighing struct {
	index  *geo.Index
	s      Stated
	p      Place
	doubts []schema.Issue
}

func (w *weighing) doubt(code, raw string) {
	w.doubts = append(w.doubts, schema.Issue{Code: code, Raw: raw})
}

// told is the place in the words and codes it is told with.
func (w *weighing) told() string {
	var list []string
	for _, part := range []string{w.s.Commune, w.s.Postal, w.s.City, w.s.Department} {
		if part != "" {
			list = append(list, part)
		}
	}
	return strings.Join(list, " ")
}

// most holds the confidence down, and says why.
func (w *weighing) most(c geo.Confidence, why string) {
	if p := &w.p; p.Confidence == string(geo.High) || c == geo.Low && p.Confidence == string(geo.Medium) {
		p.Confidence = string(c)
	}
	w.p.How = strings.TrimPrefix(w.p.How+", "+why, ", ")
}

// words looks up what is told beside the code of the commune.
func (w *weighing) words(region string) {
	w.p = Split(w.s.City)
	dep := w.s.Department
	if dep == "" {
		dep = w.p.Department
	}
	w.p.Department = ""
	if w.s.Postal != "" {
		if w.p.Postal = Postal(w.s.Postal); w.p.Postal == "" {
			w.doubt(schema.IssueBadCode, w.s.Postal)
		}
	}
	if w.s.Department != "" && len(w.departments(w.s.Department)) == 0 {
		w.doubt(schema.IssueBadCode, w.s.Department)
		dep = ""
	}
	if w.p.City == "" && w.p.Postal == "" && dep == "" {
		return
	}
	w.p.Resolve(w.index, dep, region)
	if strings.Contains(w.p.How, "contradicts") {
		w.doubt(schema.IssueConflict, w.told())
		w.p.Issue = ""
	}
}

// departments are those that a code or a name stands for: "20" for two.
func (w *weighing) departments(words string) []string {
	if d, ok := w.index.Department(words); ok {
		return []string{d.Code}
	}
	if r := w.index.Resolve(geo.Query{Department: words}); r.Region != "" { // as "20" and the name of Corsica
		return []string{r.Region}
	}
	return nil
}

// code weighs the code of the commune against the words.
func (w *weighing) code() {
	code := strings.ToUpper(strings.TrimSpace(w.s.Commune))
	if code == "" {
		if w.p.Issue != "" {
			w.doubt(w.p.Issue, w.s.City)
		}
		return
	}
	c, ok := w.index.Commune(code)
	how := "commune code"
	if !ok {
		c, ok = w.index.Former(code)
		how = "former commune code"
	}
	if !ok {
		w.doubt(schema.IssueBadCode, code)
		return
	}
	if w.agrees(&c) {
		w.take(c, how, geo.High)
		return
	}
	p := &w.p
	served := p.Commune == "" && slices.Contains(c.Postal, p.Postal)
	apart := p.Department != "" && p.Department != c.Department || p.Commune != "" || strings.HasPrefix(p.How, "ambiguous")
	switch {
	case !apart && (p.City == "" && p.Postal == "" || served):
		w.take(c, how, geo.High)
	case !apart || served:
		w.take(c, how, geo.Medium)
	case strings.HasPrefix(w.p.How, "name+postal") && w.p.Confidence == string(geo.High): // two words against one code
		w.doubt(schema.IssueConflict, w.told())
		w.most(geo.Medium, "commune code contradicts")
	default:
		w.doubt(schema.IssueConflict, w.told())
		w.most(geo.Low, "commune code contradicts")
		w.onlyShared(&c)
	}
}

// agrees reports whether the words name a commune: alone, as one of several that fit, or as the city of an
// arrondissement or the other way round. c becomes the more precise of the two.
func (w *weighing) agrees(c *geo.Commune) bool {
	for _, r := range []geo.Result{{Commune: w.p.Commune, Candidates: w.p.Candidates},
		w.index.Resolve(geo.Query{City: w.p.City, Postal: w.p.Postal, Department: c.Department})} {
		switch found, ok := w.index.Commune(r.Commune); {
		case ok && found.Parent == c.Code:
			*c = found
			return true
		case ok && (found.Code == c.Code || found.Code == c.Parent):
			return w.p.Department == "" || w.p.Department == c.Department
		}
		if slices.ContainsFunc(r.Candidates, func(x geo.Candidate) bool { return x.Commune == c.Code }) &&
			strings.HasPrefix(w.p.How, "ambiguous") {
			return true
		}
	}
	return false
}

// take decides for the commune of the code.
func (w *weighing) take(c geo.Commune, how string, most geo.Confidence) {
	d, _ := w.index.Department(c.Department)
	p := &w.p
	if words := p.How; words != "" {
		how += ", " + words
	}
	p.Commune, p.Region, p.OldRegion, p.Issue, p.Candidates = c.Code, c.Region, d.OldRegion, "", nil
	p.Department, p.How, p.Confidence = c.Department, how, string(most)
}

// onlyShared keeps what the words and the code have in common.
func (w *weighing) onlyShared(c *geo.Commune) {
	p := &w.p
	d, _ := w.index.Department(c.Department)
	if p.Region != c.Region {
		p.Region, p.OldRegion = "", ""
	} else if p.OldRegion != d.OldRegion {
		p.OldRegion = ""
	}
	if p.Department != c.Department {
		p.Department = ""
	}
	p.Commune = ""
	if p.Region == "" {
		p.Confidence = string(geo.None)
	}
}
