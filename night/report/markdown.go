package report

import (
	"fmt"
	"io"
	"strings"
)

// WriteMarkdown writes the report as Markdown, for mails and tickets.
func (r *Report) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	s, run := &r.Summary, &r.Summary.Run
	fmt.Fprintf(&b, "# %s, %s, run %d: %s\n\n", md(run.Site), md(run.Kind), run.ID, md(r.Verdict()))
	fmt.Fprintf(&b, "%s, took %s. %d pages answered; %d courses: %d added, %d changed, %d same, %d closed; %d sessions.\n",
		run.Started.Local().Format("2006-01-02 15:04:05"), r.Took(), run.Pages, run.Added+run.Changed+run.Same, run.Added,
		run.Changed, run.Same, run.Closed, run.Sessions)
	if run.Note != "" {
		fmt.Fprintf(&b, "\n%s\n", md(run.Note))
	}
	if !r.Kept {
		b.WriteString("\nNo report of this run is kept: faults and time line are not known.\n")
	}
	list := func(head string, lines []string) {
		if len(lines) == 0 {
			return
		}
		fmt.Fprintf(&b, "\n## %s\n\n", head)
		for _, l := range lines {
			fmt.Fprintf(&b, "- %s\n", l)
		}
	}
	list("Why it was not published, or what was overruled", each(s.Gate.Reasons))
	var notices []string
	for _, n := range s.Notices {
		t := md(n.What)
		for _, p := range n.Pages {
			t += " " + md(p)
		}
		if n.Do != "" {
			t += "; do: " + md(n.Do)
		}
		notices = append(notices, t)
	}
	if notices == nil {
		notices = each(s.Alarms)
	}
	list("What needs a person", notices)
	list("Warnings", each(s.Warnings))
	var lines []string
	for _, c := range r.Changes {
		lines = append(lines, fmt.Sprintf("%s, %s: %d", c.Kind, c.Cause, c.N))
	}
	list("What changed", lines)
	lines = nil
	for _, c := range r.Examples {
		lines = append(lines, fmt.Sprintf("%s %s: %s → %s (%s)", md(c.Key), md(c.Field), md(short(c.Old)), md(short(c.New)),
			c.Cause))
	}
	list("Examples", lines)
	lines = nil
	for _, c := range r.Classes() {
		for _, f := range c.Faults[:min(len(c.Faults), examplesEach)] {
			lines = append(lines, fmt.Sprintf("%s (%d): %s %s: %s", md(c.Name), len(c.Faults), md(f.URL), md(f.Class),
				md(f.Last)))
		}
	}
	list("Faults by class", lines)
	lines = nil
	for _, f := range r.Fill {
		if f.Moves() {
			lines = append(lines, fmt.Sprintf("%s: %.1f %% → %.1f %%", f.Field, 100*f.Was[len(f.Was)-1], 100*f.Is))
		}
	}
	list("Fields that moved", lines)
	lines = nil
	for _, h := range s.Politeness {
		lines = append(lines, fmt.Sprintf("%s: %d requests", md(h.Host), h.Requests))
	}
	list("How hosts were asked", lines)
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// md keeps words from being read as marks of Markdown or of HTML.
func md(t string) string {
	return markdown.Replace(strings.Join(strings.Fields(t), " "))
}

var markdown = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;",
	">", "&gt;", "#", `\#`, "|", `\|`, "&", "&amp;")

func each(list []string) (out []string) {
	for _, t := range list {
		out = append(out, md(t))
	}
	return out
}
