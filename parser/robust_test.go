package parser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carif/parser/layout"
	"carif/schema"
)

// TestHostile reads pages that are deep, wide, endless, cut or no pages: a record or a clear refusal, never a crash.
func TestHostile(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	const body = "<h1>Titre du cours</h1><h3>Objectifs</h3><p>Savoir faire</p><h3>Programme</h3><p>Tout</p><h3>Public</h3><p>Tous</p>"
	attrs := &strings.Builder{}
	for i := range 50000 {
		fmt.Fprintf(attrs, "a%d=b ", i)
	}
	row := "<tr><td>01/02/2013</td><td>02/03/2013</td><td>Paris</td></tr>"
	tests := []struct{ name, page, refusal, issue string }{
		{"deep 600", strings.Repeat("<div>", 600) + body, "", schema.IssueFallback},
		{"deep 100,000", strings.Repeat("<div>", 100000) + body, "", schema.IssueFallback},
		{"fonts", strings.Repeat("<font>", 100000) + body, "", schema.IssueFallback},
		{"rows", body + "<table><tr><th>Date de début</th><th>Date de fin</th><th>Ville</th></tr>" + strings.Repeat(row, 40000), "", schema.IssueTooLong},
		{"attributes", "<div " + attrs.String() + ">" + body, "", ""},
		{"colspan", body + "<table><tr><th colspan=1000000000>Ville</th><th>Dates</th></tr><tr><td>Paris</td><td colspan=99999999999999999999>x</td></tr></table>", "", ""},
		{"too big", strings.Repeat("x", layout.MaxBody+1), schema.RefuseUnreadable, ""},
		{"one long line", body + "<p>" + strings.Repeat("abc déf ", 300000), "", ""},
		{"colons", body + "<p>" + strings.Repeat("Tél : ", 50000), "", ""},
		{"more rows", body + "<table>" + strings.Repeat(row, 100000), schema.RefuseTooComplex, ""},
		{"more words", body + "<p>" + strings.Repeat("abc déf ", 500000), schema.RefuseTooComplex, ""},
		{"more labels", body + "<p>" + strings.Repeat("Durée : ", 300000), schema.RefuseTooComplex, ""},
		{"more attributes", "<div " + strings.Repeat("a=b ", 400000) + ">" + body, schema.RefuseTooComplex, ""},
		{"more heads", body + "<table><tr>" + strings.Repeat("<th>", 524288), schema.RefuseTooComplex, ""},
		{"plain text", strings.Repeat("abc déf\n", 500000), schema.RefuseTooComplex, ""},
		{"a list of options", body + "<select>" + strings.Repeat("<option>a", 700000) + "</select>", "", ""},
		{"nul", strings.Replace(body, "Titre", "Ti\x00tre", 1), "", ""},
		{"cut", body + "<h3>Conditions d'adm", "", ""},
		{"empty", "", schema.RefuseUnreadable, ""},
		{"pdf", "%PDF-1.4 …", schema.RefuseUnreadable, ""},
		{"shell", "<html><body><iframe src=x></iframe></body></html>", schema.RefuseEmptyShell, ""},
		{"no course", "<html><body><h1>Actualités</h1>" + strings.Repeat("<p>Le portail change de visage au printemps et vous attend.</p>", 20), schema.RefuseNotACourse, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res, err := p.Parse(schema.Page{Body: []byte(tt.page)}, nil)
			if err != nil {
				t.Fatal(err)
			}
			reason := ""
			if res.Refusal != nil {
				reason = res.Refusal.Reason
			}
			if reason != tt.refusal {
				t.Fatalf("refusal: got %q, want %q", reason, tt.refusal)
			}
			if tt.refusal != "" {
				return
			}
			d := &res.Drafts[0]
			if got := texts(d.Get(schema.FieldObjective)); got != "Savoir faire" {
				t.Errorf("objective: got %.80q", got)
			}
			found := tt.issue == ""
			for _, i := range d.Issues {
				found = found || i.Code == tt.issue
			}
			if !found {
				t.Errorf("issues: got %+v, want %s", d.Issues, tt.issue)
			}
		})
	}
}

