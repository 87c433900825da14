package parser

import (
	"carif/parser/site"
	"carif/schema"
)

// reader turns one layout into a Draft. It lives for one page.
type reader struct {
	p          *Parser
	lx         *lexicon
	lay        *layout
	site       map[string]schema.Field // label keys a profile adds
	model      *site.Model             // what is known of the site's pages, nil for none
	icons      map[string][2]string    // field and words a profile gives icons, by folded alt, title or file name
	openFirst  map[string]bool
	known      map[string]bool
	chromeWord bool              // the line in hand is chrome by its words
	drawnKeys  []learntStyle     // how each line is drawn
	guesses    map[string]*entry // by printed label, nil where no rule fits
	guessed    map[string]*entry // labels of the page that only their words tell
	townHeads  map[int32]bool    // lines of headings that name a session by its town
	plain      bool              // a plain-text capture: no structure but lines

	pieces   []piece
	pictures int      // see drawnHeads; 0 until counted
	inlines  int      // see inline; 0 until counted
	metas    int      // lines looked at for what they say of the sheet
	note     *string  // see legend; nil until looked for
	paths    []string // of boxes, as asked for
	places   []string // of boxes among the site's pages, as asked for
	firstOf  []int32  // piece index of a line's first piece
	styles   map[styleKey]int
	tables   map[int32]*table // record tables by box
	cards    map[int32]bool   // boxes that are one session each

	filled   []holeValue // values of templates, taken out of their lines
	draft    schema.Draft
	surely   float64            // how sure the label in hand is, 0 where none is
	list     bool               // a table of the page lists courses
	towns    map[string]bool    // answers of the gazetteer
	told     map[string]float64 // how surely each evidence of a course was told
	titleAt  int                // piece of the title, -1
	titleEnd int                // end of the title's pieces, where it has several
	group    int
	loose    session // what the course level says of its only session
	seen     map[string]bool
	lastUsed int // last piece a field took

	found      []*session // in page order
	weak       []int      // values under labels that give way
	weakOr     map[int]schema.Field
	rowWeak    []int        // values of table rows that give way to one of the course
	blockField schema.Field // the block last opened: provider or contacts
	blockGroup int
	blockAt    int     // piece where the block began
	lastBlock  int     // last piece a block took
	addressed  bool    // the provider's address was read
	later      []later // course fields said session by session
	left       []int   // pieces of the unclaimed texts
	opener     int     // piece of the sessions label being read
	lastLabel  schema.Field
	listing    bool // inside a run of sessions that have no box of their own
	heading    int  // piece of the unknown heading text stands under
	headingEnd int
	under      string // the folded heading of the section that text stands in
	underRank  uint8
	over       overLabel // the label over other labels whose own words may still follow
}

// overLabel is a known label whose value began with other labels: loose words after them are still its own.
type overLabel struct {
	e     *entry
	label string
	end   int
	rank  uint8
}

// cut splits every line of the layout into pieces, a label and its value each. The page's own labels then teach it
// how the page draws a label, so that unknown labels are split from their values too.
func (r *reader) cut() {
	r.guessed = map[string]*entry{}
	r.breakParts()
	r.firstOf = make([]int32, len(r.lay.lines)+1)
	r.pieces = make([]piece, 0, len(r.lay.lines)+16)
	tabs := r.tabLabels()
	for i := range r.lay.lines {
		r.firstOf[i] = int32(len(r.pieces))
		if r.annotated(int32(i)) {
			continue
		}
		r.split(int32(i))
		r.placed(int32(i))
		if p := &r.pieces[r.firstOf[i]]; len(tabs) > 0 && p.label == "" {
			r.tabLabel(tabs, int32(i), p)
		}
	}
	r.firstOf[len(r.lay.lines)] = int32(len(r.pieces))
	r.pairs()
	r.numberedParts()
	r.learn()
	r.findTownHeads()
}

// guessLabels reads the labels no list knows by their words, below the title.
func (r *reader) guessLabels() {
	for i := range r.pieces {
		p := &r.pieces[i]
		if p.label == "" || p.known && r.lookup(p, inCourse) != nil || p.sure < styled || p.rank == 1 || i <= r.titleAt || r.isSessionHead(p) {
			continue
		}
		if e := r.guess(p.label); e != nil {
			r.guessed[p.key] = e
		}
	}
}

// countStyles counts, for each style, the distinct known labels that stand in it.
func (r *reader) countStyles() {
	r.styles = map[styleKey]int{}
	type pair struct {
		k styleKey
		l string
	}
	done := map[pair]bool{}
	for i := range r.pieces {
		p := &r.pieces[i]
		if p.skip || !p.known || p.sure < styled {
			continue
		}
		k := r.styleOf(p)
		if pr := (pair{k, p.key}); !done[pr] {
			done[pr] = true
			r.styles[k]++
		}
	}
}

// pieceRange gives the pieces of a box.
func (r *reader) pieceRange(b int32) (int, int) {
	bx := &r.lay.boxes[b]
	return int(r.firstOf[bx.first]), int(r.firstOf[bx.last])
}

// boxOf gives the box of a piece.
func (r *reader) boxOf(i int) int32 { return r.lay.lines[r.pieces[i].line].box }

// scope is where the reader stands: what a label means depends on it.
type scope uint8

const (
	inCourse scope = iota
	inSession
	inBlock // provider or contact
)

// lookup tells what a piece's label means in a scope; nil when it is no known label there.
func (r *reader) lookup(p *piece, sc scope) *entry {
	if p.label == "" {
		return nil
	}
	if f := r.model.SessionField(p.key); f != "" && sc == inSession {
		return &entry{field: f}
	}
	if f := r.site[p.key]; f != "" {
		return &entry{field: f, told: true}
	}
	if sc == inSession {
		if e := find(r.lx.session, p.key); e != nil {
			return e
		}
	}
	if sc != inCourse {
		if e := r.lx.block[p.key]; e != nil {
			return e
		}
	}
	if e := find(r.lx.course, p.key); e != nil {
		if e.cell && p.sure <= lone && !r.plain {
			return nil
		}
		return e
	}
	if e := findTwo(r.lx.course, p.label); e != nil {
		return e
	}
	if e := r.lx.block[p.key]; e != nil {
		return e
	}
	if e := r.guessed[p.key]; e != nil {
		return e
	}
	if f := r.model.Field(p.key); f != "" {
		return &entry{field: f}
	}
	return nil
}

// long reports fields whose value is running text in which other labels' words may stand.
func long(f schema.Field) bool {
	switch f {
	case schema.FieldObjective, schema.FieldGeneralObjective, schema.FieldProgramme, schema.FieldPrerequisites, schema.FieldAdmission, schema.FieldHighlights,
		schema.FieldFollowUp, schema.FieldOther, schema.FieldSessionText:
		return true
	}
	return false
}

func isSession(f schema.Field) bool { return len(f) > 8 && f[:8] == "session." }
