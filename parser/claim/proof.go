package claim

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html/atom"

	"carif/parser/session"
	"carif/schema"
	"carif/text"
)

// part is one evidence of the page being a course's.
type part struct {
	name string
	n    float64
}

// proof sums up what speaks for the page being a course's, and what against it.
func (r *Reader) proof() (sum float64, parts []part) {
	if len(r.Draft.Sessions) > 0 && !r.late {
		r.tell(schema.FieldSessions, 1)
	}
	for k, share := range r.told {
		if n := share * r.Lx.Proof.Weights[k]; n > 0 {
			parts = append(parts, part{k, n})
		}
	}
	slices.SortFunc(parts, func(a, b part) int { return cmp.Compare(a.name, b.name) }) // sums of shares depend on their order
	all := 0.0                                                                         // evidences, each by how surely it was told
	for _, p := range parts {
		sum += p.n
		all += min(1, r.told[p.name]/r.Lx.Proof.Suggested)
	}
	if n := all - 3; n > 0 {
		extra := n * r.Lx.Proof.Together
		sum, parts = sum+extra, append(parts, part{"together", extra})
	}
	ag := &r.Lx.Proof.Against
	if r.kind = ""; sum >= ag.Unless+3*ag.Weight {
		return sum, parts // so much speaks for a course that what speaks against it is not looked for
	}
	found, kind := r.against()
	r.kind = kind
	for _, words := range found {
		sum, parts = sum-ag.Weight, append(parts, part{words, -ag.Weight})
	}
	if sum >= ag.Unless {
		r.kind = ""
	}
	return sum, parts
}

// longestAgainst is the most bytes of a label or line that speaks against a course; longer ones are prose.
const longestAgainst = 80

// mostAgainst is the number of pieces that are looked at: a page of another kind says so before.
const mostAgainst = 4000

// against gives the labels and short lines that pages of other kinds print, each wording once, with the kind of page, and
// the kind of which there are two: the page is of that kind.
func (r *Reader) against() (found []string, kind string) {
	var seen []int
	per := map[string]int{}
	for i := range r.Pieces[:min(len(r.Pieces), mostAgainst)] {
		p := &r.Pieces[i]
		t := cmp.Or(p.Label, r.Text(p))
		if p.Skip || t == "" || len(t) > longestAgainst {
			continue
		}
		if n, k := r.Lx.Proof.SpeaksAgainst(text.FoldLabel(t)); n >= 0 && !slices.Contains(seen, n) {
			seen = append(seen, n)
			beside := slices.Contains(r.Lx.Proof.Against.Beside, k)
			if per[k]++; beside && per[k] > 2 {
				continue
			}
			if found = append(found, k+": "+t); per[k] == 2 && kind == "" && !beside {
				kind = k
			}
		}
	}
	return found, kind
}

// weighWords weighs the title and the running text of a page whose labels do not speak for a course: a few plain sentences
// are all that some training bodies print.
func (r *Reader) weighWords() {
	for _, v := range r.Draft.Get(schema.FieldTitle) {
		if r.Lx.Proof.CourseTitle(text.FoldLabel(v.Text)) {
			r.tell("course_title", 1)
		}
	}
	read := 0
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if p.Skip || i > 0 && r.Pieces[i-1].Line == p.Line {
			continue
		}
		l := &r.Lay.Lines[p.Line]
		t := l.Text
		if len(l.Anchors) > 0 && l.Anchors[0].From == 0 && int(l.Anchors[0].To) >= len(t) {
			continue // a link speaks of the page it leads to
		}
		if read += len(t); read > maxWeighed {
			return
		}
		f := text.FoldLabel(t)
		for _, s := range r.Lx.Proof.InWords() {
			if s.Is(f) {
				r.tell(schema.Field(s.Name), r.Lx.Proof.Suggested)
			}
		}
	}
}

// fewLabels reports whether a page says what it says in sentences: it has no more labels than a leaflet has headings.
func (r *Reader) fewLabels() bool {
	n := 0
	for i := range r.Pieces {
		if p := &r.Pieces[i]; p.Label != "" && !p.Skip {
			n++
		}
	}
	return n <= mostHeadings
}

