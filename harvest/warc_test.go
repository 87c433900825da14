package harvest_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha1"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carif/harvest"
	"carif/schema"
	"carif/storage"
)

// warcRecord is one record as other tools write it.
func warcRecord(kind, url, date, header, block string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%s-%s>\r\nWARC-Target-URI: %s\r\nWARC-Date: %s\r\n"+
		"%sContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, kind, date, url, date, header, len(block), block)
}

const (
	isHTTP = "Content-Type: application/http; msgtype=response\r\n"
	okHTML = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
	day1   = "2024-03-01T10:00:00Z"
	day2   = "2024-03-08T10:00:00Z"
	toDay1 = "WARC-Refers-To-Target-URI: http://catalogue.example.org/f/1\r\nWARC-Refers-To-Date: 2024-03-01T10:00:00Z\r\n"
)

func fourPage(title string) string {
	return `<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>` + title + `</title></head><body><main><h1>` + title +
		`</h1><h2>Objectifs</h2><p>Savoir régler un four.</p><h2>Programme</h2><p>Le four et la cuisson.</p><h2>Durée</h2><p>14 heures</p></main></body></html>`
}

// TestImportWARCKinds: each kind of record is read or named, whatever wrote it.
func TestImportWARCKinds(t *testing.T) {
	const url = "http://catalogue.example.org/f/1"
	page := fourPage("Conduite de four")
	response := warcRecord("response", url, day1, isHTTP, okHTML+page)
	revisit := warcRecord("revisit", url, day2, isHTTP+toDay1, okHTML)
	for name, tt := range map[string]struct {
		file         string
		pages, added int
		fault, note  string
		err          string
	}{
		"a resource":   {file: warcRecord("resource", url, day1, "Content-Type: text/html\r\n", page), pages: 1, added: 1},
		"a conversion": {file: warcRecord("conversion", url, day1, "Content-Type: text/html\r\n", page), pages: 1, added: 1},
		"a revisit by URI and date, the original without a digest": {file: response + revisit, pages: 1, added: 1},
		"a revisit by record id": {file: response + warcRecord("revisit", url, day2,
			isHTTP+"WARC-Refers-To: <urn:uuid:response-"+day1+">\r\n", okHTML), pages: 1, added: 1},
		"one gzip member for all":               {file: zipped(response + revisit), pages: 1, added: 1},
		"a revisit without a header of its own": {file: response + warcRecord("revisit", url, day2, isHTTP+toDay1, ""), pages: 1, added: 1},
		"a revisit of a resource":               {file: warcRecord("resource", url, day1, "Content-Type: text/html\r\n", page) + revisit, pages: 1, added: 1},
		"a revisit alone":                       {file: revisit, fault: "the first capture of this revisit is not here"},
		"a revisit of another day":              {file: response + strings.Replace(revisit, "Refers-To-Date: 2024-03-01", "Refers-To-Date: 2024-02-01", 1), pages: 1, added: 1, fault: "the first capture"},
		"JSON beside a page": {file: response + warcRecord("response", "http://catalogue.example.org/api", day1, isHTTP,
			"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{}"), pages: 1, added: 1, note: "left out: 1 application/json (http://catalogue.example.org/api)"},
		"JSON alone": {file: warcRecord("response", "http://catalogue.example.org/api", day1, isHTTP,
			"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{}"), err: "no page to read in it, only 1 application/json"},
		"what is gone, and a log": {file: response + warcRecord("response", url, day2, isHTTP, "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n") +
			warcRecord("resource", "metadata://example.org/log", day1, "Content-Type: text/plain\r\n", "a log"), pages: 1, added: 1,
			note: "1 with status 404 (" + url + "), 1 of no web address"},
		"no page at all": {file: warcRecord("warcinfo", "", day1, "Content-Type: application/warc-fields\r\n", "software: x\r\n"), err: "no page in it"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, 1)
			path := filepath.Join(t.TempDir(), "crawl.warc.gz")
			if err := os.WriteFile(path, []byte(tt.file), 0o600); err != nil {
				t.Fatal(err)
			}
			im := w.runner().NewImport(nil)
			err := im.Paths(context.Background(), []string{path}, harvest.Files{})
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Fatalf("got %v, want %q", err, tt.err)
				}
				return
			}
			sums, err := im.End(err)
			if err != nil || len(sums) != 1 {
				t.Fatalf("%d summaries, %v", len(sums), err)
			}
			sum, fault := sums[0], ""
			for _, f := range sum.Faults {
				fault += f.Last
			}
			if sum.Run.Added != tt.added || !strings.HasPrefix(fault, tt.fault) || (fault == "") != (tt.fault == "") ||
				sum.Run.Pages != tt.pages {
				t.Errorf("%d added, %d pages, fault %q; want %d, %d, %q", sum.Run.Added, sum.Run.Pages, fault, tt.added, tt.pages, tt.fault)
			}
			if notes := strings.Join(im.Notes, "\n"); !strings.Contains(notes, tt.note) || (notes == "") != (tt.note == "") {
				t.Errorf("notes %q, want %q", notes, tt.note)
			}
		})
	}
}

