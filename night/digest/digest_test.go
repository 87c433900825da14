package digest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"carif/harvest"
	"carif/schema"
	"carif/storage"
)

var dawn = time.Date(2027, 3, 1, 6, 0, 0, 0, time.UTC)

// ran is a run that ended on the night before the n-th dawn.
func ran(n int, state schema.RunState, v schema.Verdict, note string) schema.Run {
	end := dawn.AddDate(0, 0, n).Add(-3 * time.Hour)
	return schema.Run{ID: int64(n + 1), Site: "demo", Kind: harvest.KindHarvest, State: state, Verdict: v, Note: note,
		Started: end.Add(-time.Hour), Ended: end}
}

// siteOf is a site by its runs, oldest first, and what was told of the newest.
func siteOf(newest func(*harvest.Summary), runs ...schema.Run) Site {
	s := Site{ID: "demo", Within: 36 * time.Hour}
	s.Runs = slices.Clone(runs)
	slices.Reverse(s.Runs)
	tell := func(r *schema.Run) (sum harvest.Summary) {
		if r == nil {
			return sum
		}
		sum = harvest.Bare(*r)
		if newest != nil && r.ID == runs[len(runs)-1].ID {
			newest(&sum)
		}
		return sum
	}
	s.Night, s.Good = tell(Judged(s.Runs)), tell(Published(s.Runs))
	return s
}

func held(reasons ...string) func(*harvest.Summary) {
	return func(s *harvest.Summary) {
		s.Gate.Reasons, s.Failure = reasons, schema.FailureFewer
		s.Notices = []harvest.Notice{{Failure: schema.FailureFewer, What: "held", Do: "carif harvest demo --publish, once you have looked at this run"}}
	}
}

func noticed(list ...harvest.Notice) func(*harvest.Summary) {
	return func(s *harvest.Summary) { s.Notices = list }
}

// lines are findings for people.
func lines(list []Finding) string {
	var out []string
	for _, f := range list {
		out = append(out, fmt.Sprintf("%s|%s|%s|%s|%s", f.ID, f.Class, f.What, f.Do, f.Since.Format("02 15:04")))
	}
	return strings.Join(out, "\n")
}