// mostHeadings is the number of labels up to which sentences are weighed.
const mostHeadings = 12

// maxWeighed is the number of bytes of running text that are weighed: a course says what it is at its beginning.
const maxWeighed = 20000

// alone sums up what each evidence says by itself: the page of another kind may speak of many things.
func alone(parts []part) (sum float64) {
	for _, p := range parts {
		if p.name != "together" {
			sum += p.n
		}
	}
	return sum
}

// inWords says what speaks for the page being a course's, the most first.
func inWords(parts []part) (words string) {
	slices.SortFunc(parts, func(a, b part) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.name, b.name)) })
	for i, p := range parts {
		if i > 0 {
			words += ", "
		}
		words += fmt.Sprintf("%s %.1f", p.name, p.n)
	}
	return words
}

// Evidence tells what speaks for the page being a course's, in words; "" where nothing does.
func (r *Reader) Evidence() string {
	if r.Notes == nil {
		return ""
	}
	sum, parts := r.proof()
	if len(parts) == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f of %.0f (%s)", sum, r.Lx.Proof.Enough, inWords(parts))
}

// Refusal tells why the page is no course, nil when it is one.
func (r *Reader) Refusal() *schema.Refusal {
	sum, parts := r.proof()
	title := r.otherPage()
	if sum < r.Lx.Proof.Enough && title == "" && r.kind == "" && r.fewLabels() {
		r.weighWords()
		sum, parts = r.proof()
	}
	course := sum >= r.Lx.Proof.Enough && (title == "" || alone(parts) >= 2*r.Lx.Proof.Enough) && r.about(sum)
	if course && r.kind == "" && !r.event() {
		return nil
	}
	told := cmp.Or(inWords(parts), "nothing")
	refuse := func(format string, args ...any) *schema.Refusal {
		return &schema.Refusal{Reason: schema.RefuseNotACourse, Detail: fmt.Sprintf(format, args...)}
	}
	switch {
	case len(parts) == 0 && r.ownWords() < 200:
		return &schema.Refusal{Reason: schema.RefuseEmptyShell, Detail: "the page has no content of its own"}
	case title != "":
		return refuse("it is a page of another kind; what speaks for a course: %.1f (%s)", sum, told)
	case r.kind != "":
		return refuse("it has the labels of another kind of page (%s); what speaks for a course: %.1f (%s)", r.kind, sum, told)
	}
	return refuse("what speaks for a course: %.1f of %.0f (%s)", sum, r.Lx.Proof.Enough, told)
}

// about reports whether the page says what the course is about, or when it is and more than that.
func (r *Reader) about(sum float64) bool {
	enough := r.Lx.Proof.Enough
	return r.told["objective"]+r.told["programme"]+r.told["prerequisites"] >= r.Lx.Proof.Unlabelled || r.told["course_title"] > 0 || len(r.Draft.Sessions) > 0 && !r.late && sum >= enough || sum >= 1.5*enough
}

// otherPage gives the title where it is that of a list, a home page, a contact page, and says so where the page lists
// courses in a table; "" else.
func (r *Reader) otherPage() string {
	if r.list || r.manyNext() {
		return "a list of courses"
	}
	for _, v := range r.Draft.Get(schema.FieldTitle) {
		if r.Lx.Proof.OtherPage(text.FoldLabel(v.Text)) {
			return v.Text
		}
	}
	return r.headOfOther()
}

// manyNext reports whether the page says again and again when "the next session" is: of so many courses.
func (r *Reader) manyNext() bool {
	n := 0
	for i := range r.Pieces {
		if p := &r.Pieces[i]; !p.Skip && p.Known && strings.HasPrefix(p.Key, "prochain") {
			if n++; n == mostNext {
				return true
			}
		}
	}
	return false
}

// mostNext is how often the page of one course does not say when the next session is.
const mostNext = 4

