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
			n := 2000
			if !strings.Contains(unit, "<") {
				n = 4000
			}
			var counts [3]int64
			for i := range counts {
				counts[i] = statements(t, bin, strings.Repeat(unit, n<<i)) - base
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
