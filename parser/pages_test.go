package parser

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"carif/schema"
)

// theParser is made once for all tests that read many small pages; it is read-only.
var theParser = sync.OnceValues(New)

// A pageCase is an authored page and what its draft prints: lines that must stand there, whole, and words that must not
// stand anywhere in it.
type pageCase struct {
	name, page string
	want, not  []string
}

// checkPages reads each page, the body of a sheet, and compares.
func checkPages(t *testing.T, cases []pageCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := printPage(t, schema.Page{Body: []byte(c.page)})
			lines := strings.Split(got, "\n")
			for _, w := range c.want {
				if !slices.Contains(lines, w) {
					t.Errorf("no line %q in\n%s", w, got)
				}
			}
			for _, n := range c.not {
				if strings.Contains(got, n) {
					t.Errorf("%q in\n%s", n, got)
				}
			}
		})
	}
}

// printPage reads a page and prints what came of it, a value a line: "field text", "2 field text" for the second session,
// "absent field words", "unclaimed words", "sessions 2", or "refused reason: detail". Lines of one value are joined by " / ".
func printPage(t *testing.T, pg schema.Page) string {
	t.Helper()
	p, err := theParser()
	if err != nil {
		t.Fatal(err)
	}
	return printResult(t, p, pg)
}

// printResult is printPage by a parser of the caller's.
func printResult(t *testing.T, p *Parser, pg schema.Page) string {
	t.Helper()
	res, err := p.Parse(pg, nil)
	if err != nil {
		t.Fatal(err)
	}
	if res.Refusal != nil {
		return fmt.Sprintf("refused %s: %s", res.Refusal.Reason, res.Refusal.Detail)
	}
	var b strings.Builder
	flat := strings.NewReplacer("\n", " / ")
	for _, d := range res.Drafts {
		for _, v := range d.Values {
			fmt.Fprintf(&b, "%s %s\n", v.Field, flat.Replace(v.Text))
		}
		fmt.Fprintf(&b, "sessions %d\n", len(d.Sessions))
		for n, s := range d.Sessions {
			for _, v := range s.Values {
				fmt.Fprintf(&b, "%d %s %s\n", n+1, v.Field, flat.Replace(v.Text))
			}
		}
		for _, a := range d.Absent {
			fmt.Fprintf(&b, "absent %s %s\n", a.Field, flat.Replace(a.Raw))
		}
		for _, u := range d.Unclaimed {
			fmt.Fprintf(&b, "unclaimed %s\n", flat.Replace(strings.TrimSpace(u.Label+" "+u.Text)))
		}
	}
	return b.String()
}

// basket is a page of one course around some of its own words.
func basket(facts string) string {
	return "<title>Vannerie - Centre Essai</title><body><main><h1>Vannerie</h1>" + "<section>" + aSheet + "</section>" + facts + "</main>"
}
