//go:build sqlite_fts5 || fts5

package compare_test

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"carif/compare"
	"carif/compare/truth"
)

// changed is a small world of its own after some statements.
func changed(t *testing.T, statements ...string) *built {
	t.Helper()
	b, err := build(t.TempDir()+"/world.db", truth.Options{Seed: 5, Courses: 3000}, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.db.Close() })
	w, err := sql.Open("sqlite3", "file:"+b.path)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, s := range statements {
		if _, err := w.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	return b
}

// said gives the reasons of a criterion against the figure of a measure and unit, and its verdict.
func said(t *testing.T, r *compare.Result, measure, unit string, of compare.Criterion) (string, compare.Verdict) {
	t.Helper()
	i := slices.IndexFunc(r.Figures, func(f compare.Figure) bool { return f.Measure == measure && f.Unit == unit })
	if i < 0 {
		t.Fatalf("no %s of %s", measure, unit)
	}
	var words []string
	for _, reason := range r.Figures[i].Reasons {
		if reason.Criterion == of {
			words = append(words, reason.Words)
		}
	}
	return strings.Join(words, "; "), r.Figures[i].Verdict
}

// moved turns the second catalogue of 93 into saved pages of another day.
func moved(update string) []string {
	return []string{"UPDATE run SET kind = 'import', complete = 0 WHERE site = 't93'",
		"UPDATE course SET " + update + " WHERE site = 't93'"}
}

// TestPooled: catalogues of different years are not counted together without a word.
func TestPooled(t *testing.T) {
	for update, want := range map[string]compare.Verdict{
		"updated_on = '2026-03-01'":                                      compare.WithCare, // for the saved pages, not for their day
		"updated_on = '2025-09-01'":                                      compare.NotComparable,
		"updated_on = '2013-09-03'":                                      compare.NotComparable,
		"fetched_at = '2013-09-03T04:00:00Z', updated_on = '2026-03-01'": compare.NotComparable,
		"updated_on = '2213-09-03'":                                      compare.WithCare, // no day of the past
		"fetched_at = (SELECT max(ended) FROM run WHERE site = 't93'), updated_on = '2013-09-03'": compare.NotComparable,
	} {
		r := ask(t, changed(t, moved(update)...), compare.Query{By: "region", Measures: []string{"certifying"}})
		words, v := said(t, r, "certifying", "93", compare.Pooled)
		if v != want || (words != "") != (strings.Contains(update, "2013") || strings.Contains(update, "2025")) {
			t.Errorf("%s: %s: %q", update, v, words)
		}
		if words, _ := said(t, r, "certifying", "84", compare.Pooled); words != "" {
			t.Errorf("84 has one catalogue: %s", words)
		}
	}
	b := changed(t, append(moved("updated_on = NULL"), "UPDATE session SET start_on = '2013-03-04', end_on = '2013-03-05' "+
		"WHERE course_key LIKE 't93:%'")...)
	r := ask(t, b, compare.Query{By: "region", Measures: []string{"hours"}})
	if words, v := said(t, r, "hours", "93", compare.Pooled); v != compare.NotComparable ||
		!strings.Contains(words, "2013-03-04 (t93)") {
		t.Errorf("by the sessions: %s: %q", v, words)
	}
}

// TestLargestPart: a catalogue that only ever says yes cannot hide behind one that says no, if it gives the larger part.
func TestLargestPart(t *testing.T) {
	b := changed(t,
		"UPDATE course SET derived = 'certifying=rncp', certifying = 1 WHERE site = 's93'",
		"UPDATE course SET derived = 'certifying=rncp', certifying = 0 WHERE site = 't93'",
		"UPDATE course SET derived = NULL WHERE site = 's52'")
	r := ask(t, b, compare.Query{By: "region", Measures: []string{"certifying"}})
	words, v := said(t, r, "certifying", "93", compare.Derived)
	if v != compare.NotComparable || !strings.Contains(words, "of s93, which gives ") ||
		!strings.Contains(words, "all say yes") {
		t.Errorf("%s: %q", v, words)
	}
	if words, _ := said(t, r, "certifying", "52", compare.Derived); words != "" {
		t.Errorf("52: %q", words)
	}
}

// TestUnknownPages: saved files are not all pages there are, in no place.
func TestUnknownPages(t *testing.T) {
	r := ask(t, theWorld(t), compare.Query{By: "site", Measures: []string{"hours"}})
	for _, s := range r.Sources {
		if s.Complete == (s.Expected == 0) {
			t.Errorf("%s: complete %v, %d pages expected", s.ID, s.Complete, s.Expected)
		}
	}
	for _, f := range r.Figures {
		if f.WholeKnown == (f.Pages == nil) {
			t.Errorf("%s: known %v, share %v", f.Unit, f.WholeKnown, number(f.Pages))
		}
	}
}

