package value

import (
	"slices"
	"strconv"
	"strings"

	"carif/schema"
	"carif/text"
	"carif/text/level"
	"carif/vocab"
)

// The nomenclatures of levels. That of 1969 counts down in roman numerals (V is CAP, III is BTS), that of 2019
// up in arabic ones (3 is CAP, 5 is BTS): "Niveau 5" alone is either.
const (
	scale1969 = "1969"
	scale2019 = "2019"
)

// LevelContext is what a page says that helps to read its levels.
type LevelContext struct {
	Scale string // of the site's profile: 1969, 2019 or ""
	Year  int    // of the page; 0 when not known
	Exit  bool   // an exit level: of several, the highest counts, else the lowest
}

// inForce gives the nomenclature of the page's own date or of its site; "" when neither tells.
func (c LevelContext) inForce() string {
	switch {
	case c.Scale != "":
		return c.Scale
	case c.Year == 0 || c.Year == 2019: // the year of the change
		return ""
	case c.Year < 2019:
		return scale1969
	}
	return scale2019
}

// Level reads a printed level, perhaps several. issue is an issue code when it cannot be coded.
func (n *Reader) Level(v *schema.Value, ctx LevelContext) (c *schema.Coded, issue string) {
	pieces := slices.DeleteFunc(levelPieces(v), n.Placeholder)
	if len(pieces) == 0 {
		return nil, ""
	}
	best, fit, issue := "", vocab.Exact, ""
	var said []string // the pieces that name a level no piece before them named
	seen := map[string]bool{}
	if hasRoman(pieces) && ctx.inForce() == "" {
		ctx.Scale = scale1969
	}
	for i, p := range pieces {
		code, f, iss := n.oneLevel(p, ctx)
		switch {
		case code == "":
			issue = iss
			continue
		case seen[code], i > 0 && best != "" && !isLevel(p):
			continue
		case best == "":
			best, fit = code, f
		default:
			fit = vocab.Near // one of several: see vocab/data/level.yaml
			if higher(code, best) == ctx.Exit {
				best = code
			}
		}
		seen[code] = true
		said = append(said, p)
	}
	if best == "" {
		return &schema.Coded{Raw: strings.Join(pieces, " ; ")}, issue
	}
	coded := n.Vocab.Coded(vocab.Levels, best, strings.Join(said, " ; "))
	coded.Fit = fit
	return &coded, ""
}

// hasRoman reports whether one of the pieces names a level of 1969.
func hasRoman(pieces []string) bool {
	for _, p := range pieces {
		if len(level.Romans(p, text.Tokens(p))) > 0 {
			return true
		}
	}
	return false
}

// isLevel reports whether a further piece is a level like the first and not a sentence that happens to name one.
func isLevel(s string) bool {
	return len(s) <= 60 && startsLevel(s) || len(s) <= 25
}

// levelPieces parts a text that prints several levels: list items, lines, and commas before a new "Niveau".
func levelPieces(v *schema.Value) []string {
	var out []string
	for _, item := range Items(v) {
		from := 0
		for i := 1; i < len(item); i++ {
			if item[i] == ',' && item[i-1] != '(' && startsLevel(strings.TrimSpace(item[i+1:])) &&
				strings.Count(item[from:i], "(") == strings.Count(item[from:i], ")") {
				out = append(out, strings.TrimSpace(item[from:i]))
				from = i + 1
			}
		}
		out = append(out, strings.TrimSpace(item[from:]))
	}
	return out
}

// startsLevel reports whether a text begins as a level does: "Niveau …", "IV bis (…", "Tous niveaux".
func startsLevel(s string) bool {
	w, _, _ := strings.Cut(s, " ")
	return text.HasPrefixFold(s, "niveau") || text.HasPrefixFold(s, "tous niveaux") || level.RomanValue(w) != 0
}

