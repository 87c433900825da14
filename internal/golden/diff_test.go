package golden

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// record builds a golden of one record from the JSON of its course.
func record(course string) []byte {
	const whole = `{"page_sha256":"p","content_hash":"c","records":[{"source":{"charset":"utf-8"},"course":{%s}}]}`
	return fmt.Appendf(nil, whole, course)
}

const refused = `{"page_sha256":"p","content_hash":"c",
	"refusal":{"reason":"not_a_course","detail":"fewer than three labels"}}`

func TestDiffInWords(t *testing.T) {
	session := func(id, city string) string {
		return fmt.Sprintf(`{"native_id":%q,"city":%s,"state":"open"}`, id, city)
	}
	long := strings.Repeat("Lire et écrire. ", 10)
	for _, c := range []struct {
		name     string
		was, now []byte
		want     []string
	}{
		{"nothing", record(`"title":"A","audience":[]`), record(`"title":"A","audience":null`), nil},
		{"a value", record(`"title":"A"`), record(`"title":"B"`), []string{"title: A -> B"}},
		{"a value lost", record(`"title":"A","price":{"amount_eur":12.5}`), record(`"title":"A","price":{"amount_eur":null}`),
			[]string{"price amount eur: 12.5 -> (none)"}},
		{"a session's town lost",
			record(`"sessions":[` + session("1", `"Lyon"`) + `,` + session("2", `"Lyon"`) + `]`),
			record(`"sessions":[` + session("1", `"Lyon"`) + `,` + session("2", `null`) + `]`),
			[]string{"session 2 city: Lyon -> (none)"}},
		{"a session gone, another changed",
			record(`"sessions":[` + session("1", `"Lyon"`) + `,` + session("2", `"Nantes"`) + `]`),
			record(`"sessions":[` + session("2", `"Brest"`) + `]`),
			[]string{"session 1: city Lyon, native id 1, state open -> (none)", "session 1 city: Nantes -> Brest"}},
		{"an item new", record(`"audience":[{"raw":"Salarié","code":"82044"}]`),
			record(`"audience":[{"raw":"Tout public","code":null},{"raw":"Salarié","code":"82044"}]`),
			[]string{"audience 1: (none) -> Tout public"}},
		{"a code lost", record(`"entry_level":{"raw":"V","code":"4"}`), record(`"entry_level":{"raw":"V","code":null}`),
			[]string{"entry level code: 4 -> (none)"}},
		{"a coded value new", record(`"entry_level":null`), record(`"entry_level":{"raw":"V","code":"4"}`),
			[]string{"entry level: (none) -> V (4)"}},
		{"inside a long text",
			record(`"programme":"` + long + `un` + long + `"`), record(`"programme":"` + long + `deux` + long + `"`),
			[]string{"programme: …re. Lire et écrire. unLire et écrire. Lire…" +
				" -> …re. Lire et écrire. deuxLire et écrire. Lire…"}},
		{"refused", record(`"title":"A"`), []byte(refused),
			[]string{"record: A -> refused, not_a_course (fewer than three labels)"}},
		{"page edited", record(""), []byte(strings.Replace(string(record("")), `"p"`, `"q"`, 1)),
			[]string{"the page itself: as it was -> edited"}},
		{"page new", nil, record(""), []string{"page: (none) -> new"}},
		{"page gone", record(""), nil, []string{"page: there -> gone"}},
	} {
		t.Run(c.name, func(t *testing.T) { told(t, set(c.was, ""), set(c.now, ""), c.want) })
	}
}

func set(record []byte, explanation string) Set {
	if record == nil {
		return Set{}
	}
	return Set{"layouts/h/12.json": record, "layouts/h/12.txt": []byte(explanation)}
}

func told(t *testing.T, was, now Set, want []string) {
	t.Helper()
	var got []string
	for _, c := range Diff(was, now) {
		words, ok := strings.CutPrefix(c.String(), "layouts/h/12: ")
		if !ok {
			t.Errorf("%s does not name its page", c)
		}
		got = append(got, words)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestDiffOfExplanations(t *testing.T) {
	was := "layouts/h/12  (profile generic)\ntitle      CAP\nprogramme  [Contenu] Lire\nissue bad_date: start: 32  13\n"
	now := "layouts/h/12  (profile generic)\ntitle  CAP\naims   [Contenu] Lire\nduration  [Heures] 12\n"
	same := record(`"title":"CAP"`)
	told(t, set(same, was), set(same, now), []string{
		`block "[Contenu] Lire": programme -> aims`, `block "[Heures] 12": (none) -> duration`})
	told(t, set(same, was), set(same, strings.Replace(was, "32", "31", 1)),
		[]string{"explanation: as it was -> told otherwise"})
}

func TestSummaryCountsByField(t *testing.T) {
	got := Summary([]Change{
		{Page: "a", What: "session 1 city", Field: "session city", From: "Lyon", To: None},
		{Page: "a", What: "session 2 city", Field: "session city", From: None, To: "Lyon"},
		{Page: "b", What: "session 2 city", Field: "session city", From: "Lyon", To: "Dijon"},
		{Page: "b", What: "title", Field: "title", From: "A", To: "B"},
	})
	var rows []string
	for _, l := range strings.Split(strings.TrimSpace(got), "\n") {
		rows = append(rows, strings.Join(strings.Fields(l), " "))
	}
	want := []string{"field changes lost gained other pages", "session city 3 1 1 1 2", "title 1 0 0 1 1"}
	if !slices.Equal(rows, want) {
		t.Errorf("got %q, want %q", rows, want)
	}
}
