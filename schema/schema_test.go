package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

func ptr[T any](v T) *T { return &v }

// sample is a small valid record.
func sample() Record {
	lists := Codes{RNCP: []Code{}, RS: []Code{}, CertifInfo: []Code{}, ROME: []Code{{Code: "J1501"}},
		Formacode: []Code{}, NSF: []Code{}}
	c := &Course{Key: "demo/1", Title: ptr("Soudage"), Selection: []Coded{{Raw: "Entretien", Code: ptr("8")}},
		Validation: []Coded{},
		Audience:   []Coded{{Raw: "A"}, {Raw: "B"}}, Outline: []OutlineItem{{Title: "I", Items: []string{"x", "y"}}},
		Codes: lists,
		Pace:  []string{}, Funding: []Funding{}, Contacts: []Contact{}, Other: []Labelled{},
		Sessions: []Session{{NativeID: ptr("1"), DatePrecision: "none", PlaceConfidence: "none", Contacts: []Contact{}},
			{NativeID: ptr("2"), DatePrecision: "day", Contacts: []Contact{}}}}
	c.Complete()
	return Record{Source: Source{Site: "demo"}, Course: c, Absent: []Absent{}, Unclaimed: []Unclaimed{},
		Issues: []Issue{}}
}

func TestRecordMatchesItsJSONSchema(t *testing.T) {
	var doc any
	b, err := json.Marshal(JSONSchema())
	if err != nil {
		t.Fatal(err)
	}
	if doc, err = jsonschema.UnmarshalJSON(bytes.NewReader(b)); err != nil {
		t.Fatal(err)
	}
	comp := jsonschema.NewCompiler()
	if err := comp.AddResource("record.json", doc); err != nil {
		t.Fatal(err)
	}
	sch, err := comp.Compile("record.json")
	if err != nil {
		t.Fatal(err)
	}
	rec, err := json.Marshal(sample())
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(rec))
	if err != nil {
		t.Fatal(err)
	}
	if err := sch.Validate(v); err != nil {
		t.Errorf("a valid record is refused: %v", err)
	}
	v.(map[string]any)["course"].(map[string]any)["title"] = 7
	if err := sch.Validate(v); err == nil {
		t.Error("a title that is a number is taken")
	}
}

func TestFingerprintIgnoresOrderOfSets(t *testing.T) {
	a, b := sample().Course, sample().Course
	b.Audience[0], b.Audience[1] = b.Audience[1], b.Audience[0]
	b.Sessions[0], b.Sessions[1] = b.Sessions[1], b.Sessions[0]
	if Fingerprint(a) != Fingerprint(b) {
		t.Error("the order of audiences or sessions changes the fingerprint")
	}
	b.Outline[0].Items[0], b.Outline[0].Items[1] = b.Outline[0].Items[1], b.Outline[0].Items[0]
	if Fingerprint(a) == Fingerprint(b) {
		t.Error("the order of the programme does not change the fingerprint")
	}
}

func TestFingerprintChangesWithAnyValue(t *testing.T) {
	base := Fingerprint(sample().Course)
	for name, change := range map[string]func(*Course){
		"title":    func(c *Course) { c.Title = ptr("Soudure") },
		"absent":   func(c *Course) { c.Title = nil },
		"code":     func(c *Course) { c.Selection[0].Code = ptr("9") },
		"rome":     func(c *Course) { c.Codes.ROME[0].Code = "J1502" },
		"session":  func(c *Course) { c.Sessions[1].Seats = ptr(0) },
		"new item": func(c *Course) { c.Audience = append(c.Audience, Coded{Raw: "B"}) },
	} {
		c := sample().Course
		change(c)
		if Fingerprint(c) == base {
			t.Errorf("%s: the fingerprint does not change", name)
		}
	}
}

func TestFieldFingerprintsNameWhatDiffers(t *testing.T) {
	a, b := sample().Course, sample().Course
	b.Title, b.Sessions[0].Start = ptr("Other"), ptr("2025-01-01")
	fa, fb := FieldFingerprints(a), FieldFingerprints(b)
	var got []string
	for _, k := range []string{"key", "title", "sessions", "audience"} {
		if fa[k] != fb[k] {
			got = append(got, k)
		}
	}
	if len(got) != 2 || got[0] != "title" || got[1] != "sessions" {
		t.Errorf("differing fields: got %v, want [title sessions]", got)
	}
}

