package amount

import (
	"strings"

	"carif/text"
)

// priceReading is what a printed text says of a price.
type priceReading struct {
	Amount  *float64 // euros; nil without one plain reading
	Unclear bool     // amounts are printed and none is the price
	Zero    bool     // a printed 0 that is nobody's price: unknown
}

// ReadPrice reads a price. Several different amounts (two tariffs, HT and TTC, a range) have no single reading;
// an amount for an hour, a day or a month is not the price of the course.
func ReadPrice(s string) priceReading {
	ts := text.Tokens(s)
	var p priceReading
	if v, ok := lone(ts); ok {
		return p.add(v)
	}
	if unclearAlone(ts) {
		p.Unclear = true
		return p
	}
	if Free(s) {
		p.Amount = new(0.0)
		return p
	}
	tariffs := 0 // amounts that may each be the price
	for i := 0; i < len(ts); i++ {
		a, end, ok := euroAt(ts, i)
		if !ok {
			p.Unclear = p.Unclear || foreign(ts, a)
			continue
		}
		i = max(a.to, end) - 1
		if freeBefore(ts, a.from) { // "Gratuit pour les demandeurs d'emploi, 590 € sinon"
			p.Unclear, tariffs = true, tariffs+2
		}
		if n, part := partPrice(ts, a, end); part {
			p.Unclear, tariffs = true, tariffs+n
			continue
		}
		tariffs++
		if p.Amount != nil && a.value != 0 && *p.Amount != a.value {
			p.Amount, p.Unclear = nil, true
			return p
		}
		p = p.add(a.value)
	}
	if p.Unclear && tariffs > 1 {
		p.Amount = nil
	}
	if p.Amount != nil {
		p.Unclear, p.Zero = false, false
	}
	return p
}

// euroAt reads the amount of euros that starts at token i: "590 €", "€ 450". end is one past its unit.
func euroAt(ts []text.Token, i int) (a amount, end int, ok bool) {
	a, ok = numberAt(ts, i)
	switch {
	case !ok:
	case euro(text.At(ts, a.to)):
		c, end := centsAt(ts, a.to)
		a.value += c
		return a, end, true
	case euro(text.At(ts, i-1)) && text.At(ts, i-2).Num == "":
		return a, a.to, true
	}
	return a, 0, false
}

// centsAt reads what stands behind the unit at token i of an amount: "15 €90", "15 euros et 90 centimes". end is one
// past the unit or the cents.
func centsAt(ts []text.Token, i int) (cents float64, end int) {
	j := i + 1
	if text.At(ts, j).Word == "et" {
		j++
	}
	c, unit := text.At(ts, j), text.At(ts, j+1)
	if len(c.Num) != 2 || c.Line != ts[i].Line {
		return 0, i + 1
	}
	cents = float64(text.Atoi(c.Num)) / 100
	switch {
	case unit.Word == "centimes" || unit.Word == "cts" || unit.Word == "cents":
		return cents, j + 2
	case j == i+1 && !c.Gap && ts[i].Mark == '€' && !euro(unit), j == i+1 && j == len(ts)-1:
		return cents, j + 1
	}
	return 0, i + 1
}

// foreign reports an amount in another currency than the euro.
func foreign(ts []text.Token, a amount) bool {
	if a.to == 0 {
		return false
	}
	for _, t := range [...]text.Token{text.At(ts, a.to), text.At(ts, a.from-1)} {
		if t.Mark == '$' || t.Mark == '£' || t.Word == "chf" || t.Word == "usd" || t.Word == "gbp" {
			return true
		}
	}
	return false
}

// freeBefore reports whether the words before an amount, in its own sentence, say that the course is free for somebody;
// what is free beside it does not count.
func freeBefore(ts []text.Token, i int) bool {
	for j := i - 1; j >= 0 && ts[j].Line == ts[i].Line; j-- {
		t := ts[j]
		if t.Mark == ';' || t.Mark == '.' && ts[j+1].Gap {
			return false
		}
		if t.Word != "gratuit" && t.Word != "gratuite" && t.Word != "gratuits" && t.Word != "gratuites" {
			continue
		}
		switch text.At(ts, j-1).Word {
		case "non", "pas", "inscription", "devis", "parking", "entretien", "essai", "diagnostic", "livret":
		default:
			return true
		}
	}
	return false
}

// partPrice tells an amount that is not the price of the course: for a part of it, a fee beside it, one end of a
// range. tariffs counts what makes the text hold several prices.
func partPrice(ts []text.Token, a amount, end int) (tariffs int, part bool) {
	link := text.At(ts, a.from-1)
	switch unit := unitAfter(ts, end); {
	case a.odd, negative(ts, a.from):
		return 2, true
	case unit == "an" || unit == "mois":
		return 2, true
	case unit != "" || fee(ts, a.from) || feeAfter(ts, end) || times(link) && text.At(ts, a.from-2).Num != "" ||
		times(text.At(ts, end)) && text.At(ts, end+1).Num != "":
		return 0, true
	// "500 à 800 €"
	case bounded(ts, a.from), boundAfter(ts, end), (link.Word == "a" || link.Word == "et" || link.Mark == '-') &&
		text.At(ts, a.from-2).Num != "":
		return 2, true
	}
	return 0, false
}

