package archive

import (
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

const maxURL = 16 << 10 // bytes; the crawler's own limit is far below

// RedactedNote is the key in Metadata of answers that are not as they were received: a forgotten person was cut out.
const RedactedNote = "redacted"

// DrawnNote is the key in Metadata of answers of which a browser made the page: its conversion record stands behind.
const DrawnNote = "drawn"

// Exchange is one request and its answer, as they went over the wire.
type Exchange struct {
	URL string    // absolute, as requested (fragment and all); no spaces or control characters
	At  time.Time // when the request was sent
	IP  string    // address of the server; "" = unknown

	Method        string      // "" with a nil RequestHeader: no request record is written
	RequestHeader http.Header // "Host" is added from URL when missing, and stands here when read back

	Status         int
	Proto          string      // "HTTP/1.1" when empty
	StatusText     string      // the reason phrase alone
	ResponseHeader http.Header // as received; the order need not hold

	// Body is the entity after transfer decoding, still in its Content-Encoding (DecodeBody). Read
	// and Walk give a revisit the body of the record it refers to. Empty is nil when read.
	Body []byte

	// Metadata is the crawler's own note on the fetch (outcome, run, site, via): one WARC metadata
	// record. Keys are tokens; "\r\n" in a value becomes "\n", blanks at line ends are dropped.
	Metadata map[string]string

	// RevisitOf names an earlier record with the same payload: the body is then not written again.
	RevisitOf *Ref

	// ConversionOf marks a document that was made of an answer (a browser drew it), and names that answer: it is kept as a
	// conversion record. Read gives one as if a server had answered with it: status 200, its Content-Type, its Body.
	ConversionOf *Ref

	Truncated string // WARC-Truncated: length, time, disconnect, unspecified; "" = whole
}

// check refuses what would make a record that others, or we, can't read back.
func (x *Exchange) check() (*url.URL, error) {
	u, err := url.Parse(x.URL)
	if err != nil {
		return nil, fmt.Errorf("exchange URL: %w", err)
	}
	if !u.IsAbs() || strings.ContainsFunc(x.URL, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return nil, fmt.Errorf("exchange URL %q: want an absolute URL without blanks", x.URL)
	}
	if len(x.URL) > maxURL {
		return nil, fmt.Errorf("exchange URL of %d bytes: %w", len(x.URL), ErrTooBig)
	}
	if x.At.IsZero() {
		return nil, fmt.Errorf("exchange %s: no time", x.URL)
	}
	if x.IP != "" {
		if _, err := netip.ParseAddr(x.IP); err != nil {
			return nil, fmt.Errorf("exchange %s: %w", x.URL, err)
		}
	}
	if x.Status < 0 || x.Status > 999 {
		return nil, fmt.Errorf("exchange %s: status %d", x.URL, x.Status)
	}
	for _, w := range []string{x.Method, x.Proto, x.Truncated} {
		if w != "" && !isToken(strings.Replace(w, "/", "", 1)) {
			return nil, fmt.Errorf("exchange %s: bad word %q", x.URL, w)
		}
	}
	for k := range x.Metadata {
		if !isToken(k) {
			return nil, fmt.Errorf("exchange %s: bad metadata key %q", x.URL, k)
		}
	}
	return u, nil
}

// isToken reports whether s is a token of RFC 9110: a header name, a method.
func isToken(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	})
}

// oneLine keeps a value from ending its header line: net/http never delivers such bytes, others may.
func oneLine(s string) string {
	if strings.ContainsAny(s, "\r\n\x00") {
		s = strings.NewReplacer("\r\n", " ", "\r", " ", "\n", " ", "\x00", " ").Replace(s)
	}
	return strings.TrimSpace(s)
}