func TestKeyAndRCO(t *testing.T) {
	for _, tt := range []struct{ site, id, url, want string }{
		{"na", "12", "https://x/1", "na/12"},
		{"na", "", "https://x/1", "na/url:8cfc4bebe4e75b651e93"},
		{"na", "", "", "na/sha256:ab"},
	} {
		if got := Key(tt.site, tt.id, tt.url, "ab"); got != tt.want {
			t.Errorf("Key(%q, %q, %q): got %s, want %s", tt.site, tt.id, tt.url, got, tt.want)
		}
	}
	for _, tt := range []struct{ carif, local, want string }{
		{"02", "202302154136", "02_202302154136"}, {"02", "02_1", "02_1"}, {"14", "AF_0000013318", "14_AF_0000013318"},
		{"", "1", ""}, {"02", "", ""}, {"02", "a b", ""}, {"02", "é", ""},
	} {
		if got := RCO(tt.carif, tt.local); got != tt.want {
			t.Errorf("RCO(%q, %q): got %q, want %q", tt.carif, tt.local, got, tt.want)
		}
	}
}

func TestIDForm(t *testing.T) {
	for in, want := range map[string]bool{"12": true, "panier-osier": true, "AF_11439": true, "61/2013/0310": true,
		"a.b": true, "a--b": true, strings.Repeat("a", LongestID): true,
		"": false, "a b": false, "a\nb": false, "É1": false, "-1": false, "1-": false, "/1": false, "1/": false, "1//2": false,
		"../1": false, "1~2": false, "url:1": false, strings.Repeat("a", LongestID+1): false} {
		if got := IDForm(in); got != want {
			t.Errorf("IDForm(%q): got %v, want %v", in, got, want)
		}
	}
}

func TestKeyApart(t *testing.T) {
	a, b := "Osier", "Rotin"
	x, y := KeyApart("s/12", &Course{Title: &a}), KeyApart("s/12", &Course{Title: &b})
	if x == y || !SetApart(x, "s/12") || SetApart("s/12", "s/12") || SetApart(x, "s/1") || NoID(x) {
		t.Errorf("got %s and %s", x, y)
	}
	if key := KeyApart(Key("s", "", "https://example.org/", ""), &Course{}); !NoID(key) {
		t.Errorf("%s does not show that it has no id", key)
	}
}

// TestActions: what actions agree on stands on the course, what differs on them alone, and each is whole again when
// the course is seen with its eyes. A course without actions has the fingerprint and the bytes it had before.
func TestActions(t *testing.T) {
	before, err := json.Marshal(sample().Course)
	if err != nil || bytes.Contains(before, []byte("action")) {
		t.Errorf("%s, %v: nothing is said of actions", before, err)
	}
	c := sample().Course
	c.Other = []Labelled{{Label: "L", Text: "of the course"}}
	said := []Action{{NativeID: "A1", Pace: []string{"le soir"}, Funding: []Funding{{Conventioned: ptr(false)}},
		Methods: ptr("atelier")},
		{NativeID: "#2", Pace: []string{"le soir"}, Funding: []Funding{{Conventioned: ptr(true)}}, CostsCovered: ptr(true),
			Other: []Labelled{{Label: "T", Text: "of the second"}}}}
	c.SetActions(slices.Clone(said))
	if len(c.Funding) != 0 || c.Funding == nil || c.Methods != nil || c.CostsCovered != nil || len(c.Pace) != 1 || len(c.Other) != 1 {
		t.Errorf("the course says %+v", c)
	}
	if c.Actions[0].Pace != nil || *c.Actions[1].Funding[0].Conventioned != true || c.Actions[1].Methods != nil {
		t.Errorf("the actions say %+v", c.Actions)
	}
	for i := range said {
		if seen := c.Actions[i].Apply(c); !reflect.DeepEqual(seen.Pace, said[i].Pace) ||
			!reflect.DeepEqual(seen.Funding, said[i].Funding) || !reflect.DeepEqual(seen.Methods, said[i].Methods) {
			t.Errorf("action %d sees %+v", i, seen)
		}
	}
	if all := c.Anywhere(); all.CostsCovered == nil || all.Methods == nil || len(c.Funding) != 0 {
		t.Error("what only one action fills does not count")
	}
	funding, _ := TableByName("funding")
	var rows []string
	for x := range funding.Rows(&Record{Course: c}, nil) {
		rows = append(rows, fmt.Sprint(x.Position, " ", funding.Columns[len(funding.Columns)-1].Cell(x)))
	}
	if !slices.Equal(rows, []string{"0 A1", "1 #2"}) {
		t.Errorf("rows of funding: %v", rows)
	}
	c.SetActions([]Action{said[1]})
	if len(c.Funding) != 1 || c.Actions[0].Funding != nil || c.CostsCovered == nil || len(c.Other) != 2 {
		t.Errorf("the only action's values stand on the course: %+v", c)
	}
}
