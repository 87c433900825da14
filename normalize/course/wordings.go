package course

import (
	"regexp"
	"strings"

	"carif/normalize/value"
	"carif/schema"
	"carif/text"
	"carif/text/code"
	"carif/vocab"
)

// coded fills the fields of the controlled vocabularies.
func (b *builder) coded() {
	b.c.GeneralObjective = b.one(schema.FieldGeneralObjective, vocab.Objectives)
	b.c.Pathway = b.one(schema.FieldPathway, vocab.Pathways)
	b.c.TeachingMode = b.one(schema.FieldTeachingMode, vocab.Teaching)
	b.c.Audience = b.list(schema.FieldAudience, vocab.Audiences)
	b.c.Selection = b.list(schema.FieldSelection, vocab.Selection)
	b.c.EntryLevel = b.levelOf(schema.FieldEntryLevel, false)
	b.c.ExitLevel = b.levelOf(schema.FieldExitLevel, true)
	for _, v := range b.take(schema.FieldEntryExit) {
		c, ok := b.n.EntryExit(v.Label, v.Text)
		if !ok {
			b.unknown(vocab.EntryExit, v.Field, v.Text, v)
		}
		if b.c.EntryExit == nil || b.c.EntryExit.Code == nil && ok {
			b.c.EntryExit = &c
		}
	}
	b.validation()
	b.c.Personalisable = b.yes(schema.FieldPersonalisable)
	if p := b.c.Pathway; b.c.Personalisable == nil && p != nil { // "En groupe (non personnalisable)"
		if w := text.Fold(p.Raw); strings.Contains(w, "personnalisable") {
			b.c.Personalisable = new(!strings.Contains(w, "non personnalisable"))
			b.derive(schema.FieldPersonalisable, schema.FieldPathway)
		}
	}
	pro, app := b.yes(schema.FieldProContract), b.yes(schema.FieldApprenticeship)
	if pro != nil || app != nil {
		b.c.Contracts = &schema.Contracts{Professionalisation: pro, Apprenticeship: app}
	}
	if c := b.yes(schema.FieldCertifying); c != nil {
		b.c.Certifying = c
		delete(b.c.Derived, string(schema.FieldCertifying))
	}
}

// one codes a field that holds one value. Further values of the field are conflicts unless they say the same.
func (b *builder) one(f schema.Field, name string) *schema.Coded {
	var out *schema.Coded
	for _, v := range b.take(f) {
		raw := v.Text
		if len(v.Items) == 1 {
			raw = v.Items[0]
		}
		raw = text.OneLine(raw)
		c, ok := b.n.Vocab.Match(name, raw)
		if !ok {
			if t, found := b.n.Vocab.Match(name, text.CutLabel(raw)); found {
				c, ok = t, true
				c.Raw = raw
			}
		}
		if !ok {
			b.unknown(name, f, raw, v)
		}
		switch {
		case out == nil, out.Code == nil && ok:
			out = &c
		case ok && out.Code != nil && *out.Code != *c.Code:
			b.issue(schema.IssueConflict, f, raw, v)
		}
	}
	return out
}

// list codes a field that holds several values, each printed item once.
func (b *builder) list(f schema.Field, name string) []schema.Coded {
	out := []schema.Coded{}
	seen := map[string]bool{}
	for _, v := range b.take(f) {
		var exempt []string
		for _, item := range b.n.SplitList(name, v) {
			key := text.FoldWording(item)
			if seen[key] || b.n.Placeholder(item) {
				continue
			}
			seen[key] = true
			c, ok := b.n.Vocab.Match(name, item)
			if !ok { // "Public : salariés"
				c, ok = b.n.Vocab.Match(name, text.CutLabel(item))
				c.Raw = item
			}
			if f == schema.FieldSelection && !ok && (len(exempt) > 0 || exempts(item)) {
				exempt = append(exempt, item)
				continue
			}
			if len(exempt) > 0 {
				b.other(v.Label, strings.Join(exempt, "\n"))
				exempt = nil
			}
			if !ok {
				b.unknown(name, f, item, v)
			}
			out = append(out, c)
		}
		b.other(v.Label, strings.Join(exempt, "\n"))
	}
	return out
}

