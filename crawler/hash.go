package crawler

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"

	"carif/sites"
)

// clocks are runs of text that tell when a page was made, not what it says. Hours of a course ("9h00 - 17h00")
// have no seconds and stay.
var clocks = regexp.MustCompile(`\d{1,2}[:h]\d{2}[:m]\d{2}s?|\d+[.,]?\d* ?(ms|s|sec|secondes?)\b`)

// RegionHash is a hash of a page's visible words without navigation, footer and clocks: equal hashes mean that
// nothing worth reading has changed. It is the default of Options.ContentHash.
func RegionHash(body []byte, _ *sites.Site) string { return scanPage(body).hash() }

func (s *scan) hash(more ...string) string {
	h := sha256.New()
	h.Write([]byte(s.title))
	h.Write([]byte{0})
	last := 0
	for _, m := range clocks.FindAllIndex(s.text, -1) {
		h.Write(s.text[last:m[0]])
		last = m[1]
	}
	h.Write(s.text[last:])
	for _, m := range more {
		h.Write([]byte("\x00" + m))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}
