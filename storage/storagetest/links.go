package storagetest

import (
	"testing"

	"carif/normalize/identity"
	"carif/schema"
	"carif/storage"
)

// testLinks saves two courses of one provider under two names and links them: saving the same links again changes
// nothing, saving none takes them away, and no row is merged.
func testLinks(_ *testing.T, r *rig) {
	a, b := Record(1), Record(2)
	b.Course.Provider = organisation("Centre Exemple (SARL)", "75", "+33199000001")
	b.Course.Provider.City = ptr("Bordeaux (33)")
	run := r.begin()
	r.save(run, pageURL(1), a)
	r.save(run, pageURL(2), b)
	r.end(run, schema.RunDone)
	r.ok(r.Publish(r.ctx, site, run))

	var ps []identity.Provider
	r.ok(r.Providers(r.ctx, func(p identity.Provider) error {
		if p.Name == "Centre Exemple" || p.Name == "Centre Exemple (SARL)" {
			ps = append(ps, p)
		}
		return nil
	}))
	var cs []identity.Course
	r.ok(r.LinkCourses(r.ctx, func(c identity.Course) error { cs = append(cs, c); return nil }))
	if len(ps) != 2 || len(cs) != 2 {
		r.t.Fatalf("got %d providers and %d courses, want 2 and 2", len(ps), len(cs))
	}
	r.same("phones of a provider", ps[0].Phones, []string{"+33199000001"})
	r.same("keys of the courses", []string{cs[0].Key, cs[1].Key}, []string{a.Course.Key, b.Course.Key})
	r.same("sessions of a course", len(cs[0].Sessions), len(a.Course.Sessions))

	before := r.dump()
	pl := []identity.Link{{A: ps[0].Key, B: ps[1].Key, Evidence: "siret", Confidence: 1}}
	cl := []identity.Link{{A: cs[0].Key, B: cs[1].Key, Evidence: "rco", Confidence: 1}}
	for range 2 {
		r.ok(r.SaveLinks(r.ctx, pl, cl))
	}
	got, err := r.CourseTwins(r.ctx)
	r.ok(err)
	r.same("course twins", got, []storage.Twin{{A: cs[0].Key, NameA: cs[0].Title, B: cs[1].Key, NameB: cs[1].Title,
		Evidence: "rco", Confidence: 1, Differs: []storage.Difference{{Field: "rco_id", A: cs[0].RCO, B: cs[1].RCO},
			{Field: "provider", A: "Centre Exemple", B: "Centre Exemple (SARL)"}}}})
	got, err = r.ProviderTwins(r.ctx)
	r.ok(err)
	r.same("provider twins", len(got), 1)
	r.same("what differs beside the names", len(got[0].Differs), 1)
	r.same("the field that differs", got[0].Differs[0].Field, "city")
	r.same("courses with links beside them", len(r.list(storage.Filter{})), 2)

	r.ok(r.SaveLinks(r.ctx, nil, nil))
	got, err = r.CourseTwins(r.ctx)
	r.ok(err)
	r.same("course twins taken away", got, []storage.Twin{})
	r.same("dump", r.dump(), before)
}

// testCanonical keeps which organisation each provider row is, and the user's rules: saving the same again changes
// nothing, what is not given goes, the records read with their history tell it, and no row is merged.
func testCanonical(_ *testing.T, r *rig) {
	rec := Record(1)
	run := r.begin()
	r.save(run, pageURL(1), rec)
	r.end(run, schema.RunDone)
	r.ok(r.Publish(r.ctx, site, run))
	var keys []string
	r.ok(r.Providers(r.ctx, func(p identity.Provider) error { keys = append(keys, p.Key); return nil }))
	if len(keys) == 0 {
		r.t.Fatal("the record has no provider")
	}
	of := map[string]schema.CanonicalProvider{}
	for _, k := range keys {
		of[k] = schema.CanonicalProvider{ID: "name:1", Name: "Centre Exemple", SIRET: "12345678200010",
			Evidence: "name+commune", Confidence: 0.9}
	}
	told := func(key string) (c schema.CanonicalProvider, ok bool) {
		for _, rec := range r.list(storage.Filter{WithHistory: true}) {
			c, ok = rec.History.Canonical(key)
		}
		return c, ok
	}
	for range 2 {
		r.ok(r.SaveCanonical(r.ctx, of))
		got, ok := told(keys[0])
		r.same("the organisation of a row is known", ok, true)
		r.same("the organisation of a row", got, of[keys[0]])
	}
	c := of[keys[0]]
	c.Evidence, c.Confidence, c.SIRET = "yours", 1, ""
	of[keys[0]] = c
	r.ok(r.SaveCanonical(r.ctx, of))
	got, _ := told(keys[0])
	r.same("another organisation", got, c)
	r.same("providers beside it", len(r.list(storage.Filter{})), 1)
	r.ok(r.SaveCanonical(r.ctx, nil))
	_, ok := told(keys[0])
	r.same("an organisation that is taken away", ok, false)

	rules, err := r.ProviderRules(r.ctx)
	r.ok(err)
	r.same("rules nobody gave", rules.Empty(), true)
	want := identity.Rules{Same: [][]string{{"a/1", "b/1"}}, Different: [][]string{{"a/1", "c/1"}}}
	r.ok(r.SaveProviderRules(r.ctx, want))
	rules, err = r.ProviderRules(r.ctx)
	r.ok(err)
	r.same("rules", rules, want)
	r.ok(r.SaveProviderRules(r.ctx, identity.Rules{}))
	rules, err = r.ProviderRules(r.ctx)
	r.ok(err)
	r.same("rules taken away", rules.Empty(), true)
}
