package report

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"carif/harvest"
	"carif/schema"
	"carif/storage"
)

var update = flag.Bool("update", false, "write the goldens and the pictures of the docs anew; look at them")

// TestMain has times told in UTC, wherever the tests run.
func TestMain(m *testing.M) {
	time.Local = time.UTC
	os.Exit(m.Run())
}

// authored is a month of nights of an invented catalogue that ends with a held one, with all that a report tells.
func authored() *Report {
	first := time.Date(2027, 2, 9, 22, 5, 0, 0, time.UTC)
	r := &Report{Kept: true, Changes: []Count{}, Examples: []storage.FieldChange{}}
	var fill []map[schema.Field]float64
	for i := range 30 {
		at := first.AddDate(0, 0, i)
		n := schema.Run{ID: int64(100 + i), Site: "demo", Kind: "harvest", State: schema.RunDone, Complete: true,
			Verdict: schema.VerdictPublished, Started: at, Ended: at.Add(31*time.Minute + time.Duration(i)*time.Second),
			Pages: 520 + i, Added: i * 7 % 5, Changed: i * 5 % 9, Closed: i * 3 % 4, Same: 480 + i*3/2, Sessions: 1010 + 3*i,
			Version: "1.4.0"}
		rates := map[schema.Field]float64{"title": 1, "price": 0.62 + 0.002*float64(i), "programme": 0.97, "entry_level": 0.9,
			"sessions": 0.95 - 0.001*float64(i*3%7), "duration": 0.88, "codes.rs": 0}
		switch i {
		case 11:
			n.State, n.Verdict, n.Pages, n.Added, n.Changed, n.Closed, n.Same, n.Sessions = schema.RunFailed,
				schema.VerdictNoNight, 0, 0, 0, 0, 0, 0
			rates = nil
		case 17:
			n.State, n.Verdict, n.Complete, n.Same = schema.RunPartial, schema.VerdictWarned, false, 410
		case 29:
			n.State, n.Verdict, n.Changed, n.Same = schema.RunRefused, schema.VerdictHeld, 212, 300
			n.Note = "field programme: filled in 41 % of the courses, 97 % on the last 28 good nights (spread 0.0)"
			n.Outcomes = map[schema.Outcome]int{"ok": 233, "not_modified": 309, "gone": 5, "unavailable": 2}
			n.Issues = map[string]int{"unknown_word": 12, "bad_date": 1}
			n.Refused = map[string]int{schema.RefuseNotACourse: 3}
			rates["programme"], rates["price"] = 0.41, 0.66
		}
		r.Nights, fill = append(r.Nights, n), append(fill, rates)
	}
	run := r.Nights[29]
	r.Summary = harvest.Bare(run)
	told(&r.Summary, run)
	for _, c := range someChanges(run) {
		r.Add(c)
	}
	r.SetFill(fill)
	return r
}

func told(s *harvest.Summary, run schema.Run) {
	const host = "catalogue.example.org"
	page := func(id string) string { return "https://" + host + "/formation/" + id }
	s.Gate.Reasons = []string{run.Note}
	s.Failure = schema.FailureLabels
	do := `paste into the profile: page: {labels: {"Contenu détaillé": programme}}; then carif reparse demo`
	s.Notices = []harvest.Notice{
		{Failure: schema.FailureLabels, What: "held: readers still see the last good run; 1 reason: " + run.Note, Do: do},
		{Failure: schema.FailureLabels, What: host + `: label "Programme" (programme), which 41 groups printed, is gone: it stands ` +
			`on 2 of 49 pages; new label "Contenu détaillé" on 45 of them`, Do: do,
			Pages: []string{page("202601104200"), page("202601104311"), page("202601104422")}},
	}
	s.Alarms = []string{s.Notices[0].What, s.Notices[1].What}
	s.Faults = []harvest.Fault{
		{URL: page("202601104999"), Class: "unavailable", Attempts: 3, Last: "503 Service Unavailable", Failure: schema.FailureHTTP},
		{URL: page("202601105002"), Class: "unavailable", Attempts: 2, Last: "503 Service Unavailable", Healed: true,
			Failure: schema.FailureHTTP},
		{URL: page("209900000002"), Class: "empty", Attempts: 1, Last: "a shell without content", Failure: schema.FailureShell},
	}
	s.Missed = []string{page("202601104999")}
	gap := 2.004
	s.Politeness = []harvest.HostPace{{Host: host, Requests: 561, Gap: &gap}, {Host: "media.example.org", Requests: 1}}
	for i, what := range []string{"begun", "walked", "read with what was learnt", "refused"} {
		s.Timeline = append(s.Timeline, harvest.Moment{At: run.Started.Add(time.Duration(i*i) * 207 * time.Second), What: what})
	}
	s.Learnt = []string{host + ": model 9b26166925a1 from 49 pages of 13 providers, waiting: it takes fields away"}
}

func someChanges(run schema.Run) (out []storage.FieldChange) {
	add := func(key, title string, kind schema.ChangeKind, field, cause string, was, is *string) {
		out = append(out, storage.FieldChange{ID: int64(len(out) + 1), At: run.Started, Run: run.ID, Site: "demo",
			Key: "demo/" + key, Title: &title, Version: 2, Kind: kind, Field: field, Cause: cause, Old: was, New: is})
	}
	p := func(s string) *string { return &s }
	add("202601104200", "Soudeur : procédés TIG et semi-automatique", schema.ChangeChanged, "price_eur", schema.CauseSource,
		p("1450"), p("1520"))
	add("202601104200", "Soudeur : procédés TIG et semi-automatique", schema.ChangeChanged,
		"sessions[2027-04-05 Limoges].seats", schema.CauseSource, p("12"), p("9"))
	for i, title := range []string{"Vannerie d'osier, initiation", "Cannage et rempaillage", "Tapissier d'ameublement",
		"Ébéniste : restauration de meubles", "Sellerie générale"} {
		add(fmt.Sprint(202601104311+111*i), title, schema.ChangeRemoved, "programme", schema.CauseSource,
			p("Les outils, leur entretien, et ce qu'il faut savoir du bois. Le choix des brins, le fond, le montant, la bordure, "+
				"l'anse et la finition de chaque pièce."), nil)
	}
	for i := range 203 {
		add(fmt.Sprint(202601105000+i), "Une autre formation", schema.ChangeRemoved, "programme", schema.CauseSource, p("…"), nil)
	}
	add("202601107001", "Conduite de ligne de conditionnement", schema.ChangeAdded, "course", schema.CauseSource, nil,
		p("Conduite de ligne de conditionnement"))
	add("202601104777", "Anglais professionnel", schema.ChangeClosed, "course", schema.CauseSource, p("Anglais professionnel"), nil)
	add("202601104888", "Agent de propreté", schema.ChangeAdded, "duration.hours", schema.CauseParser, nil, p("140"))
	return out
}

// written gives the report in each format.
func written(t *testing.T, r *Report) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for ext, write := range map[string]func(b *bytes.Buffer) error{
		"html": func(b *bytes.Buffer) error { return r.WriteHTML(b) },
		"md":   func(b *bytes.Buffer) error { return r.WriteMarkdown(b) },
		"json": func(b *bytes.Buffer) error { return r.WriteJSON(b) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		out[ext] = b.Bytes()
	}
	return out
}

// TestGoldens: the authored night is told as it was when a person last looked.
func TestGoldens(t *testing.T) {
	for ext, got := range written(t, authored()) {
		file := "testdata/night." + ext
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), string(got)); d != "" {
			t.Errorf("%s: look at it, then go test ./night/report -run Goldens -update (-want +got):\n%s", file, d)
		}
	}
}
