package layout

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/parser/wording"
)

// PlainLayout lays out a plain-text capture, as text extractors write pages: one line a line, tables as cells
// between bars, images as "![](…)", labels sometimes glued to what follows.
func plainLayout(b *builder, text string) *Layout {
	b.plain = true
	at, num := 0, int32(0)
	inTable, width := false, 0
	for at < len(text) {
		end := len(text)
		if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
			end = at + i
		}
		raw := dropImages(text[at:end])
		b.num = num
		cells := barCells(raw)
		switch {
		case cells != nil && (inTable || filled(cells) >= 3):
			if !inTable {
				b.openBox(atom.Table, nil)
				inTable, width = true, len(cells)
			}
			if filled(cells) > 0 {
				for len(cells) < width { // empty cells at the end were dropped
					cells = append(cells, "")
				}
				plainRow(b, cells, at, end)
			}
		case inTable && strings.TrimSpace(raw) == "":
		default:
			if inTable {
				b.closeBox()
				inTable = false
			}
			for _, part := range unglue(raw) {
				plainLine(b, part, at, end)
			}
		}
		at, num = end+1, num+1
	}
	return b.finish()
}

func plainLine(b *builder, s string, from, to int) {
	b.cursor = from
	b.text(s)
	if b.started {
		b.fromPos, b.toPos = int32(from), int32(to)
	}
	b.flush()
}

func plainRow(b *builder, cells []string, from, to int) {
	b.openBox(atom.Tr, nil)
	for _, c := range cells {
		b.openBox(atom.Td, nil)
		plainLine(b, c, from, to)
		b.closeBox()
	}
	b.closeBox()
}

// dropImages removes "![alt](address)".
func dropImages(s string) string {
	for {
		i := strings.Index(s, "![")
		if i < 0 {
			return s
		}
		j := strings.Index(s[i:], ")")
		if k := strings.Index(s[i:], "]("); k < 0 || j < 0 {
			return s
		}
		s = s[:i] + s[i+j+1:]
	}
}

// barCells splits a line of a table written with bars; nil when it is none. Empty cells at the end are dropped.
func barCells(s string) []string {
	if strings.Count(s, "|") == 0 {
		return nil
	}
	cells := strings.Split(strings.TrimSpace(s), "|")
	if strings.TrimSpace(cells[0]) == "" && len(cells) > 1 {
		cells = cells[1:]
	}
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
		if strings.Trim(cells[i], "-: ") == "" {
			cells[i] = ""
		}
	}
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	if cells == nil {
		cells = []string{}
	}
	return cells
}

func filled(cells []string) int {
	n := 0
	for _, c := range cells {
		if c != "" {
			n++
		}
	}
	return n
}

// unglue parts labels from what they are glued to: "NomCamille Tél.01 99 … Mailx@example.frDispositif".
func unglue(s string) []string {
	var after string
	if at := strings.IndexByte(s, '@'); at > 0 {
		if i := gluedAfterMail(s, at); i > 0 {
			s, after = s[:i], s[i:]
		}
	}
	if at := strings.IndexByte(s, '@'); at > 0 || strings.Contains(s, "Tél") {
		for _, l := range [...]string{"Nom", "Tél.", "Tél", "Téléphone", "Mail", "E-mail", "Email", "Courriel", "Fax", "Portable", "Mobile", "Site"} {
			s = spaceLabel(s, l)
		}
	}
	if after == "" {
		return []string{s}
	}
	return append([]string{s}, unglue(after)...)
}

// gluedAfterMail gives where a new word begins right after an e-mail's last letters: ".fr" and a capital.
func gluedAfterMail(s string, at int) int {
	i := at + 1
	dot := -1
	for i < len(s) && (s[i] >= 'a' && s[i] <= 'z' || wording.Digit(s[i]) || s[i] == '-' || s[i] == '.' || s[i] == '_') {
		if s[i] == '.' {
			dot = i
		}
		i++
	}
	if dot > 0 && i-dot > 2 && i < len(s) && (s[i] >= 'A' && s[i] <= 'Z' || s[i] == 0xC3) {
		return i
	}
	return 0
}

// spaceLabel writes a colon after a label that stands at a word's start and is glued to its value.
func spaceLabel(s, label string) string {
	for from := 0; ; {
		i := strings.Index(s[from:], label)
		if i < 0 {
			return s
		}
		i += from
		end := i + len(label)
		from = end
		if i > 0 && s[i-1] != ' ' || end >= len(s) {
			continue
		}
		c := s[end]
		word := s[end:]
		if j := strings.IndexByte(word, ' '); j >= 0 {
			word = word[:j]
		}
		if c >= 'A' && c <= 'Z' || c == 0xC3 || wording.Digit(c) || strings.Contains(word, "@") {
			s = s[:i] + strings.TrimRight(label, ".") + " : " + s[end:]
			from = i + len(label) + 3
		}
	}
}
