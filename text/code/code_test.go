package code

import "testing"

func TestCodes(t *testing.T) {
	for _, tt := range []struct {
		name string
		read func(string) (string, string)
		ok   map[string]string
		bad  []string
	}{
		{"siret", SIRET, map[string]string{"73282932000074": "73282932000074", "732 829 320 00074": "73282932000074", "Siret : 82422814201874": "82422814201874", "35600000000048": "35600000000048", "35600000049837": "35600000049837", "35600000009075": "35600000009075"},
			[]string{"35600000009090", "50000000000000", "00000000000000", "7328293200007", "ABCDEFGHIJKLMN"}},
		{"nda", NDA, map[string]string{"24930181145": "24930181145", "9304P001004": "9304P001004", "24 93 01811 45": "24930181145"}, []string{"00000000000", "99999999999", "1234", "24930181X45"}},
		{"uai", UAI, map[string]string{"0290076A": "0290076A", "0470015l": "0470015L"}, []string{"0290076B", "290076A"}},
		{"rncp", RNCP, map[string]string{"RNCP4504": "4504", "4504": "4504", "RNCP 35000": "35000"}, []string{"3", "RNCP", "abc", "00"}},
		{"rome", ROME, map[string]string{"J1501": "J1501", "k1302": "K1302"}, []string{"Z1501", "J150", "J15011", "32151"}},
		{"formacode", Formacode, map[string]string{"43436": "43436"}, []string{"ABCDE", "4343", "00000"}},
		{"nsf", NSF, map[string]string{"326t": "326", "332": "332", "326 t": "326"}, []string{"32", "999", "abc"}},
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