// oneLevel codes one printed level: by a wording of the vocabulary, by a roman numeral, by the diplomas it
// names together with its number, or by its number and the nomenclature in force when the page was written.
func (n *Reader) oneLevel(s string, ctx LevelContext) (code, fit, issue string) {
	if h, ok := n.Vocab.Find(vocab.Levels, s); ok {
		return h.Code, h.Fit, ""
	}
	ts := text.Tokens(s)
	if text.HasWord(ts, "infra") || text.HasWord(ts, "inferieur") { // below a level: which one is not said
		return "", "", schema.IssueUnknownValue
	}
	if text.HasStem(text.Fold(s), "sans niveau") || text.HasWords(text.Fold(s), "tous niveaux") {
		return "1", vocab.Exact, ""
	}
	if romans := level.Romans(s, ts); len(romans) > 0 {
		code, fit, issue := pick(romans, ctx)
		if code > "4" && text.HasWord(ts, "bis") { // IV bis and III bis: the last year without the diploma has no code
			fit = vocab.Near
		}
		return code, fit, issue
	}
	ranks := level.Diplomas(ts)
	number, bis := level.Arabic(ts)
	switch {
	case bis:
		return "3", vocab.Exact, ""
	case number != 0 && len(ranks) > 0:
		return byBoth(number, ranks, ctx)
	case number != 0:
		return byNumber(number, ctx)
	case len(ranks) > 0:
		return byDiploma(ranks, ctx)
	}
	return "", "", schema.IssueUnknownValue
}

// pick chooses among several codes of one text.
func pick(codes []string, ctx LevelContext) (code, fit, issue string) {
	best := codes[0]
	for _, c := range codes[1:] {
		if c != best && higher(c, best) == ctx.Exit {
			best = c
		}
	}
	fit = vocab.Exact
	for _, c := range codes {
		if c != best {
			fit = vocab.Near
		}
	}
	return best, fit, ""
}

// higher compares two codes of dict-niveaux by what they mean: ranks run from 1 (no schooling) to 8 (doctorate).
func higher(a, b string) bool { return rankOf(a) > rankOf(b) }

func rankOf(code string) int {
	n, err := strconv.Atoi(code)
	switch {
	case err != nil:
		return 0
	case n >= 11: // 13 is CAP: rank 3
		return n - 10
	case n == 1:
		return 0
	}
	return n - 1 // 4 is CAP: rank 3
}

// byBoth reads a number and the diplomas beside it: they agree in one nomenclature only, but for level 4.
func byBoth(number int, ranks []int, ctx LevelContext) (code, fit, issue string) {
	old, recent := false, false
	for _, r := range ranks {
		old = old || oldNumber(number) == r
		recent = recent || number == r || number == 8 && r == 7
	}
	switch {
	case old && recent: // 4 is the baccalauréat in both
		return byDiploma(ranks[:1], ctx)
	case old:
		return strconv.Itoa(oldNumber(number) + 1), vocab.Exact, ""
	case recent:
		return strconv.Itoa(number + 10), vocab.Exact, ""
	}
	return "", "", schema.IssueAmbiguousLevel
}

// oldNumber gives the rank that an arabic number has in the nomenclature of 1969: 6 is the lowest, 1 the highest.
func oldNumber(number int) int {
	switch number {
	case 6:
		return 1
	case 5, 4, 3, 2, 1:
		return 8 - number
	}
	return 0
}

// byNumber reads a bare number: only the page's date or its site's profile can tell what it means. 7 and 8 exist
// in one nomenclature only.
func byNumber(number int, ctx LevelContext) (code, fit, issue string) {
	scale := ctx.inForce()
	switch {
	case scale == scale1969 && oldNumber(number) != 0:
		return strconv.Itoa(oldNumber(number) + 1), vocab.Exact, ""
	case scale == scale2019, scale == "" && number >= 7:
		return strconv.Itoa(number + 10), vocab.Exact, ""
	}
	return "", "", schema.IssueAmbiguousLevel
}

// byDiploma codes diplomas named without a number, in the nomenclature of the page's time; where nothing tells
// that, in the one in force today: the level itself is plain.
func byDiploma(ranks []int, ctx LevelContext) (code, fit, issue string) {
	codes := make([]string, len(ranks))
	for i, r := range ranks {
		switch {
		case r <= 2: // before CAP: only the older nomenclature has words for it
			codes[i] = strconv.Itoa(r + 1)
		case ctx.inForce() == scale1969:
			codes[i] = strconv.Itoa(min(r, 7) + 1)
		default:
			codes[i] = strconv.Itoa(r + 10)
		}
	}
	return pick(codes, ctx)
}
