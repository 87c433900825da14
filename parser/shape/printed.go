package shape

import (
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"

	"carif/parser/layout"
	"carif/parser/wording"
	"carif/schema"
)

// Printed is what a run of pieces prints: its text, its items where it is a list, its links, and where it stands.
type Printed struct {
	Text  string
	Items []string
	Links []schema.Link
	Icon  bool
	Label string // the known label it stands under, where it is read as words of a session
	Where schema.Where
}

// Finish joins the lines; they are items where the page printed a list or one thing a line.
func (out Printed) Finish(lines []string, bullets int) Printed {
	if len(lines) > 0 {
		out.Icon = false
	}
	if len(lines) < 500 {
		lines = wording.DropTwins(lines)
	}
	if len(lines) == 0 && out.Icon {
		return out
	}
	out.Text = wording.Clean(strings.Join(lines, "\n"))
	if n := len(lines); n > 0 && bullets == n || n > 1 && bullets == 0 {
		for _, t := range lines {
			out.Items = append(out.Items, wording.Clean(strings.TrimPrefix(t, "- ")))
		}
	}
	return out
}

// Action makes chrome of a piece, or of what follows its label at a place, that is nothing but a link that does something.
func (p *Piece) Action(at int) {
	switch {
	case at > int(p.Lfrom):
		p.Tail = int32(at)
	case p.Claim == "":
		p.Claim, p.Rule = "chrome", "chrome:action"
	}
}

// Place notes where a value stands on the page.
func (r *Sheet) Place(out *Printed, l *layout.Line) {
	if out.Where.Path == "" {
		out.Where.Path = r.Path(l)
		out.Where.Start = int(max(l.Start, 0))
	}
	if int(l.End) > out.Where.End {
		out.Where.End = int(l.End)
	}
}

// Path names a line's place: its boxes from the body down.
func (r *Sheet) Path(l *layout.Line) string {
	if r.Plain {
		return "line " + strconv.Itoa(int(l.Num)+1)
	}
	return r.boxPath(l.Box)
}

// boxPath is the path of a box, made once.
func (r *Sheet) boxPath(b int32) string {
	if b <= 0 || r.Lay.Boxes[b].Tag == atom.Body {
		return ""
	}
	if r.paths == nil {
		r.paths = make([]string, len(r.Lay.Boxes))
	}
	if r.paths[b] == "" {
		s := string(r.appendPath(make([]byte, 0, 256), b))
		for at := len(s); at > 0 && r.paths[b] == ""; b = r.Lay.Boxes[b].Parent { // the boxes around it share its bytes
			r.paths[b] = s[:at]
			at = strings.LastIndexByte(s[:at], '/')
		}
		return s
	}
	return r.paths[b]
}

func (r *Sheet) appendPath(to []byte, b int32) []byte {
	bx := &r.Lay.Boxes[b]
	if bx.Tag == atom.Body || b <= 0 {
		return to
	}
	if to = append(to, r.paths[b]...); len(to) > 0 {
		return to
	}
	if to = r.appendPath(to, bx.Parent); len(to) > 0 {
		to = append(to, '/')
	}
	to = append(append(to, bx.Tag.String()...), '[')
	return append(strconv.AppendInt(to, int64(bx.Ord), 10), ']')
}
