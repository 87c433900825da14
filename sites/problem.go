package sites

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"carif/text"
)

// keyTokens maps a key path ("page.root", "course[1]") to the token that begins it.
type keyTokens map[string]*token.Token

// longestPath bounds the key paths that are known by their lines: what stands below a longer one is told of by that of
// the longer one.
const longestPath = 500

func walkKeys(n ast.Node, path string, keys keyTokens) {
	if len(path) > longestPath {
		return
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		for _, v := range n.Values {
			walkKeys(v, path, keys)
		}
	case *ast.MappingValueNode:
		key := n.Key.GetToken().Value
		if path != "" {
			key = path + "." + key
		}
		keys[key] = n.Key.GetToken()
		walkKeys(n.Value, key, keys)
	case *ast.SequenceNode:
		for i, v := range n.Values {
			key := fmt.Sprintf("%s[%d]", path, i)
			if t := v.GetToken(); t != nil {
				keys[key] = t
			}
			walkKeys(v, key, keys)
		}
	}
}

// keyAt is the path of the last key that begins at or before a token: the key whose value the token is.
func (keys keyTokens) keyAt(at *token.Token) string {
	best, where := "", -1
	for key, t := range keys {
		if o := t.Position.Offset; o <= at.Position.Offset && (o > where || o == where && len(key) > len(best)) {
			best, where = key, o
		}
	}
	return best
}

// mostProblems bounds the keys of one file that are told of because they cannot be read.
const mostProblems = 100

// mostBytes bounds the file of a profile.
const mostBytes = 1 << 20

// decode reads a profile with all that is wrong with its keys, and where those are: one that cannot be read is told of
// and left out, and the rest is read without it. The profile is nil for what is no YAML of keys at all.
func decode(data []byte) (*Profile, keyTokens, []Problem) {
	keys := keyTokens{}
	none := func(err error) (*Profile, keyTokens, []Problem) { return nil, keys, []Problem{keys.problem(err)} }
	if len(bytes.TrimSpace(data)) == 0 {
		return none(io.EOF)
	}
	if err := text.BoundYAML(data, mostBytes); err != nil {
		return none(err)
	}
	f, err := parser.ParseBytes(data, 0)
	if err != nil {
		return none(err)
	}
	if len(f.Docs) == 0 || f.Docs[0].Body == nil {
		return none(io.EOF)
	}
	body := f.Docs[0].Body
	walkKeys(body, "", keys)
	var probs []Problem
	for _, doc := range f.Docs[1:] {
		if doc.Body != nil {
			probs = append(probs, Problem{Line: doc.Body.GetToken().Position.Line,
				Reason: "a second document begins (\"---\"): a file is one profile"})
			break
		}
	}
	for {
		p := &Profile{}
		err := text.GuardYAML(func() error { return yaml.NodeToValue(body, p, yaml.Strict()) })
		if err == nil {
			return p, keys, probs
		}
		q := keys.problem(err)
		probs = append(probs, q)
		if len(probs) >= mostProblems || q.Key == "" || !leaveOut(body, q.Key) {
			return nil, keys, probs
		}
	}
}

// leaveOut takes the innermost key of a path out of the tree; it reports false where there is none.
func leaveOut(n ast.Node, path string) bool {
	m, ok := n.(*ast.MappingNode)
	if !ok {
		return false
	}
	for i, v := range m.Values {
		key := v.Key.GetToken().Value
		rest, in := strings.CutPrefix(path, key)
		if !in || rest != "" && rest[0] != '.' && rest[0] != '[' {
			continue
		}
		if rest != "" && rest[0] == '.' && leaveOut(v.Value, rest[1:]) {
			return true
		}
		m.Values = append(m.Values[:i:i], m.Values[i+1:]...)
		return true
	}
	return false
}

// problem turns the YAML library's error into line, key and reason.
func (keys keyTokens) problem(err error) Problem {
	var p Problem
	var unknown *yaml.UnknownFieldError
	var typ *yaml.TypeError
	var node *yaml.UnexpectedNodeTypeError
	var big *yaml.OverflowError
	var syn *yaml.SyntaxError
	var bound *text.BoundError
	at := func(t *token.Token, reason string) {
		p.Line, p.Key, p.Reason = t.Position.Line, keys.keyAt(t), reason
	}
	switch {
	case errors.Is(err, io.EOF):
		p.Reason = "the file is empty: `carif sites new ID` prints a profile to begin with"
	case errors.As(err, &bound):
		p.Line, p.Reason = bound.Line, bound.Reason
	case errors.As(err, &unknown):
		at(unknown.Token, "unknown key (docs/site-profiles.md lists the keys)")
	case errors.As(err, &typ):
		at(typ.Token, "wrong type: expected "+typeName(typ.DstType))
	case errors.As(err, &node):
		at(node.Token, "wrong type: expected "+nodeName(node.Expected))
	case errors.As(err, &big):
		at(big.Token, big.SrcNum+" is too large a number")
	case errors.As(err, &syn):
		p.Line, p.Reason = syn.Token.Position.Line, "not YAML: "+syn.Message
	case strings.Contains(err.Error(), "time: "): // the only key that holds one
		p.Key, p.Reason = "pace.delay", "wrong type: expected a duration, like 2s"
		if t := keys[p.Key]; t != nil {
			p.Line = t.Position.Line
		}
	default:
		p.Reason, _, _ = strings.Cut(err.Error(), "\n")
	}
	return p
}

// typeName says in words what a key of a Go type expects.
func typeName(t reflect.Type) string {
	if t == reflect.TypeFor[time.Duration]() {
		return "a duration, like 2s"
	}
	switch t.Kind() {
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int64:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	case reflect.Slice:
		return "a list"
	}
	return "a " + t.String()
}

// nodeName says in words what a key that holds others expects.
func nodeName(t ast.NodeType) string {
	switch t {
	case ast.SequenceType:
		return "a list"
	case ast.MappingType:
		return "keys with values"
	}
	return "a " + strings.ToLower(t.String())
}
