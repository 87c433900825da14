package main

import (
	"fmt"
	"io"
	"strings"

	"carif/harvest"
	"carif/parser"
)

// Colours of --explain, by what became of a block.
const (
	ansiReset  = "\x1b[0m"
	ansiBold   = "\x1b[1m"
	ansiDim    = "\x1b[2m"
	ansiGreen  = "\x1b[32m"
	ansiYellow = "\x1b[33m"
	ansiRed    = "\x1b[31m"
)

func claimColour(claim string) string {
	switch claim {
	case "unclaimed":
		return ansiRed
	case "absent":
		return ansiYellow
	case "chrome":
		return ansiDim
	}
	return ansiGreen
}

// explain prints the outline of one page: beside every block, the field that took it.
func explain(w io.Writer, name string, got harvest.Reading, colour bool) error {
	paint := func(c, s string) string {
		if !colour {
			return s
		}
		return c + s + ansiReset
	}
	site := "generic"
	if got.Site != nil {
		site = got.Site.ID
	}
	fmt.Fprintf(w, "%s\n", paint(ansiBold, fmt.Sprintf("%s  (profile %s)", printable(name), site)))
	if got.Refusal != nil {
		fmt.Fprintf(w, "no record: %s: %s\n", got.Refusal.Reason, printable(got.Refusal.Detail))
	}
	if got.Parsed.Outline == nil {
		return nil
	}
	width := 0
	for _, b := range got.Parsed.Outline.Blocks {
		width = max(width, min(len([]rune(b.Claim)), 28))
	}
	chrome := 0
	for _, b := range got.Parsed.Outline.Blocks {
		if b.Claim == "chrome" {
			chrome++
			continue
		}
		claim := fmt.Sprintf("%-*s", width, b.Claim)
		fmt.Fprintf(w, "%s  %s\n", paint(claimColour(b.Claim), claim), blockLine(b, 100))
	}
	c := got.Parsed.Coverage
	if c.Content > 0 {
		pct := func(n int) float64 { return 100 * float64(n) / float64(c.Content) }
		fmt.Fprintf(w, "%d characters of content: %.1f %% in fields, %.1f %% absent, %.1f %% unclaimed; %s of page chrome left out\n",
			c.Content, pct(c.Field), pct(c.Absent), pct(c.Unclaimed), count(chrome, "block"))
	}
	for i := range got.Records {
		for _, is := range got.Records[i].Issues {
			fmt.Fprintf(w, "%s %s: %s: %s\n", paint(ansiYellow, "issue"), is.Code, is.Field, printable(cut(is.Raw, 80)))
		}
	}
	_, err := fmt.Fprintln(w)
	return err
}

// blockLine is one block on one line, cut to n characters.
func blockLine(b parser.Block, n int) string {
	text := strings.Join(strings.Fields(b.Text), " ")
	if b.Label != "" {
		text = "[" + b.Label + "] " + text
	}
	return printable(cut(text, n))
}

// cut shortens a text to n runes.
func cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
