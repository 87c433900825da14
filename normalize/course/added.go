package course

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"carif/normalize/value"
	"carif/schema"
	"carif/text"
	"carif/text/amount"
	"carif/text/date"
)

// added fills what the pages of today say beside what those of 2013 said.
func (b *builder) added() {
	c := b.c
	c.DisabilityAccess = b.text(schema.FieldDisabilityAccess)
	c.Assessment = b.text(schema.FieldAssessment)
	c.Methods = b.text(schema.FieldMethods)
	c.Equivalences = b.text(schema.FieldEquivalences)
	if t := b.text(schema.FieldAccessDelay); t != nil {
		c.AccessDelay = &schema.Delay{Days: delayDays(*t), Text: t}
	}
	b.results()
	b.blocks()
	b.certification()
	b.eligible()
	b.groupSize()
	b.informationDates()
	b.enrolment()
	b.positioning()
	if t := b.text(schema.FieldRemainingCost); t != nil {
		c.RemainingCost = &schema.Amount{AmountEUR: amount.ReadPrice(*t).Amount, Text: t}
	}
	b.alternance()
}

// delayWords finds each length of time of a text: "15 jours", "2 semaines", "48 heures".
var delayWords = regexp.MustCompile(`(\d+) (jour|semaine|moi|heure|h)s?\b`)

// delayDays gives the days of a delay that states one length; a range and a choice have none.
func delayDays(s string) *int {
	f := text.Fold(s)
	for w, n := range smallNumbers {
		f = strings.ReplaceAll(" "+f, " "+w+" ", " "+strconv.Itoa(int(n))+" ")
	}
	all := delayWords.FindAllStringSubmatch(f, 3)
	if len(all) != 1 || strings.Count(digitRuns.ReplaceAllString(f, "#"), "#") != 1 {
		return nil
	}
	n, err := strconv.Atoi(all[0][1])
	if err != nil || n > 1000 {
		return nil
	}
	switch all[0][2] {
	case "semaine":
		n *= 7
	case "moi":
		n *= 30
	case "heure", "h":
		if n%24 != 0 {
			return nil
		}
		n /= 24
	}
	return &n
}

var digitRuns = regexp.MustCompile(`\d+`)

// figure finds the number of an indicator: "92,5 %", "4,8/5", "18 sur 20".
var figure = regexp.MustCompile(`(\d{1,3}(?:[.,]\d{1,2})?)\s*(%|(?:/|sur)\s*(?:5|10|20)\b)`)

// ofPeople finds how many trainees a figure is of; years, the time it is of.
var (
	ofPeople = regexp.MustCompile(`(?i)\b(\d{1,6})\s+(?:stagiaires?|apprenants?|répondants?|reponses?|réponses?|avis` +
		`|candidats?|participants?|apprentis?|personnes?|élèves?)\b|\bn\s*=\s*(\d{1,6})\b`)
	years = regexp.MustCompile(`\b(20\d\d)(?:\s*[-/–]\s*((?:20)?\d\d))?\b`)
)

// results reads the figures of what became of earlier trainees, a line or list item each: one without a figure stays
// under its label.
func (b *builder) results() {
	for _, v := range b.take(schema.FieldResults) {
		var rest []string
		head := "" // a line that names what the next one counts
		for _, line := range figureLines(v) {
			m := figure.FindStringSubmatchIndex(line)
			if m == nil {
				rest, head = append(rest, line), line
				continue
			}
			f := readFigure(line, m)
			if f.What == "" && head != "" && len(head) < 100 {
				f.What, rest = strings.Trim(head, " :"), rest[:len(rest)-1]
			}
			if f.What == "" {
				f.What = v.Label
			}
			head = ""
			if f.What == "" || len(b.c.Results) >= text.MostItems {
				rest = append(rest, line)
				continue
			}
			b.c.Results = append(b.c.Results, f)
		}
		b.other(v.Label, strings.Join(rest, "\n"))
	}
}

// figureLines parts a value into lines of one figure each: items, and sentences and dotted parts that hold one of their
// own.
func figureLines(v *schema.Value) (out []string) {
	for _, item := range value.Items(v) {
		if len(figure.FindAllStringIndex(item, 2)) < 2 {
			out = append(out, item)
			continue
		}
		for _, part := range strings.FieldsFunc(betweenFigures.Replace(item), func(c rune) bool { return c == '\n' }) {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, part)
			}
		}
	}
	return out
}

var betweenFigures = strings.NewReplacer(" · ", "\n", " • ", "\n", " | ", "\n", "; ", "\n",
	". ", "\n", ", ", "\n", " - ", "\n", " – ", "\n", " / ", "\n")