// exempts reports a line that begins to tell who needs no selection: it and those after it are no ways to select.
func exempts(item string) bool {
	words := strings.Fields(text.Fold(item))
	return len(words) > 2 && (words[0] == "sont" || words[0] == "est" || words[0] == "seront") &&
		(strings.HasPrefix(words[1], "dispense") || strings.HasPrefix(words[1], "exempte"))
}

// levelOf codes a level field.
func (b *builder) levelOf(f schema.Field, exit bool) *schema.Coded {
	var out *schema.Coded
	for _, v := range b.take(f) {
		if !exit && text.HasStem(text.Fold(v.Label), "max") { // the most one may have learnt is not what one must have
			b.other(v.Label, v.Text)
			continue
		}
		c, issue := b.n.Level(v, b.levelContext(exit))
		if c == nil {
			continue
		}
		if _, none := b.n.Vocab.NoCode(vocab.Levels, c.Raw); issue != "" && !none {
			b.issue(issue, f, c.Raw, v)
		}
		switch {
		case out == nil:
			out = c
		case sameWords(out.Raw, c.Raw):
		case out.Code == nil && c.Code != nil:
			out = c
		case c.Code != nil && *c.Code != *out.Code:
			b.issue(schema.IssueConflict, f, c.Raw, v)
		}
	}
	b.aroundLevel(f, out)
	return out
}

// aroundLevel keeps the lines of a level field that say more than the level.
func (b *builder) aroundLevel(f schema.Field, level *schema.Coded) {
	k := kept{"niveau": true, "niveaux": true, "entree": f == schema.FieldEntryLevel, "sortie": f == schema.FieldExitLevel}
	if level != nil {
		k.add(level.Raw)
	}
	for _, i := range b.rec.Issues {
		if i.Field == f {
			k.add(i.Raw)
		}
	}
	for _, v := range b.take(f) {
		var around []string
		for line := range strings.SplitSeq(v.Text, "\n") {
			if k.lacks(line) {
				around = append(around, text.Bullet(line))
			}
		}
		b.other(v.Label, strings.Join(around, "\n"))
	}
}

// validation keeps what one leaves with as printed: LHÉO has no code for it. The kinds of the vocabulary only
// tell whether the course certifies, where the page does not say that itself.
func (b *builder) validation() {
	seen := map[string]bool{}
	certifies, known := false, 0
	for _, v := range b.take(schema.FieldValidation) {
		for _, item := range value.Items(v) {
			if inner := strings.Trim(item, "() "); strings.HasPrefix(item, "(") && strings.HasPrefix(text.Fold(inner),
				"ministere ") {
				b.certifiers = append(b.certifiers, inner)
				continue
			}
			if aboutValidation(item) {
				b.other(v.Label, item)
				continue
			}
			if code.RegisterShape(item) { // a number alone: it stands among the codes
				continue
			}
			if strings.HasPrefix(text.Fold(item), "ministere ") && !strings.ContainsAny(item, ":-–(") {
				b.certifiers = append(b.certifiers, item) // who awards it is no certificate
				continue
			}
			if saysNone(item) {
				b.rec.Absent = append(b.rec.Absent, schema.Absent{Field: schema.FieldValidation, Raw: item})
				continue
			}
			if at := openToVAE.FindStringIndex(item); at != nil && at[0] > 0 {
				b.other("", text.Clean(strings.Trim(item[at[0]:], " -–,.()")))
				item = item[:at[0]]
			}
			item = b.levelSuffix(item, v)
			key := text.FoldWording(item)
			if key == "" || seen[key] || b.n.Placeholder(item) {
				continue
			}
			seen[key] = true
			b.c.Validation = append(b.c.Validation, schema.Coded{Raw: item})
			if h, ok := b.n.Vocab.Find(vocab.Validation, item); ok {
				known++
				certifies = certifies || strings.HasPrefix(h.Code, "cert")
			}
		}
	}
	if certifies || known > 0 && known == len(b.c.Validation) {
		b.c.Certifying = &certifies
		b.derive(schema.FieldCertifying, schema.FieldValidation)
	}
}

