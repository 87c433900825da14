package claim

import "testing"

func TestSaysWhen(t *testing.T) {
	for words, want := range map[string]bool{"3 mai 2027": true, "Du 3 au 7 mai 2027": true, "03/05/2027": true, "mai 2027": true,
		"Entrées et sorties permanentes": true, "Brest": false, "Tous nos stages": false, "12 rue de Siam 29200 Brest": false,
		"02 98 00 00 00": false, "3\nmai\n2027": true, "": false} {
		if got := saysWhen(words); got != want {
			t.Errorf("%q: %v", words, got)
		}
	}
}

func TestBareAmount(t *testing.T) {
	for words, want := range map[string]bool{"1200": true, "1 200": true, "1200.50": true, "1200,00": true, "0": false, "": false,
		"-3": false, "12 h": false, "gratuit": false, "12/05/2027": false, "02 98 00 00 00": false, "sur devis": false} {
		if got := bareAmount(words); got != want {
			t.Errorf("%q: %v", words, got)
		}
	}
}