// headOfOther gives the page's only h1 where it is no title but names a page of another kind: "Nos prochaines sessions" is a
// label to the reader, and says what the page is.
func (r *Reader) headOfOther() string {
	only := int32(-1)
	for i := range r.Lay.Boxes {
		if bx := &r.Lay.Boxes[i]; bx.Tag == atom.H1 && bx.First < bx.Last {
			if only >= 0 {
				return ""
			}
			only = int32(i)
		}
	}
	if only < 0 || r.Lay.Boxes[only].Last-r.Lay.Boxes[only].First > 1 {
		return ""
	}
	t := r.Lay.Lines[r.Lay.Boxes[only].First].Text
	if f := text.FoldLabel(t); r.OnAllPages(t) || !r.Lx.Proof.OtherPage(f) {
		return ""
	}
	return t
}

// event reports whether the title is that of an event or an offer: it speaks to the same people as a course, of when and
// where and what for, and is none.
func (r *Reader) event() bool {
	return slices.ContainsFunc(r.Draft.Get(schema.FieldTitle), func(v schema.Value) bool { return r.Lx.Proof.Event(text.FoldLabel(v.Text)) })
}

// ownWords counts the bytes of the page that are no chrome.
func (r *Reader) ownWords() (n int) {
	for i := range r.Pieces {
		if !r.Pieces[i].Skip {
			n += len(r.Lay.Lines[r.Pieces[i].Line].Text)
		}
	}
	return n
}

// ProofOf names the evidence a field is: all that is said of who gives the course, of its codes or of its hours is one.
func ProofOf(f schema.Field) string {
	head, _, _ := strings.Cut(string(f), ".")
	if head == "session" {
		return "sessions"
	}
	return head
}

// told notes how surely a field was told: 1 under a known label, less under words that suggest it, least under none.
func (r *Reader) tell(f schema.Field, share float64) {
	k := ProofOf(f)
	if r.Lx.Proof.Weights[k] > 0 && share > r.told[k] {
		if r.told == nil {
			r.told = map[string]float64{}
		}
		r.told[k] = share
	}
}

// Suggest notes that something beside the page's own words tells a field.
func (r *Reader) Suggest(f schema.Field) { r.tell(f, r.Lx.Proof.Suggested) }

// TellEmbedded notes that the page tells machines that it is a course's.
func (r *Reader) TellEmbedded() { r.tell("embedded", 1) }

// dropBare takes back the sessions that nothing on the page speaks for: a session has a date, a way to enter, a number of its
// own, or a place that is one. What stood there stays listed, as absent where the page says that there is none.
func (r *Reader) dropBare() {
	kept, at := r.found[:0], 0
	for _, s := range r.found {
		if r.Evident(s) {
			kept = append(kept, s)
			continue
		}
		at = r.noteNoSession(s, at)
		for _, v := range s.Values {
			v.Items = nil
			if r.Lx.SaysNone(v.Text) {
				r.Draft.Absent = append(r.Draft.Absent, schema.Absent{Field: schema.FieldSessions, Raw: v.Text})
				continue
			}
			if v.Field == schema.FieldSessionContact {
				v.Field = schema.FieldContact
			} else {
				v.Field = schema.FieldOther
			}
			r.Draft.Values = append(r.Draft.Values, v)
		}
	}
	r.found = kept
}

// noteNoSession notes, where one asks, that a session was taken back. It looks for the session from a piece on, for they come
// in the page's order, and gives the piece where it stands.
func (r *Reader) noteNoSession(s *session.Session, from int) int {
	if r.Notes == nil || len(s.Values) == 0 {
		return from
	}
	for i := from; i < len(r.Pieces); i++ {
		if p := &r.Pieces[i]; p.Claim == "session" || strings.HasPrefix(p.Claim, "session.") {
			if t := r.Text(p); t != "" && strings.Contains(s.Values[0].Text, t) {
				r.Notes.Add(p, "no session: neither a date nor a way to enter nor a place that is one")
				return i
			}
		}
	}
	return from
}
