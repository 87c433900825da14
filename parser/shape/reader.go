package shape

import (
	"carif/parser/layout"
	"carif/parser/lexicon"
	"carif/parser/site"
	"carif/schema"
)

// sheet is the page as pieces: a label and its value each, in page order.
type Sheet struct {
	Lx         *lexicon.Lexicon
	Lay        *layout.Layout
	Site       map[string]schema.Field // label keys a profile adds
	Model      *site.Model             // what is known of the site's pages, nil for none
	Icons      map[string][2]string    // field and words a profile gives icons, by folded alt, title or file name
	Plain      bool                    // a plain-text capture: no structure but lines
	Pieces     []Piece
	FirstOf    []int32                   // piece index of a line's first piece
	Filled     []holeValue               // values of templates, taken out of their lines
	Known      map[string]bool           // answers of the lexicon
	Guesses    map[string]*lexicon.Entry // by printed label, nil where no rule fits
	Guessed    map[string]*lexicon.Entry // labels of the page that only their words tell
	Towns      map[string]bool           // answers of the gazetteer
	chromeWord bool                      // the line in hand is chrome by its words
	drawnKeys  []learntStyle             // how each line is drawn
	pictures   int                       // see drawnHeads; 0 until counted
	Inlines    int                       // see inline; 0 until counted
	paths      []string                  // of boxes, as asked for
	places     []string                  // of boxes among the site's pages, as asked for
}

// cut splits every line of the layout into pieces, a label and its value each. The page's own labels then teach it
// how the page draws a label, so that unknown labels are split from their values too.
func (r *Sheet) Cut() {
	r.Guessed = map[string]*lexicon.Entry{}
	r.breakParts()
	r.FirstOf = make([]int32, len(r.Lay.Lines)+1)
	r.Pieces = make([]Piece, 0, len(r.Lay.Lines)+16)
	tabs := r.tabLabels()
	for i := range r.Lay.Lines {
		r.FirstOf[i] = int32(len(r.Pieces))
		if r.annotated(int32(i)) {
			continue
		}
		r.split(int32(i))
		r.placed(int32(i))
		if p := &r.Pieces[r.FirstOf[i]]; len(tabs) > 0 && p.Label == "" {
			r.tabLabel(tabs, int32(i), p)
		}
	}
	r.FirstOf[len(r.Lay.Lines)] = int32(len(r.Pieces))
	r.pairs()
	r.numberedParts()
	r.learn()
}

// boxOf gives the box of a piece.
func (r *Sheet) BoxOf(i int) int32 { return r.Lay.Lines[r.Pieces[i].Line].Box }

// scope is where the reader stands: what a label means depends on it.
type Scope uint8

const (
	InCourse Scope = iota
	InSession
	InBlock // provider or contact
)

// lookup tells what a piece's label means in a scope; nil when it is no known label there.
func (r *Sheet) Lookup(p *Piece, sc Scope) *lexicon.Entry {
	if p.Label == "" {
		return nil
	}
	if f := r.Model.SessionField(p.Key); f != "" && sc == InSession {
		return &lexicon.Entry{Field: f}
	}
	if f := r.Site[p.Key]; f != "" {
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
