package normalize

import (
	"strings"
	"testing"

	"carif/schema"
)

func TestReadPhones(t *testing.T) {
	for _, tt := range []struct{ label, raw, phones, faxes, bad string }{
		{"", "01 99 00 12 34", "+33199001234", "", ""},
		{"", "01.99.00.12.34Mailx@example.org", "+33199001234", "", ""},
		{"", "01-99-00-12-34", "+33199001234", "", ""},
		{"", "01\u202f99\u202f00\u202f12\u202f34", "+33199001234", "", ""},
		{"", "+33 (0)1 99 00 12 34", "+33199001234", "", ""},
		{"", "0033 1 99 00 12 34", "+33199001234", "", ""},
		{"", "+33199001234", "+33199001234", "", ""},
		{"", "01 99 00 12 34 / 01 99 00 12 35", "+33199001234 +33199001235", "", ""},
		{"", "01 99 00 12 34 / 90", "+33199001234 +33199001290", "", ""},
		{"", "06 39 98 12 34", "+33639981234", "", ""},
		{"", "0262 12 34 56", "+262262123456", "", ""},
		{"", "0692 12 34 56", "+262692123456", "", ""},
		{"", "0596 12 34 56", "+596596123456", "", ""},
		{"", "0590 12 34 56", "+590590123456", "", ""},
		{"", "0594 12 34 56", "+594594123456", "", ""},
		{"", "0690 12 34 56", "+590690123456", "", ""},
		{"", "0694 12 34 56", "+594694123456", "", ""},
		{"", "0696 12 34 56", "+596696123456", "", ""},
		{"", "Tél : 01 99 00 12 34 Fax : 01 99 00 12 35", "+33199001234", "+33199001235", ""},
		{"", "Télécopie 01 99 00 12 35\nTéléphone 01 99 00 12 34", "+33199001234", "+33199001235", ""},
		{"", "Tél/Fax : 01 99 00 12 34", "+33199001234", "+33199001234", ""},
		{"Fax", "01 99 00 12 35", "", "+33199001235", ""},
		{"", "3949", "3949", "", ""},
		{"", "01 99 00", "", "", "01 99 00"},
		{"", "00 00 00 00 00", "", "", "00 00 00 00 00"},
		{"", "01990012345", "", "", "01990012345"},
		{"", "01990012340199001235", "+33199001234 +33199001235", "", ""},
		{"", "1 99 00 12 34", "", "", "1 99 00 12 34"},
		{"", "+32 2 512 34 56", "+3225123456", "", ""},
		{"", "Nous écrire", "", "", ""},
		{"", "0199001234 0199001235", "+33199001234 +33199001235", "", ""},
		{"", "(0)1 99 00 12 34", "+33199001234", "", ""},
		{"", "(01) 99 00 12 34", "+33199001234", "", ""},
		{"", "08 25 00 12 34", "+33825001234", "", ""},
		{"", "12 rue des Lilas, 33000 Bordeaux", "", "", ""},
	} {
		got := readPhones(tt.label, tt.raw)
		if strings.Join(got.Phones, " ") != tt.phones || strings.Join(got.Faxes, " ") != tt.faxes || strings.Join(got.Bad, "|") != tt.bad {
			t.Errorf("readPhones(%q, %q) = %+v, want %q %q %q", tt.label, tt.raw, got, tt.phones, tt.faxes, tt.bad)
		}
	}
}

func TestReadEmails(t *testing.T) {
	for _, tt := range []struct{ raw, href, emails, bad string }{
		{"contact@example.org", "", "contact@example.org", ""},
		{"Mailformation-continue@exemple-region.frDispositif", "", "formation-continue@exemple-region.fr", ""},
		{"Contact@Example.ORG.", "", "contact@example.org", ""},
		{"form...@example.org", "", "", "form...@example.org"},
		{"xxx[at]example.org", "", "", "xxx[at]example.org"},
		{"Nous écrire", "mailTo:Info@example.org?subject=x", "info@example.org", ""},
		{"Nous écrire", "mailto:info%40example.org", "info@example.org", ""},
		{"a@example.org;b@example.org", "", "a@example.org b@example.org", ""},
		{"a@localhost", "", "", "a@localhost"},
		{"Twitter : @carif", "", "", "@carif"},
	} {
		var links []schema.Link
		if tt.href != "" {
			links = []schema.Link{{Href: tt.href}}
		}
		emails, bad := readEmails(tt.raw, links)
		if strings.Join(emails, " ") != tt.emails || strings.Join(bad, "|") != tt.bad {
			t.Errorf("readEmails(%q, %q) = %q %q, want %q %q", tt.raw, tt.href, emails, bad, tt.emails, tt.bad)
		}
	}
}

func TestCodes(t *testing.T) {
	for _, tt := range []struct {
		name string
		read func(string) (string, string)
		ok   map[string]string
		bad  []string
	}{
		{"siret", readSIRET, map[string]string{"73282932000074": "73282932000074", "732 829 320 00074": "73282932000074", "Siret : 82422814201874": "82422814201874", "35600000000048": "35600000000048", "35600000049837": "35600000049837", "35600000009075": "35600000009075"},
			[]string{"35600000009090", "50000000000000", "00000000000000", "7328293200007", "ABCDEFGHIJKLMN"}},
		{"nda", readNDA, map[string]string{"24930181145": "24930181145", "9304P001004": "9304P001004", "24 93 01811 45": "24930181145"}, []string{"00000000000", "99999999999", "1234", "24930181X45"}},
		{"uai", readUAI, map[string]string{"0290076A": "0290076A", "0470015l": "0470015L"}, []string{"0290076B", "290076A"}},
		{"rncp", readRNCP, map[string]string{"RNCP4504": "4504", "4504": "4504", "RNCP 35000": "35000"}, []string{"3", "RNCP", "abc", "00"}},
		{"rome", readROME, map[string]string{"J1501": "J1501", "k1302": "K1302"}, []string{"Z1501", "J150", "J15011", "32151"}},
		{"formacode", readFormacode, map[string]string{"43436": "43436"}, []string{"ABCDE", "4343", "00000"}},
		{"nsf", readNSF, map[string]string{"326t": "326", "332": "332", "326 t": "326"}, []string{"32", "999", "abc"}},
	} {
		for raw, want := range tt.ok {
			if got, why := tt.read(raw); got != want || why != "" {
				t.Errorf("%s(%q) = %q %q, want %q", tt.name, raw, got, why, want)
			}
		}
		for _, raw := range tt.bad {
			if got, why := tt.read(raw); got != "" || why == "" {
				t.Errorf("%s(%q) = %q %q, want a reason", tt.name, raw, got, why)
			}
		}
	}
}
