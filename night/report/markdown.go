package report

import (
	"fmt"
	"io"
	"strings"

	"carif/text"
)

// WriteMarkdown writes the report as Markdown, for mails and tickets. It says what the page says, without the charts.
func (r *Report) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s: %s\n", text.Markdown(r.heading()), text.Markdown(r.Verdict()))
	for _, p := range r.opening() {
		fmt.Fprintf(&b, "\n%s\n", text.Markdown(p))
	}
	b.WriteString("\n")
	for i, f := range r.facts() {
		sep := ", "
		if i == 0 {
			sep = ""
		}
		fmt.Fprintf(&b, "%s%s: %d", sep, f.Name, f.N)
	}
	b.WriteString("\n")
	for _, s := range r.sections() {
		fmt.Fprintf(&b, "\n## %s\n", text.Markdown(s.Head))
		if s.Said != "" {
			fmt.Fprintf(&b, "\n%s\n", text.Markdown(s.Said))
		}
		if s.Table != nil {
			s.Table.markdown(&b)
		}
		if s.Items != nil {
			b.WriteString("\n")
		}
		for _, it := range s.Items {
			it.markdown(&b)
		}
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

func (it item) markdown(b *strings.Builder) {
	parts := []string{}
	if it.Text != "" {
		parts = append(parts, text.Markdown(it.Text))
	}
	if it.Aside != "" {
		parts = append(parts, "("+text.Markdown(it.Aside)+")")
	}
	for _, c := range it.Codes {
		parts = append(parts, text.Markdown(c))
	}
	fmt.Fprintf(b, "- %s\n", strings.Join(parts, " "))
	if it.Do != "" {
		fmt.Fprintf(b, "  - do: %s\n", text.Markdown(it.Do))
	}
}

func (t *table) markdown(b *strings.Builder) {
	heads, rule := "|", "|"
	for _, c := range t.Cols {
		switch {
		case c.Chart:
			continue
		case c.Number:
			rule += "---:|"
		default:
			rule += "---|"
		}
		heads += " " + text.Markdown(c.Head) + " |"
	}
	fmt.Fprintf(b, "\n%s\n%s\n", heads, rule)
	for _, row := range t.Rows {
		b.WriteString("|")
		for i, c := range row {
			if t.Cols[i].Chart {
				continue
			}
			said := text.Markdown(c.Text)
			if c.Under != "" {
				said += " (" + text.Markdown(c.Under) + ")"
			}
			fmt.Fprintf(b, " %s |", said)
		}
		b.WriteString("\n")
	}
}
