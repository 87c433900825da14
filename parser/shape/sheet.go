// Package shape cuts the lines of a layout into pieces, a label and its value each. Every way in which pages show a label
// proposes its pairs: a word of the lexicon, a colon, weight, a heading, a cell beside another, a tab, an attribute.
//
// What a label means for the course, and how far it reaches, is decided later: outline and claim do that.
package shape

import (
	"strings"

	"carif/parser/layout"
	"carif/parser/lexicon"
	"carif/parser/site"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
)

// Sheet is the page as pieces: a label and its value each, in page order.
type Sheet struct {
	Lx         *lexicon.Lexicon
	Lay        *layout.Layout
	site       map[string]schema.Field // label keys a profile adds
	Model      *site.Model             // what is known of the site's pages, nil for none
	Icons      map[string][2]string    // field and words a profile gives icons, by folded alt, title or file name
	Plain      bool                    // a plain-text capture: no structure but lines
	Pieces     []Piece
	Over       bool                      // there are more labels than a page is read with: the pieces are not whole
	folds      []string                  // of lines, as asked for
	opens      map[string]string         // words of links within the page; nil until asked for
	FirstOf    []int32                   // piece index of a line's first piece
	Filled     []holeValue               // values of templates, taken out of their lines
	known      map[string]bool           // answers of the lexicon
	guesses    map[string]*lexicon.Entry // by printed label, nil where no rule fits
	Guessed    map[string]*lexicon.Entry // labels of the page that only their words tell
	Towns      map[string]bool           // answers of the gazetteer
	chromeWord bool                      // the line in hand is chrome by its words
	drawnKeys  []learntStyle             // how each line is drawn
	pictures   int                       // see drawnHeads; 0 until counted
	Inlines    int                       // see inline; 0 until counted
	paths      []string                  // of boxes, as asked for
	places     []string                  // of boxes among the site's pages, as asked for
	Notes      Notes                     // why pieces are read as they are, nil where nobody asks
}

// Hints are what is known of a page before it is cut.
type Hints struct {
	Lexicon *lexicon.Lexicon
	Model   *site.Model       // of the page's site, nil for none
	Labels  map[string]string // fields of labels, as a profile gives them
	Icons   map[string]string // "field=words" of icons, as a profile gives them
	Explain bool              // keep notes for people
}

// Cut makes the sheet of a page. What a person says of a label, in a profile or a model, stands before the lexicon.
func Cut(lay *layout.Layout, h Hints) *Sheet {
	r := &Sheet{Lx: h.Lexicon, Lay: lay, Model: h.Model, Plain: lay.Plain, site: map[string]schema.Field{}, known: make(map[string]bool, 96),
		guesses: map[string]*lexicon.Entry{}, Guessed: map[string]*lexicon.Entry{}}
	for l, f := range h.Labels {
		r.site[wording.LabelKey(l)] = schema.Field(f)
	}
	if h.Model != nil {
		for l, f := range h.Model.Override.Labels {
			r.site[wording.LabelKey(l)] = f
		}
	}
	for icon, fact := range h.Icons {
		if f, words, ok := strings.Cut(fact, "="); ok {
			if r.Icons == nil {
				r.Icons = map[string][2]string{}
			}
			r.Icons[text.FoldLabel(icon)] = [2]string{strings.TrimSpace(f), strings.TrimSpace(words)}
		}
	}
	r.yearsOver()
	r.calendars()
	r.cut()
	if h.Explain {
		r.Notes = Notes{}
	}
	return r
}