// TestTables holds the mapping of cells to columns by their heads: repeated heads, missing and extra cells.
func TestTables(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	const page = `<h1>Titre du cours</h1><h3>Objectifs</h3><p>x</p><h3>Public</h3><p>y</p><table><tr><th>Ville</th><th>Date de début</th><th>Date de fin</th></tr>
<tr><td>Dole</td><td>01/02/2025</td><td>05/02/2025</td></tr><tr><th>Ville</th><th>Date de début</th><th>Date de fin</th></tr><tr><td>Gray</td><td colspan=2>Entrée/sortie permanente</td></tr>
<tr><td>Lure</td><td>01/03/2025</td></tr><tr><td>Vesoul</td><td>01/04/2025</td><td>05/04/2025</td><td>extra</td></tr></table>`
	res, err := p.Parse(schema.Page{Body: []byte(page)}, nil)
	if err != nil || len(res.Drafts) != 1 {
		t.Fatal(err, res.Refusal)
	}
	want := []string{"city=Dole start=01/02/2025 end=05/02/2025", "city=Gray entry_exit=Entrée/sortie permanente", "city=Lure start=01/03/2025", "city=Vesoul start=01/04/2025 end=05/04/2025 text=extra"}
	d := &res.Drafts[0]
	if len(d.Sessions) != len(want) {
		t.Fatalf("sessions: got %d, want %d: %+v", len(d.Sessions), len(want), d.Sessions)
	}
	for n, s := range d.Sessions {
		var got []string
		for _, v := range s.Values {
			got = append(got, strings.TrimPrefix(string(v.Field), "session.")+"="+v.Text)
		}
		if g := strings.Join(got, " "); g != want[n] {
			t.Errorf("session %d: got %q, want %q", n, g, want[n])
		}
	}
	shape := 0
	for _, i := range d.Issues {
		if i.Code == schema.IssueTableShape {
			shape++
		}
	}
	if shape != 2 {
		t.Errorf("table_shape issues: got %d, want 2: %+v", shape, d.Issues)
	}
}

// TestSeed reads the plain-text capture of a page of today, where it is at hand.
func TestSeed(t *testing.T) {
	body, err := os.ReadFile(filepath.Join("..", "..", "shared", "seed", "page.txt"))
	if err != nil {
		t.Skip("no seed page: ../shared/seed is missing")
	}
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	res, err := p.Parse(schema.Page{File: "page.txt", Body: body}, nil)
	if err != nil || len(res.Drafts) != 1 {
		t.Fatal(err, res.Refusal)
	}
	d := &res.Drafts[0]
	if n := len(strings.Split(texts(d.Get(schema.FieldObjective)), "\n")); n != 4 {
		t.Errorf("objective: got %d lines, want 4", n)
	}
	prog := texts(d.Get(schema.FieldProgramme))
	if !strings.HasPrefix(prog, "I. ") || !strings.HasSuffix(prog, "Sollicitation") {
		t.Errorf("programme: got %.60q … %.40q", prog, prog[max(0, len(prog)-40):])
	}
	for f, n := range map[schema.Field]int{schema.FieldAudience: 5, schema.FieldSelection: 2, schema.FieldValidation: 1} {
		if vs := d.Get(f); len(vs) != 1 || len(vs[0].Items) != n {
			t.Errorf("%s: got %+v, want %d items", f, vs, n)
		}
	}
	if mails := texts(d.Get(schema.FieldContactEmail)); !strings.HasSuffix(mails, ".fr") {
		t.Error("the e-mail keeps the label glued to it")
	}
	var ids []string
	for _, s := range d.Sessions {
		for _, v := range s.Values {
			if v.Field == schema.FieldSessionID {
				ids = append(ids, v.Text)
			}
			if strings.Contains(v.Text, "candidature") {
				t.Errorf("the legend of icons is in a session: %q", v.Text)
			}
		}
	}
	if got := strings.Join(ids, " "); got != "00589155 00350507" {
		t.Errorf("sessions: got %q", got)
	}
	if len(d.Unclaimed) > 0 {
		t.Errorf("unclaimed: got %+v, want none", d.Unclaimed)
	}
}
