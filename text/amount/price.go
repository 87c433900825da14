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
	if Free(s) {
		p.Amount = new(0.0)
		return p
	}
	tariffs := 0 // amounts that may each be the price
	for i := 0; i < len(ts); i++ {
		a, end, ok := euroAt(ts, i)
		if !ok {
			continue
		}
		i = a.to - 1
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
		return a, a.to + 1, true
	case euro(text.At(ts, i-1)) && text.At(ts, i-2).Num == "":
		return a, a.to, true
	}
	return a, 0, false
}

// partPrice tells an amount that is not the price of the course: for a part of it, a fee beside it, one end of a
// range. tariffs counts what makes the text hold several prices.
func partPrice(ts []text.Token, a amount, end int) (tariffs int, part bool) {
	link := text.At(ts, a.from-1)
	switch unit := unitAfter(ts, end); {
	case unit == "an" || unit == "mois":
		return 2, true
	case unit != "" || fee(ts, a.from):
		return 0, true
	// "500 à 800 €"
	case bounded(ts, a.from), (link.Word == "a" || link.Word == "et" || link.Mark == '-') &&
		text.At(ts, a.from-2).Num != "":
		return 2, true
	}
	return 0, false
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

// unitAfter tells what part of the course an amount is for: "12 €/h", "15 euros de l'heure", "300 € par mois"; ""
// for the whole.
func unitAfter(ts []text.Token, i int) string {
	for n := 0; n < 5 && i+n < len(ts); n++ {
		t := ts[i+n]
		switch {
		case t.Num != "" || t.Mark == ',' || t.Mark == ';' || t.Mark == '(' || t.Mark == '.' && n > 2 ||
			t.Line != text.At(ts, i-1).Line:
			return ""
		case hourUnit(t.Word):
			return "heure"
		case t.Word == "jour", t.Word == "mois", t.Word == "an", t.Word == "module":
			return t.Word
		}
	}
	return ""
}

// fee reports whether the words before an amount name something beside the course: "frais de dossier : 20 €".
func fee(ts []text.Token, i int) bool {
	for n := 1; n <= 7; n++ {
		t := text.At(ts, i-n)
		if t.Num != "" && n > 1 && !strings.HasPrefix(t.Num, "20") || t.Mark == ';' || t.Mark == '-' ||
			t.Line != text.At(ts, i).Line {
			return false
		}
		switch t.Word {
		case "horaire", "journalier", "inscription", "dossier", "selection", "scolarite", "immatriculation", "adhesion",
			"repas", "hebergement", "internat", "pension":
			return true
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
