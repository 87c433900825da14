package parser

import (
	"strings"

	"carif/schema"
	"carif/text"
	"carif/text/code"
	"carif/text/kind"
)

// placeColumn names the place column of a session table whose heads name none: the only unknown column in which
// every filled cell has the look of a town.
func (r *reader) placeColumn(t *table) {
	at := -1
	for k := range t.heads {
		switch e := t.heads[k].e; {
		case e != nil && e.field == schema.FieldSessionPlace:
			return
		case e != nil && (e.guess || e.field == schema.FieldProvider || e.field == schema.FieldSessionProvider || e.field == schema.FieldOther) && r.onlyTowns(t, k):
			t.heads[k].e = &entry{field: schema.FieldSessionPlace, guess: true} // "Centre" over nothing but towns
			return
		case e == nil && t.heads[k].label != "" && r.mayHeadPlaces(t.heads[k].label) && r.townsUnder(t, k):
			if at >= 0 {
				return // two such columns: nothing tells which
			}
			at = k
		}
	}
	if at >= 0 {
		t.heads[at].e = &entry{field: schema.FieldSessionPlace, guess: true}
	}
}

// onlyTowns reports whether the cells under a head are towns of the gazetteer, all of them.
func (r *reader) onlyTowns(t *table, k int) bool {
	n := 0
	for _, row := range t.rows[:min(len(t.rows), 50)] {
		col := 0
		for _, c := range row {
			if txt := r.cellText(c.box); columnAt(t.heads, col) == k && txt != "" {
				if !r.town(txt) {
					return false
				}
				n++
			}
			col += c.span
		}
	}
	return n > 0
}

// mayHeadPlaces reports whether a head's words do not tell another field: "Responsable" is over names, not towns.
func (r *reader) mayHeadPlaces(head string) bool {
	e := r.lx.guess(head)
	return e == nil || e.field == schema.FieldSessionPlace
}

// townsUnder reports whether the cells under a head all look like towns and say more than one word's length.
func (r *reader) townsUnder(t *table, k int) bool {
	n := 0
	for _, row := range t.rows[:min(len(t.rows), 50)] {
		col := 0
		for _, c := range row {
			if columnAt(t.heads, col) == k {
				txt := r.cellText(c.box)
				if txt != "" && !(townLike(txt) && len(txt) > 2 && upper(txt[0])) && !postalLine(txt) || tellsState(txt) || kind.YesNo(text.Fold(txt)) {
					return false
				}
				if txt != "" {
					n++
				}
			}
			col += c.span
		}
	}
	return n > 0 && n*2 >= len(t.rows)
}

func upper(c byte) bool { return c >= 'A' && c <= 'Z' || c >= 0x80 }

// allLabelled reports whether every line of a value, two or more, is a known label and its value: a heading over
// labels that stands in a cell.
func (r *reader) allLabelled(i, end int, sc scope) bool {
	n := 0
	for j := i; j < end; j++ {
		q := &r.pieces[j]
		if q.skip || q.label == "" && r.text(q) == "" {
			continue
		}
		if q.label == "" || q.whole || r.lookup(q, sc) == nil {
			return false
		}
		n++
	}
	return n > 1
}

// codeShape gives the field of a short value that is a code and its name, whatever its label: "44041 accueil petite
// enfance", "K1303 - Assistance auprès d'enfants".
func codeShape(t string) schema.Field {
	if len(t) > 90 || strings.Contains(t, "\n") {
		return ""
	}
	number, rest, _ := strings.Cut(t, " ")
	if rest = strings.TrimLeft(rest, " -–:"); !letter(rest) {
		return ""
	}
	switch {
	case len(number) == 5 && text.AllDigits(number):
		return schema.FieldFormacode
	case code.ROMEShape(number):
		return schema.FieldROME
	}
	return ""
}

// hoursLabel gives the part of a duration that a bare label before an amount of hours means: "Centre : 495 heures".
func hoursLabel(key, value string) schema.Field {
	if value == "" || !digit(value[0]) || len(value) > 40 {
		return ""
	}
	if f := " " + text.FoldLabel(value) + " "; !strings.Contains(f, " heures ") && !strings.Contains(f, " h ") && !strings.Contains(f, " heure ") {
		return ""
	}
	switch key {
	case "centre", "organisme", "centre formation", "etablissement", "en centre":
		return schema.FieldCentreHours
	case "entreprise", "en entreprise", "stage", "milieu professionnel":
		return schema.FieldCompanyHours
	case "total", "totale", "globale", "maximale":
		return schema.FieldDuration
	}
	return ""
}

// generalAim reports whether words name one of the few general aims an action may have.
func generalAim(t string) bool {
	f := text.FoldLabel(t)
	for _, w := range [...]string{"certifi", "qualif", "professionnalis", "mise a niveau", "savoirs de base", "mobilisation", "perfectionnement", "creation d entreprise", "elargissement", "diplom", "initiation", "insertion", "orientation", "adaptation"} {
		if strings.Contains(f, w) {
			return true
		}
	}
	return false
}
