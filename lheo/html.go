package lheo

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// tagRE tells texts that hold markup: feeds carry HTML that was escaped once more.
var tagRE = regexp.MustCompile(`(?i)</?(?:p|br|b|i|u|em|strong|ul|ol|li|div|span|h[1-6]|a|table|tr|td|font)\b[^<>]*>|&(?:nbsp|amp|[a-z]{2,6}acute|#[0-9]+);`)

// oneBlank makes one blank of every run of blanks, also of those that do not break.
func oneBlank(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for _, r := range s {
		switch r {
		case ' ', '\t', '\n', '\f', '\r', '\u00a0':
			if !blank {
				b.WriteByte(' ')
			}
			blank = true
		default:
			b.WriteRune(r)
			blank = false
		}
	}
	return b.String()
}

// plainText turns escaped HTML into lines, list items into lines that begin "- "; any other text is left as it is.
func plainText(s string) string {
	if !strings.ContainsAny(s, "<&") || !tagRE.MatchString(s) {
		return s
	}
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return tidy(b.String())
		case html.TextToken:
			b.WriteString(oneBlank(string(z.Text())))
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			name, _ := z.TagName()
			switch string(name) {
			case "li":
				b.WriteString("\n- ")
			case "p", "br", "div", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr":
				b.WriteByte('\n')
			}
		}
	}
}

// tidy trims lines and drops empty ones.
func tidy(s string) string {
	var out []string
	for _, l := range strings.Split(s, "\n") {
		if l = oneBlank(strings.TrimSpace(l)); l != "" && l != "-" {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}
