package claim

import (
	"maps"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"carif/parser/outline"
	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/amount"
	"carif/text/date"
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
		free := r.Draft.Unclaimed[n].Label == "" || !outline.OtherCourses(r.Draft.Unclaimed[n].Label) && n > 0
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
		u.Text = without(u.Text, s.text)
		if p := &r.Pieces[s.at]; r.Text(p) == s.text {
			p.Claim, p.Rule = string(f), "kind alone"
		}
	}
	r.dropSaid()
}

// without gives a text without a part of it that a field took.
func without(t, part string) string {
	return strings.NewReplacer("  ", " ", "\n\n", "\n").Replace(strings.Trim(strings.Replace(t, part, "", 1), " \n"))
}

// dropSaid forgets the unclaimed texts of which fields took all words.
func (r *Reader) dropSaid() {
	kept, left := r.Draft.Unclaimed[:0], r.left[:0]
	for n, u := range r.Draft.Unclaimed {
		if strings.Trim(u.Text, " \n•·|-") != "" {
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
	const longest, longer = 60, 110
	if len(t) > longer || !wording.Digit(t[0]) {
		return "", 0
	}
	if h := amount.ReadHours("", t); h.Total != nil && amount.HoursFirst(t) && !amount.HasEuro(t) {
		return schema.FieldDuration, *h.Total // "140 heures, du lundi au vendredi (35 h par semaine)"
	}
	if len(t) > longest {
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

// sectionsAtLast gives the fields that most courses have, and that the page has not told by then, the sections that nothing
// took: those under headings that no list knows, by their words and by what else is missing. It is the last resort, so that
// it asks for less than a heading does that is met on the way: there every field may still come.
//
// What is given to a field only because it is missing speaks for no course.
func (r *Reader) sectionsAtLast() {
	if len(r.Draft.Unclaimed) == 0 || r.Plain || r.TitleAt < 0 || r.lastUsed <= r.TitleAt {
		return
	}
	missing := map[schema.Field]bool{}
	for _, f := range [...]schema.Field{schema.FieldObjective, schema.FieldProgramme, schema.FieldPrerequisites, schema.FieldAdmission, schema.FieldAudience, schema.FieldValidation,
		schema.FieldPrice, schema.FieldDuration} {
		missing[f] = !r.hasField(f)
	}
	from, to := 0, 0 // entries of one heading
	taken := map[int]schema.Field{}
	for ; from < len(r.Draft.Unclaimed); from = to {
		label := r.Draft.Unclaimed[from].Label
		for to = from + 1; to < len(r.Draft.Unclaimed) && r.Draft.Unclaimed[to].Label == label; to++ {
		}
		if f := r.sectionField(from, to, missing); f != "" {
			missing[f] = false
			for n := from; n < to; n++ {
				taken[n] = f
			}
		}
	}
	if len(taken) == 0 {
		return
	}
	told := maps.Clone(r.told)
	defer func() { r.told = told }()
	kept, left := r.Draft.Unclaimed[:0], r.left[:0]
	for n, u := range r.Draft.Unclaimed {
		f := taken[n]
		if f == "" {
			kept, left = append(kept, u), append(left, r.left[n])
			continue
		}
		if n > 0 && taken[n-1] == f && r.Draft.Unclaimed[n-1].Label == u.Label && r.entryEnd(n-1) == r.left[n] {
			continue // said with the one before
		}
		i, k := r.left[n], r.entryEnd(n)
		for m := n + 1; m < len(r.left) && taken[m] == f && k == r.left[m]; m++ {
			k = r.entryEnd(m)
		}
		for j := i; j < k; j++ {
			r.Pieces[j].Claim = ""
		}
		r.putSuggested(f, u.Label, r.Collect(i, k, r.Pieces[i].Label != ""))
		r.claim(i, k, string(f), "the field that is missing, and what the words tell")
	}
	r.Draft.Unclaimed, r.left = kept, left
}

// hasField reports whether the draft has a value of a field.
func (r *Reader) hasField(f schema.Field) bool { return len(r.Draft.Get(f)) > 0 }

// entryEnd gives the piece behind the last of an unclaimed text.
func (r *Reader) entryEnd(n int) int {
	end := len(r.Pieces)
	if n+1 < len(r.left) {
		end = r.left[n+1]
	}
	k := r.left[n] + 1
	for k < end && (r.Pieces[k].Claim == "unclaimed" || r.Pieces[k].Skip) {
		k++
	}
	return k
}

// sectionField gives the missing field that the unclaimed texts [from,to) under one heading are, "" for none.
func (r *Reader) sectionField(from, to int, missing map[schema.Field]bool) schema.Field {
	const shortest, most = 25, 40
	label := r.Draft.Unclaimed[from].Label
	i := r.left[from]
	if label == "" || to-from > most || i < r.TitleAt || !r.inContent(r.Pieces[i].Line) || outline.OtherCourses(label) {
		return ""
	}
	var words strings.Builder
	for n := from; n < to; n++ {
		if n > from && r.left[n] < r.left[n-1] {
			return ""
		}
		words.WriteString(r.Draft.Unclaimed[n].Text + "\n")
	}
	t := strings.TrimSpace(words.String())
	if f := amountFirst(t); f != "" {
		if missing[f] {
			return f
		}
		return ""
	}
	if len(t) < shortest || r.Pieces[i].Sure == shape.NotLabel && r.LinkAlone(i) {
		return ""
	}
	f := r.Lx.CueAmong(label, t, missing)
	if f == "" || r.Lx.Misfit(f, t) != nil {
		return ""
	}
	return f
}

// amountFirst gives the field of a text that begins with its value, a sum of money or a number of hours: "6 720 € en financement
// personnel", whatever its heading calls it; "" for other texts.
func amountFirst(t string) schema.Field {
	const longest, head = 300, 24
	if t == "" || !wording.Digit(t[0]) || len(t) > longest {
		return ""
	}
	first := t[:min(len(t), head)]
	switch {
	case amount.HasEuro(first):
		return schema.FieldPrice
	case amount.HoursFirst(t):
		return schema.FieldDuration
	}
	return ""
}

// sessionsAtLast takes the lines that say when something runs for sessions, where the page told none: dates joined as a
// period, or announced by "du", "à partir du", "rentrée", and not those of meetings and deadlines.
func (r *Reader) sessionsAtLast() {
	if len(r.found) > 0 || len(r.loose.Values) > 0 || len(r.Draft.Unclaimed) == 0 || r.Plain || r.TitleAt < 0 {
		return
	}
	found := false
	for n, i := range r.left {
		if i < r.TitleAt || !r.inContent(r.Pieces[i].Line) || outline.OtherCourses(r.Draft.Unclaimed[n].Label) || session.OtherDays(r.Draft.Unclaimed[n].Label) {
			continue
		}
		for k := r.entryEnd(n); i < k; i++ {
			p := &r.Pieces[i]
			t := strings.TrimPrefix(r.Text(p), "- ")
			if p.Skip || t == "" || !r.runsWhen(t) {
				continue
			}
			p.Claim = ""
			r.sessionRun(i, i+1, nil)
			u := &r.Draft.Unclaimed[n]
			u.Text = without(u.Text, r.Text(p))
			found = true
		}
	}
	if found {
		r.dropSaid()
		r.late = true
	}
}

// runsWhen reports a line that says when a course runs and nothing else: a stretch of days, or a day announced as the first
// one; behind it stand at most its hours, its place or its state.
func (r *Reader) runsWhen(t string) bool {
	if len(t) > 220 || session.OtherDates(t) {
		return false
	}
	periods := session.EachPeriod(t)
	if periods == nil {
		periods = []string{t}
	}
	for _, one := range periods {
		p, spans := date.ReadPeriod(one), date.Spans(one)
		if len(spans) == 0 || len(p.Ranges) != 1 || len(p.Bad) > 0 || len(spans) > 2 {
			return false
		}
		before := text.FoldLabel(one[:spans[0][0]])
		if !leadsIn.MatchString(before) || p.Ranges[0].End <= p.Ranges[0].Start && !announced.MatchString(before) {
			return false
		}
		rest := strings.Trim(one[spans[len(spans)-1][1]:], " ,.;:–-()")
		if rest != "" && !wording.Digit(rest[0]) && !behindDates.MatchString(text.FoldLabel(rest)) && !r.State(rest) && !r.SaysWhere(one) {
			return false
		}
	}
	return true
}

// Folded words before the days of a course, and behind them.
var (
	leadsIn     = regexp.MustCompile(`^(((la |notre )?(prochaine |premiere )?(session|promo|promotion|rentree|formation|debut|demarrage|depart|groupe|cycle|stage|date|dates)s?( \d+)?|prochainement|a partir|des|du|le|les|(lun|mar|mercre|jeu|vendre|same|diman)(di|che)|tous|au|et|\d{1,2}(er)?) ?)*$`)
	announced   = regexp.MustCompile(`\b(rentree|debut|demarrage|depart|a partir|des)\b`)
	behindDates = regexp.MustCompile(`^(de|entre) \d|^(le|les|tous) |^(en (presentiel|distanciel|ligne|visio)|a distance)`)
)
