package archive

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestReadByWarcio has npm warcio, which this project did not write, read an archive of ours whole.
func TestReadByWarcio(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed: archive not read by warcio")
	}
	if _, err := os.Stat(filepath.Join("testdata", "node_modules", "warcio")); err != nil {
		t.Skip("run npm ci in archive/testdata: archive not read by warcio")
	}
	dir := t.TempDir()
	path := writeForWarcio(t, dir)
	out, err := exec.Command(node, filepath.Join("testdata", "verify-warc.mjs"), path).CombinedOutput()
	if err != nil {
		t.Fatalf("verify-warc.mjs: %v\n%s", err, out)
	}
	t.Logf("%s", out)
	var got struct {
		Records, Response, Request, Metadata, Revisit, Warcinfo, BlockDigests, PayloadDigests,
		RevisitsResolved int
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	if got.Response != 52 || got.Revisit != 51 || got.Request != 103 || got.Metadata != 103 || got.Warcinfo != 1 ||
		got.BlockDigests != got.Records || got.PayloadDigests != 52 || got.RevisitsResolved != 51 {
		t.Errorf("warcio counted %+v", got)
	}
	damaged := readAll(t, path)
	damaged[len(damaged)/2] ^= 0x10
	writeAll(t, path, damaged)
	if out, err := exec.Command(node, filepath.Join("testdata", "verify-warc.mjs"), path).CombinedOutput(); err == nil {
		t.Errorf("a flipped bit passed: %s", out)
	}
}

// writeForWarcio writes pages, revisits of each and the odd shapes, into one file.
func writeForWarcio(t *testing.T, dir string) string {
	t.Helper()
	a := openTest(t, dir, testOptions())
	for i := range 50 {
		x := page(i, 20_000)
		ref := mustAppend(t, a, x)
		x.RevisitOf, x.At = &ref, x.At.AddDate(0, 0, 1)
		mustAppend(t, a, x)
	}
	empty := page(60, 0)
	empty.Body, empty.Status, empty.StatusText = nil, 204, ""
	ref := mustAppend(t, a, empty)
	mustAppend(t, a, Exchange{URL: empty.URL, At: testTime, Method: "GET", Status: 304, RevisitOf: &ref,
		Metadata: map[string]string{"outcome": "not_modified"}})
	odd := page(61, 300)
	odd.Proto, odd.Truncated = "HTTP/2.0", "length"
	odd.ResponseHeader.Set("Transfer-Encoding", "chunked")
	odd.Metadata["note"] = "deux\nlignes: é"
	mustAppend(t, a, odd)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if bad, err := openTest(t, dir, testOptions()).Verify(context.Background()); err != nil || len(bad) > 0 {
		t.Fatalf("verify: %v, %v", bad, err)
	}
	return onlyFile(t, dir)
}
