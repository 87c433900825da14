package golden

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// howTo is the command that writes the goldens anew.
const howTo = "run go test -tags sqlite_fts5 ./internal/golden -update"

// Reread names the pages that both sets hold with the same bytes and that read otherwise in the second: what the
// reader's change did, not the page's.
func Reread(was, now Set) []string {
	var out []string
	for _, page := range now.Pages() {
		before, after := was[page+".json"], now[page+".json"]
		if before == nil || pageSum(before) != pageSum(after) {
			continue
		}
		if !bytes.Equal(before, after) || !bytes.Equal(was[page+".txt"], now[page+".txt"]) {
			out = append(out, page)
		}
	}
	return out
}

// pageSum is the hash of the page that a golden was read from.
func pageSum(golden []byte) string {
	var e struct {
		PageSHA256 string `json:"page_sha256"`
	}
	if err := json.Unmarshal(golden, &e); err != nil {
		return "" // cannot be the page that was read
	}
	return e.PageSHA256
}

// Check tells what is wrong with the goldens kept, beside what the reader of this version says now.
func Check(kept Kept, now Set, version string) error {
	changed := Reread(kept.Set, now)
	switch {
	case len(changed) > 0 && kept.Version == version:
		return fmt.Errorf("the reader's output changed on %s: look at it with make golden-diff, then bump parser.Version"+
			" (unless it moved since the last commit) and %s", few(changed), howTo)
	case len(changed) > 0:
		return fmt.Errorf("the reader's output changed on %s: look at it with make golden-diff, then %s", few(changed), howTo)
	case now.Hash() != kept.Sum:
		return fmt.Errorf("authored pages or goldens were added, edited or taken away: %s", howTo)
	case now.Hash() != kept.Hash():
		return fmt.Errorf("the goldens are not those that were written (sum in %s/%s): %s", dir, versionFile, howTo)
	case kept.Version != version:
		return fmt.Errorf("parser.Version is %s, the goldens are of %s: %s", version, kept.Version, howTo)
	}
	return nil
}

// MayWrite refuses to replace committed goldens by other readings of the same pages under the same version.
func MayWrite(committed Kept, now Set, version string) error {
	if changed := Reread(committed.Set, now); len(changed) > 0 && committed.Version == version {
		return fmt.Errorf("the reader's output changed on %s and parser.Version is still %s: bump it in parser/version.go,"+
			" say there what changed, and %s", few(changed), version, howTo)
	}
	return nil
}

// few names the first pages of a list.
func few(pages []string) string {
	const most = 3
	if len(pages) <= most {
		return strings.Join(pages, ", ")
	}
	return fmt.Sprintf("%s and %d more pages", strings.Join(pages[:most], ", "), len(pages)-most)
}
