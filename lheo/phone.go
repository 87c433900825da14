package lheo

import "strings"

// phone turns a French number into E.164 by its form alone: ten digits with a leading zero, or a number that already
// begins with + or 00. Overseas numbers have country codes of their own, told by their first four digits; 0639 is
// Mayotte's there and mainland elsewhere.
func phone(raw, dep string) (string, bool) {
	var b strings.Builder
	for i, r := range strings.Replace(raw, "(0)", "", 1) {
		switch {
		case r >= '0' && r <= '9' || r == '+' && i == 0:
			b.WriteRune(r)
		case strings.ContainsRune(" .-/()\u00a0\u202f\t", r):
		default:
			return "", false
		}
	}
	s := b.String()
	switch {
	case strings.HasPrefix(s, "00"):
		s = "+" + s[2:]
	case len(s) == 10 && s[0] == '0':
		cc := overseas[s[:4]]
		if s[:4] == "0639" && strings.HasPrefix(dep, "976") {
			cc = "262"
		} else if cc == "" {
			cc = "33"
		}
		s = "+" + cc + s[1:]
	}
	if s == "" || s[0] != '+' || len(s) < 8 || len(s) > 16 || s[1] == '0' {
		return "", false
	}
	return s, true
}

// overseas gives the country code of prefixes that are used overseas only.
var overseas = map[string]string{"0590": "590", "0690": "590", "0594": "594", "0694": "594", "0596": "596",
	"0696": "596",
	"0262": "262", "0692": "262", "0693": "262", "0269": "262", "0508": "508"}