// cut splits every line of the layout into pieces, a label and its value each. The page's own labels then teach it
// how the page draws a label, so that unknown labels are split from their values too.
func (r *Sheet) cut() {
	r.breakParts()
	r.folds = make([]string, len(r.Lay.Lines))
	r.FirstOf = make([]int32, len(r.Lay.Lines)+1)
	r.Pieces = make([]Piece, 0, len(r.Lay.Lines)+16)
	tabs, placed := r.tabLabels(), r.tabsByPlace()
	for i := range r.Lay.Lines {
		r.FirstOf[i] = int32(len(r.Pieces))
		if r.annotated(int32(i)) {
			continue
		}
		r.split(int32(i))
		r.placed(int32(i))
		if p := &r.Pieces[r.FirstOf[i]]; len(tabs)+len(placed) > 0 && (p.Label == "" || p.Whole && !p.Known && p.Rank > 1) {
			r.tabLabel(tabs, placed, int32(i))
		}
	}
	r.FirstOf[len(r.Lay.Lines)] = int32(len(r.Pieces))
	r.pairs()
	r.figures()
	r.numberedParts()
	r.learn()
}

// Folded gives a line's words folded, once for all who ask.
func (r *Sheet) Folded(li int32) string {
	if r.folds[li] == "" {
		r.folds[li] = text.FoldLabel(r.Lay.Lines[li].Text)
	}
	return r.folds[li]
}

// AppendFolded is FoldedPart into a buffer, for those who ask once.
func (r *Sheet) AppendFolded(to []byte, li int32, t string) []byte {
	if len(t) == len(r.Lay.Lines[li].Text) && r.folds[li] != "" {
		return append(to, r.folds[li]...)
	}
	return text.AppendFoldLabel(to, t)
}

// FoldedPart gives some words of a line folded; those of the whole line are folded once.
func (r *Sheet) FoldedPart(li int32, t string) string {
	if len(t) == len(r.Lay.Lines[li].Text) {
		return r.Folded(li)
	}
	return text.FoldLabel(t)
}

// BoxOf gives the box of a piece.
func (r *Sheet) BoxOf(i int) int32 { return r.Lay.Lines[r.Pieces[i].Line].Box }

// Scope is where the reader stands: what a label means depends on it.
type Scope uint8

const (
	InCourse Scope = iota
	InSession
	InBlock // provider or contact
)

// Told gives the field that the profile says a label has, "" for none.
func (r *Sheet) Told(key string) schema.Field { return r.site[key] }

// Lookup tells what a piece's label means in a scope; nil when it is no known label there.
func (r *Sheet) Lookup(p *Piece, sc Scope) *lexicon.Entry {
	if p.Label == "" {
		return nil
	}
	if f := r.Model.SessionField(p.Key); f != "" && sc == InSession {
		return &lexicon.Entry{Field: f}
	}
	if f := r.site[p.Key]; f != "" {
		return &lexicon.Entry{Field: f, Told: true}
	}
	if sc == InSession {
		if e := lexicon.Find(r.Lx.Session, p.Key); e != nil {
			return e
		}
	}
	if sc != InCourse {
		if e := r.Lx.Block[p.Key]; e != nil {
			return e
		}
	}
	if e := lexicon.Find(r.Lx.Course, p.Key); e != nil {
		if e.Cell && p.Sure <= Lone && !r.Plain {
			return nil
		}
		return e
	}
	if e := lexicon.FindTwo(r.Lx.Course, p.Label); e != nil {
		return e
	}
	if e := r.Lx.Block[p.Key]; e != nil {
		return e
	}
	if e := r.Guessed[p.Key]; e != nil {
		return e
	}
	if f := r.Model.Field(p.Key); f != "" {
		return &lexicon.Entry{Field: f}
	}
	return nil
}

// State reports whether a short text tells a session's state: by the vocabulary, whose wordings a user may add to.
func (r *Sheet) State(t string) bool {
	t = strings.Trim(t, " -–,:()")
	return wording.TellsState(t) || len(t) < 60 && len(t) > 2 && !text.HasDigit(t) && r.Lx.IsState(t)
}

// Guess is lexicon.guess, remembered for one page.
func (r *Sheet) Guess(label string) *lexicon.Entry {
	if len(label) > 70 || lexicon.Asked(label) {
		return nil
	}
	e, ok := r.guesses[label]
	if !ok {
		e = r.Lx.Guess(label)
		r.guesses[label] = e
	}
	return e
}