// TestRevisitOfAnEarlierFile: a crawl of every day holds revisits of the first one's pages; by their digest they are known.
func TestRevisitOfAnEarlierFile(t *testing.T) {
	const url = "http://catalogue.example.org/f/1"
	w, dir := newWorld(t, 1), t.TempDir()
	first, second := filepath.Join(dir, "1.warc"), filepath.Join(dir, "2.warc")
	const sha1 = "WARC-Payload-Digest: sha1:9e3c5a8ae35ffc5f92e1a2a9f1a0c3f2e6f8d2b1\r\n" // of another page
	page := fourPage("Conduite de four")
	body := []byte(page)
	right := "WARC-Payload-Digest: " + digestSHA1(body) + "\r\n"
	for path, text := range map[string]string{
		first: warcRecord("response", url, day1, isHTTP+right, okHTML+page),
		second: warcRecord("revisit", url, day2, isHTTP+right, okHTML) +
			warcRecord("revisit", url+"2", day2, isHTTP+sha1, okHTML),
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{first, second} {
		im := w.runner().NewImport(nil)
		sums, err := im.End(im.Paths(context.Background(), []string{path}, harvest.Files{}))
		if err != nil {
			t.Fatal(err)
		}
		switch sum := sums[0]; {
		case path == first && sum.Run.Added != 1:
			t.Errorf("first: %+v", sum.Run)
		case path == second && (sum.Run.Same != 1 || len(sum.Faults) != 1 || sum.Run.State != schema.RunPartial):
			t.Errorf("second: %+v %+v", sum.Run, sum.Faults)
		}
	}
}

// TestFolderOfAllKinds: pages, WARC files and feeds of one folder are all read, and what is left out is named.
func TestFolderOfAllKinds(t *testing.T) {
	w, dir := newWorld(t, 1), t.TempDir()
	for name, text := range map[string]string{
		"a.html": fourPage("Conduite de four"), "b.warc": warcRecord("resource", "http://catalogue.example.org/f/2", day1, "Content-Type: text/html\r\n", fourPage("Entretien de four")),
		"c.xml": `<?xml version="1.0"?><lheo xmlns="http://lheo.gouv.fr/2.3"><offres><formation numero="99_1"><intitule-formation>Four</intitule-formation></formation></offres></lheo>`,
		"d.arc": "filedesc://x", "e.warc": "WARC/1.0\r\nbroken",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	im := w.runner().NewImport(nil)
	cause := im.Paths(context.Background(), []string{dir}, harvest.Files{})
	if cause == nil || !strings.Contains(cause.Error(), "e.warc") {
		t.Errorf("the broken file: %v", cause)
	}
	_, _ = im.End(cause)
	added := len(w.records(storage.Filter{}))
	if notes := strings.Join(im.Notes, "\n"); added != 3 || !strings.Contains(notes, "1 .arc (d.arc)") {
		t.Errorf("%d added, notes %q", added, notes)
	}
}

func zipped(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return b.String()
}

func digestSHA1(b []byte) string { return fmt.Sprintf("sha1:%x", sha1.Sum(b)) }
