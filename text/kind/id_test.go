package kind

import (
	"strings"
	"testing"

	"carif/schema"
)

func TestNativeID(t *testing.T) {
	for in, want := range map[string]string{
		// as catalogues print them
		"4043": "4043", "0070501": "0070501", "130266": "130266", "1200482F": "1200482F", "AF_11439": "AF_11439",
		"F299": "F299", "81017-3799": "81017-3799", "54S1300160": "54S1300160", "A2012061210515": "A2012061210515",
		"202302154136": "202302154136", "LOR-2013-01102": "LOR-2013-01102", "61/2013/0310": "61/2013/0310",
		"02_202302154136": "02_202302154136", "13_FORM_0044": "13_FORM_0044", "2014": "2014", "7": "7", "20140901": "20140901",
		// with what stands around
		" N° 1200482F. ": "1200482F", "(58-0112-A)": "58-0112-A", "#ME-774": "ME-774", "n°12": "12", ": VX-87": "VX-87",
		// anything else
		"": "", " ": "", "Fiche": "", "Formation": "", "Nouvelle fiche 12": "", "RUN 2013/502": "",
		"Coopérative des Bois\nFormation Vannerie (2023)": "", "Voir conditions": "", "NC": "", "-": "", "n°": "",
		"01 99 00 01 01": "", "0199000101": "", "01.99.00.01.01": "", "+33199000101": "", "01-99-00-01-01": "",
		"12/03/2024": "", "2024-03-12": "", "12.03.2024": "", "09/2024": "",
		"590€": "", "590 €": "", "1200EUR": "", "35h": "", "7h30": "", "3-jours": "", "50%": "",
		"RNCP37275": "", "RNCP37275BC01": "", "rs5715": "", "RS-5715": "", "FORMACODE43436": "",
		"www.example.org/12": "", "https://example.org/12": "", "bureau2@example.org": "",
		"É2012": "", "12\u00a013": "", "12\x0013": "", "../12": "", "a//1": "", "1?x=2": "",
		strings.Repeat("1", 40): strings.Repeat("1", 40), strings.Repeat("1", 41): "",
	} {
		if got := NativeID(in); got != want {
			t.Errorf("NativeID(%q): got %q, want %q", in, got, want)
		}
	}
}

func FuzzNativeID(f *testing.F) {
	for _, s := range []string{"1200482F", "N° 12.", "01 99 00 01 01", "RNCP37275", "Fiche\n12", "\xff12", "n°"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id := NativeID(s)
		switch {
		case id == "":
		case !schema.IDForm(id):
			t.Errorf("NativeID(%q) = %q has not the form of an id", s, id)
		case NativeID(id) != id:
			t.Errorf("NativeID(%q) = %q, read again %q", s, id, NativeID(id))
		case !strings.Contains(s, id):
			t.Errorf("NativeID(%q) = %q does not stand there", s, id)
		}
	})
}