// readFigure reads one line that holds a figure at m.
func readFigure(line string, m []int) schema.Figure {
	f := schema.Figure{Raw: line}
	if n, err := strconv.ParseFloat(strings.ReplaceAll(line[m[2]:m[3]], ",", "."), 64); err == nil {
		f.Value = &n
	}
	unit := text.Compact(line[m[4]:m[5]])
	if d := digitRuns.FindString(unit); d != "" {
		unit = "/" + d
	}
	f.Unit = &unit
	before, after := strings.Trim(line[:m[0]], " :-–•\t"), strings.Trim(line[m[1]:], " :-–•,.\t")
	if f.What = before; f.What == "" {
		f.What, _, _ = strings.Cut(after, "(")
		f.What = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(f.What), "de "), "d'"))
	}
	if p := ofPeople.FindStringSubmatch(line); p != nil {
		if n, err := strconv.Atoi(p[1] + p[2]); err == nil {
			f.N = &n
		}
	}
	if y := years.FindString(line); y != "" {
		f.Period = &y
	}
	return f
}

// blockCode is the number of a bloc de compétences in the register.
var blockCode = regexp.MustCompile(`(?i)\bRNCP\s?(\d{3,6})\s?[- ]?BC\s?(\d{1,2})\b`)

// blocks reads the blocs de compétences: an item each, with its number where one is printed.
func (b *builder) blocks() {
	for _, v := range b.take(schema.FieldBlocks) {
		var rest []string
		items := value.Items(v)
		for _, item := range items {
			m := blockCode.FindStringSubmatchIndex(item)
			if m == nil && (len(v.Items) == 0 || len(item) > 300) && !text.HasPrefixFold(item, "bloc") {
				rest = append(rest, item)
				continue
			}
			var bl schema.Block
			label := item
			if m != nil {
				code := "RNCP" + item[m[2]:m[3]] + "BC" + twoDigits(item[m[4]:m[5]])
				bl.Code = &code
				label = item[:m[0]] + item[m[1]:]
			}
			bl.Label = schema.NonEmpty(strings.Trim(text.OneLine(label), " :-–()"))
			if len(b.c.Blocks) < text.MostItems {
				b.c.Blocks = append(b.c.Blocks, bl)
			}
		}
		if !b.inProgramme(v) {
			b.other(v.Label, strings.Join(rest, "\n"))
		}
	}
}

// inProgramme reports whether the words of a value are the programme's too.
func (b *builder) inProgramme(v *schema.Value) bool {
	return slices.ContainsFunc(b.take(schema.FieldProgramme), func(p *schema.Value) bool { return p.Text == v.Text })
}

