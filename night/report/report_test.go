package report

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"carif/harvest"
	"carif/schema"
	"carif/storage"
)

// hostile is a night whose every word would break out of a page or a list.
func hostile() *Report {
	const bad = `<script>alert("x")</script> "> | [a](b) *c*`
	at := time.Date(2027, 3, 10, 2, 0, 0, 0, time.UTC)
	run := schema.Run{ID: 7, Site: bad, Kind: "harvest", State: schema.RunRefused, Verdict: schema.VerdictHeld, Note: bad,
		Started: at, Ended: at.Add(90 * time.Second), Pages: 70, Added: 1, Changed: 2, Same: 51}
	gap := 2.0
	r := &Report{Kept: true, Summary: harvest.Bare(run), Nights: []schema.Run{{ID: 6, Started: at.AddDate(0, 0, -1), Same: 54}, run}}
	s := &r.Summary
	s.Gate.Reasons = []string{bad}
	s.Notices = []harvest.Notice{{Failure: schema.FailureLayout, What: bad, Pages: []string{bad}, Do: bad}}
	s.Warnings, s.Learnt, s.Missed = []string{bad}, []string{bad}, []string{bad}
	s.Faults = []harvest.Fault{{URL: bad, Class: "broken", Last: bad}, {URL: "b", Class: "empty", Failure: schema.FailureShell},
		{URL: "c", Class: "empty", Failure: schema.FailureShell}}
	s.Politeness = []harvest.HostPace{{Host: bad, Requests: 72, Gap: &gap}, {Host: "once.example.org", Requests: 1}}
	s.Timeline = []harvest.Moment{{At: at, What: bad}}
	words := bad
	for i := range 8 {
		r.Add(storage.FieldChange{Key: bad, Title: &words, Field: "title", Kind: schema.ChangeChanged, Cause: schema.CauseSource,
			Old: &words, New: nil, ID: int64(i)})
	}
	r.Add(storage.FieldChange{Key: "k", Field: "course", Kind: schema.ChangeClosed, Cause: schema.CauseSource})
	r.SetFill([]map[schema.Field]float64{{"title": 1, "price": 0.9}, {"title": 1, "price": 0.5}})
	return r
}

// TestEscaped: whatever a page says, the report stays a page and a list.
func TestEscaped(t *testing.T) {
	docs := written(t, hostile())
	html := string(docs["html"])
	for what, doc := range map[string]string{"html": html, "markdown": string(docs["md"])} {
		if strings.Contains(doc, "<script") || strings.Contains(doc, `[a](b)`) && what == "markdown" {
			t.Errorf("%s: hostile words stand as they are:\n%s", what, doc)
		}
		for _, want := range []string{"held: readers still see the last good run", "72", "title", "closed"} {
			if !strings.Contains(doc, want) {
				t.Errorf("%s: %q is missing:\n%s", what, want, doc)
			}
		}
	}
	for _, outside := range []string{"http://", "https://", "src=", "@import", "url("} {
		if strings.Contains(html, outside) {
			t.Errorf("the page asks for something outside: %s", outside)
		}
	}
	if !strings.Contains(html, `<rect class="bad"`) || strings.Count(html, "-40.0 points") != 1 {
		t.Error("the night that was held is not drawn so, or how a field moved is not told")
	}
}

func TestCounts(t *testing.T) {
	r := hostile()
	if len(r.Changes) != 2 || r.Changes[0].N != 8 || len(r.Examples) != examplesEach+1 {
		t.Errorf("changes %+v, %d examples", r.Changes, len(r.Examples))
	}
	if c := Classes(r.Summary.Faults); len(c) != 2 || c[0].Name != "empty_shell" || len(c[0].Faults) != 2 {
		t.Errorf("classes %+v", c)
	}
	var b bytes.Buffer
	if err := r.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	var again Report
	if err := json.Unmarshal(b.Bytes(), &again); err != nil || again.Summary.Run.ID != 7 || !again.Kept || len(again.Fill) != 2 {
		t.Errorf("read again: %v, %+v", err, again.Summary.Run)
	}
}

