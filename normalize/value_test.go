package normalize

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func TestValue(t *testing.T) {
	n := newNormalizer(t)
	for _, tt := range []struct{ field, raw, want string }{
		{"period", "du 01/01/2025 au 31/12/2026", `"start":"2025-01-01","end":"2026-12-31","precision":"day","entry_exit":null`},
		{"period", "du 01/01/2025 au 31/12/2026 Entrée / sortie à date fixe", `"entry_exit":{"code":"0",`},
		{"period", "30/02/2025", `"start":null,"end":null,"precision":"none","entry_exit":null,"reason":"not a date of the calendar"`},
		{"period", "2025", `"reason":"no date in these words"`},
		{"period", "Sans objet", `"reason":"says nothing"`},
		{"period", "00/00/0000", `"reason":"not a date of the calendar"`},
		{"date", "1er avril 2013", `"date":"2013-04-01"`},
		{"date", "31/02/2013", `"date":null,"reason":"not a date of the calendar"`},
		{"phone", "01.99.00.12.34", `"e164":"+33199001234"`},
		{"phone", "0596 10 12 34", `"e164":"+596596101234"`},
		{"phone", "07 00 12 34 56", `"e164":null,"phones":[],"faxes":[],"reason":"not a telephone number: 07 00 12 34 56"`},
		{"phone", "01 23 45 67 89 0", `"e164":null`}, {"phone", "00200000000000", `"e164":null`},
		{"phone", "+32 2 123 45 67", `"e164":null`}, {"phone", "+32 2 512 34 56", `"e164":"+3225123456"`},
		{"phone", "０１ ９９ ００ １２ ３４", `"e164":"+33199001234"`},
		{"phone", "bonjour", `"e164":null,"phones":[],"faxes":[],"reason":"no telephone number"`},
		{"email", "mailto:Contact@example.org", `"email":"contact@example.org"`},
		{"email", "form...@example.org", `"email":null,"emails":[],"reason":"masked or malformed"`},
		{"place", "Bordeaux (33)", `"commune":"33063","department":"33","department_stated":true,"region":"75"`},
		{"place", "Coulounieix-Chamiers (24)", `"commune":"24138"`},
		{"level", "Niveau IV (Bac)", `"code":"5"`},
		{"level", "Niveau 5", `"code":null,"label":null,"reason":"a number alone`},
		{"audience", "Actif(ve) non salarié(e)", `"code":"82058","label":"Public en emploi","fit":"near"`},
		{"audience", "Marin", `"code":null,"label":null,"reason":"no wording of the vocabulary"`},
		{"objective", "Certification", `"code":"6"`},
		{"selection", "Entretien, Tests", `"items":[{"code":"8",`},
		{"teaching", "À distance", `"code":"2"`},
		{"entry-exit", "Pas d'entrée sortie permanente", `"code":"0"`},
		{"hours", "1 435 h", `"total_hours":1435`},
		{"hours", "De 20 heures à 180 heures", `"total_hours":null,"centre_hours":null,"company_hours":null,"weekly_hours":null,"reason":"no single reading"`},
		{"hours", "0 heures", `"reason":"a printed zero means unknown"`},
		{"price", "760,72 €", `"amount_eur":760.72`},
		{"yesno", "Non éligible", `"value":false`},
		{"period", "du 7 au 3 mars 2025", `"start":null,"end":null,"precision":"none","entry_exit":null,"reason":"ends before it starts"`},
		{"period", "Fin le 3 mars 2025", `"start":null,"end":"2025-03-03"`},
		{"period", "Date limite : 3 mars 2025", `"reason":"a date, and none of a session: 3 mars 2025"`},
		{"period", "3 ou 10 mars 2025", `"start":"2025-03-03","end":null,"precision":"day","entry_exit":null,"ranges":[{"start":"2025-03-03",`},
		{"period", "3 à 5 mars et 10 mars 2025", `"end":null`},
		{"date", "le 2 juin et le 3 juillet 2025", `"date":null,"reason":"more than one day in these words"`},
		{"hours", "2h / Demi-journée / Journée", `"reason":"no single reading"`},
		{"hours", "3 h 30 par jour", `"reason":"hours, and none that count the course"`},
		{"place", "Nantes (Bretagne)", `"confidence":"low","how":"name, region contradicts","reason":"the words contradict each other"`},
		{"place", "Chalon", `"commune":null`},
		{"phone", "01/02/2025 10:00", `"e164":null`},
		{"yesno", "oui/non", `"value":null`}, {"yesno", "non oui", `"value":null`}, {"yesno", "Oui, non cumulable", `"value":true`},
		{"entry-exit", "à dates fixes et permanentes", `"code":null`}, {"entry-exit", "Entrée permanente ou à dates fixes", `"code":null`},
		{"yesno", "peut-être", `"value":null,"reason":"neither yes nor no"`},
		{"siret", "732 829 320 00074", `"code":"73282932000074"`},
		{"siret", "00000000000000", `"code":null,"reason":"zeros are a filler"`},
		{"state", "A la date du 17/07/2012 il reste 9 place(s) disponible(s)", `"state":"open","seats":9`},
		{"nsf", "326t", `"code":"326"`},
		{"rome", "J1501", `"code":"J1501"`},
		{"funder", "FINANCEMENT INDIVIDUEL", `"code":"10"`},
		{"pathway", "Individualisé", `"code":"2"`},
	} {
		v, err := n.Value(tt.field, tt.raw)
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(b), `{"raw":`) || !strings.Contains(string(b), tt.want) {
			t.Errorf("Value(%s, %q) = %s, want %s in it", tt.field, tt.raw, b, tt.want)
		}
	}
	if _, err := n.Value("hat", "x"); !errors.Is(err, ErrUnknownField) {
		t.Errorf("Value(hat) = %v, want ErrUnknownField", err)
	}
}

// TestValueIsStable: a normalised value normalises to itself.
func TestValueIsStable(t *testing.T) {
	n := newNormalizer(t)
	for _, tt := range []struct{ field, raw string }{
		{"period", "2025-01-01"}, {"phone", "+33199001234"}, {"email", "contact@example.org"}, {"siret", "73282932000074"}, {"rncp", "4504"},
		{"nsf", "326"}, {"rome", "J1501"}, {"hours", "1435"}, {"price", "760.72"},
	} {
		v, err := n.Value(tt.field, tt.raw)
		if err != nil {
			t.Fatal(err)
		}
		if b, _ := json.Marshal(v); strings.Count(string(b), tt.raw) < 2 {
			t.Errorf("Value(%s, %q) = %s, want the value itself", tt.field, tt.raw, b)
		}
	}
}
