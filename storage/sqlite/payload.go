package sqlite

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"

	"carif/schema"
)

// pack writes a record (without people) as it stands in course_version.
func (s *Store) pack(rec *schema.Record) ([]byte, error) {
	b, err := json.Marshal(rec)
	if err != nil {
		return nil, fmt.Errorf("write record %s: %w", rec.Course.Key, err)
	}
	return s.enc.EncodeAll(b, make([]byte, 0, len(b)/2)), nil
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
	for _, part := range [][]byte{[]byte(key), []byte(strconv.Itoa(version)), []byte(fingerprint), payload, provenance} {
		h.Write([]byte(strconv.Itoa(len(part))))
		h.Write([]byte{':'})
		h.Write(part)
	}
	return h.Sum(nil)
}

// sideHash is the hash of what a page tells beside the course: a change of it alone opens no version.
func sideHash(rec *schema.Record) (string, error) {
	b, err := json.Marshal([]any{rec.Absent, rec.Unclaimed, rec.Issues})
	if err != nil {
		return "", fmt.Errorf("hash record %s: %w", rec.Course.Key, err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16]), nil
}

// courseHash is the hash of a course as it was read, in the order it was read.
func courseHash(rec *schema.Record) (string, error) {
	b, err := json.Marshal(rec.Course)
	if err != nil {
		return "", fmt.Errorf("hash course %s: %w", rec.Course.Key, err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16]), nil
}
