package export

import (
	"maps"
	"slices"
	"sort"

	"carif/export/scrub"
)

// Warning is something a file could not hold as it was, and how often.
type Warning struct {
	Code   string `json:"code"`   // one of the Warn… constants
	Detail string `json:"detail"` // where: a column, an element
	Count  int    `json:"count"`
}

// The codes of a Warning.
const (
	WarnCut      = "cut"          // a text over the limit of the format, cut and marked
	WarnRemoved  = "removed"      // characters the format forbids, taken out
	WarnDefused  = "defused"      // cells a spreadsheet would run, given a leading '
	WarnInvalid  = scrub.Invalid  // bytes that are no UTF-8, replaced by U+FFFD
	WarnRedacted = scrub.Redacted // telephone numbers, e-mail addresses or contact names taken out of free text
	WarnFiller   = "filler"       // a value LHÉO makes compulsory and the record does not have
	WarnUnheld   = "unheld"       // a value LHÉO has no element for: it stands in extras, which other readers skip
	WarnLost     = "lost"         // a value that is not in the file at all
	WarnSplit    = "split"        // a table that went on in a further sheet
	WarnNoPlace  = "no_place"     // sessions without coordinates
)

// inWords say what a code of a Warning means, for people.
var inWords = map[string]string{
	WarnCut:      "texts too long for the format, cut and marked",
	WarnRemoved:  "characters the format forbids, left out",
	WarnDefused:  "cells a spreadsheet would run as a formula, given a leading '",
	WarnInvalid:  "bytes that are no text, replaced",
	WarnRedacted: "phone numbers, email addresses and names of contacts taken out of texts",
	WarnFiller:   "LHÉO demands a value and the page gives none: filled in, and marked as filled",
	WarnUnheld:   "LHÉO has no element for these values: kept in extras, which other readers may skip",
	WarnLost:     "values that are not in the file",
	WarnSplit:    "tables too long for one sheet, continued in another",
	WarnNoPlace:  "sessions without a point, because their commune is not known",
}

// Codes lists the codes a Warning may have.
func Codes() []string { return slices.Sorted(maps.Keys(inWords)) }

// Meaning says in words what a code of a Warning means.
func Meaning(code string) string { return inWords[code] }

type warnKey struct{ code, detail string }

// warnings counts; the zero value is ready.
type warnings struct{ n map[warnKey]int }

func (w *warnings) add(code, detail string, n int) {
	if n == 0 {
		return
	}
	if w.n == nil {
		w.n = map[warnKey]int{}
	}
	w.n[warnKey{code, detail}] += n
}

// list gives the warnings by code, then detail.
func (w *warnings) list() []Warning {
	out := make([]Warning, 0, len(w.n))
	for k, n := range w.n {
		out = append(out, Warning{k.code, k.detail, n})
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Code != out[j].Code {
			return out[i].Code < out[j].Code
		}
		return out[i].Detail < out[j].Detail
	})
	return out
}
