package parser

import (
	"slices"
	"strings"
	"testing"

	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/wording"
)

func TestSessionNumber(t *testing.T) {
	for s, want := range map[string]string{"Session n° 90417": "90417", "N° de session 68386": "68386", "Réf. S-61463": "S-61463", "n°20417": "20417",
		"Session 2": "", "Session n° 2": "", "Session de mars 2027": "", "Session n° 2027": "2027", "Brest 29200": "", "le 12 mars 2027": "", "": "", "°": "", " ": ""} {
		if got := session.SessionNumber(s); got != want {
			t.Errorf("sessionNumber(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestBeforeCode(t *testing.T) {
	for s, want := range map[string]string{"Manosque - 04": "Manosque", "Brest 29200": "Brest", "Brest – 29": "Brest", "Saint-Denis - 974": "Saint-Denis",
		"Brest 29": "Brest 29", "Session 2": "Session 2", "2027": "2027", "29200": "29200", "": "", "Brest": "Brest"} {
		if got := wording.BeforeCode(s); got != want {
			t.Errorf("beforeCode(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestEachPeriod(t *testing.T) {
	for s, want := range map[string][]string{
		"du 9 au 11 février 2026 (complet), du 13 au 15 avril 2026":     {"du 9 au 11 février 2026 (complet)", "du 13 au 15 avril 2026"},
		"du 9 au 11 février 2026 puis du 13 au 15 avril 2026":           {"du 9 au 11 février 2026", "du 13 au 15 avril 2026"},
		"12 mars 2027 ; 14 avril 2027":                                  {"12 mars 2027", "14 avril 2027"},
		"du 9 au 11 février 2026":                                       nil,
		"du 15 au 17 janvier et du 20 au 22 février 2026":               nil,
		"12 mars 2027, jusqu'au 14 avril 2027":                          nil,
		"du 9 au 11 février 2026, date limite d'inscription 2 mai 2026": nil,
		"": nil,
	} {
		if got := session.EachPeriod(s); !slices.Equal(got, want) {
			t.Errorf("eachPeriod(%q) = %q, want %q", s, got, want)
		}
	}
}

// TestSessionsOfLines: each item or line that tells a whole period is a session, and what is said of all is said of each.
func TestSessionsOfLines(t *testing.T) {
	checkPages(t, []pageCase{
		{"items under a place", basket(`<dl><dt>Lieu</dt><dd>Brest (29)</dd><dt>Dates</dt><dd><ul><li>du 4 au 8 janvier 2027</li><li>du 1 au 5 mars 2027</li></ul></dd></dl>`),
			[]string{"sessions 2", "1 session.city Brest (29)", "2 session.city Brest (29)", "2 session.dates du 1 au 5 mars 2027"}, nil},
		{"items in boxes of towns", basket(`<h2>Sessions</h2><ul><li><b>Brest (29)</b><ul><li>du 4 au 8 janvier 2027</li><li>du 01/03/2027 au 05/03/2027</li></ul></li>` +
			`<li><b>Quimper (29)</b><ul><li>du 5 au 9 avril 2027</li></ul></li></ul>`),
			[]string{"sessions 3", "2 session.city Brest (29)", "2 session.dates du 01/03/2027 au 05/03/2027", "3 session.city Quimper (29)"}, nil},
		{"several in one line", basket(`<h2>Sessions</h2><p>Brest (29)</p><p>du 9 au 11 février 2026 (complet), du 13 au 15 avril 2026</p>`),
			[]string{"sessions 2", "1 session.dates du 9 au 11 février 2026", "1 session.state complet", "2 session.city Brest (29)",
				"2 session.dates du 13 au 15 avril 2026"}, []string{"2 session.state"}},
		{"numbers", basket(`<h2>Sessions</h2><h3>Session n° 90417</h3><p>Brest (29)</p><p>du 4 au 8 janvier 2027</p><h3>Session n° 90418</h3>` +
			`<p>Quimper (29)</p><p>du 1 au 5 mars 2027</p>`), []string{"sessions 2", "1 session.native_id 90417", "2 session.native_id 90418", "2 session.city Quimper (29)"}, nil},
		{"parts of a head", basket(`<h2>Sessions</h2><ul><li><span>Brest (29)</span> <span>du 4 au 8 janvier 2027</span> <span>Complet</span></li></ul>`),
			[]string{"sessions 1", "1 session.city Brest (29)", "1 session.dates du 4 au 8 janvier 2027", "1 session.state Complet"}, nil},
	})
}

// FuzzSessionWords: what takes words of a session apart gives back words that stand in them.
func FuzzSessionWords(f *testing.F) {
	for _, s := range []string{"Session n° 90417", "N° de session 68386", "Manosque - 04", "du 9 au 11 février 2026 (complet), du 13 au 15 avril 2026",
		"Groupe 2 : 8 et 9 avril 2027", "Inscriptions closes", "°", "\xc2", "12,;,12", "session n° n° n°", strings.Repeat("12 mars 2027, ", 40)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		within := func(name, part string) {
			if !strings.Contains(s, part) {
				t.Errorf("%s(%q) gives %q, which does not stand there", name, s, part)
			}
		}
		within("sessionNumber", session.SessionNumber(s))
		within("beforeCode", wording.BeforeCode(s))
		rest, _ := wording.CutOrdinal(s)
		within("cutOrdinal", rest)
		town, state := session.TownState(s)
		within("townState", town)
		within("townState", state)
		sum := 0
		for _, p := range session.EachPeriod(s) {
			within("eachPeriod", p)
			sum += len(p)
		}
		if sum > len(s) {
			t.Errorf("eachPeriod(%q) gives more than there is", s)
		}
		if wording.TellsState(s) && len(s) > 60 {
			t.Errorf("%q is long for a state", s)
		}
		if at := session.StateAfter(s); at < 0 || at > len(s) {
			t.Errorf("stateAfter(%q) = %d", s, at)
		}
		session.TellsDates(s)
		shape.FirstNumber(s)
	})
}
