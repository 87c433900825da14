package digest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"carif/schema"
	"carif/storage"
)

// News is why an entry stands in a message.
type News string

// The kinds of news.
const (
	New     News = "new"
	Changed News = "changed" // it is another than the one that was told or acknowledged
	Lasts   News = "lasts"   // told on an earlier day, and nobody acknowledged it
	Over    News = "over"    // told once
)

// Entry is one finding in a message.
type Entry struct {
	News News `json:"news"`
	Finding
	// Seconds is how long it lasts, at the time of the message; of one that is over it is 0.
	Seconds float64 `json:"lasts_seconds"`
}

// Digest is one message: what a program is sent, as JSON.
type Digest struct {
	ID      string    `json:"id"` // the same for every try to send it
	At      time.Time `json:"at"`
	Entries []Entry   `json:"entries"`
}

// Kept is how long is kept what nobody takes: messages to a target that is gone or down, and what it was told.
const Kept = 30 * 24 * time.Hour

// View is what a program found. One that is started without a user's profiles does not know all sites: of the others it
// says nothing, and what is kept of them stays.
type View struct {
	Found []Finding
	Sites map[string]bool // those that were looked at
}

// sees tells whether the site of a finding was looked at.
func (v View) sees(finding string) bool {
	site, _, _ := strings.Cut(finding, "/")
	return v.Sites[site]
}

// Observe brings what is kept up to date with what was found. An acknowledgement ends with its time, with the finding,
// and when the finding changes.
func Observe(kept *storage.Alarms, v View, now time.Time) {
	known := slices.DeleteFunc(slices.Clone(kept.Findings), func(f storage.KnownFinding) bool { return v.sees(f.ID) })
	for i := range v.Found {
		f := &v.Found[i]
		if was := knownOf(kept, f.ID); was != nil && was.Since.Before(f.Since) {
			f.Since = was.Since
		}
		known = append(known, storage.KnownFinding{ID: f.ID, Site: f.Site, Class: f.Class, State: f.State, Since: f.Since})
	}
	slices.SortFunc(known, func(a, b storage.KnownFinding) int { return cmp.Compare(a.ID, b.ID) })
	kept.Findings = known
	kept.Acks = slices.DeleteFunc(kept.Acks, func(a storage.Ack) bool {
		f := knownOf(kept, a.Finding)
		return f == nil || !holds(a, f.State, now)
	})
}

func knownOf(kept *storage.Alarms, id string) *storage.KnownFinding {
	for i := range kept.Findings {
		if kept.Findings[i].ID == id {
			return &kept.Findings[i]
		}
	}
	return nil
}

func holds(a storage.Ack, state string, now time.Time) bool {
	return a.State == state && (a.Until.IsZero() || now.Before(a.Until))
}

// Acknowledged gives the acknowledgement of a finding as it is now; nil for none.
func Acknowledged(kept storage.Alarms, f Finding, now time.Time) *storage.Ack {
	for i, a := range kept.Acks {
		if a.Finding == f.ID && holds(a, f.State, now) {
			return &kept.Acks[i]
		}
	}
	return nil
}

// Since is since when a finding lasts: it may have been known before the runs tell.
func Since(kept storage.Alarms, f Finding) time.Time {
	if was := knownOf(&kept, f.ID); was != nil && was.Since.Before(f.Since) {
		return was.Since
	}
	return f.Since
}

// Tell makes the message of a target, and notes what it then was told; ok is false where there is nothing to tell it
// today. Call it after Observe, in the same transaction. id names the message, day is today's date in France.
func Tell(kept *storage.Alarms, v View, target, id, day string, now time.Time) (d Digest, ok bool) {
	d = Digest{ID: id, At: now.UTC().Truncate(time.Second), Entries: []Entry{}}
	told := map[string]storage.ToldFinding{}
	for _, t := range kept.Told {
		if t.Target == target {
			told[t.Finding] = t
		}
	}
	is := map[string]bool{}
	for _, f := range v.Found {
		is[f.ID] = true
		t, known := told[f.ID]
		news := Lasts
		switch {
		case Acknowledged(*kept, f, now) != nil:
			continue
		case !known:
			news = New
		case t.State != f.State:
			news = Changed
		case t.Day == day:
			continue
		}
		d.Entries = append(d.Entries, Entry{News: news, Finding: f, Seconds: max(now.Sub(f.Since), 0).Seconds()})
		told[f.ID] = storage.ToldFinding{Finding: f.ID, Target: target, State: f.State, Day: day}
	}
	for name := range told {
		if !is[name] && v.sees(name) {
			d.Entries = append(d.Entries, Entry{News: Over, Finding: over(name, now)})
			delete(told, name)
		}
	}
	kept.Told = slices.DeleteFunc(kept.Told, func(t storage.ToldFinding) bool { return t.Target == target })
	for _, t := range told {
		kept.Told = append(kept.Told, t)
	}
	slices.SortFunc(kept.Told, func(a, b storage.ToldFinding) int {
		return cmp.Or(cmp.Compare(a.Finding, b.Finding), cmp.Compare(a.Target, b.Target))
	})
	order := []News{New, Changed, Lasts, Over}
	slices.SortFunc(d.Entries, func(a, b Entry) int {
		return cmp.Or(slices.Index(order, a.News)-slices.Index(order, b.News), cmp.Compare(a.ID, b.ID))
	})
	return d, len(d.Entries) > 0
}

