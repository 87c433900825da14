package main

import (
	"fmt"
	"io"
	"sort"
	"strings"
	"time"

	"carif/harvest"
	"carif/schema"
)

// summaryText prints the short table of one run, and its faults.
func summaryText(w io.Writer, s harvest.Summary) {
	runText(w, s)
	faultsText(w, s.Faults)
}

// runText prints what happened in a run, but for single faults.
func runText(w io.Writer, s harvest.Summary) {
	r := s.Run
	t := newTable(w)
	state := string(r.State)
	if s.Resumed {
		state += " (resumed)"
	}
	fmt.Fprintf(t, "%s\trun %d, %s\n", r.Site, r.ID, state)
	if r.Verdict != schema.VerdictNone {
		fmt.Fprintf(t, "  verdict\t%s\n", verdictText(s))
	}
	fmt.Fprintf(t, "  pages fetched\t%d\t%s\n", r.Pages, outcomesText(r.Outcomes))
	fmt.Fprintf(t, "  courses\t%d added, %d changed, %d same%s\n", r.Added, r.Changed, r.Same, closedText(r.Closed))
	fmt.Fprintf(t, "  sessions\t%d\n", r.Sessions)
	fmt.Fprintf(t, "  issues\t%d\t%s\n", total(r.Issues), countsText(r.Issues))
	if n := total(r.Refused); n > 0 {
		fmt.Fprintf(t, "  no course\t%d\t%s\n", n, countsText(r.Refused))
	}
	fmt.Fprintf(t, "  time\t%s\n", timeText(s))
	if r.Note != "" {
		fmt.Fprintf(t, "  note\t%s\n", printable(r.Note))
	}
	_ = t.Flush() // w is a terminal or a file of the caller's: its own write tells
	for _, line := range s.Warnings {
		fmt.Fprintf(w, "  warning: %s\n", printable(line))
	}
	for _, line := range s.Learnt {
		fmt.Fprintf(w, "  learnt: %s\n", printable(line))
	}
	for _, alarm := range s.Alarms {
		fmt.Fprintf(w, "  ALARM: %s\n", printable(alarm))
	}
	told := map[string]bool{"": true}
	for _, n := range s.Notices {
		for _, page := range n.Pages {
			fmt.Fprintf(w, "    for example %s\n", printable(page))
		}
		if !told[n.Do] {
			told[n.Do] = true
			fmt.Fprintf(w, "  do: %s\n", printable(n.Do))
		}
	}
	for _, reason := range s.Gate.Reasons {
		word := "NOT PUBLISHED"
		if s.Gate.Published {
			word = "published anyway"
		}
		fmt.Fprintf(w, "  %s: %s\n", word, printable(reason))
	}
	if s.Run.State == schema.RunRefused {
		fmt.Fprintf(w, "  readers still see the last good run; check this one, then run `carif harvest %s --publish`\n",
			r.Site)
	}
}

// verdictText says what became of a run.
func verdictText(s harvest.Summary) string {
	class := ""
	if s.Failure != schema.FailureNone {
		class = " (" + string(s.Failure) + ")"
	}
	switch s.Run.Verdict {
	case schema.VerdictPublished:
		return "published"
	case schema.VerdictWarned:
		return "published with warnings: " + strings.Join(harvest.Warned(s), ", ")
	case schema.VerdictHeld:
		return "held" + class + ": readers still see the last good run"
	case schema.VerdictNoNight:
		return "no night" + class + ": nothing was reached, nothing was published"
	}
	return string(s.Run.Verdict)
}

// timeText is how long the process worked, and, where it went on with a run, since when that goes on.
func timeText(s harvest.Summary) string {
	took := time.Duration(s.Seconds * float64(time.Second)).Round(10 * time.Millisecond).String()
	if !s.Resumed || s.Run.Ended.IsZero() {
		return took
	}
	return fmt.Sprintf("%s; the run began %s, %s in all", took, s.Run.Started.Local().Format("2006-01-02 15:04"),
		s.Run.Ended.Sub(s.Run.Started).Round(time.Second))
}

// faultsText lists the first faults. Those of one cause in the archive, a file that is missing, are told once.
func faultsText(w io.Writer, faults []harvest.Fault) {
	alike := map[harvest.Fault]int{}
	cause := func(f harvest.Fault) harvest.Fault { return harvest.Fault{Class: f.Class, Last: f.Last} }
	for _, f := range faults {
		alike[cause(f)]++
	}
	told, lines := 0, 0
	for _, f := range faults {
		n := 1
		if f.Class == "archive" {
			if n = alike[cause(f)]; n == 0 {
				continue // told with the first of its cause
			}
			alike[cause(f)] = 0
		}
		if lines++; lines > 10 {
			fmt.Fprintf(w, "  … and %s (`--format json` lists them all)\n", count(len(faults)-told, "more fault"))
			return
		}
		told += n
		if n > 1 {
			fmt.Fprintf(w, "  fault: %d pages, the first %s: %s: %s\n", n, printable(f.URL), f.Class, printable(f.Last))
			continue
		}
		fmt.Fprintf(w, "  fault: %s: %s after %s: %s\n", printable(f.URL), f.Class,
			count(f.Attempts, "attempt"), printable(f.Last))
	}
}

func closedText(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", %d closed", n)
}

func outcomesText(m map[schema.Outcome]int) string {
	var parts []string
	for _, o := range schema.Outcomes() {
		if m[o] > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", o, m[o]))
		}
	}
	return strings.Join(parts, ", ")
}

// countsText lists counts, the largest first.
func countsText(m map[string]int) string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		if m[keys[i]] != m[keys[j]] {
			return m[keys[i]] > m[keys[j]]
		}
		return keys[i] < keys[j]
	})
	for i, k := range keys {
		keys[i] = fmt.Sprintf("%s %d", k, m[k])
	}
	return strings.Join(keys, ", ")
}

func total(m map[string]int) int {
	n := 0
	for _, v := range m {
		n += v
	}
	return n
}
