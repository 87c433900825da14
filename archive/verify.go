package archive

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
)

// Verify reads the whole archive and lists what is wrong: records that can't be read, digests
// that do not hold, revisits of nothing, a cut tail, tails kept aside earlier. None = all is well.
// The error is about the verifying itself (a folder that can't be listed, ctx).
func (a *Archive) Verify(ctx context.Context) ([]Finding, error) {
	return a.VerifyEach(ctx, func(Ref, Exchange) error { return nil })
}

// VerifyEach is Verify that also hands every good response and revisit to fn, as Walk does.
func (a *Archive) VerifyEach(ctx context.Context, fn func(Ref, Exchange) error) ([]Finding, error) {
	var bad findings
	info := make(map[string]bool)
	every := func(file string, r record) {
		info[file] = info[file] || r.header.get("WARC-Type") == "warcinfo"
		if r.size > maxBlock {
			return // told when its exchange is decoded
		}
		if holds, known := digestHolds(r.header.get("WARC-Block-Digest"), r.block); known && !holds {
			bad.add(Finding{File: file, Offset: r.offset, What: "block digest mismatch", Do: adviceRestore, err: ErrDigest})
		}
	}
	err := a.walk(ctx, &bad, func(g *group, x *Exchange) error { return fn(g.ref(), *x) }, every)
	if err != nil {
		return bad.list, fmt.Errorf("verify archive: %w", err)
	}
	if err := a.otherFiles(&bad, info); err != nil {
		return bad.list, fmt.Errorf("verify archive: %w", err)
	}
	return bad.list, nil
}

// otherFiles tells of files that are not as the writer leaves them.
func (a *Archive) otherFiles(bad *findings, info map[string]bool) error {
	entries, err := fs.ReadDir(a.root.FS(), ".")
	if err != nil {
		return fmt.Errorf("list archive: %w", err)
	}
	for _, e := range entries {
		name := e.Name()
		switch {
		case strings.HasSuffix(name, ".cut"):
			bad.add(Finding{File: name, What: "tail of a record cut by a crash, kept aside",
				Do: "delete it once the page has been fetched again"})
		case sequence(name) > 0 && !info[name]:
			bad.add(Finding{File: name, What: "no warcinfo record",
				Do: "harmless; the file's beginning was lost or it is empty"})
		}
	}
	return nil
}
