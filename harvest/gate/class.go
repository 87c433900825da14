package gate

import (
	"strings"

	"carif/schema"
)

// Failed is what is known of one failure.
type Failed struct {
	Class string // an outcome, a reader's refusal, or "archive" and "reader" where the fault is ours
	Words string // why, as it was told
	URL   string
	Feed  bool // the site is read from a feed
}

// ClassOf gives the class of a failure. It goes by the outcome, and, where that is only that nothing came, by the words
// in which the fault was told: they are kept in the database, so that it holds over an interrupt.
func ClassOf(f Failed) schema.Failure {
	if strings.HasSuffix(f.URL, "/robots.txt") {
		if c := onTheWay(f.Words); c != schema.FailureNetwork {
			return c
		}
		return schema.FailureRobots
	}
	switch schema.Outcome(f.Class) {
	case schema.OutcomeRobots:
		if c := onTheWay(f.Words); c != schema.FailureNetwork {
			return c
		}
		return schema.FailureRobots
	case schema.OutcomeBroken:
		return onTheWay(f.Words)
	case schema.OutcomeTruncated:
		if f.Feed {
			return schema.FailureFeed
		}
		return schema.FailureNetwork
	case schema.OutcomeEmpty:
		return schema.FailureShell
	case schema.OutcomeChallenge:
		return schema.FailureChallenge
	case schema.OutcomeWrongLang, schema.OutcomeBadType:
		return schema.FailureContent
	case schema.OutcomeTooBig, schema.OutcomeRefused:
		return schema.FailureLimit
	case schema.OutcomeSetAside:
		return schema.FailureOwn
	case schema.OutcomeGone, schema.OutcomeSoft404, schema.OutcomeBlocked, schema.OutcomeMaintenance,
		schema.OutcomeThrottled, schema.OutcomeServerError, schema.OutcomeUnexpected:
		return schema.FailureHTTP
	}
	return ofReader(f.Class)
}

// ofReader is the class of what the reader made of a page that came.
func ofReader(reason string) schema.Failure {
	switch reason {
	case schema.RefuseEmptyShell:
		return schema.FailureShell
	case schema.RefuseNotACourse:
		return schema.FailureLayout
	case schema.RefuseTooComplex:
		return schema.FailureLimit
	case schema.RefuseGone:
		return schema.FailureHTTP
	case schema.RefuseUnreadable:
		return schema.FailureContent
	}
	return schema.FailureOwn
}

// onTheWay is the class of a fault between two machines.
func onTheWay(words string) schema.Failure {
	low := strings.ToLower(words)
	for _, c := range []struct {
		class schema.Failure
		signs []string
	}{
		{schema.FailureDNS, []string{"dns:", "no such host"}},
		{schema.FailureTLS, []string{"tls:", "x509:"}},
		{schema.FailureRefused, []string{"connection refused"}},
		{schema.FailureTimeout, []string{"timeout:", "i/o timeout", "deadline exceeded", "status 408"}},
	} {
		for _, sign := range c.signs {
			if strings.Contains(low, sign) {
				return c.class
			}
		}
	}
	return schema.FailureNetwork
}

// Commonest is the class that most of them have; of those as frequent, the first that reports print.
func Commonest(list []schema.Failure) schema.Failure {
	n := map[schema.Failure]int{}
	for _, c := range list {
		n[c]++
	}
	best := schema.FailureNone
	for _, c := range schema.Failures() {
		if n[c] > n[best] || best == schema.FailureNone && n[c] > 0 {
			best = c
		}
	}
	return best
}
