package skim

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strconv"
)

// Hash is a hash of the page's visible words without navigation, footer and clocks, of what its scripts of data tell
// machines, and of what is given more: equal hashes mean that nothing worth reading has changed.
func (s *Signs) Hash(more ...string) string {
	h := sha256.New()
	h.Write([]byte(s.Title))
	h.Write([]byte{0})
	last := 0
	for i := 0; i < len(s.Text); i++ {
		if !digit(s.Text[i]) {
			continue
		}
		if n := clock(s.Text[i:]); n > 0 {
			h.Write(s.Text[last : i-dateBefore(s.Text[last:i])])
			i += n - 1
			last = i + 1
			continue
		}
		for i+1 < len(s.Text) && digit(s.Text[i+1]) {
			i++
		}
	}
	h.Write(s.Text[last:])
	writeData(h, s.Data)
	for _, m := range more {
		h.Write([]byte("\x00" + m))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// longToken is the length from which letters and digits without a blank are no word: a build's name, a session's key.
// They may be others on every answer.
const longToken = 24

// writeData writes data without its tokens. Times stay: data may print the day of a session only with its hour.
func writeData(h hash.Hash, data []byte) {
	for i := 0; i < len(data); {
		j := i
		for j < len(data) && (alnum(data[j]) || data[j] == '_' || data[j] == '-') {
			j++
		}
		if j-i < longToken {
			j = min(max(j, i+1), len(data))
			h.Write(data[i:j])
		}
		i = max(j, i+1)
	}
}

// Leads is a hash of the links of the page, its base and its meta elements, in order: with an equal one the page leads
// to the same pages and says the same of itself to crawlers.
func (s *Signs) Leads() string { return strconv.FormatUint(s.leads, 16) }

// clock is the length of a time of day with seconds, or of a span of (milli)seconds, at the head of t; 0 when
// there is none. Such runs tell when or how fast a page was made, not what it says. Hours of a course
// ("9h00 - 17h00") have no seconds and stay.
func clock(t []byte) int {
	n := digits(t)
	if n <= 2 && len(t) > n && (t[n] == ':' || t[n] == 'h') {
		if m := n + 1; digits(t[m:]) == 2 && len(t) > m+2 && (t[m+2] == ':' || t[m+2] == 'm') && digits(t[m+3:]) == 2 {
			return m + 5
		}
	}
	if len(t) > n && (t[n] == '.' || t[n] == ',') {
		if d := digits(t[n+1:]); d > 0 {
			n += 1 + d
		}
	}
	if len(t) > n && t[n] == ' ' {
		n++
	}
	for _, unit := range []string{"secondes", "seconde", "sec", "ms", "s"} {
		if rest, ok := bytes.CutPrefix(t[n:], []byte(unit)); ok && (len(rest) == 0 || !alnum(rest[0]) && rest[0] < 0x80) {
			return n + len(unit)
		}
	}
	return 0
}

// dateBefore is the length of a date at the tail of t, with what stands between it and a time of day: "25/11/2026 à ",
// "2026-11-25T". A date without a time behind it tells something of the course and stays.
func dateBefore(t []byte) int {
	end := bytes.TrimRight(t, " ")
	for _, word := range []string{"à", "\xe0", "&agrave;", "-", ",", "T", "at"} {
		if rest, ok := bytes.CutSuffix(end, []byte(word)); ok {
			end = bytes.TrimRight(rest, " ")
			break
		}
	}
	i, marks := len(end), 0
	for i > 0 && (digit(end[i-1]) || end[i-1] == '/' || end[i-1] == '-' || end[i-1] == '.') {
		if i--; !digit(end[i]) {
			marks++
		}
	}
	if n := len(end) - i; marks != 2 || n < 8 || n > 10 {
		return 0
	}
	return len(t) - i
}

func digits(t []byte) (n int) {
	for n < len(t) && digit(t[n]) {
		n++
	}
	return n
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func alnum(c byte) bool { return digit(c) || letter(c) }
