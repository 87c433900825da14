package robots

import (
	"bytes"
	"fmt"
	"net/url"
	"time"

	"carif/schema"
	"carif/sites"
)

// Rules is what is known of an origin's robots.txt: a rulebook, or one word for all.
type Rules struct {
	Book  *Book // nil where one word holds for all
	Down  bool  // disallowed because the file could not be had
	Warns []string

	all string // "" = ask the book; "allow" or "disallow" otherwise
	why string // reason for all, in words
}

// Allow is one word for all: everything is allowed, and why.
func Allow(why string) Rules { return Rules{all: "allow", why: why} }

// Why gives the reason where one word holds for all.
func (r Rules) Why() string { return r.why }

// Check judges a URL, as it would be sent, and names the rule that decided.
func (r Rules) Check(agent string, u *url.URL) (bool, string) {
	switch r.all {
	case "allow":
		return true, r.why
	case "disallow":
		return false, r.why
	}
	return r.Book.Match(agent, sites.PathQuery(u))
}

// Ahead tells a time that was written down before the clock was set back, by more than clocks differ: how old a thing
// of that time is, nobody knows.
func Ahead(at, now time.Time) bool { return at.Sub(now) > 10*time.Minute }

// Of turns a robots answer into rules (RFC 9309 §2.3.1, and ours for 401 and 403: who locks the file means
// to lock the site).
func Of(c, old schema.RobotsCopy, now time.Time, stale time.Duration) Rules {
	switch s := c.Status; {
	case c.Error == "" && s >= 200 && s < 300:
		return bookOf(c.Body)
	case c.Error == "" && (s == 401 || s == 403):
		return Rules{all: "disallow", why: fmt.Sprintf("robots.txt answered %d", s)}
	case c.Error == "" && s >= 400 && s < 500 && !schema.TransientStatus(s):
		return Rules{all: "allow", why: fmt.Sprintf("robots.txt answered %d: no rules", s)}
	}
	what := c.Error
	if what == "" {
		what = fmt.Sprintf("answered %d", c.Status)
	}
	if old.Body != nil && !old.GoodAt.IsZero() && now.Sub(old.GoodAt) <= stale && !Ahead(old.GoodAt, now) {
		r := bookOf(old.Body)
		r.Warns = append(r.Warns, "unavailable ("+what+"): the copy of "+old.GoodAt.UTC().Format(time.RFC3339)+" holds")
		return r
	}
	r := Rules{all: "disallow", Down: true, why: "robots.txt unavailable: " + what}
	r.Warns = []string{r.why}
	if !old.GoodAt.IsZero() && now.Sub(old.GoodAt) > 30*24*time.Hour {
		r.Warns = append(r.Warns, "no good copy for more than 30 days: look at this site")
	}
	return r
}

func bookOf(body []byte) Rules {
	r := Rules{Book: Parse(body)}
	head := bytes.ToLower(bytes.TrimSpace(body[:min(len(body), 512)]))
	switch {
	case bytes.HasPrefix(head, []byte("<")) && r.Book.Lines == 0:
		r.Warns = append(r.Warns, "it is an HTML page: no rules")
	case bytes.HasPrefix(body, []byte("\xff\xfe")) || bytes.HasPrefix(body, []byte("\xfe\xff")):
		r.Warns = append(r.Warns, "it is UTF-16: no rules can be read")
	}
	return r
}

// WholeLines drops the line the size limit cut in two: half a rule is another rule.
func WholeLines(body []byte, limit int64) []byte {
	if body == nil {
		return []byte{}
	}
	if int64(len(body)) < limit {
		return body
	}
	i := bytes.LastIndexAny(body, "\r\n")
	return body[:i+1]
}

// WithoutComments leaves the lines as they are numbered, each up to its "#".
func WithoutComments(body []byte) []byte {
	out := make([]byte, 0, len(body))
	comment := false
	for _, b := range body {
		switch b {
		case '\n', '\r':
			comment = false
		case '#':
			comment = true
		}
		if !comment {
			out = append(out, b)
		}
	}
	return out
}
