package work

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// shapes are units of which a page is made again and again: what hostile pages, and careless ones, are full of.
var shapes = map[string]string{
	"options":            "<select><option>a</option></select>",
	"rows of one cell":   "<tr><td>x</td>",
	"rows of three":      "<tr><td>01/02/2027</td><td>a</td><td>Brest (29)</td></tr>",
	"heads":              "<th>",
	"labels in a line":   "Durée : ",
	"labels with values": "<p>Durée : 3 h</p>",
	"pairs":              "<dt>Durée<dd>3 h",
	"tables":             "<table><tr><td>Lieu</td><td>Brest</td></tr></table>",
	"headings":           "<h2>Durée</h2>3 h",
	"unknown headings":   "<h3>La vannerie</h3><p>On tresse.</p>",
	"paragraphs":         "<p>Un mot",
	"items":              "<li>Tresser un fond",
	"lines":              "Un mot<br>",
	"words":              "mot ",
	"commas":             "a, ",
	"semicolons":         "a ; ",
	"bullets":            "• a ",
	"dates":              "01/01/2027 ",
	"periods":            "<p>Du 4 janvier 2027 au 8 janvier 2027 à Brest",
	"cards":              "<article><h3>Brest (29)</h3><p>Du 04/01/2027 au 08/01/2027</p></article>",
	"towns":              "Tours (37)<br>",
	"phones":             "01 99 00 12 34 ",
	"mailboxes":          "a@example.org ",
	"people":             "<p>Contact : Claude FICTIF 01 99 00 12 34",
	"prices":             "12 € ",
	"numbers":            "1 - a<br>",
	"codes":              "RNCP12345 ",
	"addresses":          "http://example.org/a ",
	"links":              `<a href="/a">Un cours</a> `,
	"pictures":           `<img alt="Durée">`,
	"bold":               "<p><b>Objectifs :</b> a</p>",
	"nested lists":       "<ul><li>a",
	"brackets":           "(",
	"quotes":             `" `,
	"entities":           "&eacute;",
	// a # is the number of the unit: what is told once and again differs
	"other hours":    "<p>Durée : # heures</p>",
	"other pictures": `<img alt="Durée" src=a.png># heures<br>`,
	"other places":   "<div><p>Du 01/01/2027 au 02/02/20#</p><p>86000 POITIERS</p></div>",
	"other cards":    "<article class=c><h3>Session n° 10#</h3><p>Du 04/01/2027 au 08/01/2027</p><p>Brest #</p></article>",
	"other towns":    "<h3>Brest # (29)</h3><p>Du 04/01/2027 au 08/01/2027</p>",
	"other tables":   "<table><tr><th>Dates</th><th>Lieu</th></tr><tr><td>Du 04/01/2027 au 05/02/2027</td><td>Brest #</td></tr></table>",
	"other people":   "<p>Contact : Claude# FICTIF 01 99 00 12 34 a#@example.org</p>",
	"other prices":   "<p>Prix : # €</p>",
	"other bodies":   "<p>Organisme : centre #</p>",
	"other codes":    "<p>Code RNCP : 1#</p>",
	"other heads":    "<h3>Titre #</h3><p>texte #</p>",
	"other items":    "<li>Chapitre # : mot #</li>",
	"other lists":    "<dl><dt>Label #</dt><dd># h</dd></dl>",
	"other courses":  `<p><a href="/f/#">Cours #</a> Durée : # h</p>`,
	"meetings":       "<p>Réunion d'information le 04/05/20#</p>",
	"whole phrases":  "\ufdfa<br>",
}

// page repeats a unit, each with a number of its own.
func page(unit string, n int) string {
	if !strings.Contains(unit, "#") {
		return strings.Repeat(unit, n)
	}
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(unit, "#", strconv.Itoa(i+10)))
	}
	return b.String()
}

// TestLinear: twice the page is at most twice the work, and a little for tables that grow.
func TestLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program anew")
	}
	bin := filepath.Join(t.TempDir(), "carif")
	build := exec.Command("go", "build", "-tags", "sqlite_fts5", "-cover", "-covermode=count",
		"-coverpkg=carif/parser/...,carif/normalize/...,carif/text/...,carif/geo/...,carif/vocab,carif/cmd/carif",
		"-o", bin, "carif/cmd/carif")
	build.Dir = filepath.Join("..", "..")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	base := statements(t, bin, "")
	for name, unit := range shapes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := 1000
			if !strings.Contains(unit, "<") {
				n = 2000
			}
			var counts [3]int64
			for i := range counts {
				counts[i] = statements(t, bin, page(unit, n<<i)) - base
			}
			for i := 1; i < len(counts); i++ {
				if more := float64(counts[i]) / float64(counts[i-1]); more > 2.3 {
					t.Errorf("twice the page is %.2f times the work: %d, %d, %d statements", more, counts[0], counts[1], counts[2])
				}
			}
			t.Logf("%d, %d, %d statements", counts[0], counts[1], counts[2])
		})
	}
}

const head = "<title>Vannerie</title><body><h1>Vannerie</h1><h2>Objectifs</h2><p>Savoir tresser.</p><h2>Programme</h2><p>Brins.</p>"

// statements counts the statements that run while the program reads a course page that ends with some words.
func statements(t *testing.T, bin, words string) (sum int64) {
	t.Helper()
	dir := t.TempDir()
	file, counters := filepath.Join(dir, "page.html"), filepath.Join(dir, "counters")
	if err := os.WriteFile(file, []byte(head+words), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(counters, 0o700); err != nil {
		t.Fatal(err)
	}
	run := exec.Command(bin, "parse", file)
	run.Env = append(os.Environ(), "GOCOVERDIR="+counters)
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%.300s", err, out)
	}
	profile := filepath.Join(dir, "profile")
	if out, err := exec.Command("go", "tool", "covdata", "textfmt", "-i", counters, "-o", profile).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	f, err := os.Open(profile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); { // file:from,to statements count
		if w := strings.Fields(s.Text()); len(w) == 3 {
			n, _ := strconv.ParseInt(w[1], 10, 64)
			times, _ := strconv.ParseInt(w[2], 10, 64)
			sum += n * times
		}
	}
	if sum == 0 {
		t.Fatal("nothing was counted")
	}
	return sum
}
