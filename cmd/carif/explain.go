package main

import (
	"fmt"
	"io"

	"carif/harvest"
	"carif/parser/explain"
)

// Colours of --explain, by what became of a block.
const (
	ansiReset  = "\x1b[0m"
	ansiBold   = "\x1b[1m"
	ansiGreen  = "\x1b[32m"
	ansiYellow = "\x1b[33m"
	ansiRed    = "\x1b[31m"
	ansiGrey   = "\x1b[90m"
)

func kindColour(kind string) string {
	switch kind {
	case explain.KindPage:
		return ansiBold
	case "unclaimed":
		return ansiRed
	case "absent", explain.KindIssue:
		return ansiYellow
	}
	return ansiGreen
}

// printExplanation prints the outline of one page: beside every block, the field that took it.
func printExplanation(w io.Writer, name string, got harvest.Reading, colour bool, width int) error {
	site := "generic"
	if got.Site != nil {
		site = got.Site.ID
	}
	page := explain.Page{Name: name, Width: width, Profile: site, Outline: got.Parsed.Outline, Refusal: got.Refusal,
		Records: got.Records, Coverage: got.Parsed.Coverage}
	for _, l := range explain.Lines(page) {
		head, text := printable(l.Head), printable(l.Text)
		switch {
		case colour && (l.Kind == explain.KindChrome || l.Kind == explain.KindWhy): // the whole line steps back
			head, text = ansiGrey+head, text+ansiReset
		case colour && head != "":
			head = kindColour(l.Kind) + head + ansiReset
		}
		if _, err := fmt.Fprintln(w, head+text); err != nil {
			return err
		}
	}
	return nil
}

// cut shortens a text to n characters.
func cut(s string, n int) string { return explain.Cut(s, n) }
