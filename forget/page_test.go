package forget

import (
	"testing"

	"carif/storage"
	"carif/storage/redact"
)

// noCamille finds one name, one address and one number.
var noCamille = redact.New([]byte("salt"), nil).With(storage.Person{Names: []string{"Camille EXEMPLE", "Exemple"},
	Emails: []string{"camille@example.org"}, Phones: []string{"01 99 00 40 07"}}).Find

func TestRedactPage(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"nothing", "<p>Dominique MODELE</p>", "<p>Dominique MODELE</p>"},
		{"text", "<p>Camille EXEMPLE, 01 99 00 40 07</p>", "<p>Anonyme EFFACE, 00 00 00 00 00</p>"},
		{"attribute", `<a href="mailto:camille@example.org" title="Camille EXEMPLE">x</a>`,
			`<a href="mailto:efface@example.invalid" title="Anonyme EFFACE">x</a>`},
		{"entity", "<p>camille&#64;example.org</p>", "<p>efface@example.invalid</p>"},
		{"entity in an attribute", `<a href="mailto:camille&#x40;example.org">x</a>`,
			`<a href="mailto:efface@example.invalid">x</a>`},
		{"percent", `<a class="k" href="mailto:camille%40example.org">x</a>`,
			`<a class="k" href="mailto:efface@example.invalid">x</a>`},
		{"an address that tells", `<a class="k" href="/equipe/camille-exemple.html">x</a>`, `<a>x</a>`},
		{"a shorter name in it", "<p>Camille &#69;xemple, C<b>amille</b> <i>Exemple</i>, Ex&shy;emple</p>",
			"<p>Anonyme EFFACE, Anonyme EFFACE<b></b> <i></i>, Anonyme EFFACE</p>"},
		{"a shorter name behind a tag",
			"<p>Avec tous les gens de la maison et Camille <b>Exemple</b> qui sait tout cela par cœur</p>",
			"<p>Avec tous les gens de la maison et Anonyme EFFACE<b></b> qui sait tout cela par cœur</p>"},
		{"two beside one another",
			"<p>Exemple Camille</p><p>Exemple, Camille</p>",
			"<p>Anonyme EFFACE</p><p>Anonyme EFFACE</p>"},
		{"comment", "<!-- camille@example.org -->", "<!-- efface@example.invalid -->"},
		{"script", `<script>x = "camille\u0040example.org < &"</script>`,
			`<script>x = "efface@example.invalid < &"</script>`},
		{"script without", `<script>x = "a &amp; b"</script>`, `<script>x = "a &amp; b"</script>`},
		{"spread over tags", "<p>Avec <b>Camille</b> <i>EXEMPLE</i></p>", "<p>Avec <b>Anonyme EFFACE</b> <i></i></p>"},
		{"spread inside a word", "<p>camille@<wbr>example.org</p>", "<p>efface@example.invalid<wbr></p>"},
		{"windows-1252", "<p>\xe9t\xe9, Camille EXEMPLE</p>", "<p>\xe9t\xe9, Anonyme EFFACE</p>"},
		{"other entities stay", "<p>a &lt; b &amp; c</p>", "<p>a &lt; b &amp; c</p>"},
	} {
		got, changed, whole := redactPage([]byte(c.in), noCamille)
		if string(got) != c.want || !whole || changed != (c.in != c.want) {
			t.Errorf("%s: got %q (changed %v, whole %v), want %q", c.name, got, changed, whole, c.want)
		}
	}
	if _, _, whole := redactPage([]byte("\xff\xfeC\x00"), noCamille); whole {
		t.Error("UTF-16 was taken for a page that can be edited")
	}
}

func FuzzRedactPage(f *testing.F) {
	f.Add([]byte("<p>Camille <b>EXEMPLE</b> camille&#64;example.org</p>"))
	f.Add([]byte("<a href='%"))
	f.Add([]byte("<script>\\u00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		same, changed, whole := redactPage(b, func(string, bool) []redact.Span { return nil })
		if changed || whole && string(same) != string(b) {
			t.Errorf("a page without anybody to forget was changed: %q to %q", b, same)
		}
		redactPage(b, noCamille)
	})
}
