package text

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// ReadYAML reads a file that people write into a value, strictly: an unknown key is an error, and so is a second
// document, which nobody would read. most bounds its bytes, see BoundYAML; a file of nothing is io.EOF. Every error is
// one line, with the number of the line that it is about where that is known.
func ReadYAML(data []byte, most int, into any) error {
	if err := BoundYAML(data, most); err != nil {
		return err
	}
	if no := secondDocument(data); no > 0 {
		return &BoundError{no, `a second document begins ("---"): a file is one`}
	}
	return lineError(GuardYAML(func() error {
		return yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(into)
	}))
}

// secondDocument is the line in which a second document says something; 0 for none. The library loses what stands
// behind an empty document, so that its own count is no help.
func secondDocument(data []byte) int {
	no, begun, over := 0, false, false
	for line := range bytes.Lines(data) {
		no++
		line = bytes.TrimRight(line, "\r\n")
		rest := bytes.TrimSpace(line)
		mark := blankAt(line, 3) && (bytes.HasPrefix(line, []byte("---")) || bytes.HasPrefix(line, []byte("...")))
		if mark {
			over, begun = begun, true
			rest = bytes.TrimSpace(line[3:])
		}
		switch {
		case len(rest) == 0 || rest[0] == '#' || !begun && line[0] == '%':
		case over:
			return no
		default:
			begun = true
		}
	}
	return 0
}

// lineError turns the YAML library's error, which prints an excerpt of the file, into one line with the number of the
// line.
func lineError(err error) error {
	var unknown *yaml.UnknownFieldError
	var typ *yaml.TypeError
	var node *yaml.UnexpectedNodeTypeError
	var big *yaml.OverflowError
	var syntax *yaml.SyntaxError
	at := func(t *token.Token, format string, args ...any) error {
		return fmt.Errorf("line %d: "+format, append([]any{t.Position.Line}, args...)...)
	}
	switch {
	case err == nil:
		return nil
	case errors.As(err, &unknown):
		return at(unknown.Token, "unknown key %q", unknown.Token.Value)
	case errors.As(err, &typ):
		return at(typ.Token, "%q has the wrong type: expected %s", typ.Token.Value, typ.DstType)
	case errors.As(err, &node):
		return at(node.Token, "%q has the wrong type: expected %s", node.Token.Value, strings.ToLower(node.Expected.String()))
	case errors.As(err, &big):
		return at(big.Token, "%s is too large a number", big.SrcNum)
	case errors.As(err, &syntax):
		return at(syntax.Token, "not YAML: %s", strings.Join(strings.Fields(syntax.Message), " "))
	}
	if words, _, more := strings.Cut(err.Error(), "\n"); more {
		return errors.New(words)
	}
	return err
}

// YAMLWord is a string of a file that knows its line, so that a mistake can be pointed at.
type YAMLWord struct {
	Text string
	Line int
}

// UnmarshalYAML keeps the scalar as written: a code such as 01 or 8 stays text.
func (w *YAMLWord) UnmarshalYAML(n ast.Node) error {
	at := n.GetToken().Position.Line
	scalar, ok := n.(ast.ScalarNode)
	if !ok {
		return fmt.Errorf("line %d: expected a single value", at)
	}
	text := scalar.GetToken().Value
	if block, ok := n.(*ast.LiteralNode); ok {
		text = block.Value.Value
	}
	*w = YAMLWord{Text: strings.TrimSpace(text), Line: at}
	return nil
}

// YAMLWords is a list of single values that knows the line it begins in. An item without a value is "".
type YAMLWords struct {
	Words []string
	Line  int
}

// UnmarshalYAML keeps each value as written, as that of YAMLWord does.
func (l *YAMLWords) UnmarshalYAML(n ast.Node) error {
	at := n.GetToken().Position.Line
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		return fmt.Errorf("line %d: expected a list of single values", at)
	}
	*l = YAMLWords{Line: at}
	for _, v := range list.Values {
		var w YAMLWord
		if v.Type() != ast.NullType {
			if err := w.UnmarshalYAML(v); err != nil {
				return err
			}
		}
		l.Words = append(l.Words, w.Text)
	}
	return nil
}

// GuardYAML makes an error of the library's panics, which some texts cause that are no YAML anybody writes.
func GuardYAML(read func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("not YAML that can be read: a tag or an anchor without a value")
		}
	}()
	return read()
}

// deepestYAML bounds how deep a file's keys and lists may stand in each other: no file that somebody writes comes near.
const deepestYAML = 100

// mostPathsYAML bounds the bytes of the paths of all keys and items ("$.page.labels.Durée"), which the library makes
// one by one: a long key over many others costs its length for each of them.
const mostPathsYAML = 1 << 27

// BoundError says which line of a file takes it over a bound: of BoundYAML, or of one document.
type BoundError struct {
	Line   int
	Reason string
}

func (e *BoundError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Reason) }

// BoundYAML refuses a file that a YAML library would need too much memory for: one of more bytes than most, or one
// whose keys and lists stand too deep in each other or below too long ones, as the library goes down into them by
// recursion and notes the path of each. It looks at the characters alone and says nothing of whether they are YAML.
func BoundYAML(data []byte, most int) error {
	if len(data) > most {
		return fmt.Errorf("the file has %d bytes, more than the %d that are read: is it the right file?", len(data), most)
	}
	var y yamlDepth
	no := 0
	for line := range bytes.Lines(data) {
		no++
		switch y.line(bytes.TrimRight(line, "\r\n")); {
		case y.worst > deepestYAML:
			return &BoundError{no, fmt.Sprintf("keys or lists stand more than %d deep in each other: take some of them out",
				deepestYAML)}
		case y.paths > mostPathsYAML:
			return &BoundError{no, "too many keys or items stand below long keys: shorten those"}
		}
	}
	return nil
}

