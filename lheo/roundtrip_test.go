package lheo

import (
	"encoding/json"
	"reflect"
	"sort"
	"strings"
	"testing"
	"unicode"

	"carif/schema"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestRoundTrip holds that a record read back from its own document has every value that LHÉO holds. What held takes
// away is the list of what it does not hold.
func TestRoundTrip(t *testing.T) {
	v := loadVocab(t)
	rapid.Check(t, func(rt *rapid.T) {
		r := drawRecord(rt)
		if rapid.IntRange(0, 20).Draw(rt, "sample") == 0 {
			r = sample()
		}
		tidyStrings(reflect.ValueOf(&r).Elem())
		want := held(r)
		rs, _, err := readAll(t, string(document(t, r)), ReadOptions{Vocab: v})
		if err != nil || len(rs) != 1 {
			rt.Fatalf("%d records, %v", len(rs), err)
		}
		got := held(rs[0])
		if d := cmp.Diff(want, got); d != "" {
			rt.Fatalf("-written +read\n%s", d)
		}
		if again := held2(t, rs[0], ReadOptions{Vocab: v}); cmp.Diff(got, again) != "" {
			rt.Fatalf("a second trip changes it:\n%s", cmp.Diff(got, again))
		}
	})
}

// TestRoundTripOfActions holds that what came back once comes back the same for ever, actions and all.
func TestRoundTripOfActions(t *testing.T) {
	o := ReadOptions{Vocab: loadVocab(t)}
	rapid.Check(t, func(rt *rapid.T) {
		r := drawActions(rt)
		tidyStrings(reflect.ValueOf(&r).Elem())
		rs, _, err := readAll(t, string(document(t, r)), o)
		if err != nil || len(rs) != 1 || len(rs[0].Course.Actions) != len(r.Course.Actions) {
			rt.Fatalf("%d records, %v", len(rs), err)
		}
		back, _, err := readAll(t, string(document(t, rs...)), o)
		if err != nil || len(back) != 1 {
			rt.Fatalf("%d records, %v", len(back), err)
		}
		if d := cmp.Diff(said2(rs), said2(back)); d != "" {
			rt.Fatalf("-first +second\n%s", d)
		}
	})
}

func held2(t *testing.T, r schema.Record, o ReadOptions) schema.Record {
	rs, _, err := readAll(t, string(document(t, r)), o)
	if err != nil || len(rs) != 1 {
		t.Fatalf("%d records, %v", len(rs), err)
	}
	return held(rs[0])
}

// tidyStrings gives drawn texts the form that texts of records have: XML characters only, nothing blank, trimmed.
func tidyStrings(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			tidyStrings(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Name != "Fit" {
				tidyStrings(v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			tidyStrings(v.Index(i))
		}
	case reflect.String:
		s := strings.Map(func(r rune) rune {
			if !xmlChar(r) {
				return -1
			}
			return r
		}, v.String())
		s = strings.TrimFunc(strings.ToValidUTF8(s, ""), unicode.IsSpace)
		if said(s) == nil && v.CanSet() {
			s = "x" + s
		}
		v.SetString(s)
	}
}

// held projects a record on what LHÉO, with its extras, holds.
func held(r schema.Record) schema.Record {
	b, err := json.Marshal(r)
	if err != nil {
		panic(err)
	}
	var c schema.Record
	if err := json.Unmarshal(b, &c); err != nil { // a deep copy
		panic(err)
	}
	c.Source = schema.Source{Site: c.Source.Site, URL: c.Source.URL, UpdatedOn: c.Source.UpdatedOn}
	c.Absent, c.Unclaimed, c.Issues = nil, nil, nil // what a page did not say is not of the offer
	co := c.Course
	co.Complete()
	co.Outline = nil // the headings of the programme, which is held
	for _, v := range []struct {
		p    **schema.Coded
		dict string
	}{{&co.GeneralObjective, "objectif-general"}, {&co.EntryLevel, "niveau"}, {&co.ExitLevel, "niveau"},
		{&co.Pathway, "parcours-de-formation"},
		{&co.TeachingMode, "modalites-enseignement"}, {&co.EntryExit, "modalites-entrees-sorties"}} {
		heldCoded(*v.p, v.dict)
	}
	co.Selection, co.Validation = heldList(co.Selection, "modalite-recrutement"), heldList(co.Validation, "")
	co.Audience = heldList(co.Audience, "public")
	for _, l := range []*[]schema.Code{&co.Codes.RNCP, &co.Codes.RS, &co.Codes.CertifInfo, &co.Codes.ROME,
		&co.Codes.Formacode, &co.Codes.NSF, &co.Codes.CPF} {
		heldCodes(l)
	}
	for i := range co.Funding {
		heldCoded(co.Funding[i].Funder, "code-financeur")
	}
	sortJSON(co.Funding)
	heldOrg(&co.Provider)
	heldContacts(&co.Contacts)
	if len(co.Pace) == 0 {
		co.Pace = nil
	}
	zero(&co.Duration)
	zero(&co.Price)
	zero(&co.Contracts)
	for i := range co.Sessions {
		heldSession(&co.Sessions[i])
	}
	c.Course.Other = empty(co.Other)
	c.Course.Sessions, c.Course.Funding = empty(co.Sessions), empty(co.Funding)
	return c
}

func empty[T any](l []T) []T {
	if len(l) == 0 {
		return nil
	}
	return l
}

// zero makes an object of which nothing is said absent.
func zero[T comparable](p **T) {
	var none T
	if *p != nil && **p == none {
		*p = nil
	}
}

func heldCoded(v *schema.Coded, dict string) {
	if v == nil {
		return
	}
	v.Label = nil // the vocabulary's own
	if v.Code != nil && (dict == "" || dict == "public" && len(*v.Code) != 5 || dict != "public" &&
		!inDict(dict, *v.Code) || dict == "niveau" && *v.Code == "0") {
		v.Code = nil
	}
	if v.Code == nil {
		v.Fit = ""
	}
}

// heldList is a set: LHÉO has codes first and words apart.
func heldList(vs []schema.Coded, dict string) []schema.Coded {
	var out []schema.Coded
	for _, v := range vs {
		heldCoded(&v, dict)
		if !hasCoded(out, v) {
			out = append(out, v)
		}
	}
	sortJSON(out)
	return out
}

func heldCodes(l *[]schema.Code) {
	for i := range *l {
		(*l)[i] = schema.Code{Code: (*l)[i].Code}
	}
	*l = empty(*l)
	sortJSON(*l)
}

func sortJSON[T any](l []T) {
	sort.Slice(l, func(i, j int) bool {
		a, _ := json.Marshal(l[i])
		b, _ := json.Marshal(l[j])
		return string(a) < string(b)
	})
}

func heldOrg(p **schema.Organisation) {
	o := *p
	if o == nil {
		return
	}
	length(&o.SIRET, 14, 14)
	length(&o.NDA, 11, 11)
	heldPlace(&o.PostalCode, &o.Department, &o.Commune, &o.Region)
	sort.Strings(o.Phones) // fixed first, then mobile
	if o.Phones = empty(o.Phones); orNil(o) == nil {
		*p = nil
	}
	o.Faxes, o.Emails = empty(o.Faxes), empty(o.Emails)
}

func heldPlace(postal, department, commune, region **string) {
	length(postal, 5, 5)
	length(department, 2, 3)
	length(commune, 5, 5)
	length(region, 2, 2)
}

func length(p **string, min, max int) {
	if *p != nil {
		if _, ok := between(min, max)(**p); !ok {
			*p = nil
		}
	}
}

func heldContacts(l *[]schema.Contact) {
	var out []schema.Contact
	d := decoder{}
	for _, c := range *l {
		if c.Name == nil && len(c.Phones)+len(c.Faxes)+len(c.Emails) == 0 {
			continue // a role of nobody
		}
		sort.Strings(c.Phones)
		c.Phones, c.Faxes, c.Emails = empty(c.Phones), empty(c.Faxes), empty(c.Emails)
		d.addContact(&out, &c)
	}
	*l = out
}

func heldSession(s *schema.Session) {
	heldCoded(s.EntryExit, "modalites-entrees-sorties")
	heldOrg(&s.Provider)
	heldContacts(&s.Contacts)
	heldPlace(&s.PostalCode, &s.Department, &s.Commune, &s.Region)
	s.DepartmentStated, s.PlaceConfidence, s.PlaceHow = false, "", "" // how a code was found is of this program
	if s.Seats != nil && *s.Seats > 99999 {
		s.Seats = nil
	}
	if s.Start == nil && s.End == nil {
		s.DatePrecision = "none"
	}
}
