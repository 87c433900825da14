package course

import (
	"regexp"
	"strings"

	"carif/schema"
	"carif/text"
	"carif/text/code"
	"carif/text/date"
)

// codeField is one kind of outside code: where it stands in the record and how it is read.
type codeField struct {
	field schema.Field
	list  func(*schema.Codes) *[]schema.Code
	read  func(string) (string, string)
	shape func(word string) bool // a word of running text that may be such a code
}

var codeFields = []codeField{
	{schema.FieldRNCP, func(c *schema.Codes) *[]schema.Code { return &c.RNCP }, code.RNCP,
		func(w string) bool { return text.HasPrefixFold(w, "rncp") || text.AllDigits(w) }},
	{schema.FieldRS, func(c *schema.Codes) *[]schema.Code { return &c.RS }, code.RS,
		func(w string) bool { return text.HasPrefixFold(w, "rs") || text.AllDigits(w) }},
	{schema.FieldCertifInfo, func(c *schema.Codes) *[]schema.Code { return &c.CertifInfo }, code.CertifInfo,
		text.AllDigits},
	{schema.FieldROME, func(c *schema.Codes) *[]schema.Code { return &c.ROME }, code.ROME, code.ROMEShape},
	{schema.FieldFormacode, func(c *schema.Codes) *[]schema.Code { return &c.Formacode }, code.Formacode,
		func(w string) bool { return len(w) == 5 && text.AllDigits(w) }},
	{schema.FieldCPF, func(c *schema.Codes) *[]schema.Code { return &c.CPF }, code.CPF,
		func(w string) bool { return len(w) >= 4 && len(w) <= 7 && text.AllDigits(w) }},
	{schema.FieldNSF, func(c *schema.Codes) *[]schema.Code { return &c.NSF }, code.NSF, code.NSFShape},
}

// codes reads the outside codes: from the fields that hold them, from blocks of codes of several kinds, and from
// the links of any value.
func (b *builder) codes() {
	for i := range codeFields {
		cf := &codeFields[i]
		for _, v := range b.take(cf.field) {
			b.codesIn(cf, v)
		}
	}
	for _, v := range b.take(schema.FieldCodes) {
		b.mixedCodes(v)
	}
	for _, v := range b.take(schema.FieldValidation) {
		if text.IndexFold(v.Text, "rncp") >= 0 || specific.MatchString(v.Text) {
			b.mixedCodes(v)
		}
	}
	for _, v := range b.values {
		if v.Field == schema.FieldOther {
			b.namedCodes(v)
		}
		for _, l := range v.Links {
			b.linkCode(l)
		}
	}
}

// named matches a code behind the name of its list: "Plasturgie (Formacode 22854)", "NSF 225".
var named = regexp.MustCompile(
	`\b(Formacode|FORMACODE|NSF|ROME|Rome)(?: ?[vV]\d+)? ?(?:n°|:)? ?([A-N]?\d{3,5}[a-z]?)\b`)

// namedCodes reads the codes that key words name with their list; the words stay where they are.
func (b *builder) namedCodes(v *schema.Value) {
	for _, line := range codeLines(v) {
		for _, m := range named.FindAllStringSubmatch(line, -1) {
			for i := range codeFields {
				cf := &codeFields[i]
				if !strings.EqualFold(codeName(cf.field), m[1]) || !cf.shape(m[2]) {
					continue
				}
				if code, reason := cf.read(m[2]); reason == "" {
					label := strings.Trim(strings.Replace(line, m[0], "", 1), " ()-–:,;•")
					b.addCode(cf, code, label, false)
				}
			}
		}
	}
}

// codesIn reads a field of codes, one or several a line, each perhaps with its label.
func (b *builder) codesIn(cf *codeField, v *schema.Value) {
	var names []string // lines without a code: the jobs a course leads to, by their names alone
	for _, line := range codeLines(v) {
		found := false
		line = b.cutRegistration(cf.field, line)
		words := codeWords(line)
		for i, w := range words {
			if !cf.shape(w.text) && !(cf.field == schema.FieldROME && likeROME(w.text)) {
				continue
			}
			code, reason := cf.read(w.text)
			label := labelBeside(line, words, i)
			if inBracket(line, words) {
				label = labelBefore(line, words, i)
			}
			if reason != "" {
				if text.IsLetter(w.text[0]) { // a number alone ("Bac + 2") is no code
					b.issue(schema.IssueBadCode, cf.field, strings.TrimSpace(w.text+" "+label), v)
				}
				continue
			}
			found = true
			b.addCode(cf, code, label, false)
		}
		if version := listVersion(v.Label); found && version != "" {
			list := *cf.list(&b.c.Codes)
			list[len(list)-1].Version = &version
		}
		if !found && text.HasDigit(line) && len(line) < 80 {
			b.issue(schema.IssueBadCode, cf.field, line, v)
		} else if line = strings.TrimSpace(line); !found && line != "" {
			names = append(names, text.Bullet(line))
		}
	}
	b.other(v.Label, strings.Join(names, "\n"))
}

