package archive

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"strings"
)

// digestOf labels the SHA-256 of the parts. Hex, as warcio.js and Browsertrix write it; warcio for
// Python and jwat verify it as well as the older "sha1:" in base 32, so one hash serves all.
func digestOf(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// digestHolds checks a labelled digest of any make. known is false when the algorithm or the
// notation is none we can compute: then nothing is said about the bytes.
func digestHolds(label string, parts ...[]byte) (holds, known bool) {
	algorithm, want, ok := strings.Cut(label, ":")
	if !ok {
		return false, false
	}
	var h hash.Hash
	switch strings.ReplaceAll(strings.ToLower(algorithm), "-", "") {
	case "sha256":
		h = sha256.New()
	case "sha1":
		h = sha1.New()
	case "sha512":
		h = sha512.New()
	case "md5":
		h = md5.New()
	default:
		return false, false
	}
	for _, p := range parts {
		h.Write(p)
	}
	sum := h.Sum(nil)
	switch len(want) {
	case hex.EncodedLen(len(sum)):
		return strings.EqualFold(want, hex.EncodeToString(sum)), true
	case base32.StdEncoding.EncodedLen(len(sum)), base32.StdEncoding.WithPadding(base32.NoPadding).EncodedLen(len(sum)):
		got := base32.StdEncoding.EncodeToString(sum)
		return strings.EqualFold(strings.TrimRight(want, "="), strings.TrimRight(got, "=")), true
	case base64.StdEncoding.EncodedLen(len(sum)), base64.RawStdEncoding.EncodedLen(len(sum)):
		got := base64.RawURLEncoding.EncodeToString(sum)
		want = strings.NewReplacer("+", "-", "/", "_", "=", "").Replace(want)
		return want == got, true
	}
	return false, false
}

// newIDs gives three fresh record ids (response, request, metadata), version 4.
func (a *Archive) newIDs() (ids [3]string, err error) {
	var b [48]byte
	a.randMu.Lock()
	_, err = io.ReadFull(a.o.Rand, b[:])
	a.randMu.Unlock()
	if err != nil {
		return ids, fmt.Errorf("draw record ids: %w", err)
	}
	for i := range ids {
		u := b[16*i : 16*i+16]
		u[6], u[8] = u[6]&0x0f|0x40, u[8]&0x3f|0x80
		ids[i] = fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
	}
	return ids, nil
}
