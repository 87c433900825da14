package parser

import (
	"os"
	"testing"
	"unicode/utf8"

	"carif/parser/lexicon"
	"carif/parser/session"
	"carif/parser/wording"
	"carif/schema"
	"carif/text/date"
)

// seeds gives the authored layouts always, and a few real pages where they are.
func seeds(f *testing.F, add func(string)) {
	for _, l := range layouts {
		add(fill(l.page))
	}
	for _, s := range []string{"", "<", "<table><tr><td colspan=99999999999>x", "<b><i></b></i>\x00\xff", "a | b | c\n---|---\n", "<h3>Session du 1er mai au 32/13/2020</h3>"} {
		add(s)
	}
	files, err := corpusFiles()
	if err != nil {
		f.Fatal(err)
	}
	for i := 0; i < len(files); i += 40 {
		b, err := os.ReadFile(files[i])
		if err != nil {
			f.Fatal(err)
		}
		add(string(b))
	}
}

func FuzzOutline(f *testing.F) {
	p, err := New()
	if err != nil {
		f.Fatal(err)
	}
	seeds(f, func(s string) { f.Add(s, false) })
	f.Fuzz(func(t *testing.T, body string, plain bool) {
		page := schema.Page{Body: []byte(body)}
		if plain {
			page.ContentType = "text/plain"
		}
		res, err := p.Parse(page, nil)
		if err != nil {
			t.Fatal(err)
		}
		if (res.Refusal == nil) == (len(res.Drafts) == 0) {
			t.Errorf("neither a draft nor a refusal, or both: %+v", res.Refusal)
		}
		for _, b := range res.Outline.Blocks {
			if !utf8.ValidString(b.Text) || !utf8.ValidString(b.Label) {
				t.Errorf("not UTF-8: %q %q", b.Label, b.Text)
			}
		}
		for _, d := range res.Drafts {
			for _, v := range d.Values {
				checkValue(t, v)
			}
			for _, s := range d.Sessions {
				for _, v := range s.Values {
					checkValue(t, v)
				}
			}
		}
	})
}

func checkValue(t *testing.T, v schema.Value) {
	t.Helper()
	if !utf8.ValidString(v.Text) || !utf8.ValidString(v.Label) {
		t.Errorf("not UTF-8: %q %q", v.Label, v.Text)
	}
	if v.Field == "" || v.Text == "" && len(v.Links) == 0 {
		t.Errorf("value of nothing: %+v", v)
	}
}

func FuzzLabels(f *testing.F) {
	p, err := New()
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"Durée de la formation", "Public(s)", "Validation / certification préparée", "N°L02071", "Du", "", "()", "à la", "Les + ", "Brest (29) 2 dates", "Du 3 au 7 mai 2027. Les 12, 13 et 14 juin 2027 à Sète"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		k := wording.LabelKey(s)
		if again := wording.LabelKey(k); k != "" && again != k && len(again) > len(k) {
			t.Errorf("key of %q grows: %q, then %q", s, k, again)
		}
		lexicon.Find(p.lx.Course, k)
		lexicon.FindTwo(p.lx.Course, s)
		p.lx.Guess(s)
		date.HoldsPeriod(s)
		session.CutDates(s)
		session.SplitDash(s)
		wording.CutCount(s)
		last := 0
		for _, at := range date.Stretches(s) {
			if at[0] < last || at[1] <= at[0] || at[1] > len(s) {
				t.Errorf("stretches of %q: %v", s, date.Stretches(s))
			}
			last = at[1]
		}
		if dates, sentences := session.Prose(s); len(dates) != len(sentences) {
			t.Errorf("dates %q of sentences %q", dates, sentences)
		}
	})
}
