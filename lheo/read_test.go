package lheo

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

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
		check("audience code", first(c.Audience[0].Code), "81061") // the same people in V10 and in V14
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
		if sum.Issues[schema.IssueBadDate] != 1 || sum.Issues[schema.IssueUnknownValue] != 1 {
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
		{"empty", "", ErrNothing, "is empty"},
		{"only blanks", "\ufeff \n", ErrNothing, "is empty"},
		{"only a declaration", `<?xml version="1.0"?>`, ErrCut, "cut"},
		{"wrong namespace", feedXML("http://lheo.gouv.fr/3.0", foreign), ErrNamespace, "3.0"},
		{"no namespace, and not LHÉO's", "<lheo><offres><formation><titre>x</titre></formation></offres></lheo>", ErrNamespace,
			"no namespace"},
		{"no namespace, another root", "<offres/>", ErrNamespace, `"offres"`},
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

// TestReadAsWhatItIs: the charset is told by the bytes, and what they are not is an issue of the formations that hold
// letters.
func TestReadAsWhatItIs(t *testing.T) {
	utf := feedXML(NS23, strings.ReplaceAll(foreign, "Cuisine", "Été")+strings.ReplaceAll(foreign, "Cuisine", "Vente"))
	under := func(name string) string { return strings.Replace(utf, "UTF-8", name, 1) }
	latin := func(doc string) string { return strings.ReplaceAll(doc, "Été", "\xc9t\xe9") }
	wide := func(doc string, order binary.AppendByteOrder, mark bool) string {
		var b []byte
		if mark {
			b = order.AppendUint16(b, 0xFEFF)
		}
		for _, u := range utf16.Encode([]rune(doc)) {
			b = order.AppendUint16(b, u)
		}
		return string(b)
	}
	for name, tt := range map[string]struct {
		doc, charset string
		odd          int
	}{
		"UTF-8":                           {utf, "utf-8", 0},
		"UTF-8 under ISO-8859-1":          {under("ISO-8859-1"), "utf-8", 1},
		"UTF-8 under UTF-16":              {under("utf-16"), "utf-8", 1},
		"UTF-8 under a name nobody has":   {under("x-rien"), "utf-8", 1},
		"latin 1":                         {latin(under("ISO-8859-1")), "windows-1252", 0},
		"latin 1 under UTF-8":             {latin(utf), "windows-1252", 1},
		"UTF-16 with its mark":            {wide(under("UTF-16"), binary.LittleEndian, true), "utf-16", 0},
		"UTF-16, big end first":           {wide(under("UTF-16"), binary.BigEndian, true), "utf-16", 0},
		"UTF-16 without a mark":           {wide(under("UTF-16LE"), binary.LittleEndian, false), "utf-16", 0},
		"ISO-8859-15, as it says":         {latin(under("ISO-8859-15")), "iso-8859-15", 0},
		"a mark, and ISO-8859-1 declared": {"\uFEFF" + under("ISO-8859-1"), "utf-8", 1},
	} {
		rs, sum, err := readAll(t, tt.doc, ReadOptions{})
		if err != nil || len(rs) != 2 {
			t.Errorf("%s: %d records, %v", name, len(rs), err)
			continue
		}
		if got := *rs[0].Course.Title; got != "Été & service" || rs[0].Source.Charset != tt.charset ||
			sum.Issues[schema.IssueCharset] != tt.odd {
			t.Errorf("%s: title %q, charset %q, %d issues; want charset %q and %d", name, got, rs[0].Source.Charset,
				sum.Issues[schema.IssueCharset], tt.charset, tt.odd)
		}
		n, err := CountNumbers(strings.NewReader(tt.doc), "")
		if err != nil || n.Times("99_AB12") != 2 {
			t.Errorf("%s: number counted %d times, %v", name, n.Times("99_AB12"), err)
		}
	}
}

// TestReadTwice: text that was encoded twice is repaired, as a page's is.
func TestReadTwice(t *testing.T) {
	doc := strings.NewReplacer("Cuisine", "PrÃ©parer l'Ã©tÃ©", "Atelier", "AtelierÂ\u00a0Ã\u2030toile").Replace(foreign)
	rs, sum, err := readAll(t, feedXML(NS23, doc), ReadOptions{})
	if err != nil || *rs[0].Course.Title != "Préparer l'été & service" || *rs[0].Course.Provider.Name != "Atelier\u00a0Étoile" ||
		sum.Issues[schema.IssueCharset] != 1 {
		t.Errorf("%q, %q, issues %v, %v", *rs[0].Course.Title, *rs[0].Course.Provider.Name, sum.Issues, err)
	}
	one := strings.Replace(foreign, "Cuisine", "SÃO", 1)
	if rs, _, err := readAll(t, feedXML(NS23, one), ReadOptions{}); err != nil || *rs[0].Course.Title != "SÃO & service" {
		t.Errorf("%q, %v", *rs[0].Course.Title, err)
	}
}

// TestReadVariants: EDOF's namespace and none are LHÉO's all the same.
func TestReadVariants(t *testing.T) {
	edof := strings.ReplaceAll(foreign, "</session>", `<extras info="session"><extra info="contact-inscription"><coordonnees>`+
		`<nom>Modèle</nom><prenom>Sacha</prenom><courriel>s.modele@example.org</courriel></coordonnees></extra></extras></session>`)
	for ns, version := range map[string]string{"https://www.of.moncompteformation.gouv.fr": "EDOF",
		"http://of.moncompteformation.gouv.fr/": "EDOF", "http://lheo.gouv.fr/2.3/": "2.3", "": ""} {
		rs, sum, err := readAll(t, feedXML(ns, edof), ReadOptions{})
		if err != nil || len(rs) != 1 || sum.Version != version || *rs[0].Course.Title != "Cuisine & service" {
			t.Fatalf("%q: %d records, version %q, %v", ns, len(rs), sum.Version, err)
		}
		if s := rs[0].Course.Sessions[0]; len(s.Contacts) != 1 || *s.Contacts[0].Name != "Sacha Modèle" {
			t.Errorf("%q: contacts %+v", ns, s.Contacts)
		}
		for _, u := range rs[0].Unclaimed {
			if strings.Contains(u.Text, "Modèle") {
				t.Errorf("%q: a person is left over: %+v", ns, u)
			}
		}
	}
}

// TestReadEditions: a number of an earlier Formacode is coded by what it meant, or not at all.
func TestReadEditions(t *testing.T) {
	for _, tt := range []struct{ ns, ref, code, want, fit, raw string }{
		{NS22, "V12", "80006", "80006", "exact", "80006 (Formacode V12)"},
		{NS22, "v13", "83056", "83056", "exact", "83056 (Formacode v13)"},
		{NS22, "V10", "81024", "81032", "exact", "81024 (Formacode V10)"},                 // a young person, of any age
		{NS22, "V10", "82065", "82044", "near", "82065 (Formacode V10)"},                  // paid by a scheme
		{NS22, "V10", "80010", "", "", "Militaire en reconversion (Formacode V10 80010)"}, // V14: RSA
		{NS22, "V9", "80056", "83056", "exact", "80056 (Formacode V9)"},                   // renumbered in V10
		{NS22, "V12", "80010", "", "", "80010 (Formacode V12)"},                           // either of two
		{NS22, "V12", "82045", "", "", "82045 (Formacode V12)"},                           // cadre, or not yet
		{NS22, "V12", "82061", "", "", "82061 (Formacode V12)"},                           // in V14 only
		{NS22, "V8", "80006", "", "", "80006 (Formacode V8)"},                             // cadre d'entreprise
		{NS22, "", "80006", "80006", "exact", "80006"},                                    // of any edition
		{NS22, "", "80010", "", "", "80010"},
		{NS23, "", "80010", "80010", "exact", "80010"},
		{NS23, "V14", "82045", "82045", "exact", "82045"},
		{NS23, "V15", "80006", "", "", "80006 (Formacode V15)"},
	} {
		doc := strings.Replace(foreign, `<code-public-vise ref="V11">81061`, `<code-public-vise ref="`+tt.ref+`">`+tt.code, 1)
		rs, sum, err := readAll(t, feedXML(tt.ns, doc), ReadOptions{})
		if err != nil || len(rs) != 1 || len(rs[0].Course.Audience) != 1 {
			t.Fatalf("%+v: %d records, %v", tt, len(rs), err)
		}
		v, issues := rs[0].Course.Audience[0], 1 // the state of the session
		if tt.want == "" {
			issues++
		}
		if first(v.Code) != tt.want || v.Fit != tt.fit || v.Raw != tt.raw || sum.Issues[schema.IssueUnknownValue] != issues {
			t.Errorf("%s %s %s: %q %s %q, %d issues; want %+v", tt.ns, tt.ref, tt.code, first(v.Code), v.Fit, v.Raw,
				sum.Issues[schema.IssueUnknownValue], tt)
		}
	}
}

// TestReadPlace: places of a feed are resolved as printed ones are, the session's and the provider's.
func TestReadPlace(t *testing.T) {
	const ad = `<codepostal>00000</codepostal><ville>Metz</ville>` + "\n<departement>57</departement>"
	for _, tt := range []struct{ address, want, issue string }{
		{`<codepostal>17000</codepostal><ville>La Rochelle</ville>`, "17 17300 75 high", ""},
		{`<codepostal>20200</codepostal><ville>BASTIA</ville><departement>20</departement>`, "2B 2B033 94 high", ""},
		{`<codepostal>14130</codepostal><ville>Pont-l Evêque</ville><code-INSEE-commune>14000</code-INSEE-commune>`,
			"14 14514 28 medium", schema.IssueBadCode},
		{`<codepostal>17000</codepostal><ville>La Rochelle</ville><code-INSEE-commune>33063</code-INSEE-commune>`,
			"17 17300 75 medium", schema.IssueConflict},
		{`<codepostal>00000</codepostal><ville>Genève</ville><code-INSEE-commune>99140</code-INSEE-commune><pays>CH</pays>`, "   none", ""},
	} {
		doc := strings.Replace(foreign, ad, tt.address, 1)
		if doc == foreign {
			t.Fatal("the address is not there")
		}
		doc = strings.Replace(doc, "</nom-organisme>", "</nom-organisme><coordonnees-organisme><coordonnees><adresse>"+
			tt.address+"</adresse></coordonnees></coordonnees-organisme>", 1)
		rs, sum, err := readAll(t, feedXML(NS23, doc), ReadOptions{})
		if err != nil || len(rs) != 1 {
			t.Fatalf("%s: %d records, %v", tt.address, len(rs), err)
		}
		s, o := rs[0].Course.Sessions[0], rs[0].Course.Provider
		got := strings.Join([]string{first(s.Department), first(s.Commune), first(s.Region), s.PlaceConfidence}, " ")
		if got != tt.want || tt.issue != "" && sum.Issues[tt.issue] == 0 || tt.issue == "" &&
			sum.Issues[schema.IssueBadCode]+sum.Issues[schema.IssueConflict] != 0 {
			t.Errorf("%s: %s (%s), issues %v; want %s and %s", tt.address, got, s.PlaceHow, rs[0].Issues, tt.want, tt.issue)
		}
		if first(o.Commune) != first(s.Commune) || first(o.Region) != first(s.Region) {
			t.Errorf("%s: the provider is at %s %s", tt.address, first(o.Commune), first(o.Region))
		}
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
