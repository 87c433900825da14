package report

import (
	"fmt"
	"io"
	"strings"
)

// WriteMarkdown writes the report as Markdown, for mails and tickets. It says what the page says, without the charts.
func (r *Report) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s: %s\n", md(r.heading()), md(r.Verdict()))
	for _, p := range r.opening() {
		fmt.Fprintf(&b, "\n%s\n", md(p))
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
		fmt.Fprintf(&b, "\n## %s\n", md(s.Head))
		if s.Said != "" {
			fmt.Fprintf(&b, "\n%s\n", md(s.Said))
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
		parts = append(parts, md(it.Text))
	}
	if it.Aside != "" {
		parts = append(parts, "("+md(it.Aside)+")")
	}
	for _, c := range it.Codes {
		parts = append(parts, md(c))
	}
	fmt.Fprintf(b, "- %s\n", strings.Join(parts, " "))
	if it.Do != "" {
		fmt.Fprintf(b, "  - do: %s\n", md(it.Do))
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
		heads += " " + md(c.Head) + " |"
	}
	fmt.Fprintf(b, "\n%s\n%s\n", heads, rule)
	for _, row := range t.Rows {
		b.WriteString("|")
		for i, c := range row {
			if t.Cols[i].Chart {
				continue
			}
			text := md(c.Text)
			if c.Under != "" {
				text += " (" + md(c.Under) + ")"
			}
			fmt.Fprintf(b, " %s |", text)
		}
		b.WriteString("\n")
	}
}

// md keeps words from being read as marks of Markdown or of HTML.
func md(t string) string {
	return markdown.Replace(strings.Join(strings.Fields(t), " "))
}

var markdown = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;",
	">", "&gt;", "#", `\#`, "|", `\|`, "&", "&amp;", "~", `\~`)
