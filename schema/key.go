package schema

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// LongestID is the most characters of a native id.
const LongestID = 40

// IDForm reports whether a text may stand in a key as a native id: letters and digits with marks between them, at most
// LongestID characters. It says what is safe to be one; which printed words are one is asked of text/kind.
func IDForm(s string) bool {
	if s == "" || len(s) > LongestID || !alnum(s[0]) || !alnum(s[len(s)-1]) {
		return false
	}
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case alnum(c), c == '_', c == '-':
		case c == '.' || c == '/':
			if !alnum(s[i-1]) {
				return false // no path climbs out of its folder
			}
		default:
			return false
		}
	}
	return true
}

func alnum(c byte) bool { return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' }

// Key makes the key of a course, stable across harvests: the site and the native id, or a hash of the canonical URL
// where there is no id, or a hash of the body for a loose file that has neither. A native id that has not the form of
// one is none.
func Key(site, nativeID, canonicalURL, sha string) string {
	switch {
	case IDForm(nativeID):
		return site + "/" + nativeID
	case canonicalURL != "":
		sum := sha256.Sum256([]byte(canonicalURL))
		return site + urlMark + hex.EncodeToString(sum[:10])
	}
	return site + bodyMark + sha
}

// The marks of keys that hold no native id.
const (
	urlMark  = "/url:"
	bodyMark = "/sha256:"
)

// NoID reports whether a key was made without a native id.
func NoID(key string) bool { return strings.Contains(key, urlMark) || OfBytes(key) }

// OfBytes reports whether a key was made of the bytes of a loose file: it changes whenever they do.
func OfBytes(key string) bool { return strings.Contains(key, bodyMark) }

// KeyApart is the key of a course whose key is already another's: a hash of its title and provider is added, which
// does not depend on which of the two is read first.
func KeyApart(key string, c *Course) string {
	h := sha256.New()
	if c.Title != nil {
		h.Write([]byte(*c.Title))
	}
	h.Write([]byte{0})
	if c.Provider != nil && c.Provider.Name != nil {
		h.Write([]byte(*c.Provider.Name))
	}
	return key + ApartMark + hex.EncodeToString(h.Sum(nil)[:4])
}

// ApartMark stands before the hash of KeyApart; no native id holds it.
const ApartMark = "~"

// SetApart reports whether KeyApart made the key from the other one.
func SetApart(key, from string) bool { return strings.HasPrefix(key, from+ApartMark) }

// DuplicateID is the issue of a course whose key, that it had by its id, is another's.
func DuplicateID(c *Course, key string) Issue {
	raw := key
	if c.NativeID != nil {
		raw = *c.NativeID
	}
	return Issue{Code: IssueDuplicateID, Field: FieldNativeID, Raw: raw}
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
