package delta_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"carif/schema"
	"carif/storage/delta"
	"carif/storage/storagetest"
)

func ptr[T any](v T) *T { return &v }

// told are rows in one line each.
func told(old, now *schema.Course) []string {
	lines := []string{}
	for _, r := range delta.Courses(old, now) {
		text := func(p *string) string {
			if p == nil {
				return "-"
			}
			return *p
		}
		lines = append(lines, string(r.Kind)+" "+r.Field+" ("+r.Name+"): "+text(r.Old)+" > "+text(r.New))
	}
	return lines
}

// changed is an invented course of which a copy was changed.
func changed(change func(c *schema.Course)) (old, now *schema.Course) {
	a, b := storagetest.Record(1), storagetest.Record(1)
	change(b.Course)
	return a.Course, b.Course
}

// TestRows: each kind of field gives the rows a person would write.
func TestRows(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(c *schema.Course)
		want   []string
	}{
		{"nothing", func(*schema.Course) {}, []string{}},
		{"another key alone", func(c *schema.Course) { c.Key = "demo/x" }, []string{}},
		{"a price", func(c *schema.Course) { c.Price.AmountEUR = ptr(690.0) },
			[]string{"changed price_eur (price_eur): 590.5 > 690"}},
		{"a price that is said no more", func(c *schema.Course) { c.Price = nil },
			[]string{"removed price_eur (price_eur): 590.5 > -", "removed price_text (price_text): 590,50 € > -"}},
		{"hours that are said now", func(c *schema.Course) { c.Duration.CentreHours = ptr(7.5) },
			[]string{"added centre_hours (centre_hours): - > 7.5"}},
		{"a code", func(c *schema.Course) { c.EntryLevel = &schema.Coded{Code: ptr("4"), Label: ptr("CAP"), Raw: "CAP"} },
			[]string{"changed entry_level (entry_level): Sans niveau spécifique [1] > CAP [4]"}},
		{"the words of a code", func(c *schema.Course) { c.EntryLevel.Raw = "Tous niveaux" },
			[]string{"changed entry_level (entry_level): Sans niveau spécifique [1], printed Sans niveau spécifique, exact > " +
				"Sans niveau spécifique [1], printed Tous niveaux, exact"}},
		{"a flag", func(c *schema.Course) { c.Certifying = ptr(true) },
			[]string{"changed certifying (certifying): no > yes"}},
		{"an audience more", func(c *schema.Course) {
			c.Audience = slices.Insert(c.Audience, 0, schema.Coded{Code: ptr("82044"), Label: ptr("Salarié"), Raw: "Salariés"})
		}, []string{"added audience[Salarié] (audience): - > Salarié [82044]"}},
		{"a code of a list less", func(c *schema.Course) { c.Codes.ROME = []schema.Code{} },
			[]string{"removed codes.rome[J1501] (codes.rome): J1501 Soins > -"}},
		{"people", func(c *schema.Course) {
			c.Contacts[0].Phones, c.Provider.Phones, c.Provider.Emails = []string{"+33199000077"}, nil, nil
			c.Sessions[0].Contacts = nil
		}, []string{"changed provider.contacts (provider.contacts): - > contact changed",
			"changed contacts (contacts): - > contact changed",
			"changed sessions[2025-01-01 Bordeaux 00000010].contacts (sessions.contacts): - > contact changed"}},
		{"an order that matters", func(c *schema.Course) { slices.Reverse(c.Outline) },
			[]string{"changed outline (outline): I. Débuter, ouvrir; fermer; II. Finir > II. Finir; I. Débuter, ouvrir; fermer"}},
		{"an order that does not", func(c *schema.Course) { slices.Reverse(c.Audience) }, []string{}},
		{"what an action says", func(c *schema.Course) { c.Actions[0].Duration.CentreHours = ptr(600.0) },
			[]string{"changed actions[02_A1].centre_hours (actions.centre_hours): 585 > 600"}},
	} {
		old, now := changed(c.change)
		if d := cmp.Diff(c.want, told(old, now)); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
}

