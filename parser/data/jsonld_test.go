package data

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

const osier = `{"@context":"https://schema.org","@type":"Course","name":"Vannerie","description":"Tresser","provider":{"@type":"Organization","name":"Atelier"},
"instructor":{"@type":"Person","name":"Odile Inventée"},"offers":{"@type":"Offer","price":"350","priceCurrency":"EUR"},"timeRequired":"PT21H",
"hasCourseInstance":[{"@type":"CourseInstance","courseMode":"onsite","startDate":"2027-03-04T09:00","endDate":"2027-03-06","location":
{"@type":"Place","name":"Salle 2","address":{"@type":"PostalAddress","addressLocality":"Brest","postalCode":"29200"}}}]}`

func script(s string) string { return `<script type="application/ld+json">` + s + `</script>` }

// TestForms reads the same course in the forms that pages have.
func TestForms(t *testing.T) {
	want := []Course{{Name: "Vannerie", Provider: "Atelier", Price: "350 EUR", Hours: "21 heures",
		Sessions: []Session{{"2027-03-04", "2027-03-06", "Brest", "29200"}}, Left: []Fact{{"description", "Tresser"}, {"courseMode", "onsite"}}}}
	for name, page := range map[string]string{
		"alone":           script(osier),
		"a list":          script("[" + osier + "]"),
		"a graph":         script(`{"@graph":[{"@type":"WebPage","name":"x"},` + osier + `]}`),
		"a main entity":   script(`{"@type":"WebPage","mainEntity":` + osier + `}`),
		"a semicolon":     script(osier + ";"),
		"CDATA":           script("//<![CDATA[\n" + osier + "\n//]]>"),
		"a comment":       script("<!-- " + osier + " -->"),
		"control letters": script(strings.Replace(osier, "Tresser", "Tresser\x0b", 1)),
		"capitals":        `<SCRIPT TYPE='application/LD+JSON' class=x>` + osier + `</SCRIPT>`,
		"a long type":     script(strings.Replace(osier, `"Course"`, `["https://schema.org/Course","Thing"]`, 1)),
		"other scripts":   `<script>var a="<p>"</script>` + script(osier) + `<script src=x></script>`,
	} {
		f := Read(page, nil)
		got, bad := f.Courses, f.Bad
		if d := cmp.Diff(want, got); d != "" || bad != 0 {
			t.Errorf("%s: %d bad, -want +got:\n%s", name, bad, d)
		}
	}
}

// TestNobody: no person is ever read, wherever one stands.
func TestNobody(t *testing.T) {
	got := Read(script(strings.Replace(osier, `"provider":{"@type":"Organization","name":"Atelier"}`,
		`"provider":{"@type":"Person","name":"Odile Inventée"},"about":{"@type":"Person","name":"Odile Inventée"}`, 1)), nil).Courses
	if s := cmp.Diff(nil, got); strings.Contains(s, "Odile") {
		t.Error(s)
	}
}

// TestNobodyByKey: contact points, people by their roles and what bears a civil title are nobody's business.
func TestNobodyByKey(t *testing.T) {
	got := Read(script(strings.Replace(osier, `"provider":{"@type":"Organization","name":"Atelier"}`, `"provider":"Mme Odile Inventée",
"contactPoint":{"name":"Odile Inventée","email":"odile@example.org"},"founder":{"name":"Odile Inventée"},"about":{"@type":"schema:Person","name":"Odile Inventée"},
"directeurPedagogique":"Odile Inventée","coordinateur":{"nom":"Odile Inventée"},"teaches":{"prenom":"Odile"}`, 1)), nil).Courses
	if s := cmp.Diff(nil, got); strings.Contains(s, "Odile") || strings.Contains(s, "odile") {
		t.Error(s)
	}
	for key, want := range map[string]bool{"nomContact": true, "responsable_pedagogique": true, "organismeFormateur": false, "nombreFormateurs": false,
		"referentiel": false, "equipements": false, "centre": false} {
		if Nobody(key) != want {
			t.Errorf("Nobody(%s) = %v", key, !want)
		}
	}
}

// TestDead: what stands in a comment, a template or a text area is no block of the page; one that is not closed hides nothing.
func TestDead(t *testing.T) {
	for page, want := range map[string]int{
		"<!-- " + script(osier) + " -->":                       0,
		"<template>" + script(osier) + "</template>":           0,
		"<textarea>" + script(osier) + "</textarea>":           0,
		"<!-- a --><p>" + script(osier) + "<!-- b -->":         1,
		"<p>1 <!-- 2" + script(osier):                          1,
		"<script>'<!--'</script>" + script(osier) + "<!-- -->": 1,
	} {
		if got := len(Read(page, nil).Courses); got != want {
			t.Errorf("%d courses in %.40s, want %d", got, page, want)
		}
	}
}

// TestCalledOff: an instance that is not held is no session, and it is told.
func TestCalledOff(t *testing.T) {
	got := Read(script(strings.Replace(osier, `"startDate"`, `"eventStatus":"https://schema.org/EventCancelled","startDate"`, 1)), nil).Courses
	if len(got) != 1 || len(got[0].Sessions) != 0 || !slices.Contains(got[0].Left, Fact{"eventStatus", "2027-03-04 Brest : annulée"}) {
		t.Errorf("%+v", got)
	}
}

// TestBounds: blocks that are no JSON are counted, deep and endless ones are left alone.
func TestBounds(t *testing.T) {
	deep := strings.Repeat("[", 1000) + strings.Repeat("]", 1000)
	if f := Read(script("{")+script(deep)+script(osier), nil); len(f.Courses) != 1 || f.Bad != 2 {
		t.Errorf("%d courses, %d bad; want 1, 2", len(f.Courses), f.Bad)
	}
	if got := Read(script(osier)+"<script type=application/ld+json>"+osier, nil).Courses; len(got) != 1 {
		t.Errorf("%d courses of a block that does not end", len(got))
	}
	if got := Read(script(`"`+strings.Repeat("x", mostBytes)+`"`), nil).Courses; got != nil {
		t.Error("a block beyond the bound was read")
	}
	many := script(strings.Replace(osier, `"hasCourseInstance":[`, `"hasCourseInstance":[`+strings.Repeat(`{"startDate":"2027-01-04"},`, 1000), 1))
	if got := Read(many, nil).Courses; len(got) != 1 || len(got[0].Sessions) != mostItems {
		t.Error("sessions are not bounded")
	}
}

func FuzzRead(f *testing.F) {
	f.Add(script(osier))
	f.Add(script(`{"@graph":[{"@type":"Course"}]}`))
	f.Fuzz(func(t *testing.T, page string) {
		for _, c := range Read(page, nil).Courses {
			if len(c.Sessions) > mostItems || len(c.Left) > mostItems || len(c.Name) > longest {
				t.Error("beyond the bounds")
			}
		}
	})
}

// readPage reads a page with its tree.
func readPage(t *testing.T, page string) Found {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return Read(page, root)
}
