package page

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"carif/fixtures"
)

// TestDecode tries real bytes against what the header and the page declare: the bytes win.
func TestDecode(t *testing.T) {
	const text = "Durée de la formation : l’élève à Nîmes – 35 €"
	win, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	latin, err := charmap.ISO8859_15.NewEncoder().String("Durée à Nîmes : 35 €")
	if err != nil {
		t.Fatal(err)
	}
	mac, err := charmap.Macintosh.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	var wide []byte
	for _, u := range utf16.Encode([]rune(text)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	twice := mustTwice(t, text)
	meta := func(c string) string {
		return `<meta http-equiv="Content-Type" content="text/html; charset=` + c + `">`
	}
	tests := []struct {
		name, body, header  string
		want, charset       string
		guessed, wantRepair bool
	}{
		{"utf-8 said", meta("utf-8") + text, "", meta("utf-8") + text, "utf-8", false, false},
		{"utf-8 under iso-8859-1", meta("iso-8859-1") + text, "", meta("iso-8859-1") + text, "utf-8", true, false},
		{"utf-8 with a mark", "\xef\xbb\xbf" + text, "text/html", text, "utf-8", false, false},
		{"windows-1252 said", win, "text/html; charset=windows-1252", text, "windows-1252", false, false},
		{"windows-1252 under iso-8859-1", meta("ISO-8859-1") + win, "", meta("ISO-8859-1") + text, "windows-1252", false,
			false},
		{"windows-1252 under utf-8", win, "text/html; charset=UTF-8", text, "windows-1252", true, false},
		{"windows-1252 unsaid", win, "", text, "windows-1252", true, false},
		{"iso-8859-15 said", latin, "text/html; charset=iso-8859-15", "Durée à Nîmes : 35 €", "iso-8859-15", false, false},
		{"iso-8859-15 in the page, utf-8 in the header", meta("iso-8859-15") + latin, "text/html; charset=utf-8",
			meta("iso-8859-15") + "Durée à Nîmes : 35 €", "iso-8859-15", false, false},
		{"iso-8859-15 in the page, an unknown charset in the header", meta("iso_8859-15") + latin,
			"text/html; charset=x-rien", meta("iso_8859-15") + "Durée à Nîmes : 35 €", "iso-8859-15", false, false},
		{"iso-8859-15 in the prolog", `<?xml version="1.0" encoding="iso-8859-15"?>` + latin, "text/html; charset=utf-8",
			`<?xml version="1.0" encoding="iso-8859-15"?>` + "Durée à Nîmes : 35 €", "iso-8859-15", false, false},
		{"windows-1252 under iso-8859-15", win, "text/html; charset=iso-8859-15", text, "windows-1252", true, false},
		{"macintosh said", mac, "text/html; charset=macintosh", text, "macintosh", false, false},
		{"macintosh in the page, iso-8859-1 in the header", meta("x-mac-roman") + mac, "text/html; charset=iso-8859-1",
			meta("x-mac-roman") + text, "macintosh", false, false},
		{"windows-1252 under macintosh", "pr\xe9par\xe9", "text/html; charset=macintosh", "préparé", "windows-1252", true,
			false},
		{"windows-1252 under shift_jis, then windows-1251", meta("windows-1251") + win, "text/html; charset=shift_jis",
			meta("windows-1251") + text, "windows-1252", true, false},
		{"a half under two labels", meta("iso-8859-15") + "\xbd journ\xe9e", "text/html; charset=iso-8859-1",
			meta("iso-8859-15") + "½ journée", "windows-1252", false, false},
		{"utf-16", "\xff\xfe" + string(wide), "", text, "utf-16", false, false},
		{"utf-16 unmarked", string(wide), "", text, "utf-16", false, false},
		{"twice", twice, "text/html; charset=utf-8", text, "utf-8", false, true},
		{"ascii", "plain", "text/html; charset=shift_jis", "plain", "utf-8", false, false},
		{"stray byte", text + text + " \xe9t", "", text + text + " ét", "utf-8", true, false},
		{"cut", text + "\xc3", "", text, "utf-8", false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, d := Decode([]byte(tt.body), tt.header)
			if got != tt.want {
				t.Errorf("text: got %q, want %q", got, tt.want)
			}
			if d.Charset != tt.charset || d.Guessed != tt.guessed || d.Repaired != tt.wantRepair {
				t.Errorf("decoding: got %+v, want charset %s guessed %v repaired %v", d, tt.charset, tt.guessed, tt.wantRepair)
			}
		})
	}
}

// TestCharsetCases reads every combination of bytes, header and meta whose evidence is enough.
func TestCharsetCases(t *testing.T) {
	for _, c := range fixtures.CharsetCases() {
		if text, d := Decode(c.Body, c.ContentType); c.Must && !strings.Contains(text, `<p id="t">`+c.Want+"</p>") {
			t.Errorf("%s: read as %s: %q", c.Name, d.Charset, text)
		}
	}
}

// mustTwice writes text as UTF-8 taken for windows-1252.
func mustTwice(t *testing.T, s string) string {
	t.Helper()
	var out []rune
	for _, c := range []byte(s) {
		r := charmap.Windows1252.DecodeByte(c)
		if r == 0xFFFD {
			r = rune(c)
		}
		out = append(out, r)
	}
	return string(out)
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("<h1>Cr\xe8me</h1>"), "text/html; charset=iso-8859-1")
	f.Add([]byte("<h1>Crème ÃÃ©</h1>\xff"), "")
	f.Add([]byte("\xff\xfe<\x00p\x00"), "text/html")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		if text, d := Decode(body, contentType); !utf8.ValidString(text) && d.Charset != "utf-8" {
			t.Errorf("not UTF-8 out of %s", d.Charset)
		}
		Read(body, contentType, "")
	})
}
