package amount

import (
	"regexp"
	"strings"

	"carif/text"
)

// Tariff is one of the prices that a text prints.
type Tariff struct {
	Amount *float64 // euros; nil where it has no plain reading
	Tax    string   // "ttc", "ht", "exempt" or ""
	Kind   string   // "inter", "intra" or ""
	Text   string
}

// Tariffs reads each price of a printed text, a part of it each ("Inter : 590 € HT / Intra : 1 200 € HT"): lines, and
// what stands between semicolons, bars and spaced dashes. What a label or the whole text says of tax holds for the
// parts that say nothing of it. A text of one price gives one.
func Tariffs(label, s string) []Tariff {
	var out []Tariff
	for _, part := range tariffParts(s) {
		r := ReadPrice(part)
		if r.Amount == nil || besideFee.MatchString(text.Fold(part)) && !courseFee.MatchString(text.Fold(part)) {
			continue
		}
		out = append(out, Tariff{r.Amount, Tax(part), Kind(part), part})
	}
	tax, kind := Tax(label+" "+s), Kind(label+" "+s)
	for i := range out {
		if out[i].Tax == "" {
			out[i].Tax = tax
		}
		if out[i].Kind == "" {
			out[i].Kind = kind
		}
	}
	return out
}

// A part that begins with fees is beside the price, unless they are those of the course.
var (
	besideFee = regexp.MustCompile(`^frais\b`)
	courseFee = regexp.MustCompile(`^frais (de (la )?formation|pedagogiques|de scolarite)\b`)
)

// longestTariffs is the most bytes of a text whose parts are read as prices; a longer one is prose.
const longestTariffs = 2000

func tariffParts(s string) []string {
	if len(s) > longestTariffs {
		return nil
	}
	s = parting.Replace(s)
	var out []string
	for _, p := range strings.FieldsFunc(s, func(c rune) bool { return c == '\n' || c == ';' || c == '|' || c == '•' }) {
		if p = strings.TrimSpace(text.Bullet(strings.TrimSpace(p))); p != "" {
			out = append(out, p)
		}
	}
	return out
}

var parting = strings.NewReplacer(" / ", "\n", " - ", "\n", " – ", "\n", ", ", "\n")

// The words of tax, in folded text.
var (
	withoutTax = regexp.MustCompile(`\b(ht|h t|hors taxes?)\b`)
	withTax    = regexp.MustCompile(`\b(ttc|t t c|toutes taxes|tva (incluse|comprise))\b`)
	noTax      = regexp.MustCompile(`\bnets? de (tva|taxes?)\b|\bexoner\w* (de |de la )?(tva|taxes?)\b` +
		`|\bnon (assujettie?s?|soumise?s?)\b|\btva non applicable\b|\b261 4 4\b|\b261 .{0,20}cgi\b`)
)

// Tax tells what a text says of the tax on its prices: "ttc", "ht", or "exempt"; "" where it says nothing or both.
func Tax(s string) string {
	f := text.Fold(s)
	ht, ttc, exempt := withoutTax.MatchString(f), withTax.MatchString(f), noTax.MatchString(f)
	switch {
	case exempt && !ttc: // "590 € HT, exonéré de TVA" is what one pays
		return "exempt"
	case ht && !ttc && !exempt:
		return "ht"
	case ttc && !ht && !exempt:
		return "ttc"
	}
	return ""
}

// The words of who a price is for.
var (
	forAll = regexp.MustCompile(`\b(inter|interentreprises?|tarif individuel)\b`)
	forOne = regexp.MustCompile(`\b(intra|intraentreprises?)\b`)
)

// Kind tells whether a text speaks of a course open to all ("inter") or for one company ("intra"); "" for neither or
// both.
func Kind(s string) string {
	f := text.Fold(s)
	switch inter, intra := forAll.MatchString(f), forOne.MatchString(f); {
	case inter && !intra:
		return "inter"
	case intra && !inter:
		return "intra"
	}
	return ""
}
