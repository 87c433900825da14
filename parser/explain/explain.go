// Package explain tells in lines what the reader made of one page: every block, and beside it the field that took it.
// `carif parse --explain` prints these lines in colours, and the goldens keep them. It is not for records: those are
// printed as JSON. It reads no page itself.
package explain

import (
	"fmt"
	"strings"

	"carif/parser"
	"carif/schema"
)

// The widest column of claims, and what is left for the text on the narrowest terminal, in characters.
const (
	claimWidth = 28
	leastBlock = 40
)

// Page is one page and what reading it gave.
type Page struct {
	Name    string // of the page, as people know it
	Profile string // id of the site profile
	Outline *parser.Outline
	Width   int             // of the terminal in characters, to which lines are cut; 0: lines are whole
	Refusal *schema.Refusal // nil when the page gave a record
	Records []schema.Record
	parser.Coverage
}

// Kinds of a Line that are no fields.
const (
	KindPage   = "page"   // the page's name
	KindChrome = "chrome" // a block of the page's own: a menu, a foot, a button; Head tells the rule
	KindIssue  = "issue"  // something the normaliser could not type
	KindWhy    = "why"    // who decided on the block above, and what lost
	KindNote   = ""       // words about the page
)

// Line is one line of an explanation. Kind says what it is about: a claim ("title", "unclaimed" …) or one of the
// kinds above. Head is what a printer may set off by a colour; Text goes on right behind it.
type Line struct{ Kind, Head, Text string }

func (l Line) String() string { return l.Head + l.Text }

// Lines explains one page, in page order.
func Lines(p Page) []Line {
	out := []Line{{KindPage, fmt.Sprintf("%s  (profile %s)", p.Name, p.Profile), ""}}
	if p.Refusal != nil {
		out = append(out, Line{KindNote, "", fmt.Sprintf("no record: %s: %s", p.Refusal.Reason, p.Refusal.Detail)})
	}
	if p.Outline == nil {
		return out
	}
	width := 0
	for _, b := range p.Outline.Blocks {
		width = max(width, min(len([]rune(claimOf(b))), claimWidth))
	}
	chrome := 0
	for _, b := range p.Outline.Blocks {
		if b.Claim == KindChrome {
			chrome++
		}
		out = append(out, Line{b.Claim, fmt.Sprintf("%-*s", width, claimOf(b)), "  " + p.cut(blockText(b), width+2)})
		if len(b.Why) > 0 {
			out = append(out, Line{KindWhy, strings.Repeat(" ", width), "  └ " + strings.Join(b.Why, "; ")})
		}
	}
	if p.Content > 0 {
		pct := func(n int) float64 { return 100 * float64(n) / float64(p.Content) }
		out = append(out, Line{KindNote, "", fmt.Sprintf(
			"%s of content: %.1f %% in fields, %.1f %% absent, %.1f %% unclaimed; %s of page chrome",
			plural(p.Content, "character"), pct(p.Field), pct(p.Absent), pct(p.Unclaimed), plural(chrome, "block"))})
	}
	if p.Outline.Evidence != "" && p.Refusal == nil {
		out = append(out, Line{KindNote, "", "a course by " + p.Outline.Evidence})
	}
	for i := range p.Records {
		for _, is := range p.Records[i].Issues {
			out = append(out, Line{KindIssue, "issue", fmt.Sprintf(" %s: %s: %s", is.Code, is.Field, p.cut(is.Raw, 30))})
		}
	}
	return append(out, Line{}) // pages are told apart by an empty line
}

// plural writes a number with its noun.
func plural(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// claimOf is what became of a block: the field that took it, or the rule by which it is the page's own and no field's.
func claimOf(b parser.Block) string {
	if b.Claim == KindChrome && strings.HasPrefix(b.Rule, KindChrome) {
		return b.Rule
	}
	return b.Claim
}

// blockText is one block on one line.
func blockText(b parser.Block) string {
	text := strings.Join(strings.Fields(b.Text), " ")
	if b.Label != "" {
		text = "[" + b.Label + "] " + text
	}
	return text
}

// cut shortens a text that stands behind so many characters to what is left of the line.
func (p Page) cut(text string, before int) string {
	if p.Width == 0 {
		return text
	}
	return Cut(text, max(p.Width-before, leastBlock))
}

// Cut shortens a text to n characters, the last of them "…" where something was left out.
func Cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
