package export

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"carif/export/scrub"
	"carif/harvest"
	"carif/schema"
	"carif/sites"
)

const dirCorpus = "../../shared/corpus"

// realRecords reads the real pages once for all tests.
var realRecords = sync.OnceValues(func() ([]schema.Record, error) {
	r, err := harvest.NewReader("", "")
	if err != nil {
		return nil, err
	}
	var rs []schema.Record
	seen := map[string]bool{}
	src := harvest.Files{Paths: []string{dirCorpus}, Reader: r, Site: sites.Generic()}
	err = src.Each(context.Background(), func(name string, got harvest.Reading, err error) error {
		for _, r := range got.Records {
			if !seen[r.Course.Key] { // two sites of the corpus use the same numbers
				seen[r.Course.Key] = true
				rs = append(rs, r)
			}
		}
		return err
	})
	return rs, err
})

// corpusRecords gives the records of the real pages, which live beside the project and not in it.
func corpusRecords(t *testing.T) []schema.Record {
	t.Helper()
	if _, err := os.Stat(dirCorpus); err != nil {
		t.Skip("../shared/corpus is not here: exports of real pages were not checked")
	}
	rs, err := realRecords()
	if err != nil {
		t.Fatal(err)
	}
	if len(rs) < 400 {
		t.Fatalf("%d records of the corpus, want more than 400", len(rs))
	}
	return rs
}

// TestCorpusIsValidLHEO holds every real record against the XSD.
func TestCorpusIsValidLHEO(t *testing.T) {
	tool, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed (apt-get install libxml2-utils): LHÉO of real pages was not checked")
	}
	rs := corpusRecords(t)
	for _, contacts := range []bool{false, true} {
		out := filepath.Join(t.TempDir(), "corpus.xml")
		rep := write(t, fake{records: rs}, Options{Format: "lheo", Out: out, WithContacts: contacts})
		if msg, err := exec.Command(tool, "--noout", "--schema", "../../shared/lheo/lheo-2.3.xsd",
			out).CombinedOutput(); err != nil {
			t.Errorf("contacts %v: %v\n%.2000s", contacts, err, msg)
		}
		t.Logf("%d courses, %d sessions, contacts %v", rep.Courses, rep.Sessions, contacts)
	}
}

// TestCorpusExportsHoldNobody looks for every e-mail address, telephone number and contact's name of the real pages in
// what is exported by default.
func TestCorpusExportsHoldNobody(t *testing.T) {
	rs := corpusRecords(t)
	persons := map[string]bool{}
	for i := range rs {
		for _, n := range scrub.Names(rs[i].Course) {
			persons[n] = true
		}
		for _, o := range reachable(rs[i].Course) {
			for _, w := range o {
				if len(w) > 6 { // a short number such as 3949 is nobody's
					persons[w] = true
				}
			}
		}
	}
	email := regexp.MustCompile(`[\pL\pN._%+-]+@[\pL\pN.-]+\.\pL{2,}`)
	national := regexp.MustCompile(`(?:^|[^\d./-])0[1-9](?:[ .]\d\d){4}(?:$|[^\d])`)
	for _, f := range Formats() {
		if f.Name == "datapackage" {
			continue // the same tables as csv
		}
		out := outFor(t, f)
		write(t, fake{records: rs}, Options{Format: f.Name, Out: out})
		got := plain(t, out)
		found := 0
		for p := range persons {
			if strings.Contains(got, p) {
				found++
			}
		}
		if n := len(email.FindAllString(got, -1)); found+n+len(national.FindAllString(got, -1)) > 0 {
			t.Errorf("%s: %d persons, %d addresses, %d numbers", f.Name, found, n, len(national.FindAllString(got, -1)))
		}
	}
	t.Logf("looked for %d names, numbers and addresses", len(persons))
}

// reachable lists the phones, faxes and e-mail addresses of a course.
func reachable(c *schema.Course) [][]string {
	var out [][]string
	org := func(o *schema.Organisation) {
		if o != nil {
			out = append(out, o.Phones, o.Faxes, o.Emails)
		}
	}
	people := func(cs []schema.Contact) {
		for _, p := range cs {
			out = append(out, p.Phones, p.Faxes, p.Emails)
		}
	}
	org(c.Provider)
	people(c.Contacts)
	for i := range c.Sessions {
		org(c.Sessions[i].Provider)
		people(c.Sessions[i].Contacts)
	}
	return out
}
