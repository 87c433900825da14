package report

import (
	_ "embed" // the page
	"fmt"
	"html/template"
	"io"
)

//go:embed report.html
var pageSource string

var form = template.Must(template.New("report").Parse(pageSource))

// shown is what the page is drawn of.
type shown struct {
	Heading, Verdict, Class string
	Opening                 []string
	Facts                   []fact
	Sections                []section
}

// WriteHTML writes the report as one page that needs nothing else: no script, no font, no picture from elsewhere.
func (r *Report) WriteHTML(w io.Writer) error {
	class := coloured(&r.Summary.Run)
	err := form.Execute(w, shown{r.heading(), r.Verdict(), class, r.opening(), r.facts(), r.sections()})
	if err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}
