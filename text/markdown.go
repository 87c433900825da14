package text

import "strings"

// Markdown makes one line of words that neither Markdown nor HTML reads any mark in, cells of tables included.
func Markdown(s string) string { return marks.Replace(strings.Join(strings.Fields(s), " ")) }

var marks = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;",
	">", "&gt;", "#", `\#`, "|", `\|`, "&", "&amp;", "~", `\~`)
