package picture

import (
	"errors"
	"fmt"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	parserpage "carif/parser/page"
)

// page is what the left half shows: the page's own words, in its order.
type page struct {
	title    string
	rows     []pageRow
	heading  string     // over the sessions
	sessions [][]string // the table of sessions, headers first
}

type pageRow struct {
	label string
	lines []string
	table string // the table that the row's value goes to
	gap   bool   // rows of the page were left out before this one
}

// shown names the labels that the picture shows, and the table each leads to.
var shown = map[string]string{
	"Intitulé": "course", "Objectifs": "course", "Public": "course_audience", "Niveau d’entrée": "course",
	"Durée totale": "course", "Coût": "course", "Code ROME": "course_code", "NSF": "course_code",
	"Organisme": "provider", "Adresse": "provider",
}

var (
	titleOf    = cascadia.MustCompile("h2")
	rowsOf     = cascadia.MustCompile("table.donnees tr")
	headingOf  = cascadia.MustCompile("td > p > b")
	sessionsOf = cascadia.MustCompile("table.liste tr")
	cellsOf    = cascadia.MustCompile("td, th")
)

// readPage takes the shown words out of the page of the demo catalogue's old-fashioned layout.
func readPage(body []byte, contentType string) (page, error) {
	text, _ := parserpage.Decode(body, contentType)
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return page{}, fmt.Errorf("read page: %w", err)
	}
	p := page{title: strings.Join(linesOf(titleOf.MatchFirst(doc)), " ")}
	gap := false
	for _, tr := range rowsOf.MatchAll(doc) {
		cells := cellsOf.MatchAll(tr)
		if len(cells) != 2 {
			continue // a rule between rows
		}
		label := strings.Join(linesOf(cells[0]), " ")
		table := shown[strings.TrimSuffix(label, " :")]
		if table == "" {
			gap = true
			continue
		}
		p.rows = append(p.rows, pageRow{label: label, lines: linesOf(cells[1]), table: table, gap: gap})
		gap = false
	}
	p.heading = strings.Join(linesOf(headingOf.MatchFirst(doc)), " ")
	for _, tr := range sessionsOf.MatchAll(doc) {
		var row []string
		for _, cell := range cellsOf.MatchAll(tr) {
			row = append(row, strings.Join(linesOf(cell), " "))
		}
		p.sessions = append(p.sessions, row)
	}
	if p.title == "" || len(p.rows) != len(shown) || len(p.sessions) < 2 {
		return page{}, errors.New("read page: its layout is not the one the picture knows; mend internal/picture/page.go")
	}
	return p, nil
}

// linesOf is the text of an element, split at its line breaks.
func linesOf(n *html.Node) []string {
	if n == nil {
		return nil
	}
	var b strings.Builder
	for d := range n.Descendants() {
		switch {
		case d.Type == html.TextNode:
			b.WriteString(d.Data)
		case d.DataAtom == atom.Br:
			b.WriteByte('\n')
		}
	}
	return strings.Split(strings.TrimSpace(b.String()), "\n")
}
