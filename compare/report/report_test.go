package report

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"carif/compare"
)

// hostile is a result whose names are hostile to every format.
func hostile() *compare.Result {
	v, low, high := 1234.5, 1000.0, 1500.0
	none := 0.25
	r := &compare.Result{By: "region", On: "2026-11-30", Measures: []string{"price", "levels", "seats"},
		Definitions: map[string]string{"price": "Median <price>."},
		Statements:  map[string]string{"price": "WITH a </pre><script>"},
		Outside:     map[string]int{"price": 3},
		Sources:     []compare.Source{{ID: "a", Name: "A|b <i>\n*c*", Read: "2026-11-30", Run: 7, Expected: 9, Met: 8}}}
	bad := `<script>alert(1)</script>|\|"x` + "\n"
	for i, verdict := range []compare.Verdict{compare.Comparable, compare.NotComparable} {
		f := compare.Figure{Measure: "price", Unit: fmt.Sprint(75 + i), Name: bad, N: 10, Value: &v, Low: &low, High: &high,
			Verdict: verdict, Rank: 1 - i, SQL: "SELECT 1;"}
		if i == 1 {
			f.Reasons = []compare.Reason{{Criterion: compare.States, Verdict: verdict, Words: "12 % | <b>"}}
		}
		r.Figures = append(r.Figures, f)
	}
	r.Figures = append(r.Figures, compare.Figure{Measure: "levels", Unit: "75", Name: bad, Code: "4", Label: bad, N: 10,
		Value: &none, Low: &none, High: &none, Rank: 1, Verdict: compare.WithCare})
	return r
}

// TestHTML: the page is whole, nothing of a name becomes a tag, and nothing is fetched.
func TestHTML(t *testing.T) {
	var b bytes.Buffer
	if err := HTML(&b, hostile(), "1.4.0"); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	if strings.Contains(page, "<script") || strings.Contains(page, "<b>") {
		t.Error("a name became a tag")
	}
	if at := regexp.MustCompile(`(src|href)="(https?:)?//`).FindString(page); at != "" {
		t.Errorf("it fetches %s", at)
	}
	for _, want := range []string{"1\u202f234.5 €", `<tr class="grey">`, "Map of price", `aria-label="Table of price"`,
		"No figure.", "3 records stand in no region", `class="q0"`, `class="not"`} {
		if !strings.Contains(page, want) {
			t.Errorf("it lacks %s", want)
		}
	}
	ids, depth := map[string]int{}, 0
	z := html.NewTokenizer(strings.NewReader(page))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		token := z.Token()
		switch {
		case kind == html.StartTagToken && token.Data != "meta":
			depth++
		case kind == html.EndTagToken:
			depth--
		}
		for _, a := range token.Attr {
			if a.Key == "id" && kind != html.EndTagToken {
				ids[a.Val]++
			}
		}
	}
	if depth != 0 {
		t.Errorf("%d tags are not closed", depth)
	}
	for id, n := range ids {
		if n > 1 {
			t.Errorf("id %s stands there %d times", id, n)
		}
	}
}

// TestMarkdown: each row of a table has its cells, whatever names hold.
func TestMarkdown(t *testing.T) {
	var b bytes.Buffer
	if err := Markdown(&b, hostile(), "1.4.0"); err != nil {
		t.Fatal(err)
	}
	bars := 0
	for _, line := range strings.Split(b.String(), "\n") {
		if strings.Contains(line, "<i>") {
			t.Errorf("a tag: %s", line)
		}
		if !strings.HasPrefix(line, "|") {
			bars = 0
			continue
		}
		n := strings.Count(strings.NewReplacer(`\\`, "", `\|`, "").Replace(line), "|")
		if bars > 0 && n != bars {
			t.Errorf("%d cells, not %d: %s", n, bars, line)
		}
		bars = n
		if strings.Contains(line, "<") {
			t.Errorf("a tag: %s", line)
		}
	}
}

// TestCSV: every row has all columns, and the words come back as they were.
func TestCSV(t *testing.T) {
	var b bytes.Buffer
	r := hostile()
	if err := CSV(&b, r); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != 4 || len(rows[0]) != len(Columns()) {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if rows[1][3] != r.Figures[0].Name || rows[1][7] != "1234.5" || rows[2][14] != "12 % | <b>" {
		t.Errorf("%q", rows[1:])
	}
}

// TestUnknownPages: where nobody knows how many pages there are, no number stands for them.
func TestUnknownPages(t *testing.T) {
	s := compare.Source{Met: 50}
	if got := Met(&s) + "|" + expected(&s); got != "50 pages met; how many there are is unknown|unknown" {
		t.Error(got)
	}
	s.Expected = 51
	if got := Met(&s) + "|" + expected(&s); got != "50 of 51 pages met|51" {
		t.Error(got)
	}
}

// TestSuppressedMarks: what is suppressed and what there is not have marks of their own.
func TestSuppressedMarks(t *testing.T) {
	r, v := &compare.Result{}, 0.0
	for want, f := range map[string]compare.Figure{"<5 <5": {Suppressed: true}, "<5 80": {Suppressed: true, N: 80},
		"– 0": {}, "0 0": {Measure: "births", Value: &v}} {
		if got := Value(r, &f) + " " + N(&f); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestGrouped(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 999: "999", 1000: "1\u202f000", 1234567: "1\u202f234\u202f567",
		12.5:  "12.5",
		-1234: "-1\u202f234"} {
		if got := grouped(v, 0); got != want {
			t.Errorf("%v: %q, want %q", v, got, want)
		}
	}
}