// cutRegistration takes the words on a registration off a line of its number and sets them aside: "RNCP39685,
// enregistrée jusqu'au 31/08/2030".
func (b *builder) cutRegistration(f schema.Field, line string) string {
	if f != schema.FieldRNCP && f != schema.FieldRS {
		return line
	}
	i := registered.FindStringIndex(line)
	if i == nil || i[0] == 0 || len(date.Spans(line[i[0]:])) == 0 {
		return line
	}
	b.registered = append(b.registered, line[i[0]:])
	return strings.TrimRight(line[:i[0]], " ,;:-–(")
}

// likeROME reports a word of a letter and four digits, of the list or not.
func likeROME(w string) bool { return len(w) == 5 && text.IsLetter(w[0]) && text.AllDigits(w[1:]) }

// listVersion reads the version of a list from a label: "Formacode (V14)"; "" where it names none.
func listVersion(label string) string {
	if !strings.ContainsAny(label, "vV") {
		return ""
	}
	for _, w := range strings.Fields(text.Fold(label)) {
		if len(w) >= 2 && len(w) <= 3 && w[0] == 'v' && text.AllDigits(w[1:]) {
			return strings.ToUpper(w)
		}
	}
	return ""
}

func codeLines(v *schema.Value) []string {
	if len(v.Items) > 0 {
		return v.Items
	}
	return strings.FieldsFunc(v.Text, func(r rune) bool { return r == '\n' || r == '•' })
}

// codeWord is a word of letters and digits with where it stands.
type codeWord struct {
	text     string
	from, to int
}

// codeWords splits a line into runs of ASCII letters and digits. "RNCP 4504" is one word: RNCP4504.
func codeWords(s string) []codeWord {
	var out []codeWord
	for i := 0; i < len(s); {
		if !text.IsDigit(s[i]) && !text.IsLetter(s[i]) {
			i++
			continue
		}
		j := i
		for j < len(s) && (text.IsDigit(s[j]) || text.IsLetter(s[j])) {
			j++
		}
		w := codeWord{s[i:j], i, j}
		if n := len(out); n > 0 && text.AllDigits(w.text) &&
			(strings.EqualFold(out[n-1].text, "rncp") || strings.EqualFold(out[n-1].text, "rs")) {
			out[n-1].text += w.text
			out[n-1].to = j
		} else {
			out = append(out, w)
		}
		i = j
	}
	return out
}

// labelBeside gives the words printed beside a code: those after it up to the next code-like word, else those
// before it.
func labelBeside(line string, words []codeWord, i int) string {
	to := len(line)
	for _, w := range words[i+1:] {
		if text.HasDigit(w.text) && len(w.text) >= 3 {
			to = w.from
			break
		}
	}
	after := strings.Trim(line[words[i].to:to], " :;,-–()|.")
	if strings.ContainsFunc(after, func(r rune) bool { return r >= 'A' }) && !strings.EqualFold(after, "rome") {
		return after
	}
	return labelBefore(line, words, i)
}

// labelBefore gives the words printed between a code and the one before it.
func labelBefore(line string, words []codeWord, i int) string {
	from := 0
	for k := i - 1; k >= 0; k-- {
		if text.HasDigit(words[k].text) && len(words[k].text) >= 3 {
			from = words[k].to
			break
		}
	}
	before := strings.Trim(line[from:words[i].from], " :;,-–()|.")
	before = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(before, "ROME"), "("))
	return before
}

// inBracket reports whether a line prints names and each one's code in brackets behind it: "Animation (ROME G1203)".
func inBracket(line string, words []codeWord) bool {
	for _, w := range words {
		if text.HasDigit(w.text) && len(w.text) >= 3 {
			before, _ := strings.CutSuffix(strings.TrimRight(line[:w.from], " :"), "ROME")
			before = strings.TrimRight(before, " ")
			return len(before) > 1 && strings.HasSuffix(before, "(")
		}
	}
	return false
}