// TestSessions: a session is known by its number, or by its dates and place; one that comes in between moves no other.
func TestSessions(t *testing.T) {
	tours := func(start, end string) schema.Session {
		return schema.Session{Start: &start, End: &end, City: ptr("Tours"), DatePrecision: "day", Seats: ptr(12)}
	}
	base := func() *schema.Course {
		return &schema.Course{Sessions: []schema.Session{tours("2027-01-10", "2027-02-10"), tours("2027-03-01", "2027-04-01"),
			tours("2027-05-01", "2027-06-01")}}
	}
	now := base()
	now.Sessions = slices.Insert(now.Sessions, 1, tours("2027-02-20", "2027-02-28"))
	now.Sessions[2].Seats = ptr(3)
	now.Sessions = now.Sessions[:3]
	want := []string{"changed sessions[2027-03-01 Tours].seats (sessions.seats): 12 > 3",
		"removed sessions[2027-05-01 Tours] (sessions): 2027-05-01 to 2027-06-01, Tours, 12 seats > -",
		"added sessions[2027-02-20 Tours] (sessions): - > 2027-02-20 to 2027-02-28, Tours, 12 seats"}
	if d := cmp.Diff(want, told(base(), now)); d != "" {
		t.Errorf("by dates and place (-want +got):\n%s", d)
	}
	numbered := func(c *schema.Course, ids ...string) *schema.Course {
		for i, id := range ids {
			c.Sessions[i].NativeID = &id
		}
		return c
	}
	old := numbered(base(), "7", "8", "9")
	now = numbered(base(), "7", "8", "9")
	now.Sessions[1].Start = ptr("2027-03-08")
	want = []string{"changed sessions[2027-03-08 Tours].start_on (sessions.start_on): 2027-03-01 > 2027-03-08"}
	if d := cmp.Diff(want, told(old, now)); d != "" {
		t.Errorf("by number (-want +got):\n%s", d)
	}
	want = []string{"removed sessions[2027-05-01 Tours] (sessions): 2027-05-01 to 2027-06-01, Tours, 12 seats > -",
		"added sessions[2027-05-01 Tours] (sessions): - > 2027-05-01 to 2027-06-01, Tours, 12 seats"}
	if d := cmp.Diff(want, told(old, numbered(base(), "7", "8", "10"))); d != "" {
		t.Errorf("another number is another session (-want +got):\n%s", d)
	}
}

// TestExcerpts: of a long text stands what differs, with a little around it, on one line.
func TestExcerpts(t *testing.T) {
	long := strings.Repeat("Apprendre à tresser l'osier.\n", 30)
	old, now := changed(func(c *schema.Course) { *c.Programme = long + "Un panier rond.\n" + long })
	*old.Programme = long + "Un panier carré.\n" + long
	for _, r := range delta.Courses(old, now) {
		if !strings.Contains(*r.Old, "Un panier carré") || !strings.Contains(*r.New, "Un panier rond") ||
			strings.Contains(*r.Old+*r.New, "\n") || len([]rune(*r.Old)) > 160 || !strings.HasPrefix(*r.Old, "…") {
			t.Errorf("%s: %q > %q", r.Field, *r.Old, *r.New)
		}
	}
}

// TestNamesAreColumns: what stands in a column of the tables is called like it, and every name is known.
func TestNamesAreColumns(t *testing.T) {
	table := func(name string) []string {
		tab, _ := schema.TableByName(name)
		var cols []string
		for _, c := range tab.Columns {
			cols = append(cols, strings.TrimSuffix(c.Name, "_raw"))
		}
		return cols
	}
	names := delta.Names()
	for _, n := range names {
		owner, col, inner := strings.Cut(n, ".")
		if !inner {
			owner, col = "course", n
		}
		switch owner {
		case "course":
			if strings.Contains(n, "_") && !slices.Contains(table("course"), n) && n != "information_dates" {
				t.Errorf("%s is no column of course", n)
			}
		case "sessions":
			if !strings.Contains(col, ".") && col != "contacts" && !slices.Contains(table("session"), col) {
				t.Errorf("%s is no column of session", n)
			}
		}
	}
	old, now := storagetest.Record(1), schema.Course{Key: "x"}
	now.Complete()
	for _, r := range append(delta.Courses(old.Course, &now), delta.Courses(&now, old.Course)...) {
		if !slices.Contains(names, r.Name) {
			t.Errorf("%s is not among the names", r.Name)
		}
	}
	if slices.Contains(names, "") || len(names) < 100 {
		t.Errorf("names: %q", names)
	}
}

// TestNoPeople: no row holds a name, a phone or a mailbox of somebody.
func TestNoPeople(t *testing.T) {
	old, empty := storagetest.Record(1), schema.Course{}
	for _, r := range append(delta.Courses(old.Course, &empty), delta.Courses(&empty, old.Course)...) {
		for _, p := range []*string{r.Old, r.New, &r.Field} {
			if p == nil {
				continue
			}
			for _, word := range []string{"Inventé", "@", "+33199"} {
				if strings.Contains(*p, word) {
					t.Errorf("%s: %q", r.Field, *p)
				}
			}
		}
	}
}

func BenchmarkCourses(b *testing.B) {
	old, now := changed(func(c *schema.Course) { c.Price.AmountEUR = ptr(690.0); c.Sessions[0].Seats = ptr(3) })
	for b.Loop() {
		if len(delta.Courses(old, now)) != 2 {
			b.Fatal("rows")
		}
	}
}
