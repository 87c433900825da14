// Package storagetest is the suite that every backend of package storage passes: what a harvest relies on, said
// once. It is not for what one backend alone promises (files, locks of the system, damage); those tests stand with
// the backend.
package storagetest

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"carif/schema"
	"carif/storage"
)

// Open gives a new, empty store that goes by the clock, and closes it when the test ends.
type Open func(t *testing.T, now func() time.Time) storage.Store

// Run runs the whole suite.
func Run(t *testing.T, open Open) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, *rig)
	}{
		{"Frontier/seeds once", testSeed},
		{"Frontier/claims in order", testClaimOrder},
		{"Frontier/retries and puts off", testRetry},
		{"Frontier/gives back", testGiveBack},
		{"Frontier/claim ahead", testClaimAhead},
		{"Frontier/takes one up", testTake},
		{"Frontier/left", testLeft},
		{"Frontier/passes over", testSkip},
		{"Frontier/blank pages", testBlank},
		{"Frontier/what was gone and is named again is due", testWake},
		{"Runs/missed pages", testMissed},
		{"Runs/bodies that kill", testReadings},
		{"Leases/one owner", testLease},
		{"Leases/rest with the page", testRest},
		{"Leases/two owners at once", testLeaseRace},
		{"Leases/pause and day", testLeasePause},
		{"Robots/kept", testRobots},
		{"Runs/resume", testResume},
		{"Runs/saved", testSaveRun},
		{"Runs/tally", testTally},
		{"Runs/report", testReport},
		{"Commit/added, same, changed", testCommit},
		{"Commit/idempotent", testCommitTwice},
		{"Commit/second run writes nothing", testNoWrite},
		{"Commit/causes", testCauses},
		{"Commit/side data open no version", testSide},
		{"Commit/faults keep the record", testFaults},
		{"Commit/two pages of one course", testAlias},
		{"Commit/one id twice", testOneIDTwice},
		{"Commit/redirects lead to another entry", testLedTo},
		{"Commit/redirects found to lead there late", testLedToLate},
		{"Commit/reparse", testReparse},
		{"Commit/in parts", testParts},
		{"Key/changes with the reader", testRekey},
		{"Key/changes in a reparse of a closed course", testRekeyClosed},
		{"Key/two courses under one part", testRekeyParts},
		{"Key/never another course's", testRekeyTaken},
		{"Key/another course at the address", testRekeyNever},
		{"Key/several courses of a page", testRekeySeveral},
		{"Key/an old one that names a person", testRekeyForgets},
		{"Commit/second reading", testSecond},
		{"Close/gone twice in separate runs", testCloseGone},
		{"Close/missing from three complete runs", testCloseMissing},
		{"Close/faults never close", testFaultsNeverClose},
		{"Close/passing over never closes", testSkippedNeverCloses},
		{"Close/reopens", testReopen},
		{"Read/whole record back", testRoundTrip},
		{"Read/filter", testFilter},
		{"Read/as of", testAsOf},
		{"Read/publish and withhold", testPublish},
		{"Read/the past as it was published", testPast},
		{"Read/changed since a run", testChangedSinceRun},
		{"Read/the panel is the past, week by week", testPanel},
		{"Read/provenance", testProvenance},
		{"Read/coverage and unknown words", testCoverage},
		{"Read/search", testSearch},
		{"Read/pages and captures", testPages},
		{"History/a row a field", testFieldChanges},
		{"History/causes told apart", testPartedCauses},
		{"History/another profile", testProfileCause},
		{"History/since I last looked", testMarks},
		{"History/two states", testDifferences},
		{"History/forgets", testFieldsForget},
		{"Link/twins", testLinks},
		{"Link/organisations", testCanonical},
		{"Models/versions", testModels},
		{"Models/forget", testForgetModel},
		{"Keep/dump", testDump},
		{"Keep/lock", testLock},
		{"Keep/check", testCheck},
		{"People/apart", testPeopleApart},
		{"People/forget", testForget},
		{"People/known when they left", testFormerPeople},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &rig{t: t, ctx: t.Context(), clock: time.Date(2026, 11, 1, 2, 0, 0, 0, time.UTC)}
			r.Store = open(t, r.now)
			c.run(t, r)
		})
	}
}

// rig is a store with a clock and the small steps tests are made of.
type rig struct {
	storage.Store
	t     *testing.T
	ctx   context.Context
	clock time.Time
}

func (r *rig) now() time.Time { return r.clock }

func (r *rig) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) same(what string, got, want any) {
	r.t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		r.t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

// begin opens a harvest of the site, a day after the last.
func (r *rig) begin() int64 {
	r.t.Helper()
	r.clock = r.clock.Add(24 * time.Hour)
	id, _, err := r.BeginRun(r.ctx, schema.Run{Site: site, Kind: "harvest", Started: r.clock, Version: "test"})
	r.ok(err)
	return id
}

// end ends a run in the given state.
func (r *rig) end(id int64, state schema.RunState) {
	r.t.Helper()
	r.clock = r.clock.Add(time.Hour)
	r.ok(r.SaveRun(r.ctx, schema.Run{ID: id, Site: site, Kind: "harvest", State: state, Ended: r.clock,
		Complete: state == schema.RunDone}))
}

// save commits a good page with its records.
func (r *rig) save(run int64, url string, recs ...schema.Record) []schema.Change {
	r.t.Helper()
	return r.commit(good(run, r.clock, url, recs...))
}

func (r *rig) commit(p storage.PageResult) []schema.Change {
	r.t.Helper()
	changes, err := r.Commit(r.ctx, p)
	r.ok(err)
	return changes
}

// kinds are the kinds of changes, in their order.
func kinds(changes []schema.Change) []schema.ChangeKind {
	ks := []schema.ChangeKind{}
	for _, c := range changes {
		ks = append(ks, c.Kind)
	}
	return ks
}

// list reads courses.
func (r *rig) list(f storage.Filter) []schema.Record {
	r.t.Helper()
	var recs []schema.Record
	r.ok(r.Courses(r.ctx, f, func(rec schema.Record) error {
		recs = append(recs, rec)
		return nil
	}))
	return recs
}

// titles are the titles of the courses a filter gives.
func (r *rig) titles(f storage.Filter) []string {
	r.t.Helper()
	ts := []string{}
	for _, rec := range r.list(f) {
		ts = append(ts, *rec.Course.Title)
	}
	return ts
}

func (r *rig) dump() string {
	r.t.Helper()
	var b bytes.Buffer
	r.ok(r.Dump(r.ctx, &b))
	return b.String()
}