// mixedCodes reads a block that may hold codes of several kinds: only those whose form or label tells the kind.
func (b *builder) mixedCodes(v *schema.Value) {
	for _, line := range codeLines(v) {
		label := strings.ToLower(line + " " + v.Label)
		found := v.Field != schema.FieldCodes
		for i := range codeFields {
			cf := &codeFields[i]
			named := strings.Contains(label, codeName(cf.field)) || cf.field == schema.FieldRS && specific.MatchString(line)
			if !named && cf.field != schema.FieldROME {
				continue
			}
			words := codeWords(line)
			for k, w := range words {
				if !cf.shape(w.text) || (cf.field == schema.FieldRNCP || cf.field == schema.FieldRS) && text.AllDigits(w.text) &&
					k > 0 && !strings.EqualFold(words[k-1].text, "rncp") && len(words) > 2 {
					continue
				}
				if code, reason := cf.read(w.text); reason == "" {
					b.addCode(cf, code, labelBeside(line, words, k), false)
					found = true
				}
			}
		}
		if !found { // codes of a list nobody names
			b.other(v.Label, text.Bullet(line))
		}
	}
}

// specific finds a number of the specific register among other words: "RNCP 37275 et RS 6111".
var specific = regexp.MustCompile(`\bRS ?n?°? ?\d{3,5}\b`)

// codeName is the word that names a kind of code in a label.
func codeName(f schema.Field) string {
	switch f {
	case schema.FieldCertifInfo:
		return "certif"
	case schema.FieldRS:
		return "répertoire spécifique"
	}
	_, name, _ := strings.Cut(string(f), ".")
	return name
}

// addCode adds a code once; one printed in the text wins over the same one in a link.
func (b *builder) addCode(cf *codeField, code, label string, fromLink bool) {
	list := cf.list(&b.c.Codes)
	if len(*list) >= text.MostItems {
		return
	}
	switch text.Fold(label) {
	case "fiche", "et", "ou", "n", "code": // the words of a link, or between two codes, name none
		label = ""
	}
	if aboutValidation(label) {
		label = ""
	}
	for i := range *list {
		if have := &(*list)[i]; have.Code == code {
			have.FromLink = have.FromLink && fromLink
			have.Label = firstOf(have.Label, label)
			return
		}
	}
	*list = append(*list, schema.Code{Code: code, Label: schema.NonEmpty(label), FromLink: fromLink})
}

// linkCode reads the code in the address of a link to a public register.
func (b *builder) linkCode(l schema.Link) {
	href := strings.ToLower(l.Href)
	switch {
	case strings.Contains(href, "rncp") || strings.Contains(href, "cncp."):
		if strings.Contains(href, "/rs/") {
			b.fromLink(schema.FieldRS, numberAfter(href, "/rs/"))
			return
		}
		for _, key := range []string{"fiche=", "/rncp/", "/rncp", "rncp=", "numero="} {
			if d := numberAfter(href, key); d != "" {
				b.fromLink(schema.FieldRNCP, d)
				return
			}
		}
	case strings.Contains(href, "francecompetences.fr") && strings.Contains(href, "/rs/"):
		b.fromLink(schema.FieldRS, numberAfter(href, "/rs/"))
	case strings.Contains(href, "certifinfo") || strings.Contains(href, "certif-info") ||
		// whose sheets have CertifInfo's numbers
		strings.Contains(href, "intercariforef.") && strings.Contains(href, "certification-"):
		for _, key := range []string{"certification-", "certification/", "id=", "numero=", "num=", "cert=", "code=",
			"fiche=", "ficheproduit/", "certificat="} {
			if d := numberAfter(href, key); len(d) >= 3 {
				b.fromLink(schema.FieldCertifInfo, d)
				return
			}
		}
	}
	if i := strings.Index(href, "rome"); i >= 0 && !strings.HasPrefix(href, "javascript") {
		for j := i; j+5 <= len(href) && j < i+24; j++ {
			if w := strings.ToUpper(href[j : j+5]); code.ROMEShape(w) && !text.IsDigit(href[j-1]) &&
				(j+5 == len(href) || !text.IsDigit(href[j+5])) {
				b.fromLink(schema.FieldROME, w)
				return
			}
		}
	}
}

// numberAfter gives the digits that follow a key in an address, "" for none.
func numberAfter(s, key string) string {
	i := strings.Index(s, key)
	if i < 0 {
		return ""
	}
	i += len(key)
	j := i
	for j < len(s) && text.IsDigit(s[j]) {
		j++
	}
	return s[i:j]
}

// fromLink adds a code that stands in a link's address.
func (b *builder) fromLink(f schema.Field, raw string) {
	if raw == "" {
		return
	}
	for i := range codeFields {
		if cf := &codeFields[i]; cf.field == f {
			if code, reason := cf.read(raw); reason == "" {
				b.addCode(cf, code, "", true)
			}
		}
	}
}
