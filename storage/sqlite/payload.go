package sqlite

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"carif/schema"
)

// pack writes a record (without people) as it stands in course_version, and tells which fields are filled: whoever
// stores the one stores the other.
func (s *Store) pack(rec *schema.Record) (payload []byte, filled int64, err error) {
	err = asJSON(rec, func(b []byte) { payload = s.enc.EncodeAll(b, make([]byte, 0, len(b)/2)) })
	if err != nil {
		return nil, 0, fmt.Errorf("write record %s: %w", rec.Course.Key, err)
	}
	return payload, filledOf(rec.Course), nil
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// mostKept is the largest buffer that is kept for the next value.
const mostKept = 1 << 20

// asJSON hands fn a value as JSON: the same bytes as json.Marshal's, which are good until fn returns.
func asJSON(v any, fn func([]byte)) error {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	err := json.NewEncoder(b).Encode(v)
	if err == nil {
		fn(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
	}
	if b.Cap() <= mostKept {
		buffers.Put(b)
	}
	return err
}

// unpack reads what pack wrote.
func (s *Store) unpack(payload []byte) (schema.Record, error) {
	var rec schema.Record
	b, err := s.dec.DecodeAll(payload, nil)
	if err == nil {
		err = json.Unmarshal(b, &rec)
	}
	if err == nil && rec.Course == nil {
		err = fmt.Errorf("it holds no course")
	}
	if err != nil {
		return rec, fmt.Errorf("read stored record: %w", err)
	}
	rec.Course.Complete()
	return rec, nil
}

// packOrigins writes provenance, the words of people left out: they stand in the archive.
func (s *Store) packOrigins(origins []schema.Origin) ([]byte, error) {
	if len(origins) == 0 {
		return nil, nil
	}
	kept := make([]schema.Origin, len(origins))
	for i, o := range origins {
		if ofPerson(o.Field) {
			o.Raw = ""
		}
		kept[i] = o
	}
	b, err := json.Marshal(kept)
	if err != nil {
		return nil, fmt.Errorf("write provenance: %w", err)
	}
	return s.enc.EncodeAll(b, make([]byte, 0, len(b)/3)), nil
}

func (s *Store) unpackOrigins(blob []byte) ([]schema.Origin, error) {
	if len(blob) == 0 {
		return nil, nil
	}
	var origins []schema.Origin
	b, err := s.dec.DecodeAll(blob, nil)
	if err == nil {
		err = json.Unmarshal(b, &origins)
	}
	if err != nil {
		return nil, fmt.Errorf("read stored provenance: %w", err)
	}
	return origins, nil
}

// rowHash is what check compares a version with.
func rowHash(key string, version int, fingerprint string, payload, provenance []byte) []byte {
	h := sha256.New()
	for _, part := range [][]byte{[]byte(key), []byte(strconv.Itoa(version)), []byte(fingerprint), payload,
		provenance} {
		h.Write([]byte(strconv.Itoa(len(part))))
		h.Write([]byte{':'})
		h.Write(part)
	}
	return h.Sum(nil)
}

// prints are the hashes of a record: the fingerprint ignores the order of sets; course is a cheap hash of the course
// as it was read; side is the hash of what stands beside it, a change of which opens no version.
type prints struct {
	fingerprint, course, side string
}

// quickPrints hashes a record, without the costly fingerprint. odd tells that a text of it is no text: it holds a
// NUL, or bytes that are not UTF-8, which JSON writes as the two escapes looked for.
func quickPrints(rec *schema.Record) (p prints, odd bool, err error) {
	hash := func(v any) (sum string, err error) {
		err = asJSON(v, func(b []byte) {
			sum = shortHash(b)
			odd = odd || bytes.Contains(b, []byte(`\u0000`)) || bytes.Contains(b, []byte(`\ufffd`))
		})
		return sum, err
	}
	if p.course, err = hash(rec.Course); err != nil {
		return p, false, fmt.Errorf("hash course %s: %w", rec.Course.Key, err)
	}
	if p.side, err = hash([]any{rec.Absent, rec.Unclaimed, rec.Issues}); err != nil {
		return p, false, fmt.Errorf("hash record %s: %w", rec.Course.Key, err)
	}
	return p, odd, nil
}

// cleanPrints is quickPrints of a record whose texts it makes valid where they are not.
func cleanPrints(rec *schema.Record) (prints, error) {
	p, odd, err := quickPrints(rec)
	if err != nil || !odd {
		return p, err
	}
	if *rec, err = plain(rec); err != nil {
		return p, err
	}
	p, _, err = quickPrints(rec)
	return p, err
}

func shortHash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

// plain gives the record with every text made valid: NULs dropped, other bytes that are no UTF-8 as U+FFFD.
func plain(rec *schema.Record) (schema.Record, error) {
	var clean schema.Record
	b, err := json.Marshal(rec)
	if err == nil {
		err = json.Unmarshal(b, &clean)
	}
	if err != nil {
		return clean, fmt.Errorf("clean record %s: %w", rec.Course.Key, err)
	}
	schema.EachText(&clean, plainText)
	clean.Provenance = rec.Provenance // JSON makes its texts valid when they are stored
	return clean, nil
}

func plainText(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}
