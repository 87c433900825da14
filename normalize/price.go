package normalize

import "carif/normalize/vocab"

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
		if perUnit(ts, end) {
			p.Unclear = true
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

// perUnit tells an amount for a part of the course: "12 €/h", "15 euros de l'heure", "300 € par mois".
func perUnit(ts []token, i int) bool {
	for n := 0; n < 5 && i+n < len(ts); n++ {
		t := ts[i+n]
		switch {
		case t.num != "" || t.mark == ',' || t.mark == ';' || t.mark == '.' && n > 2:
			return false
		case hourUnit(t.word), t.word == "jour", t.word == "mois", t.word == "an", t.word == "module", t.word == "personne" && n > 2:
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
