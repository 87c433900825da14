package schema

import "time"

// Page is one fetched or saved document, before anything has read it.
type Page struct {
	Site      string    // id of the site profile it was fetched for; "" for a loose file
	URL       string    // canonical URL; "" for a local file without one
	File      string    // path as given, or the archive record the bytes came from
	FetchedAt time.Time // when the answer was received, UTC; zero for a loose file
	// ContentType is the Content-Type header as received; "" when there was none. It is a hint only:
	// decoding goes by evidence.
	ContentType string
	Status      int    // HTTP status; 0 for a loose file
	Body        []byte // the body after content-coding (gzip, br …) was removed, otherwise as received
	SHA256      string // lower-case hex SHA-256 of Body
}

// Outcome names how a fetch ended. The list is closed: only OutcomeOK may replace what is known of a
// record, only a confirmed OutcomeGone may close one, every other outcome leaves the record as it was.
type Outcome string

// The outcomes of a fetch.
const (
	OutcomeOK          Outcome = "ok"             // a whole page, fit to be read
	OutcomeNotModified Outcome = "not_modified"   // 304 to our validator: the page is as it was
	OutcomeGone        Outcome = "gone"           // 404 or 410
	OutcomeMoved       Outcome = "moved"          // redirected to another page of the site, which holds the content
	OutcomeBlocked     Outcome = "blocked"        // 401, 403, 451 or a refusal page
	OutcomeChallenge   Outcome = "challenge"      // a captcha or bot check stands in the page's place
	OutcomeMaintenance Outcome = "maintenance"    // the site says, with status 200 or 503, that it is closed for work
	OutcomeSoft404     Outcome = "soft_404"       // status 200, but the page says that nothing is there
	OutcomeEmpty       Outcome = "empty"          // an empty body or a shell without content
	OutcomeTruncated   Outcome = "truncated"      // the body ended before the page did
	OutcomeWrongLang   Outcome = "wrong_language" // not a French page: a parked domain, an error page of a proxy
	OutcomeTooBig      Outcome = "too_big"        // over a limit of size, ratio or headers
	OutcomeBadType     Outcome = "bad_type"       // not HTML whatever its header says (PDF, zip, image …)
	OutcomeBroken      Outcome = "broken"         // network or protocol error, TLS failure, bad encoding, 408 or 425
	OutcomeThrottled   Outcome = "throttled"      // 429, or 503 with Retry-After
	OutcomeServerError Outcome = "server_error"   // 5xx
	OutcomeRefused     Outcome = "refused"        // we did not ask: host, scheme, port, address or redirect not allowed
	OutcomeRobots      Outcome = "robots"         // we did not ask: robots.txt disallows it
	OutcomeUnexpected  Outcome = "unexpected"     // any other status
	OutcomeSetAside    Outcome = "set_aside"      // not read: the process that read the same bytes died twice
)

// Outcomes lists every Outcome in the order reports print them.
func Outcomes() []Outcome {
	return []Outcome{OutcomeOK, OutcomeNotModified, OutcomeMoved, OutcomeGone, OutcomeSoft404, OutcomeEmpty,
		OutcomeTruncated, OutcomeMaintenance, OutcomeChallenge, OutcomeBlocked, OutcomeWrongLang, OutcomeBadType,
		OutcomeTooBig, OutcomeThrottled, OutcomeServerError, OutcomeBroken, OutcomeRefused, OutcomeRobots,
		OutcomeUnexpected, OutcomeSetAside}
}

// TransientStatus tells the HTTP statuses that say nothing of a page or a file but to ask again later: the server was
// too slow (408, 425), has enough (429) or failed (5xx).
func TransientStatus(status int) bool {
	return status == 408 || status == 425 || status == 429 || status >= 500 && status <= 599
}

// Good reports whether the outcome tells the present state of the page: ok, not modified, or moved.
func (o Outcome) Good() bool {
	return o == OutcomeOK || o == OutcomeNotModified || o == OutcomeMoved
}

// Missed reports whether the page was asked for and nothing was learnt of what it says: a fault of the server, of the
// network or of a limit stood in its place. A course page that ends so leaves its run incomplete. Outcomes that are the
// site's own word (gone, blocked, soft_404, empty …), and pages that were not asked for, are no such faults.
func (o Outcome) Missed() bool {
	switch o {
	case OutcomeBroken, OutcomeServerError, OutcomeThrottled, OutcomeTruncated, OutcomeTooBig, OutcomeMaintenance,
		OutcomeChallenge, OutcomeUnexpected, OutcomeSetAside:
		return true
	}
	return false
}

// Answered reports whether a page of the site gave an answer that tells what it is now, be it that it is no more. A run
// without any such answer has reached nothing.
func (o Outcome) Answered() bool {
	return !o.Missed() && o != OutcomeBlocked && o != OutcomeRefused && o != OutcomeRobots
}

// Retry reports whether the fault may heal by itself within the run.
func (o Outcome) Retry() bool {
	switch o {
	case OutcomeTruncated, OutcomeMaintenance, OutcomeThrottled, OutcomeServerError, OutcomeBroken, OutcomeEmpty:
		return true
	}
	return false
}
