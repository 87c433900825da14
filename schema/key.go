package schema

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Key makes the key of a course, stable across harvests: the site and the native id, or the canonical URL
// where the page gives no id, or a hash of the body for a loose file that has neither.
func Key(site, nativeID, canonicalURL, sha string) string {
	switch {
	case nativeID != "":
		return site + "/" + nativeID
	case canonicalURL != "":
		return site + "/" + canonicalURL
	}
	return site + "/sha256:" + sha
}

// RCO makes a national id `<Carif number>_<local id>` from the two-digit Carif number and the site's own id;
// "" where either is missing or the id holds a character such ids never have.
func RCO(carif, local string) string {
	if len(carif) != 2 || local == "" {
		return ""
	}
	if strings.HasPrefix(local, carif+"_") {
		local = local[3:]
	}
	for _, r := range local {
		if !(r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == '_' || r == '-') {
			return ""
		}
	}
	return carif + "_" + local
}

// Fingerprint is a hash of everything a course says: it changes with any value and ignores the order of
// sets (audiences, codes, fundings, contacts, sessions …), which sites shuffle. Texts keep their order.
func Fingerprint(c *Course) string {
	sum := sha256.Sum256(canonical(c))
	return hex.EncodeToString(sum[:])
}
