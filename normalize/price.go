package normalize

import (
	"strings"

	"carif/normalize/vocab"
)

// priceReading is what a printed text says of a price.
type priceReading struct {
	Amount  *float64 // euros; nil without one plain reading
	Unclear bool     // amounts are printed and none is the price
	Zero    bool     // a printed 0 that is nobody's price: unknown
}

// readPrice reads a price. Several different amounts (two tariffs, HT and TTC, a range) have no single reading;
// an amount for an hour, a day or a month is not the price of the course.
func readPrice(s string) priceReading {
	ts := tokens(s)
	var p priceReading
	if v, ok := lone(ts); ok {
		return p.add(v)
	}
	if free(s) {
		p.Amount = of(0.0)
		return p
	}
	n := 0
	for i := 0; i < len(ts); i++ {
		a, ok := numberAt(ts, i)
		if !ok {
			continue
		}
		i = a.to - 1
		end := a.to
		switch {
		case euro(at(ts, end)):
			end++
		case euro(at(ts, a.from-1)) && at(ts, a.from-2).num == "":
		default:
			continue
		}
		if unit := unitAfter(ts, end); unit != "" || fee(ts, a.from) {
			p.Unclear = true
			if unit == "an" || unit == "mois" {
				n += 2 // a tariff of its own
			}
			continue
		}
		if bounded(ts, a.from) {
			p.Unclear, n = true, n+2
			continue
		}
		if link := at(ts, a.from-1); (link.word == "a" || link.word == "et" || link.mark == '-') && at(ts, a.from-2).num != "" {
			p.Unclear, n = true, n+2 // "500 à 800 €"
			continue
		}
		n++
		if a.value == 0 {
			p.Zero = true
			continue
		}
		if p.Amount != nil && *p.Amount != a.value {
			p.Amount, p.Unclear = nil, true
			return p
		}
		p = p.add(a.value)
	}
	if p.Unclear && n > 1 {
		p.Amount = nil
	}
	if p.Amount != nil {
		p.Unclear, p.Zero = false, false
	}
	return p
}

func (p priceReading) add(v float64) priceReading {
	if v == 0 {
		p.Zero = true
		return p
	}
	p.Amount = &v
	return p
}

func euro(t token) bool {
	return t.mark == '€' || t.word == "euro" || t.word == "euros" || t.word == "eur"
}

// unitAfter tells what part of the course an amount is for: "12 €/h", "15 euros de l'heure", "300 € par mois"; ""
// for the whole.
func unitAfter(ts []token, i int) string {
	for n := 0; n < 5 && i+n < len(ts); n++ {
		t := ts[i+n]
		switch {
		case t.num != "" || t.mark == ',' || t.mark == ';' || t.mark == '(' || t.mark == '.' && n > 2 || t.line != at(ts, i-1).line:
			return ""
		case hourUnit(t.word):
			return "heure"
		case t.word == "jour", t.word == "mois", t.word == "an", t.word == "module":
			return t.word
		}
	}
	return ""
}

// fee reports whether the words before an amount name something beside the course: "frais de dossier : 20 €".
func fee(ts []token, i int) bool {
	for n := 1; n <= 7; n++ {
		t := at(ts, i-n)
		if t.num != "" && n > 1 && !strings.HasPrefix(t.num, "20") || t.mark == ';' || t.mark == '-' || t.line != at(ts, i).line {
			return false
		}
		switch t.word {
		case "inscription", "dossier", "selection", "scolarite", "immatriculation", "adhesion", "repas", "hebergement", "internat", "pension":
			return true
		}
	}
	return false
}

// free reports whether a short text plainly says that the course costs nothing.
func free(s string) bool {
	if len(s) > 60 {
		return false
	}
	switch vocab.Fold(s) {
	case "gratuit", "gratuite", "formation gratuite", "entierement gratuit", "entierement gratuite", "gratuit pour tou", "gratuite pour tou", "cout gratuit", "formation entierement gratuite":
		return true
	}
	return false
}
