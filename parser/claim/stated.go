package claim

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/amount"
)

// statedFacts gives the course what lines without any label say by their kind, where no field has it yet and they agree: the
// length in hours, the price, the size of the group, as a page prints them under its title or in a row of cards. Two
// lengths, or two prices, are of parts of the course or of several offers, and none is taken.
func (r *Reader) statedFacts() {
	if len(r.Draft.Unclaimed) == 0 || r.Plain {
		return
	}
	found := map[schema.Field]stated{}
	for n, i := range r.left {
		end := len(r.Pieces)
		if n+1 < len(r.left) {
			end = r.left[n+1]
		}
		free := r.Draft.Unclaimed[n].Label == ""
		for ; i < end && (r.Pieces[i].Claim == "unclaimed" || r.Pieces[i].Skip || r.Pieces[i].Claim == "chrome"); i++ {
			if p := &r.Pieces[i]; p.Claim == "unclaimed" && !r.qualified(i) {
				r.stateLine(i, n, free && p.Label == "" && r.inContent(p.Line), found)
			}
		}
	}
	for _, f := range statedFields {
		s, ok := found[f]
		if !ok || s.differ || !s.free || r.tellsAlready(f) {
			continue
		}
		pr := r.CollectLine(s.at)
		pr.Text, pr.Items = s.text, nil
		r.putSuggested(f, "", pr)
		u := &r.Draft.Unclaimed[s.entry]
		u.Text = strings.NewReplacer("  ", " ", "\n\n", "\n").Replace(strings.Trim(strings.Replace(u.Text, s.text, "", 1), " \n"))
		if p := &r.Pieces[s.at]; r.Text(p) == s.text {
			p.Claim, p.Rule = string(f), "kind alone"
		}
	}
	kept, left := r.Draft.Unclaimed[:0], r.left[:0]
	for n, u := range r.Draft.Unclaimed {
		if strings.Trim(u.Text, " \n•·|") != "" {
			kept, left = append(kept, u), append(left, r.left[n])
		}
	}
	r.Draft.Unclaimed, r.left = kept, left
}

// stated is a fact that a line without a label says by its kind.
type stated struct {
	at     int // its piece
	entry  int // the unclaimed text it stands in
	text   string
	says   float64 // hours, else 0
	free   bool    // it stands under no heading
	differ bool    // another line says otherwise
}

var statedFields = [...]schema.Field{schema.FieldDuration, schema.FieldPrice, schema.FieldGroupSize}

// stateLine looks for facts in a line: whole, parted by dots and bars ("35 heures • 12 personnes au plus • 735 €"), or drawn
// side by side.
func (r *Reader) stateLine(i, entry int, free bool, found map[schema.Field]stated) {
	const longest = 160
	t := r.Text(&r.Pieces[i])
	if len(t) > longest || !text.HasDigit(t) {
		return
	}
	parts := strings.FieldsFunc(t, func(c rune) bool { return c == '•' || c == '·' || c == '|' })
	if l := &r.Lay.Lines[r.Pieces[i].Line]; len(l.Parts) > 1 && t == l.Text && r.Covers(l) {
		parts = parts[:0]
		for _, p := range l.Parts {
			parts = append(parts, l.Text[p.From:min(int(p.To), len(l.Text))])
		}
	}
	for _, part := range parts {
		part = strings.TrimPrefix(strings.TrimSpace(part), "- ")
		if part == "" {
			continue
		}
		f, hours := r.kindOfPart(part)
		if f == "" && hours > 0 {
			f = schema.FieldDuration
			if s, known := found[f]; !known || s.says != hours {
				s.differ = true
				found[f] = s
			}
			continue
		}
		if f == "" {
			continue
		}
		s, known := found[f]
		switch {
		case !known || !s.free && free && !s.differ && (s.says == hours && hours > 0 || text.FoldLabel(s.text) == text.FoldLabel(part)):
			found[f] = stated{at: i, entry: entry, text: part, says: hours, free: free}
		case hours > 0 && s.says == hours, text.FoldLabel(s.text) == text.FoldLabel(part):
		default:
			s.differ = true
			found[f] = s
		}
	}
}

// qualified reports a figure whose caption goes on with what it counts: "120 €" over "par mois", "48 h" over "pour vous
// répondre".
func (r *Reader) qualified(i int) bool {
	for j := i + 1; j < len(r.Pieces); j++ {
		if q := &r.Pieces[j]; !q.Skip {
			word, _, _ := strings.Cut(r.Text(q), " ")
			first, _ := utf8.DecodeRuneInString(word)
			switch word {
			case "du", "soit", "ou", "et", "dont", "sur": // the caption says more of the same
				return false
			}
			return unicode.IsLower(first) && r.ShareBox(i, j)
		}
	}
	return false
}

// kindOfPart gives the field that words speak for by themselves, "" for none, and the hours they tell: those of a part, or of
// another offer, where the field is "" ("20 h de conduite", "7 h – 260 €").
func (r *Reader) kindOfPart(t string) (schema.Field, float64) {
	const longest = 60
	if len(t) > longest || !wording.Digit(t[0]) {
		return "", 0
	}
	switch hours, leads := amount.LeadingHours(t); {
	case amount.OnlyDuration(t) && !amount.HasEuro(t):
		if h := amount.ReadHours("", t); h.Total != nil {
			return schema.FieldDuration, *h.Total
		}
		return "", 0
	case leads:
		return "", hours
	case amount.HasEuro(t):
		return schema.FieldPrice, 0
	case r.Lx.IsKind("people", t, text.FoldLabel(t)):
		return schema.FieldGroupSize, 0
	}
	return "", 0
}

// tellsAlready reports whether the draft has what a fact would say.
func (r *Reader) tellsAlready(f schema.Field) bool {
	fields := [...]schema.Field{f, f}
	switch f {
	case schema.FieldDuration:
		fields[1] = schema.FieldCentreHours
	case schema.FieldPrice:
		fields[1] = schema.FieldSessionPrice
	}
	for _, f := range fields {
		if len(r.Draft.Get(f)) > 0 {
			return true
		}
		for _, s := range r.found {
			if s.Has(f) {
				return true
			}
		}
	}
	return false
}
