package normalize

import "strings"

// Phone turns one printed number into E.164, by the rules Record uses; ok is false where it is none or a fax.
// It is what a reader of feeds, whose numbers stand alone, asks for.
func (n *Normalizer) Phone(raw, _ string) (e164 string, ok bool) {
	p := readPhones("", raw)
	if len(p.Phones) == 0 || !strings.HasPrefix(p.Phones[0], "+") {
		return "", false
	}
	return p.Phones[0], true
}
