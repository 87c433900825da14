package polite

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// RetryAfter reads a Retry-After header: seconds or an HTTP date. ok is false when there is none or it says
// nothing usable (negative, past, words); then the ordinary backoff holds. Numbers too long for an int count as
// the longest wait.
func RetryAfter(h http.Header, now time.Time) (d time.Duration, ok bool) {
	s := strings.TrimSpace(h.Get("Retry-After"))
	if s == "" {
		return 0, false
	}
	const longest = 365 * 24 * time.Hour
	if strings.Trim(s, "0123456789") == "" {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || n > int64(longest/time.Second) {
			return longest, true
		}
		return time.Duration(n) * time.Second, n > 0
	}
	t, err := http.ParseTime(s)
	if err != nil || !t.After(now) {
		return 0, false
	}
	return min(t.Sub(now), longest), true
}
