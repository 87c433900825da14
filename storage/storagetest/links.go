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
		Evidence: "rco", Confidence: 1}})
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