// yamlDepth is where a reader of YAML's lines is.
type yamlDepth struct {
	open   []yamlLevel // the keys and lists that are open: those of the indentation, and in them those in brackets
	flow   int         // of them in braces and brackets
	word   int         // bytes of the key or value so far
	parent int         // the column of the key or dash that a value belongs to
	block  bool        // in the lines of a block of text ("|", ">") that belongs to it
	quote  byte        // the open quotation mark
	begins bool        // a value may begin here
	worst  int         // the most that were open
	paths  int         // bytes of all paths
}

// yamlLevel is an open list or set of keys.
type yamlLevel struct {
	column int // at which it begins, where no bracket does
	path   int // bytes of the path of its last key
}

func (y *yamlDepth) tooMuch() bool { return y.worst > deepestYAML || y.paths > mostPathsYAML }

// push opens a level.
func (y *yamlDepth) push(column int) {
	path := 1
	if n := len(y.open); n > 0 {
		path = y.open[n-1].path
	}
	y.open = append(y.open, yamlLevel{column, path})
	y.worst = max(y.worst, len(y.open))
}

// keyed notes that a key of so many bytes, or an item, stands in the innermost level.
func (y *yamlDepth) keyed(bytes int) {
	n := len(y.open)
	if n == 0 {
		return
	}
	y.open[n-1].path = 1 + bytes
	if n > 1 {
		y.open[n-1].path += y.open[n-2].path
	}
	y.paths += y.open[n-1].path
}

// line reads one line.
func (y *yamlDepth) line(l []byte) {
	rest := bytes.TrimLeft(l, " \t")
	at := len(l) - len(rest)
	if y.quote != 0 {
		i := y.quoted(l, 0)
		y.word += i
		y.within(l, i)
		return
	}
	if len(rest) == 0 || y.block && at > y.parent {
		return
	}
	y.block = false
	if y.flow == 0 {
		if rest[0] == '#' {
			return
		}
		if at == 0 && (bytes.HasPrefix(l, []byte("---")) || bytes.HasPrefix(l, []byte("..."))) { // another document
			y.open, at = y.open[:0], min(len(l), 3)
		}
		y.indent(at)
		y.parent = at - 1
		y.begins = true
	}
	y.within(l, at)
}

// indent opens the block that begins at a column, and ends those that stand further in.
func (y *yamlDepth) indent(at int) {
	for n := len(y.open); n > 0 && y.open[n-1].column >= at; n-- {
		y.open = y.open[:n-1]
	}
	y.push(at)
}

// within reads a line from a column on.
func (y *yamlDepth) within(l []byte, i int) {
	for i < len(l) && !y.tooMuch() {
		from := i
		if y.begins {
			y.word = 0
		}
		switch c := l[i]; {
		case blankAt(l, i):
			i++
		case c == '#' && (i == 0 || blankAt(l, i-1)):
			return
		case y.begins:
			i = y.value(l, i)
		default:
			y.mark(l, i)
			i++
		}
		y.word += i - from
	}
}

// value reads what stands at the begin of a value, and gives where the line goes on behind it.
func (y *yamlDepth) value(l []byte, i int) int {
	switch c := l[i]; c {
	case '"', '\'':
		y.quote = c
		return y.quoted(l, i+1)
	case '!', '&': // a tag or an anchor stands before the value
		for i < len(l) && !blankAt(l, i) {
			i++
		}
		return i
	case '-', '?':
		if y.flow == 0 && blankAt(l, i+1) {
			y.parent = i
			y.keyed(8) // "[12345]"
			for i++; i < len(l) && blankAt(l, i); {
				i++
			}
			y.indent(i)
			return i
		}
	case '|', '>':
		if y.flow == 0 {
			y.block = true
			return len(l)
		}
	}
	y.mark(l, i)
	return i + 1
}

// mark reads one character that may begin or end a list or keys, or part them.
func (y *yamlDepth) mark(l []byte, i int) {
	switch c := l[i]; {
	case (c == '{' || c == '[') && (y.begins || y.flow > 0):
		y.flow++
		y.push(0)
		y.begins = true
	case (c == '}' || c == ']') && y.flow > 0:
		y.flow--
		y.open = y.open[:len(y.open)-1]
		y.begins = false
	case c == ',' && y.flow > 0:
		y.keyed(8)
		y.begins = true
	case c == ':' && (y.flow > 0 || blankAt(l, i+1)):
		y.keyed(y.word)
		if y.begins = true; y.flow == 0 {
			y.parent = y.open[len(y.open)-1].column
		}
	default:
		y.begins = false
	}
}

// blankAt reports whether a blank or the end of the line stands at i.
func blankAt(l []byte, i int) bool { return i >= len(l) || l[i] == ' ' || l[i] == '\t' }

// quoted goes to the end of a quotation, and gives where the line goes on behind it.
func (y *yamlDepth) quoted(l []byte, i int) int {
	for ; i < len(l); i++ {
		switch {
		case l[i] == '\\' && y.quote == '"':
			i++
		case l[i] == y.quote && y.quote == '\'' && i+1 < len(l) && l[i+1] == '\'':
			i++
		case l[i] == y.quote:
			y.quote, y.begins = 0, false
			return i + 1
		}
	}
	return len(l)
}