// negative reports whether a minus stands before an amount and not a dash: "-590 €", "remise : -50 €".
func negative(ts []text.Token, i int) bool {
	t, before := text.At(ts, i-1), text.At(ts, i-2)
	return (t.Mark == '-' || t.Mark == '−' || t.Mark == '–') && !ts[i].Gap &&
		(i == 1 || t.Gap || t.Line != before.Line || before.Mark == ':')
}

func (p priceReading) add(v float64) priceReading {
	if v == 0 {
		p.Zero = true
		return p
	}
	p.Amount = &v
	return p
}

func euro(t text.Token) bool {
	return t.Mark == '€' || t.Word == "euro" || t.Word == "euros" || t.Word == "eur"
}

// unitAfter tells what part of the course an amount is for: "12 €/h", "15 euros de l'heure", "300 € par mois",
// "590 euros la journée"; "" for the whole.
func unitAfter(ts []text.Token, i int) string {
	for n := 0; n < 5 && i+n < len(ts); n++ {
		t := ts[i+n]
		switch {
		case t.Num != "" || t.Mark == ',' || t.Mark == ';' || t.Mark == '(' || t.Mark == '+' || t.Mark == '.' && n > 2 ||
			t.Line != text.At(ts, i-1).Line:
			return ""
		case hourUnit(t.Word):
			return "heure"
		case t.Word == "jour", t.Word == "mois", t.Word == "an", t.Word == "module", t.Word == "seance":
			return t.Word
		case t.Word == "annuel", t.Word == "annuels":
			return "an"
		case text.HasStem(t.Word, "mensuel"), text.HasStem(t.Word, "mensualit"):
			return "mois"
		case t.Word == "journee", t.Word == "semaine", t.Word == "trimestre", t.Word == "semestre", t.Word == "annee":
			prev := text.At(ts, i+n-1)
			if n > 0 && (prev.Word == "la" || prev.Word == "le" || prev.Word == "par" || prev.Mark == '/') {
				return t.Word
			}
		}
	}
	return ""
}

// fee reports whether the words before an amount name something beside the course: "frais de dossier : 20 €",
// "caution 300 €", "économisez 100 €".
func fee(ts []text.Token, i int) bool {
	for n := 1; n <= 7; n++ {
		t := text.At(ts, i-n)
		if t.Num != "" && n > 1 && !strings.HasPrefix(t.Num, "20") || t.Mark == ';' || t.Mark == '-' ||
			t.Mark == '.' && text.At(ts, i-n+1).Gap || t.Line != text.At(ts, i).Line {
			return false
		}
		if feeWord(t.Word) {
			return true
		}
		switch t.Word {
		case "horaire", "journalier", "mensuel", "mensualite", "mensualites", "scolarite":
			return true
		}
	}
	return false
}

// feeWord tells a word for money beside the price, whatever side of the amount it stands on.
func feeWord(w string) bool {
	switch w {
	case "sus", "supplement", "inscription", "dossier", "selection", "immatriculation", "adhesion", "repas", "hebergement",
		"internat", "pension",
		"acompte", "arrhes", "caution", "remise", "reduction", "rabais", "economisez", "economie":
		return true
	}
	return false
}

// feeAfter reports whether the words right behind an amount say that it is a fee: "50 € d'acompte", "590 € de frais de
// dossier"; "590 € hors frais de dossier" is the price.
func feeAfter(ts []text.Token, i int) bool {
	for n := 0; n < 7 && i+n < len(ts) && ts[i+n].Line == ts[i-1].Line; n++ {
		t := ts[i+n]
		if feeWord(t.Word) {
			return true
		}
		switch {
		case t.Word == "a" || t.Word == "en": // "75 € à part", "en plus"
			next := text.At(ts, i+n+1).Word
			return next == "part" || next == "plus" || next == "sus"
		case t.Word == "de", t.Word == "d", t.Word == "frais", t.Mark == '\'', t.Mark == '’',
			t.Word == "ttc", t.Word == "ht":
		default:
			return false
		}
	}
	return false
}

// Free reports whether a short text plainly says that the course costs nothing.
func Free(s string) bool {
	if len(s) > 60 {
		return false
	}
	switch text.FoldWording(s) {
	case "gratuit", "gratuite", "formation gratuite", "entierement gratuit", "entierement gratuite", "gratuit pour tou",
		"gratuite pour tou", "cout gratuit", "formation entierement gratuite":
		return true
	}
	return false
}
