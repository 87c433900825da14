package lheo

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"carif/schema"
	"carif/vocab"
)

func loadVocab(t testing.TB) *vocab.Set {
	t.Helper()
	v, err := vocab.Load("")
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// readAll reads a feed from memory.
func readAll(t testing.TB, doc string, o ReadOptions) ([]schema.Record, Summary, error) {
	t.Helper()
	if o.Vocab == nil {
		o.Vocab = loadVocab(t)
	}
	var rs []schema.Record
	sum, err := Read(context.Background(), strings.NewReader(doc), o, func(r schema.Record) error {
		rs = append(rs, r)
		return nil
	})
	return rs, sum, err
}

// feedXML is a small foreign feed, all of it invented.
func feedXML(ns, formations string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><lheo xmlns="` + ns + `"><offres>` + formations + `</offres></lheo>`
}

const foreign = `<formation numero="99_AB12" datemaj="20250331"><domaine-formation><code-FORMACODE ref="V14">15235</code-FORMACODE></domaine-formation>
<intitule-formation>Cuisine &amp; service</intitule-formation>
<objectif-formation>&lt;p&gt;Savoir &lt;b&gt;cuire&lt;/b&gt;, et servir.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;un&lt;/li&gt;&lt;li&gt;deux&lt;/li&gt;&lt;/ul&gt;</objectif-formation>
<resultats-attendus>Attestation de suivi</resultats-attendus><contenu-formation>-</contenu-formation><certifiante>0</certifiante>
<contact-formation><coordonnees><nom>Essai</nom><prenom>Camille</prenom><telfixe><numtel>01 99 00 12 34</numtel></telfixe></coordonnees></contact-formation>
<parcours-de-formation>1</parcours-de-formation><code-niveau-entree>0</code-niveau-entree>
<action numero="99_A1"><rythme-formation>-</rythme-formation><code-public-vise ref="V11">81061</code-public-vise><modalites-enseignement>2</modalites-enseignement>
<conditions-specifiques>aucune</conditions-specifiques><lieu-de-formation><coordonnees><adresse><ligne>-</ligne><codepostal>00000</codepostal><ville>Metz</ville>
<departement>57</departement></adresse></coordonnees></lieu-de-formation><modalites-entrees-sorties>1</modalites-entrees-sorties>
<session numero="A1"><periode><debut>20250900</debut><fin>99999999</fin></periode><etat-recrutement>3</etat-recrutement></session>
<session numero="A2"><periode><debut>20251332</debut><fin>20250101</fin></periode><etat-recrutement>2</etat-recrutement></session>
<prix-total-TTC>1 590,50</prix-total-TTC><nombre-heures-total>70</nombre-heures-total><conventionnement>1</conventionnement>
<organisme-financeur><code-financeur>2</code-financeur></organisme-financeur></action>
<organisme-formation-responsable><numero-activite>99999999999</numero-activite><SIRET-organisme-formation><SIRET>73282932000074</SIRET></SIRET-organisme-formation>
<nom-organisme>Atelier</nom-organisme></organisme-formation-responsable></formation>`

func TestReadForeign(t *testing.T) {
	for version, ns := range map[string]string{"2.2": NS22, "2.3": NS23} {
		rs, sum, err := readAll(t, feedXML(ns, foreign), ReadOptions{})
		if err != nil || len(rs) != 1 || sum.Version != version || sum.Sessions != 2 {
			t.Fatalf("%s: %d records, %+v, %v", version, len(rs), sum, err)
		}
		c := rs[0].Course
		check := func(what, got, want string) {
			t.Helper()
			if got != want {
				t.Errorf("%s = %q, want %q", what, got, want)
			}
		}
		check("key", c.Key, "lheo/99_AB12") // another Carif may have an AB12, too
		check("rco", first(c.RCOID), "99_AB12")
		check("title", first(c.Title), "Cuisine & service")
		check("objective", first(c.Objective), "Savoir cuire, et servir.\n- un\n- deux")
		check("programme", first(c.Programme), "")
		check("contact", first(c.Contacts[0].Name), "Camille Essai")
		check("phone", c.Contacts[0].Phones[0], "+33199001234")
		check("audience", c.Audience[0].Raw, "81061 (Formacode V11)")
		check("teaching", first(c.TeachingMode.Code), "2")
		check("siret", first(c.Provider.SIRET), "73282932000074")
		check("nda", first(c.Provider.NDA), "")
		check("start", first(c.Sessions[0].Start), "2025-09-01")
		check("precision", c.Sessions[0].DatePrecision, "month")
		check("bad start", first(c.Sessions[1].Start), "")
		check("postal code", first(c.Sessions[0].PostalCode), "")
		check("state", first(c.Sessions[1].State), "closed")
		if c.EntryLevel != nil || c.Sessions[0].End != nil || *c.Sessions[0].Price != 1590.5 || !*c.Funding[0].Conventioned {
			t.Errorf("level %v, end %v, price %v, conventioned %v", c.EntryLevel, c.Sessions[0].End, c.Sessions[0].Price,
				c.Funding[0].Conventioned)
		}
		if sum.Issues[schema.IssueBadDate] != 1 || sum.Issues[schema.IssueUnknownValue] != 2 {
			t.Errorf("issues = %v", sum.Issues)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	whole := feedXML(NS23, foreign+foreign)
	tests := []struct {
		name, doc string
		want      error
		says      string
	}{
		{"cut in the middle", whole[:len(whole)-900], ErrCut, "1 formations read"},
		{"cut between", feedXML(NS23, foreign)[:len(feedXML(NS23, foreign))-10], ErrCut, "1 formations read"},
		{"empty", "", ErrCut, "at byte 0"},
		{"wrong namespace", feedXML("http://lheo.gouv.fr/3.0", foreign), ErrNamespace, "3.0"},
		{"no namespace", "<lheo><offres/></lheo>", ErrNamespace, `""`},
		{"a web page", "<!DOCTYPE html><html></html>", ErrNamespace, "web page"},
		{"index only", `<lheo-index xmlns="` + NS23 + `"/>`, ErrNamespace, "lheo-index"},
		{"XXE", `<!DOCTYPE lheo [<!ENTITY x SYSTEM "file:///etc/passwd">]>` +
			feedXML(NS23, strings.ReplaceAll(foreign, "Atelier", "&x;")), ErrDTD, "DOCTYPE"},
		{"unknown entity", feedXML(NS23, strings.ReplaceAll(foreign, "Atelier", "&x;")), ErrSyntax, "&x;"},
		{"mismatched", feedXML(NS23, strings.ReplaceAll(foreign, "</action>", "</session>")), ErrSyntax, "line"},
		{"rubbish behind", whole + "x", ErrSyntax, "after its end"},
		{"two documents", whole + `<lheo xmlns="` + NS23 + `"/>`, ErrSyntax, "second document"},
		{"deep", feedXML(NS23, "<formation>"+strings.Repeat("<extras>", 100)+strings.Repeat("</extras>", 100)+"</formation>"),
			ErrTooBig, "nested"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := readAll(t, tt.doc, ReadOptions{})
			if !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("err = %v, want %v that says %q", err, tt.want, tt.says)
			}
		})
	}
}

// endless is a feed whose one text never ends.
type endless struct{ n int }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	e.n += len(p)
	return len(p), nil
}

func TestReadIsBounded(t *testing.T) {
	e := &endless{}
	in := io.MultiReader(strings.NewReader(`<lheo xmlns="`+NS23+`"><offres><formation><intitule-formation>`), e)
	_, err := Read(t.Context(), in, ReadOptions{Vocab: loadVocab(t)}, func(schema.Record) error { return nil })
	if !errors.Is(err, ErrTooBig) || e.n > maxFormation+1<<20 {
		t.Errorf("err = %v after %d bytes, want ErrTooBig at %d", err, e.n, maxFormation)
	}
}

func TestReadCharsets(t *testing.T) {
	latin := strings.Replace(feedXML(NS23, strings.ReplaceAll(foreign, "Cuisine", "\xc9t\xe9")), "UTF-8", "ISO-8859-1", 1)
	rs, _, err := readAll(t, latin, ReadOptions{})
	if err != nil || *rs[0].Course.Title != "Été & service" {
		t.Errorf("latin 1: %v, %v", rs, err)
	}
	if _, _, err := readAll(t, "\uFEFF"+feedXML(NS23, foreign), ReadOptions{}); err != nil {
		t.Errorf("byte order mark: %v", err)
	}
}

func TestReadStops(t *testing.T) {
	boom := errors.New("boom")
	_, err := Read(t.Context(), strings.NewReader(feedXML(NS23, foreign)), ReadOptions{Vocab: loadVocab(t)},
		func(schema.Record) error { return boom })
	if !errors.Is(err, boom) {
		t.Errorf("err = %v, want boom", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = Read(ctx, strings.NewReader(feedXML(NS23, foreign)), ReadOptions{Vocab: loadVocab(t)},
		func(schema.Record) error { return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context.Canceled", err)
	}
}

// TestReadSamples reads feeds of real producers.
func TestReadSamples(t *testing.T) {
	for file, want := range map[string]string{"onisep-bts-2.2.xml": "9436_18706", "rco-grand-est-2.3.xml": "01_GE335067"} {
		b, err := os.ReadFile("../../shared/lheo/samples/" + file)
		if err != nil {
			t.Skip("../shared/lheo/samples is not here: the real feeds were not read")
		}
		rs, sum, err := readAll(t, string(b), ReadOptions{Site: "feed", File: file})
		if err != nil || len(rs) != 1 {
			t.Fatalf("%s: %d records, %v", file, len(rs), err)
		}
		c := rs[0].Course
		if c.Key != "feed/"+want || !strings.HasSuffix(want, first(c.NativeID)) || len(c.Sessions) != 1 || c.Title == nil ||
			c.Provider == nil || c.Sessions[0].Commune == nil {
			t.Errorf("%s: %+v", file, c)
		}
		if strings.Contains(*c.Objective, "<p>") {
			t.Errorf("%s: markup in the objective", file)
		}
		t.Logf("%s: %+v", file, sum)
		valid(t, document(t, rs...))
	}
}

func FuzzRead(f *testing.F) {
	v, err := vocab.Load("")
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(feedXML(NS23, foreign)))
	f.Add([]byte(feedXML(NS22, `<formation/>`)))
	f.Fuzz(func(t *testing.T, b []byte) {
		var rs []schema.Record
		_, _ = Read(t.Context(), bytes.NewReader(b), ReadOptions{Vocab: v}, func(r schema.Record) error {
			rs = append(rs, r)
			return nil
		})
		w := NewWriter(io.Discard, nil)
		for i := range rs {
			if err := w.Write(&rs[i]); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	doc := []byte(feedXML(NS23, strings.Repeat(foreign, 1000)))
	v := loadVocab(b)
	b.SetBytes(int64(len(doc)))
	for b.Loop() {
		if _, err := Read(b.Context(), bytes.NewReader(doc), ReadOptions{Vocab: v},
			func(schema.Record) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	r := sample()
	w := NewWriter(io.Discard, nil)
	for b.Loop() {
		if err := w.Write(&r); err != nil {
			b.Fatal(err)
		}
	}
}

// TestReadNumbers: the numbers of a feed are read as those of a page are: all of them, and none that no plan has.
func TestReadNumbers(t *testing.T) {
	for raw, want := range map[string]string{
		"01 99 00 12 34 / 35": "+33199001234 +33199001235", "0639 09 12 34": "+262639091234", "０１ ９９ ００ １２ ３４": "+33199001234",
		"07 00 12 34 56": "", "+32 2 123 45 67": "", "01 99 00 12 34 5": "", "3949": "",
	} {
		rs, sum, err := readAll(t, strings.Replace(feedXML(NS23, foreign), "01 99 00 12 34", raw, 1), ReadOptions{})
		if err != nil || len(rs) != 1 {
			t.Fatalf("%q: %d records, %v", raw, len(rs), err)
		}
		bad := 0
		if want == "" {
			bad = 1
		}
		if got := strings.Join(rs[0].Course.Contacts[0].Phones, " "); got != want || sum.Issues[schema.IssueBadPhone] != bad {
			t.Errorf("%q = %q and %d issues, want %q and %d", raw, got, sum.Issues[schema.IssueBadPhone], want, bad)
		}
	}
}