// TestSuppressed: what is of too few records, what there is none of, and what nobody prints are three things.
func TestSuppressed(t *testing.T) {
	b := changed(t, "UPDATE session SET seats = NULL WHERE course_key IN (SELECT key FROM course WHERE site = 's84')",
		"UPDATE course SET first_seen = '2020-01-01T00:00:00Z', closed_at = NULL, status = 'open' WHERE site = 's84'")
	r := ask(t, b, compare.Query{By: "site", Measures: []string{"courses", "seats", "births"}})
	for unit, want := range map[string]string{
		"courses s94": `null true null`, "seats s84": `0 false null`, "births s84": `0 false 0`} {
		i := slices.IndexFunc(r.Figures, func(f compare.Figure) bool { return f.Measure+" "+f.Unit == unit })
		text, err := json.Marshal(r.Figures[i])
		var got map[string]json.RawMessage
		if err = errors.Join(err, json.Unmarshal(text, &got)); err != nil {
			t.Fatal(err)
		}
		if is := fmt.Sprintf("%s %s %s", got["n"], got["suppressed"], got["value"]); is != want {
			t.Errorf("%s: %s, want %s", unit, is, want)
		}
		if strings.HasPrefix(want, "null") && string(got["records"]) != "null" {
			t.Errorf("%s: %s records", unit, got["records"])
		}
	}
}

// TestReasonsThatHold: a reason says what is so, not what it is like elsewhere.
func TestReasonsThatHold(t *testing.T) {
	of := func(site string) string {
		return " WHERE course_key IN (SELECT key FROM course WHERE site = '" + site + "')"
	}
	b := changed(t, "UPDATE course SET total_hours = NULL, duration_text = '70 h en centre', centre_hours = 70 "+
		"WHERE site = 's84'",
		"UPDATE session SET start_on = '2020-01-06', end_on = '2020-01-07'"+of("s75"),
		"UPDATE session SET start_on = NULL, end_on = NULL"+of("s75")+" AND position = 0",
		"UPDATE session SET start_on = NULL, end_on = NULL"+of("s93")+" AND position = 0")
	r := ask(t, b, compare.Query{By: "site", Measures: []string{"hours", "lead-time", "seats"}})
	for _, c := range [][4]string{{"hours", "s84", "coded", ""}, {"hours", "s84", "states", "0 % of the records state it"},
		{"lead-time", "s75", "states", "no session is known to begin later, and of those without a day it is not known"},
		{"seats", "s93", "coded", "of the sessions that state them have a day"}} {
		words, v := said(t, r, c[0], c[1], compare.Criterion(c[2]))
		if (words == "") != (c[3] == "") || !strings.Contains(words, c[3]) || v == compare.Comparable {
			t.Errorf("%v: %s: %q", c, v, words)
		}
	}
	for _, f := range r.Figures {
		if f.SQL != "" && f.Unit == "s93" {
			recompute(t, b.path, f)
		}
	}
	words, _ := said(t, ask(t, theWorld(t), compare.Query{By: "site", Measures: []string{"hours"}}), "hours", "s06",
		compare.Break)
	if words == "" || strings.Contains(words, "layout") {
		t.Errorf("nobody knows that it was the layout: %q", words)
	}
}

// TestGrain: audiences that hold one another are not ranked side by side without a word.
func TestGrain(t *testing.T) {
	b := changed(t, "UPDATE course_audience SET code = '83056' WHERE course_key IN "+
		"(SELECT key FROM course WHERE site = 's84')",
		"UPDATE course_audience SET code = CASE position WHEN 0 THEN '80006' ELSE '80009' END "+
			"WHERE course_key IN (SELECT key FROM course WHERE site = 's75')")
	r := ask(t, b, compare.Query{By: "site", Measures: []string{"audiences"}})
	for _, f := range r.Figures {
		want := map[string]string{"s84": "are for everyone (83056)", "s75": "80009 is a part of 80006"}[f.Unit]
		got := ""
		for _, reason := range f.Reasons {
			if reason.Criterion == compare.Grain {
				got = reason.Words
			}
		}
		if (want == "") != (got == "") || !strings.Contains(got, want) || want != "" && f.Verdict == compare.Comparable {
			t.Errorf("%s %s: %s: %q", f.Unit, f.Code, f.Verdict, got)
		}
	}
}

// TestPlacedSessions: where a tenth of the sessions stands nowhere, places are not ranked by the others.
func TestPlacedSessions(t *testing.T) {
	for n, want := range map[int]compare.Verdict{7: compare.NotComparable, 15: compare.WithCare, 40: compare.Comparable} {
		b := changed(t, fmt.Sprintf("UPDATE session SET region = NULL, department = NULL WHERE course_key IN "+
			"(SELECT key FROM course WHERE site = 's84' AND search_id %% %d = 0)", n))
		words, v := said(t, ask(t, b, compare.Query{By: "region", Measures: []string{"duration"}}), "duration", "84",
			compare.Placed)
		if v != want || (words == "") != (want == compare.Comparable) {
			t.Errorf("one of %d: %s: %q", n, v, words)
		}
	}
}

// TestSavedPages: saved files are as old as their capture, not as their import.
func TestSavedPages(t *testing.T) {
	b := changed(t, "UPDATE course SET updated_on = '2013-09-03' WHERE site = 's11'")
	r := ask(t, b, compare.Query{By: "site", Measures: []string{"hours"}, Sites: []string{"s11"}})
	if words, _ := said(t, r, "hours", "s11", compare.Fresh); r.On != "2013-09-03" || words != "" {
		t.Errorf("on %s: %q", r.On, words)
	}
	r = ask(t, b, compare.Query{By: "site", Measures: []string{"hours"}})
	if words, v := said(t, r, "hours", "s11", compare.Fresh); v != compare.NotComparable || words == "" {
		t.Errorf("%s: %q", v, words)
	}
}
