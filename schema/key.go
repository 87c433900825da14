package schema

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"sort"
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
	sum := sha256.Sum256([]byte(canonical(c)))
	return hex.EncodeToString(sum[:])
}

// FieldFingerprints gives one canonical text a top-level field of the course, by JSON key: two versions
// differ in exactly the fields whose texts differ.
func FieldFingerprints(c *Course) map[string]string {
	b, err := json.Marshal(c)
	if err != nil {
		return nil // unreachable: Course holds only plain data
	}
	var m map[string]json.RawMessage
	if json.Unmarshal(b, &m) != nil {
		return nil // unreachable: just marshalled
	}
	out := make(map[string]string, len(m))
	for k, raw := range m {
		var v any
		_ = json.Unmarshal(raw, &v) // cannot fail: part of a valid document
		out[k] = canonicalValue(v, ordered[k])
	}
	return out
}

// ordered names the fields whose lists are sequences, not sets.
var ordered = map[string]bool{"outline": true}

func canonical(c *Course) string {
	m := FieldFingerprints(c)
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	var b strings.Builder
	for _, k := range keys {
		b.WriteString(k)
		b.WriteByte('=')
		b.WriteString(m[k])
		b.WriteByte('\n')
	}
	return b.String()
}

// canonicalValue writes a decoded JSON value with sorted keys and, unless seq is set, sorted lists.
func canonicalValue(v any, seq bool) string {
	switch v := v.(type) {
	case map[string]any:
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		sort.Strings(keys)
		parts := make([]string, 0, len(v))
		for _, k := range keys {
			kb, _ := json.Marshal(k)
			parts = append(parts, string(kb)+":"+canonicalValue(v[k], seq))
		}
		return "{" + strings.Join(parts, ",") + "}"
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = canonicalValue(v[i], seq)
		}
		if !seq {
			sort.Strings(parts)
		}
		return "[" + strings.Join(parts, ",") + "]"
	}
	b, _ := json.Marshal(v) // a string, number, bool or nil
	return string(b)
}