func TestFind(t *testing.T) {
	good := func(n int) schema.Run { return ran(n, schema.RunDone, schema.VerdictPublished, "") }
	partial := func(n int) schema.Run {
		return ran(n, schema.RunPartial, schema.VerdictWarned, "1 course page not had or read: u")
	}
	refused := func(n int) schema.Run { return ran(n, schema.RunRefused, schema.VerdictHeld, "fewer") }
	down := func(n int) schema.Run {
		return ran(n, schema.RunFailed, schema.VerdictNoNight, "nothing was reached: DNS: no such host")
	}
	label := harvest.Notice{Failure: schema.FailureLabels, What: `label "Durée" is gone: it stands on 3 pages`, Do: "paste"}
	for _, tt := range []struct {
		name string
		site Site
		want string
	}{
		{"nothing ever", Site{ID: "demo"}, ""},
		{"kept up, never ran", Site{ID: "demo", Within: time.Hour}, "demo/stale|own|never harvested, although its profile has a schedule|" +
			"carif schedule --list shows its starts; then look whether the service runs|02 06:00"},
		{"good", siteOf(nil, good(0), good(1)), ""},
		{"held for two nights", siteOf(held("40 courses instead of 60", "field price"), good(-1), refused(0), refused(1)),
			"demo/night|fewer_courses|held: readers still see the last good run: 40 courses instead of 60; field price|" +
				"carif harvest demo --publish, once you have looked at this run|01 03:00"},
		{"no night", siteOf(func(s *harvest.Summary) { s.Failure = schema.FailureDNS }, good(0), down(1)),
			"demo/night|dns|no night: nothing was reached: DNS: no such host|carif runs show 2|02 03:00"},
		{"failed", siteOf(nil, good(0), ran(1, schema.RunFailed, schema.VerdictNone, "disk full")),
			"demo/night|own|failed: disk full|carif runs show 2|02 03:00"},
		{"well again", siteOf(nil, down(0), good(1)), ""},
		{"running, interrupted", siteOf(nil, good(0), ran(1, schema.RunInterrupted, "", ""), ran(1, schema.RunRunning, "", "")), ""},
		{"two incomplete nights", siteOf(nil, good(-1), partial(0), partial(1)), ""},
		{"three incomplete nights", siteOf(func(s *harvest.Summary) {
			s.Faults = []harvest.Fault{{Failure: schema.FailureTimeout}, {Failure: schema.FailureDNS, Healed: true}}
		}, partial(-1), partial(0), partial(1)), "demo/incomplete|timeout|3 nights in a row are incomplete: " +
			"1 course page not had or read: u|carif runs show 2|28 03:00"},
		{"a label", siteOf(noticed(label, harvest.Notice{What: "a new model waits"}), good(0), good(1)),
			"demo/labels_renamed|labels_renamed|" + label.What + "|paste|02 03:00\n" +
				"demo/notice||a new model waits|carif runs show 2|02 03:00"},
		{"two of a class", siteOf(noticed(label, label), good(0), good(1)),
			"demo/labels_renamed|labels_renamed|" + label.What + " (and 1 more: carif runs show 2)|paste|02 03:00"},
		{"overruled by a person", siteOf(func(s *harvest.Summary) {
			held("40 courses")(s)
			s.Gate.Published, s.Notices = true, []harvest.Notice{{Failure: schema.FailureFewer, What: "40 courses"}}
		}, good(0), good(1)), ""},
		{"interrupted ever since", siteOf(nil, good(-1), ran(0, schema.RunInterrupted, "", ""), ran(1, schema.RunInterrupted, "", "")),
			"demo/stale|own|no harvest came to its end since 2027-02-28 03:00 UTC|carif harvest demo goes on where it was interrupted|01 15:00"},
	} {
		if got := lines(Find(tt.site, dawn.AddDate(0, 0, 1))); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

// teller keeps what a database would.
type teller struct {
	kept storage.Alarms
	n    int
}

// morning tells a target what was found on the n-th morning, and gives the entries: news and name.
func (x *teller) morning(n int, found ...Finding) string {
	return x.at("team", dawn.AddDate(0, 0, n), found...)
}

// view is of somebody who knows all sites.
func view(found ...Finding) View {
	return View{slices.Clone(found), map[string]bool{"demo": true, "a": true, "b": true}}
}

func (x *teller) at(target string, now time.Time, found ...Finding) string {
	x.n++
	v := view(found...)
	Observe(&x.kept, v, now)
	d, ok := Tell(&x.kept, v, target, fmt.Sprint(x.n), now.Format(time.DateOnly), now)
	var out []string
	for _, e := range d.Entries {
		out = append(out, string(e.News)+" "+e.ID)
	}
	if ok != (len(out) > 0) {
		return "ok is wrong"
	}
	return strings.Join(out, ", ")
}

func (x *teller) ack(f Finding, at, until time.Time) {
	x.kept.Acks = append(x.kept.Acks, storage.Ack{Finding: f.ID, State: f.State, At: at, Until: until})
}

// TestTell: a week of a site, morning by morning.
func TestTell(t *testing.T) {
	a := Finding{ID: "demo/night", Site: "demo", State: "a", Since: dawn}
	b := Finding{ID: "demo/night", Site: "demo", State: "b", Since: dawn}
	l := Finding{ID: "demo/labels_renamed", Site: "demo", State: "l", Since: dawn}
	x := &teller{}
	for i, tt := range []struct{ got, want string }{
		{x.morning(0), ""},
		{x.morning(1, a), "new demo/night"},
		{x.morning(1, a), ""}, // told this morning
		{x.at("phone", dawn.AddDate(0, 0, 1), a), "new demo/night"},
		{x.morning(2, a, l), "new demo/labels_renamed, lasts demo/night"},
		{x.morning(2, b, l), "changed demo/night"}, // at once, and by itself
		{x.morning(3, l, b), "lasts demo/labels_renamed, lasts demo/night"},
	} {
		if tt.got != tt.want {
			t.Errorf("%d: got %q, want %q", i, tt.got, tt.want)
		}
	}
	x.ack(b, dawn, time.Time{})
	x.ack(l, dawn, dawn.AddDate(0, 0, 5))
	for i, tt := range []struct{ got, want string }{
		{x.morning(4, b, l), ""},
		{x.morning(5, b, l), "lasts demo/labels_renamed"}, // its acknowledgement was until then
		{x.morning(6, a), "changed demo/night, over demo/labels_renamed"},
		{x.morning(7, b), "changed demo/night"}, // another state ended the acknowledgement for good
		{x.morning(8), "over demo/night"},
		{x.morning(9), ""},
		{x.at("phone", dawn.AddDate(0, 0, 9)), "over demo/night"},
		{x.morning(10, b), "new demo/night"},
	} {
		if tt.got != tt.want {
			t.Errorf("with acknowledgements, %d: got %q, want %q", i, tt.got, tt.want)
		}
	}
}

// TestSince: what lasts has lasted since it was first seen, also where the newest run alone tells of it.
func TestSince(t *testing.T) {
	x, f := &teller{}, Finding{ID: "demo/limit", State: "a", Since: dawn}
	x.morning(0, f)
	found := []Finding{{ID: "demo/limit", State: "b", Since: dawn.AddDate(0, 0, 3)}}
	if got := Since(x.kept, found[0]); !got.Equal(dawn) {
		t.Errorf("since %s", got)
	}
	v := view(found...)
	Observe(&x.kept, v, dawn.AddDate(0, 0, 3))
	if d, _ := Tell(&x.kept, v, "team", "1", "2027-03-04", dawn.AddDate(0, 0, 3)); d.Entries[0].Seconds != 3*86400 {
		t.Errorf("lasts %v seconds", d.Entries[0].Seconds)
	}
}

// TestBlind: a program that does not know a site says nothing of it, and what is kept of it stays.
func TestBlind(t *testing.T) {
	f := Finding{ID: "mine/stale", Site: "mine", State: "a", Since: dawn}
	mine := View{[]Finding{f}, map[string]bool{"mine": true}}
	x := &teller{}
	Observe(&x.kept, mine, dawn)
	if _, ok := Tell(&x.kept, mine, "team", "1", "2027-03-01", dawn); !ok {
		t.Fatal("nothing is told")
	}
	x.ack(f, dawn, time.Time{})
	if got := x.morning(1, Finding{ID: "demo/night", State: "n", Since: dawn}); got != "new demo/night" {
		t.Errorf("got %q", got)
	}
	if Acknowledged(x.kept, f, dawn) == nil || len(x.kept.Findings) != 2 || len(x.kept.Told) != 2 {
		t.Errorf("kept %+v", x.kept)
	}
}

// TestState: figures and pages of a night are no news, other words are.
func TestState(t *testing.T) {
	of := func(reasons ...string) string {
		return Find(siteOf(held(reasons...), ran(1, schema.RunRefused, schema.VerdictHeld, "x")), dawn.AddDate(0, 0, 1))[0].State
	}
	if of("40 courses instead of 60: 12.5 %") != of("41 courses instead of 60: 7 %") {
		t.Error("other figures are news")
	}
	if of("40 courses instead of 60") == of("40 courses instead of 60", "field price fell") {
		t.Error("another reason is none")
	}
	failed := func(note string) string {
		return Find(siteOf(nil, ran(1, schema.RunFailed, schema.VerdictNone, note)), dawn.AddDate(0, 0, 1))[0].State
	}
	if failed("disk full after 12 pages") != failed("disk full after 13 pages") || failed("disk full") == failed("no archive") {
		t.Error("failures are told apart by their figures, or not by their words")
	}
}

// TestExpire: what nobody takes for a month is dropped, and told; what lasts is not.
func TestExpire(t *testing.T) {
	f := Finding{ID: "demo/night", State: "a", Since: dawn}
	x := &teller{}
	x.morning(0, f, Finding{ID: "demo/limit", State: "a", Since: dawn})
	x.kept.Messages = []storage.Message{{ID: "1", At: dawn}, {ID: "2", At: dawn.AddDate(0, 0, 20)}}
	Observe(&x.kept, view(f), dawn.AddDate(0, 0, 31))
	lost := Expire(&x.kept, dawn.AddDate(0, 0, 31))
	if len(lost) != 1 || lost[0].ID != "1" || len(x.kept.Messages) != 1 {
		t.Errorf("lost %v", lost)
	}
	if len(x.kept.Told) != 1 || x.kept.Told[0].Finding != "demo/night" {
		t.Errorf("told %v", x.kept.Told)
	}
}

// TestWords: the message as people read it.
func TestWords(t *testing.T) {
	x := &teller{}
	f := Finding{ID: "demo/night", Site: "demo", Class: schema.FailureDNS, What: "no night: DNS", Do: "carif runs show 2",
		Since: dawn.Add(-50 * time.Hour)}
	Observe(&x.kept, view(f), dawn)
	d, _ := Tell(&x.kept, view(f), "team", "1", "2027-03-01", dawn)
	const want = `demo/night: new, for 2 d 2 h, class dns
  no night: DNS
  do: carif runs show 2

This comes every day until it is over or acknowledged: carif ack NAME
`
	if d.Text() != want || d.Subject() != "carif: demo needs you" {
		t.Errorf("%s\n%s", d.Subject(), d.Text())
	}
	b, err := d.JSON()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Read(b)
	if err != nil || again.Text() != want {
		t.Errorf("read back: %v\n%s", err, again.Text())
	}
	if !strings.Contains(string(b), `{"news":"new","finding":"demo/night","site":"demo","class":"dns",`) {
		t.Errorf("JSON %s", b)
	}
	if _, err := Read([]byte("{")); err == nil {
		t.Error("half a message is one")
	}
	d, _ = Tell(&x.kept, view(), "team", "2", "2027-03-02", dawn.AddDate(0, 0, 1))
	if d.Text() != "demo/night: over: readers are given good nights again\n" || d.Subject() != "carif: well again: demo" {
		t.Errorf("%s\n%s", d.Subject(), d.Text())
	}
	var many Digest
	for i := range 7 {
		many.Entries = append(many.Entries, Entry{News: New, Finding: Finding{Site: fmt.Sprint("s", i)}})
	}
	if got := many.Subject(); got != "carif: 7 sites need you: s0, s1, s2, s3, s4 and 2 more" {
		t.Error(got)
	}
}

// TestTellLaws: whatever happens, a target is told of each change of state once, of what lasts once a day until it is
// acknowledged, and of what is over once.
func TestTellLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := &teller{}
		said := map[string]string{} // finding → state that was told last
		day, acked := map[string]int{}, map[string]string{}
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			n := rapid.IntRange(0, 3).Draw(t, "day") + max(0, x.n/4)
			now := dawn.AddDate(0, 0, n)
			var found []Finding
			is := map[string]string{}
			for _, id := range []string{"a/night", "b/limit"} {
				if s := rapid.SampledFrom([]string{"", "1", "2"}).Draw(t, id); s != "" {
					found, is[id] = append(found, Finding{ID: id, State: s, Since: now}), s
				}
			}
			for id, s := range acked {
				if is[id] != s {
					delete(acked, id)
				}
			}
			got := x.at("team", now, found...)
			var want []string
			for _, f := range found {
				was, known := said[f.ID]
				switch {
				case acked[f.ID] == f.State:
					continue
				case !known:
					want = append(want, "new "+f.ID)
				case was != f.State:
					want = append(want, "changed "+f.ID)
				case day[f.ID] != n:
					want = append(want, "lasts "+f.ID)
				default:
					continue
				}
				said[f.ID], day[f.ID] = f.State, n
			}
			for id := range said {
				if is[id] == "" {
					want = append(want, "over "+id)
					delete(said, id)
				}
			}
			rank := func(s string) int {
				return slices.Index([]string{"new", "changed", "lasts", "over"}, strings.Fields(s)[0])
			}
			slices.SortFunc(want, func(a, b string) int {
				if d := rank(a) - rank(b); d != 0 {
					return d
				}
				return strings.Compare(a, b)
			})
			if w := strings.Join(want, ", "); got != w {
				t.Fatalf("got %q, want %q", got, w)
			}
			if len(found) > 0 && rapid.Bool().Draw(t, "ack") && acked[found[0].ID] == "" {
				x.ack(found[0], now, time.Time{})
				acked[found[0].ID] = found[0].State
			}
		}
	})
}
