package parser

import (
	"strings"

	"carif/schema"
	"carif/text"
	"carif/text/date"
	"carif/text/kind"
)

// metaLine reads a line about the sheet itself, printed without colons: "Réf. 51-5102 | Fiche modifiée le 19 juin
// 2013", "Fiche n° 68F3301 - mise à jour du 17/05/2013". It reports whether the line was one.
func (r *reader) metaLine(pr printed) bool {
	if len(pr.text) > 140 || strings.Contains(pr.text, "\n") || r.metas > 50 {
		return false
	}
	found := false
	r.metas++
	before := "" // words that lead to the next part
	var more []string
	for _, part := range splitMarks(pr.text) {
		q := pr
		q.items, q.links = nil, nil
		part = strings.TrimSpace(part)
		if date := updateDate(part); date != "" && len(r.draft.Get(schema.FieldUpdatedOn)) == 0 {
			q.text = date
			r.put(schema.FieldUpdatedOn, strings.TrimSpace(before+" "+strings.TrimSuffix(part, date)), q, nil, 0)
			found, before = true, ""
			continue
		}
		if label, id := sheetID(part); id != "" && len(r.draft.Get(schema.FieldNativeID)) == 0 {
			q.text = id
			r.put(schema.FieldNativeID, strings.TrimSpace(before+" "+label), q, nil, 0)
			found, before = true, ""
			continue
		}
		if digits(part) == 0 {
			before = strings.TrimSpace(before + " " + part)
			continue
		}
		more, before = append(more, strings.TrimSpace(before+" "+part)), ""
	}
	if more = append(more, before); found {
		r.putMore(more, pr)
	}
	return found
}

// putMore keeps what else a line about the sheet says: when it was typed in, who did.
func (r *reader) putMore(more []string, pr printed) {
	for _, t := range more {
		pr.text, pr.items, pr.links = t, nil, nil
		if t != "" && !r.saysAlready(schema.FieldOther, t) {
			r.put(schema.FieldOther, "", pr, nil, 0)
		}
	}
}

// cutMeta takes a last line about the sheet itself off a value: the foot of a sheet under its last heading.
func (r *reader) cutMeta(pr printed) printed {
	i := strings.LastIndexByte(pr.text, '\n')
	if i < 1 {
		return pr
	}
	foot := pr
	foot.text, foot.items, foot.links = pr.text[i+1:], nil, nil
	dated := false
	for _, part := range splitMarks(foot.text) {
		if updateDate(part) != "" {
			dated = true
		} else if _, id := sheetID(part); id == "" {
			return pr
		}
	}
	if !dated || len(r.draft.Get(schema.FieldUpdatedOn)) > 0 || !r.metaLine(foot) {
		return pr
	}
	pr.text = pr.text[:i]
	if n := len(pr.items); n > 0 && pr.items[n-1] == foot.text {
		pr.items = pr.items[:n-1]
	}
	return pr
}

// marks puts one bar for all that parts a line about the sheet; made once, it is read-only.
var marks = strings.NewReplacer(" Mise à jour", "|Mise à jour", " Mis à jour", "|Mis à jour", " mise à jour", "|mise à jour", " - ", "|", " – ", "|", " / ", "|", ", ", "|", " (", "|")

// splitMarks splits a line at bars and dashes.
func splitMarks(t string) []string {
	return strings.FieldsFunc(marks.Replace(t), func(c rune) bool { return c == '|' || c == '•' || c == '·' })
}

// updateDate gives the date after words that speak of an update, "" when there are none.
func updateDate(t string) string {
	spans := date.Spans(t)
	if len(spans) != 1 || len(t)-spans[0][1] > 2 {
		return ""
	}
	f := text.FoldLabel(t[:spans[0][0]])
	for _, w := range [...]string{"mise a jour", "mis a jour", "modifi", "actualis", "maj ", "revise", "verifie"} {
		if strings.Contains(f+" ", w) {
			return strings.TrimSpace(t[spans[0][0]:spans[0][1]])
		}
	}
	return ""
}

// sheetID gives the id after "Réf.", "Fiche n°", "Numéro de formation" where no colon parts them.
func sheetID(t string) (label, id string) {
	t = strings.TrimSpace(t)
	i := strings.LastIndexByte(t, ' ')
	if j := strings.LastIndex(t, "°"); j > i {
		i = j + len("°") - 1
	}
	if i < 1 {
		return "", ""
	}
	label, id = strings.Trim(t[:i+1], " ("), strings.Trim(t[i+1:], " .)")
	if !isID(id) && (len(id) < 5 || !strings.ContainsAny(id, "-_/") || kind.NativeID(id) == "") {
		return "", ""
	}
	f := text.FoldLabel(label)
	for _, w := range [...]string{"ref", "reference", "fiche n", "n", "numero", "code", "identifiant", "id", "formation n", "action n", "stage n", "offre n", "no", "fiche", "dossier"} {
		if strings.HasPrefix(f, "fiche ") && strings.HasSuffix(f, " n") && len(f) < 40 { // "Fiche action n° MP11-1331"
			return label, id
		}
		if f == w || w != "fiche" && strings.HasPrefix(f, w+" ") && len(f) < 40 {
			return label, id
		}
	}
	return "", ""
}