// saysNone reports a word that says that a course leads to no validation.
func saysNone(s string) bool {
	switch text.Fold(s) {
	case "aucune", "aucun", "neant", "sans", "sans validation", "aucune validation", "pas de validation", "non":
		return true
	}
	return false
}

// openToVAE is what a page adds to a certification that experience may earn, too.
var openToVAE = regexp.MustCompile(
	`(?i)\s*[-–,(.]\s*(accessible (en|par(?: la)?) VAE|(accompagnement )?(à la )?VAE possible)\.?\)?$`)

// aboutValidation tells lines that stand among validations and are none: links to a register, what it says of the
// certification above.
func aboutValidation(s string) bool {
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
		return true
	}
	w := text.Fold(s)
	for _, start := range words.BesideValidation {
		if strings.HasPrefix(w, start) {
			return true
		}
	}
	return false
}

// levelSuffix takes a level off the end of a certification's name ("… - Niveau V (CAP, BEP)") and makes it the exit
// level of a page that names none.
func (b *builder) levelSuffix(item string, v *schema.Value) string {
	i := strings.LastIndex(item, " - ")
	if i <= 0 || !text.HasPrefixFold(item[i+3:], "niveau") {
		return item
	}
	c, _ := b.n.Level(&schema.Value{Text: item[i+3:]}, b.levelContext(true))
	if c == nil || c.Code == nil {
		return item
	}
	switch {
	case b.c.ExitLevel == nil:
		b.c.ExitLevel = c
	case b.c.ExitLevel.Code == nil || *b.c.ExitLevel.Code != *c.Code:
		b.issue(schema.IssueConflict, schema.FieldExitLevel, item[i+3:], v)
	}
	return item[:i]
}

func (b *builder) levelContext(exit bool) value.LevelContext {
	return value.LevelContext{Scale: b.site.Page.LevelScale, Year: b.pageYear(), Exit: exit}
}

// yes reads a field that asks; words that answer neither way are an issue.
func (b *builder) yes(f schema.Field) *bool {
	var out *bool
	for _, v := range b.take(f) {
		yes, ok := b.n.YesNo(v.Text)
		named, other := namesContract(f, v.Text)
		switch {
		case other: // a list of contracts that does not hold this one
		case !ok && named:
			out = new(true)
			if v.Field == f && strings.ContainsAny(v.Text, ",;\n") {
				b.other(v.Label, v.Text) // a list names other ways, too: "CDI, contrat de professionnalisation"
			}
		case !ok:
			b.issue(schema.IssueUnknownValue, f, v.Text, v)
		case out == nil:
			out = &yes
		case *out != yes:
			b.issue(schema.IssueConflict, f, v.Text, v)
		}
	}
	return out
}

// namesContract reports whether the words under a label of contracts name the contract of the field, or only
// another: "Contrats : contrat d'apprentissage".
func namesContract(f schema.Field, s string) (named, other bool) {
	p := text.Fold(s)
	if len(s) > 200 || !text.HasStem(p, "contrat") || text.HasWords(p, "non") || text.HasWords(p, "pas") {
		return false, false
	}
	pro, app := text.HasStem(p, "professionnalisation"), text.HasStem(p, "apprenti")
	switch f {
	case schema.FieldProContract:
		return pro, app && !pro
	case schema.FieldApprenticeship:
		return app, pro && !app
	}
	return false, false
}