func twoDigits(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// certification reads who awards the certification and how long it is registered.
func (b *builder) certification() {
	var c schema.Certification
	c.RegisteredFrom = b.day(schema.FieldRegisteredFrom)
	c.RegisteredUntil = b.day(schema.FieldRegisteredUntil)
	for _, words := range b.registered {
		b.registeredBeside(&c, words)
	}
	for _, v := range b.take(schema.FieldCertifier) {
		name := *v
		if i := registered.FindStringIndex(v.Text); i != nil {
			name.Text = strings.TrimRight(v.Text[:i[0]], " .,;:-–(\n")
			b.registeredBeside(&c, v.Text[i[0]:])
		}
		if len(name.Text) > 200 { // a sentence about it names nobody
			b.other(v.Label, name.Text)
			continue
		}
		c.Certifier = b.single(c.Certifier, &name)
	}
	for _, name := range b.certifiers {
		if c.Certifier == nil {
			c.Certifier = &name
		} else if !sameWords(*c.Certifier, name) {
			b.other("Certificateur", name)
		}
	}
	if c != (schema.Certification{}) {
		b.c.Certification = &c
	}
}

// registered finds where the words on the registration begin, behind the certifier's name.
var registered = regexp.MustCompile(`(?i)(?:date|depuis|enregistr|échéance|echeance|valable|valide|jusqu)`)

// registeredBeside reads "Date d'enregistrement : 18/12/2023. Date d'échéance : 18/12/2028." behind a certifier's name.
func (b *builder) registeredBeside(c *schema.Certification, s string) {
	from := 0
	for _, sp := range date.Spans(s) {
		day, bad := date.ReadDay(s[sp[0]:sp[1]])
		words := text.Fold(s[from:sp[0]])
		from = sp[1]
		if day == "" || bad {
			continue
		}
		if text.HasStem(words, "echeance") || text.HasStem(words, "fin") || text.HasStem(words, "jusqu") {
			c.RegisteredUntil = firstPtr(c.RegisteredUntil, &day)
		} else {
			c.RegisteredFrom = firstPtr(c.RegisteredFrom, &day)
		}
	}
}

// day reads a field of one day. Words that hold none are an issue and stay under their label, as do words around a day.
func (b *builder) day(f schema.Field) (out *string) {
	for _, v := range b.take(f) {
		day, bad := date.ReadDay(v.Text)
		spans := date.Spans(v.Text)
		switch {
		case day == "":
			if bad || text.HasDigit(v.Text) {
				b.issue(schema.IssueBadDate, f, v.Text, v)
			}
			b.other(v.Label, v.Text)
			continue
		case out == nil:
			out = &day
		case *out != day:
			b.issue(schema.IssueConflict, f, v.Text, v)
		}
		if len(spans) == 0 {
			continue
		}
		if around := v.Text[:spans[0][0]] + v.Text[spans[len(spans)-1][1]:]; !justLeads(around) {
			b.other(v.Label, v.Text)
		}
	}
	return out
}

// justLeads reports words that only lead to a date: "au", "jusqu'au", "le".
func justLeads(s string) bool {
	for w := range strings.FieldsSeq(text.Fold(s)) {
		switch w {
		case "le", "au", "jusqu", "a", "du", "inclus", "avant":
		case "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche":
		default:
			return false
		}
	}
	return true
}

// eligible reads whether the course can be paid with a personal training account. A label alone says so: "Éligible
// au CPF".
func (b *builder) eligible() {
	for _, v := range b.take(schema.FieldCPFEligible) {
		said, ok := b.n.YesNo(v.Text)
		f := text.Fold(v.Text)
		switch {
		case ok:
		case text.HasWords(f, "non eligible") || text.HasWords(f, "pas eligible") || text.HasWords(f, "non financable"):
			said, ok = false, true
		case text.HasStem(f, "eligible"), text.HasStem(f, "financable"):
			said, ok = true, true
		}
		switch {
		case !ok:
			b.issue(schema.IssueUnknownValue, v.Field, v.Text, v)
			b.other(v.Label, v.Text)
		case b.c.CPFEligible == nil:
			b.c.CPFEligible = &said
		case *b.c.CPFEligible != said:
			b.issue(schema.IssueConflict, v.Field, v.Text, v)
		}
		if ok && len(v.Text) > 40 {
			b.other(v.Label, v.Text)
		}
	}
	if b.c.CPFEligible == nil {
		b.c.CPFEligible = b.eligibleAmongFunding()
	}
}

// eligibleAmongFunding reads a line among the ways of funding that says so: "Éligible au CPF". It stays one of them.
func (b *builder) eligibleAmongFunding() *bool {
	for _, v := range b.values {
		if v.Field != schema.FieldFunding && v.Field != schema.FieldScheme && v.Field != schema.FieldFundingType {
			continue
		}
		for line := range strings.SplitSeq(v.Text, "\n") {
			f := text.Fold(text.Bullet(line))
			account := text.HasWords(f, "cpf") || strings.Contains(f, "compte personnel")
			if len(f) < 60 && text.HasStem(f, "eligible") && account {
				return new(!text.HasWords(f, "non") && !text.HasWords(f, "pas"))
			}
		}
	}
	return nil
}

// groupSize reads how many people a group has: "6 à 12 participants", "12 maximum", "Effectif minimum : 6".
func (b *builder) groupSize() {
	var g schema.GroupSize
	var texts []string
	for _, v := range b.take(schema.FieldGroupSize) {
		texts = addText(texts, v.Text)
		lo, hi := groupOf(v.Label, v.Text)
		b.setCount(&g.Min, lo, v)
		b.setCount(&g.Max, hi, v)
	}
	if len(texts) > 0 {
		g.Text = schema.NonEmpty(strings.Join(texts, "\n"))
		b.c.GroupSize = &g
	}
}

func (b *builder) setCount(have **int, got *int, v *schema.Value) {
	switch {
	case got == nil:
	case *have == nil:
		*have = got
	case **have != *got:
		b.issue(schema.IssueConflict, v.Field, v.Text, v)
	}
}

// groupOf reads the smallest and the largest number of people of a group; a number that is neither is the largest, for
// that is what a group has room for.
func groupOf(label, s string) (lo, hi *int) {
	if len(s) > 120 {
		return nil, nil
	}
	var ns []int
	for _, m := range digitRuns.FindAllStringIndex(s, 5) {
		if n, err := strconv.Atoi(s[m[0]:m[1]]); err == nil && n > 0 && n < 1000 {
			ns = append(ns, n)
		}
	}
	f := text.Fold(label + " " + s)
	least, most := text.HasStem(f, "mini"), text.HasStem(f, "maxi") || text.HasWords(f, "max") || text.HasStem(f, "jusqu")
	least = least || text.HasWords(f, "min") || text.HasWords(f, "au moins")
	switch {
	case len(ns) == 2 && ns[0] <= ns[1]:
		return &ns[0], &ns[1]
	case len(ns) == 2 && least && most: // "12 maximum, 6 minimum"
		return &ns[1], &ns[0]
	case len(ns) == 1 && least && !most:
		return &ns[0], nil
	case len(ns) == 1:
		return nil, &ns[0]
	}
	return nil, nil
}

// informationDates reads the meetings before the course, a line each with the days it names.
func (b *builder) informationDates() {
	for _, v := range b.take(schema.FieldInformationDates) {
		var rest []string
		for _, line := range value.Items(v) {
			days := daysOf(line[:ofSelection(line)])
			if len(days) == 0 {
				rest = append(rest, line)
				continue
			}
			for i := range days {
				b.meeting(schema.InformationDate{Date: &days[i], Text: line})
			}
		}
		b.other(v.Label, strings.Join(rest, "\n"))
	}
}

// ofSelection gives where a line begins to tell of a test, a jury, a deadline or a review, whose days are those of no
// meeting: its length where it does not.
func ofSelection(line string) int {
	at := 0
	for _, w := range strings.FieldsFunc(line, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
		i := strings.Index(line[at:], w) + at
		for _, stem := range words.Selecting {
			if strings.HasPrefix(text.Fold(w), stem) {
				return i
			}
		}
		at = i + len(w)
	}
	return len(line)
}

// meetingsAmong finds the days of information meetings in texts that have a field of their own, or none: "Réunion
// d'information collective le 30/08/2027 à 10 h".
func (b *builder) meetingsAmong() {
	have := map[string]bool{}
	for _, m := range b.c.InformationDates {
		if m.Date != nil {
			have[*m.Date] = true
		}
	}
	look := func(label, texts string) {
		for line := range strings.SplitSeq(texts, "\n") {
			at := 0
			if !strings.HasPrefix(text.Fold(label+" "+line), "date d information") && !informs.MatchString(label) {
				m := informs.FindStringIndex(line)
				if m == nil {
					continue
				}
				at = m[0]
			}
			if len(line)-at > 300 {
				continue
			}
			for _, day := range daysOf(line[at : at+ofSelection(line[at:])]) {
				if !have[day] {
					have[day] = true
					b.meeting(schema.InformationDate{Date: &day, Text: line[at:]})
				}
			}
		}
	}
	for _, o := range b.c.Other {
		look(o.Label, o.Text)
	}
	for i := range b.c.Sessions {
		if t := b.c.Sessions[i].Text; t != nil {
			look("", *t)
		}
	}
	if b.c.Admission != nil {
		for _, sentence := range strings.Split(*b.c.Admission, ". ") {
			look("", sentence)
		}
	}
	for _, u := range b.draft.Unclaimed {
		look(u.Label, u.Text)
	}
}

// informs matches the words for a meeting on a course.
var informs = regexp.MustCompile(`(?i)(?:réunions?|séances?|matinées?) d['’]information|information collective`)

func (b *builder) meeting(m schema.InformationDate) {
	if len(b.c.InformationDates) < text.MostItems {
		b.c.InformationDates = append(b.c.InformationDates, m)
	}
}

// daysOf gives the whole days a text names, those that share the month and year of the next too: "les 4 et 18 juin
// 2027".
func daysOf(s string) (days []string) {
	for _, sp := range date.Spans(s) {
		d, bad := date.ReadDay(s[sp[0]:sp[1]])
		if d == "" || bad {
			continue
		}
		if before := sharing.FindString(s[:sp[0]]); before != "" {
			for _, r := range date.ReadPeriod("les " + before + s[sp[0]:sp[1]]).Ranges {
				days = text.AddOnce(days, r.Start)
			}
		}
		days = text.AddOnce(days, d)
	}
	return days
}

// sharing matches the days before a date that lack its month and year.
var sharing = regexp.MustCompile(`(?:\b\d{1,2}(?:er)?(?:, ?| et ))+$`)

// enrolment reads the last day to enrol: the later one of a period.
func (b *builder) enrolment() {
	for _, v := range b.take(schema.FieldEnrolmentUntil) {
		days := daysOf(v.Text)
		if len(days) == 0 || len(days) > 2 {
			b.other(v.Label, v.Text)
			continue
		}
		last := days[len(days)-1]
		switch {
		case b.c.EnrolmentUntil == nil:
			b.c.EnrolmentUntil = &last
		case *b.c.EnrolmentUntil != last:
			b.issue(schema.IssueConflict, v.Field, v.Text, v)
		}
		if len(v.Text) > 30 || len(days) > 1 {
			b.other(v.Label, v.Text)
		}
	}
}

// deadline matches what sentences print before the last day to enrol: "Dossier d'inscription à retourner avant le …".
var deadline = regexp.MustCompile(`(?i)\b(?:dossiers?(?: \pL+| d['’]\pL+){0,3} (?:à|doi\pL+ être) ` +
	`(?:rend|retourn|renvoy|remett|remis|dépos|envoy)\pL+[^.\n\d]{0,40}` +
	`\b(?:avant|pour|jusqu['’]au|au plus tard)(?: le)?|` +
	`date limite (?:de |d['’])(?:inscription|candidature|retour|dépôt|réception)[^.\n\d]{0,60}|` +
	`clôture des (?:inscriptions|candidatures)[^.\n\d]{0,20}) ?:? ?(\d[^.;\n]{5,20})`)

// deadlineAmong finds the last day to enrol in sentences with another field, or none, where the page has no label for
// it. Two days leave it open.
func (b *builder) deadlineAmong() {
	var days []string
	look := func(texts string) {
		for _, m := range deadline.FindAllStringSubmatch(texts, -1) {
			if found := daysOf(m[1]); len(found) > 0 {
				days = text.AddOnce(days, found[0])
			}
		}
	}
	for _, o := range b.c.Other {
		look(o.Label + " : " + o.Text)
	}
	if b.c.Admission != nil {
		look(*b.c.Admission)
	}
	for _, u := range b.draft.Unclaimed {
		look(u.Text)
	}
	if len(days) == 0 || b.c.EnrolmentUntil != nil {
		return
	}
	for i := range b.c.Sessions {
		if t := b.c.Sessions[i].Text; t != nil {
			look(*t)
		}
	}
	if len(days) == 1 {
		b.c.EnrolmentUntil = &days[0]
	}
}

// positioning reads whether trainees are placed before: yes or no, or what the placing is, which says yes.
func (b *builder) positioning() {
	for _, v := range b.take(schema.FieldPositioning) {
		said, ok := b.n.YesNo(v.Text)
		if !ok {
			said = true
			b.other(v.Label, v.Text)
		}
		switch {
		case b.c.Positioning == nil:
			b.c.Positioning = &said
		case *b.c.Positioning != said:
			b.issue(schema.IssueConflict, v.Field, v.Text, v)
		}
	}
}

// turn finds one part of a work-study rhythm: "3 semaines en entreprise", "2 jours au CFA".
var turn = regexp.MustCompile(`(\d+(?:[.,]5)?|un|une|deux|trois|quatre|cinq) (jour|semaine|moi)s? ` +
	`[a-z ]{0,24}?\b(entreprise|centre|cfa|formation|cours|ecole|organisme)\b`)

var smallNumbers = map[string]float64{"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5}

// alternance reads the rhythm between centre and company.
func (b *builder) alternance() {
	t := b.text(schema.FieldAlternance)
	if t == nil {
		return
	}
	if said, ok := b.n.YesNo(*t); ok && !said { // "Alternance : non" is said, and is no rhythm
		b.other("Alternance", *t)
		return
	}
	a := schema.Alternance{Text: t}
	units := map[string]bool{}
	for _, m := range turn.FindAllStringSubmatch(text.Fold(*t), 6) {
		n := smallNumbers[m[1]]
		if n == 0 {
			n, _ = strconv.ParseFloat(strings.ReplaceAll(m[1], ",", "."), 64)
		}
		units[m[2]] = true
		if m[3] == "entreprise" {
			a.Company = firstPtr(a.Company, &n)
		} else {
			a.Centre = firstPtr(a.Centre, &n)
		}
		unit := map[string]string{"jour": "day", "semaine": "week", "moi": "month"}[m[2]]
		a.Unit = &unit
	}
	if len(units) > 1 { // weeks here and days there: no unit holds both
		a.Centre, a.Company, a.Unit = nil, nil, nil
	}
	b.c.Alternance = &a
}

// derive notes what a field was derived from, where no word of the page states it.
func (b *builder) derive(f, from schema.Field) { b.c.Derived[string(f)] = string(from) }
