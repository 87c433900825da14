// Package golden keeps what the reader says of every authored page: its record (or why there is none) and its
// explanation, a file each in testdata. A change of the reader shows there before anybody meets it, and a test fails
// when the goldens change while parser.Version does not. The command in changes/ tells in words what changed.
//
// It says what the reader does, not whether that is right: internal/layouts and internal/accuracy compare with truth.
package golden

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"carif/harvest"
	"carif/parser/explain"
	"carif/schema"
)

// Set holds goldens by the name of their file below testdata: PAGE.json the record, PAGE.txt the explanation.
type Set map[string][]byte

// entry is the content of PAGE.json.
type entry struct {
	PageSHA256  string          `json:"page_sha256"`  // tells a page that was edited from a reader that reads it otherwise
	ContentHash string          `json:"content_hash"` // what a harvest compares to know a changed page
	Refusal     *refusal        `json:"refusal,omitempty"`
	Records     []schema.Record `json:"records,omitempty"`
}

type refusal struct {
	Reason string `json:"reason"`
	Detail string `json:"detail"`
}

// Read reads every authored page below root, the folder of go.mod.
func Read(root string) (Set, error) {
	r, err := harvest.NewReader("", "")
	if err != nil {
		return nil, err
	}
	list, err := pages(root)
	if err != nil {
		return nil, err
	}
	out := Set{}
	for _, p := range list {
		got, err := r.Read(p.page, nil)
		if err != nil {
			return nil, err
		}
		record, err := recordOf(p, got)
		if err != nil {
			return nil, fmt.Errorf("print record of %s: %w", p.name, err)
		}
		if out[p.name+".json"] != nil {
			return nil, fmt.Errorf("two authored pages are called %s", p.name)
		}
		out[p.name+".json"], out[p.name+".txt"] = record, explanationOf(p, got)
	}
	return out, nil
}

// recordOf prints what `carif parse` prints, but for the two things that would change without the record: the
// parser's version (it stands in testdata/version, once) and the page's hash (it stands beside).
func recordOf(p page, got harvest.Reading) ([]byte, error) {
	sum := sha256.Sum256(p.page.Body)
	e := entry{PageSHA256: hex.EncodeToString(sum[:]), ContentHash: got.Parsed.ContentHash, Records: got.Records}
	if got.Refusal != nil {
		e.Refusal = &refusal{got.Refusal.Reason, got.Refusal.Detail}
	}
	for i := range e.Records {
		e.Records[i].Source.ParserVersion = ""
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(e)
	return b.Bytes(), err
}

func explanationOf(p page, got harvest.Reading) []byte {
	lines := explain.Lines(explain.Page{Name: p.name, Width: 120, Profile: got.Site.ID, Outline: got.Parsed.Outline,
		Refusal: got.Refusal, Records: got.Records, Coverage: got.Parsed.Coverage})
	var b bytes.Buffer
	for _, l := range lines {
		fmt.Fprintln(&b, strings.TrimRight(l.String(), " "))
	}
	return b.Bytes()
}

// Hash is one sum over all goldens and their names.
func (s Set) Hash() string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(s)) {
		fmt.Fprintf(h, "%s %d\n", name, len(s[name]))
		h.Write(s[name])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Pages names the pages of the set, in order.
func (s Set) Pages() []string {
	var out []string
	for name := range s {
		if page, ok := strings.CutSuffix(name, ".json"); ok {
			out = append(out, page)
		}
	}
	slices.Sort(out)
	return out
}