// TestBare: a run of which no report is kept says so.
func TestBare(t *testing.T) {
	r := &Report{Summary: harvest.Bare(schema.Run{ID: 1, Site: "demo", State: schema.RunRunning})}
	for format, doc := range written(t, r) {
		if format != "json" && !strings.Contains(string(doc), "No report of this run is kept") || !strings.Contains(string(doc), "running") {
			t.Errorf("%s: %s", format, doc)
		}
	}
}

// TestFillOverTheNights: a night that saw nothing is a gap, not a fall; a run that saw nothing has no fill rates.
func TestFillOverTheNights(t *testing.T) {
	r := &Report{}
	r.SetFill([]map[schema.Field]float64{{"price": 0.5, "codes.rs": 0}, nil, {"price": 0.6, "codes.rs": 0}})
	f := r.Fill[slices.IndexFunc(r.Fill, func(f Fill) bool { return f.Field == "price" })]
	if was, ok := f.Before(); !ok || was != 0.5 || !f.Moves() || len(f.Was) != 2 || f.Was[1] != nil {
		t.Errorf("price %+v", f)
	}
	if got := *r.Filled; got.Is != 0.6 || *got.Was[0] != 0.5 || got.Was[1] != nil {
		t.Errorf("mean %+v", got)
	}
	if svg := string(spark(f)); strings.Count(svg, "M") != 3 || strings.Contains(svg, "L") {
		t.Errorf("the gap is drawn over: %s", svg)
	}
	if r.SetFill([]map[schema.Field]float64{{"price": 0.5}, nil}); len(r.Fill) != 0 {
		t.Errorf("a run that saw nothing has %+v", r.Fill)
	}
}

// TestClean: every word that a page or a host may have had a part in can be taken out, in each format.
func TestClean(t *testing.T) {
	const name = "Zéphyrine Quilliveré"
	r := hostile()
	s := &r.Summary
	s.Run.Note, s.Gate.Reasons, s.Alarms = name, []string{name}, []string{name}
	s.Notices = []harvest.Notice{{Failure: schema.FailureLayout, What: name, Pages: []string{name}, Do: name}}
	s.Warnings, s.Learnt, s.Missed = []string{name}, []string{name}, []string{name}
	s.Faults = []harvest.Fault{{URL: name, Class: "broken", Last: name}}
	r.Nights[1].Note = name
	cut := func(t string) string { return strings.ReplaceAll(t, name, "[nom]") }
	for ext, doc := range written(t, r) {
		if !strings.Contains(string(doc), name) {
			t.Fatalf("%s: nothing to take out", ext)
		}
	}
	r.Clean(cut, cut)
	for ext, doc := range written(t, r) {
		if strings.Contains(string(doc), name) {
			t.Errorf("%s: the name is still there:\n%s", ext, doc)
		}
	}
}

// TestWhatTheGateSaid: each verdict is told with its reasons, or with why there are none.
func TestWhatTheGateSaid(t *testing.T) {
	for want, change := range map[string]func(r *Report){
		"It has no objection.\n": func(r *Report) { r.Summary.Run.Verdict = schema.VerdictPublished },
		"It has no objection; look at: incomplete, 1 fault.\n": func(r *Report) {
			r.Summary.Run.State, r.Summary.Run.Verdict = schema.RunPartial, schema.VerdictWarned
			r.Summary.Faults = []harvest.Fault{{URL: "a", Class: "broken"}}
		},
		"A person published the run over these objections:\n\n- too few\n": func(r *Report) {
			r.Summary.Run.Verdict, r.Summary.Gate = schema.VerdictWarned, harvest.Verdict{Published: true, Reasons: []string{"too few"}}
		},
		"- too few\n": func(r *Report) {
			r.Summary.Run.Verdict, r.Summary.Gate.Reasons = schema.VerdictHeld, []string{"too few"}
		},
		"Nothing: the run did not come to its end.\n": func(r *Report) { r.Summary.Run.State = schema.RunInterrupted },
		"Its reasons are not known any more.\n":       func(r *Report) { r.Kept, r.Summary.Run.Verdict = false, schema.VerdictHeld },
	} {
		r := &Report{Kept: true, Summary: harvest.Bare(schema.Run{ID: 1, Site: "demo", State: schema.RunDone})}
		change(r)
		if doc := string(written(t, r)["md"]); !strings.Contains(doc, "## What the gate said\n\n"+want) {
			t.Errorf("want %q:\n%s", want, doc)
		}
	}
}
