package judge

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"unicode"

	"carif/crawler/skim"
	"carif/schema"
)

// Answer is what is judged: a whole answer that is no redirect.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte // content codings undone
	Kind   schema.Kind
}

// Page names the outcome of an answer by its status, its headers and the signs that skim found in its body, and says
// why in words. It leans to caution in one direction only: a page full of a course's words is never taken for a
// refusal, and a page of excuses is never taken for a course.
func Page(a Answer, s *skim.Signs) (schema.Outcome, string) {
	if o, why := byStatus(a, s); o != "" {
		return o, why
	}
	if why := notPage(a.Header.Get("Content-Type"), a.Body, s); why != "" {
		return schema.OutcomeBadType, why
	}
	if len(bytes.TrimSpace(a.Body)) == 0 {
		return schema.OutcomeEmpty, "empty body"
	}
	if s.Opened && !s.Closed {
		return schema.OutcomeTruncated, "neither </body> nor </html> came"
	}
	return excuses(s, a.Kind)
}

// byStatus judges every answer that is not 200.
func byStatus(a Answer, s *skim.Signs) (schema.Outcome, string) {
	if a.Status == 200 || a.Status == 203 {
		return "", ""
	}
	text := folded(s)
	switch c := a.Status; {
	case c == 404 || c == 410:
		return schema.OutcomeGone, status(c)
	case a.Header.Get("Cf-Mitigated") != "" || challenge(s, text) && (c == 401 || c == 403 || c == 429 || c == 503):
		return schema.OutcomeChallenge, status(c) + ": bot check"
	case c == 401 || c == 403 || c == 451:
		return schema.OutcomeBlocked, status(c)
	case c == 429:
		return schema.OutcomeThrottled, status(c)
	case c == 503 && a.Header.Get("Retry-After") != "":
		return schema.OutcomeThrottled, status(c) + ", Retry-After " + a.Header.Get("Retry-After")
	case c == 503 && closed.MatchString(text):
		return schema.OutcomeMaintenance, status(c) + ": closed for work"
	case c >= 500 && c <= 599:
		return schema.OutcomeServerError, status(c)
	case schema.TransientStatus(c):
		return schema.OutcomeBroken, status(c)
	}
	return schema.OutcomeUnexpected, status(a.Status)
}

func status(c int) string {
	return strings.TrimSpace("status " + strconv.Itoa(c) + " " + http.StatusText(c))
}

// excuses recognises pages that stand in a page's place with status 200.
func excuses(s *skim.Signs, kind schema.Kind) (schema.Outcome, string) {
	head := skim.Fold(s.Title + " " + s.Heading)
	if missing.MatchString(head) {
		return schema.OutcomeSoft404, "the page says that nothing is there"
	}
	if courseWords(s) >= 3 {
		return schema.OutcomeOK, "" // whatever else it says, it says what a course page says
	}
	text := folded(s)
	short := len(s.Text) < excuseLength
	switch {
	case challenge(s, text):
		return schema.OutcomeChallenge, "bot check in the page's place"
	case closed.MatchString(head) || short && closed.MatchString(text):
		return schema.OutcomeMaintenance, "the page says that the site is closed"
	case short && (missing.MatchString(text) || kind != schema.KindListing && nothing.MatchString(text)):
		return schema.OutcomeSoft404, "the page says that nothing is there"
	case denied.MatchString(head):
		return schema.OutcomeBlocked, "the page says that access is denied"
	case s.Password && (s.Visible < botLength || short && login.MatchString(head)):
		return schema.OutcomeBlocked, "a login stands in the page's place"
	case kind != schema.KindListing && s.Visible < ShellLength && !drawn(s):
		return schema.OutcomeEmpty, "a shell without content"
	}
	if why := foreign(s, text); why != "" {
		return schema.OutcomeWrongLang, why
	}
	return schema.OutcomeOK, ""
}

// excuseLength is how long (bytes of text) a page may be whose one sentence of excuse is believed;
// botLength is more than a page says that only holds a form; ShellLength is less than any course page says: a page that
// skim finds less on is a shell, unless its tree shows more.
const (
	excuseLength = 2500
	botLength    = 400
	ShellLength  = 60
)

// challenge: a form on an ordinary page may hold a captcha too, so the page must be short, and say so.
func challenge(s *skim.Signs, text string) bool {
	if len(s.Text) >= excuseLength {
		return false
	}
	title := skim.Fold(s.Title)
	return checks.MatchString(text) || checks.MatchString(title) || waits.MatchString(title) ||
		len(s.Text) < botLength && (s.Captcha || strings.Contains(text, " captcha"))
}

// Thin tells a page on which there is next to nothing to read, and nothing of a course.
func Thin(s *skim.Signs) bool { return len(s.Text) < botLength && courseWords(s) == 0 }

// courseWordList are words nearly every course page prints, whatever its site and charset.
var courseWordList = [][]byte{[]byte("objectif"), []byte("programme"), []byte("session"), []byte("organisme"),
	[]byte("validation"), []byte("niveau"),
	[]byte("inscription"), []byte("contenu"), []byte("financement"), []byte("certification"), []byte("admission"),
	[]byte("requis"), []byte("public vis")}

// drawn reports whether the page's own scripts hold the course that they draw: the reader reads it there.
func drawn(s *skim.Signs) bool { return countWords(s.Data[:min(len(s.Data), 256<<10)]) > 1 }

// courseWords counts them, up to three.
func courseWords(s *skim.Signs) int { return countWords(s.Text[:min(len(s.Text), 8<<10)]) }

func countWords(t []byte) (n int) {
	low := lowered(t)
	for _, w := range courseWordList {
		if bytes.Contains(low, w) {
			if n++; n == 3 {
				break
			}
		}
	}
	return n
}

var (
	frenchWords = wordSet("le la les des du de et en pour une un dans est sur par vous nous au aux avec ou ce cette " +
		"votre nos notre qui que")
	otherWords = wordSet("the and of to for with you your this that from are our is by der die und das ist mit nicht " +
		"el los las por con para il di che non per het een van")
)

func wordSet(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

// foreign tells why a page is not in French; "" when it is, or says too little to tell.
func foreign(s *skim.Signs, text string) string {
	if len(s.Text) < excuseLength && parked.MatchString(text) {
		return "a parked domain or a server's default page"
	}
	en := 0
	if l := strings.ToLower(s.Lang); l != "" && !strings.HasPrefix(l, "fr") {
		en = 1 // the page says so itself: fewer words are needed to believe it
	}
	var fr, other, all int
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if all++; frenchWords[w] {
			fr++
		} else if otherWords[w] {
			other++
		}
		if all == 2000 {
			break
		}
	}
	if all >= 30-20*en && other > 2*fr && other*20 > all {
		return "not a French page"
	}
	return ""
}

// folded is as much of the page's text as is looked at for excuses: a page longer than that makes none.
func folded(s *skim.Signs) string { return s.Folded(2 * excuseLength) }

// lowered makes ASCII letters small and leaves all other bytes, whatever their charset.
func lowered(t []byte) []byte {
	low := make([]byte, len(t))
	for i, c := range t {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		low[i] = c
	}
	return low
}
