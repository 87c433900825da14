package lheo

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"carif/schema"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// xsd is the schema of the standard: it lives beside the project, not in it.
const xsd = "../../shared/lheo/lheo-2.3.xsd"

// valid runs a document through xmllint, which is not ours, against the XSD.
func valid(t testing.TB, doc []byte) {
	t.Helper()
	tool, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed (apt-get install libxml2-utils): the document was not checked")
	}
	if _, err := os.Stat(xsd); err != nil {
		t.Skip("../shared/lheo/lheo-2.3.xsd is not here: the document was not checked")
	}
	cmd := exec.Command(tool, "--noout", "--huge", "--schema", xsd, "-")
	cmd.Stdin = bytes.NewReader(doc)
	if out, err := cmd.CombinedOutput(); err != nil {
		if len(out) > 2000 {
			out = out[:2000]
		}
		t.Fatalf("xmllint: %v\n%s", err, out)
	}
}

// document writes records.
func document(t testing.TB, rs ...schema.Record) []byte {
	t.Helper()
	var b bytes.Buffer
	w := NewWriter(&b, nil)
	for i := range rs {
		if err := w.Write(&rs[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWriteIsValid(t *testing.T) {
	for name, r := range map[string]schema.Record{"sample": sample(), "bare": bare(), "hostile": hostile()} {
		t.Run(name, func(t *testing.T) { valid(t, document(t, r)) })
	}
}

func TestWriteNothing(t *testing.T) {
	var b bytes.Buffer
	if err := NewWriter(&b, nil).Close(); !errors.Is(err, ErrEmpty) || b.Len() > 0 {
		t.Errorf("Close = %v after %d bytes, want ErrEmpty after none", err, b.Len())
	}
	if err := NewWriter(&b, nil).Write(&schema.Record{}); err == nil {
		t.Error("a record without a course was written")
	}
}

// TestAnyRecordIsValid writes many drawn records in one document, because starting xmllint costs more than reading.
func TestAnyRecordIsValid(t *testing.T) {
	for seed := range 5 {
		var rs []schema.Record
		gen, of := rapid.Custom(drawRecord), rapid.Custom(drawActions)
		for i := range 100 {
			rs = append(rs, gen.Example(seed*1000+i), of.Example(seed*1000+i))
		}
		valid(t, document(t, rs...))
	}
}

func TestNotes(t *testing.T) {
	got := map[Note]map[string]int{}
	var b bytes.Buffer
	w := NewWriter(&b, func(k Note, where string, n int) {
		if got[k] == nil {
			got[k] = map[string]int{}
		}
		got[k][where] += n
	})
	long := bare()
	long.Course.Title = ptr("a\x00" + string(bytes.Repeat([]byte("é"), 300)))
	if err := w.Write(&long); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		kind  Note
		where string
	}{{NoteCut, "intitule-formation"}, {NoteRemoved, "intitule-formation"}, {NoteFiller, "contenu-formation"},
		{NoteFiller, "SIRET"}} {
		if got[want.kind][want.where] == 0 {
			t.Errorf("no note %s of %s in %v", want.kind, want.where, got)
		}
	}
}

// TestGolden keeps the document of the sample under review.
func TestGolden(t *testing.T) {
	path := filepath.Join("testdata", "sample.xml")
	got := document(t, sample())
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the document of the sample changed (UPDATE_GOLDEN=1 go test writes it anew)")
	}
}

// TestRealRecords writes records of real pages and reads them back, where a file of them is at hand.
func TestRealRecords(t *testing.T) {
	path := os.Getenv("CARIF_RECORDS")
	if path == "" {
		t.Skip("CARIF_RECORDS names no file of records (carif parse --format jsonl): none was written")
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rs []schema.Record
	for dec := json.NewDecoder(f); dec.More(); {
		var r schema.Record
		if err := dec.Decode(&r); err != nil {
			t.Fatal(err)
		}
		if r.Course != nil {
			rs = append(rs, r)
		}
	}
	doc := document(t, rs...)
	valid(t, doc)
	back, _, err := readAll(t, string(doc), ReadOptions{})
	if err != nil || len(back) != len(rs) {
		t.Fatalf("%d of %d records came back, %v", len(back), len(rs), err)
	}
	for i := range rs {
		if d := cmp.Diff(held(rs[i]), held(back[i])); d != "" {
			t.Errorf("%s: -written +read\n%s", rs[i].Course.Key, d)
		}
	}
	t.Logf("%d records are valid and came back", len(rs))
}
