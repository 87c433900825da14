package text

import "testing"

func TestMarkdown(t *testing.T) {
	for in, want := range map[string]string{
		"":                      "",
		"CFA Camille":           "CFA Camille",
		` a` + "\n\tb\u00a0c ":  "a b c",
		`a|b\|c`:                `a\|b\\\|c`,
		"*a* _b_ `c` ~d~ # e":   "\\*a\\* \\_b\\_ \\`c\\` \\~d\\~ \\# e",
		"<b>[x](y)</b> &amp; z": `&lt;b&gt;\[x\](y)&lt;/b&gt; &amp;amp; z`,
	} {
		if got := Markdown(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}