// over is a finding that is no more: all that is known is its name.
func over(name string, now time.Time) Finding {
	site, kind, _ := strings.Cut(name, "/")
	f := Finding{ID: name, Site: site, Since: now.UTC().Truncate(time.Second)}
	switch kind {
	case "night":
		f.What = "readers are given good nights again"
	case "stale":
		f.What = "it is harvested again"
	case "incomplete":
		f.What = "its nights are complete again"
	default:
		f.What = "nothing of the kind was found any more: " + kind
		if slices.Contains(schema.Failures(), schema.Failure(kind)) {
			f.Class = schema.Failure(kind)
		}
	}
	return f
}

// Expire drops what nobody took for long, and tells which messages that were.
func Expire(kept *storage.Alarms, now time.Time) (lost []storage.Message) {
	old := now.Add(-Kept)
	kept.Told = slices.DeleteFunc(kept.Told, func(t storage.ToldFinding) bool {
		return knownOf(kept, t.Finding) == nil && t.Day < old.Format(time.DateOnly)
	})
	kept.Messages = slices.DeleteFunc(kept.Messages, func(m storage.Message) bool {
		if m.At.Before(old) {
			lost = append(lost, m)
			return true
		}
		return false
	})
	return lost
}

// Read reads a message that was kept.
func Read(body []byte) (d Digest, err error) {
	if err := json.Unmarshal(body, &d); err != nil {
		return d, fmt.Errorf("read message: %w", err)
	}
	return d, nil
}

// JSON is the message for programs.
func (d Digest) JSON() ([]byte, error) {
	b, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("write message: %w", err)
	}
	return b, nil
}

// Subject is the message in one line.
func (d Digest) Subject() string {
	var need, over []string
	for _, e := range d.Entries {
		list := &need
		if e.News == Over {
			list = &over
		}
		if !slices.Contains(*list, e.Site) {
			*list = append(*list, e.Site)
		}
	}
	switch {
	case len(need) == 0:
		return "carif: well again: " + some(over)
	case len(need) == 1:
		return "carif: " + need[0] + " needs you"
	}
	return fmt.Sprintf("carif: %d sites need you: %s", len(need), some(need))
}

// mostNamed is how many sites a subject names.
const mostNamed = 5

func some(sites []string) string {
	words := strings.Join(sites[:min(len(sites), mostNamed)], ", ")
	if more := len(sites) - mostNamed; more > 0 {
		words += fmt.Sprintf(" and %d more", more)
	}
	return words
}

// Text is the message for people.
func (d Digest) Text() string {
	var b strings.Builder
	needs := false
	for i, e := range d.Entries {
		if i > 0 {
			b.WriteString("\n")
		}
		if e.News == Over {
			fmt.Fprintf(&b, "%s: over: %s\n", e.ID, e.What)
			continue
		}
		needs = true
		fmt.Fprintf(&b, "%s: %s, for %s", e.ID, e.News, Ago(time.Duration(e.Seconds*float64(time.Second))))
		if e.Class != "" {
			fmt.Fprintf(&b, ", class %s", e.Class)
		}
		fmt.Fprintf(&b, "\n  %s\n  do: %s\n", e.What, strings.ReplaceAll(e.Do, "\n", "\n      "))
	}
	if needs {
		b.WriteString("\nThis comes every day until it is over or acknowledged: carif ack NAME\n")
	}
	return b.String()
}

// Ago is an age as a person says it: "3 h", "2 d 4 h".
func Ago(d time.Duration) string {
	switch h := int(max(d, 0).Hours()); {
	case h < 1:
		return fmt.Sprintf("%d min", int(max(d, 0).Minutes()))
	case h < 48:
		return fmt.Sprintf("%d h", h)
	default:
		return fmt.Sprintf("%d d %d h", h/24, h%24)
	}
}
