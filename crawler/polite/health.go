package polite

import "carif/schema"

// Health is how a host has been answering lately.
type Health struct {
	Breaker   int     // failed requests, one after the other, that are too many
	BadWindow int     // over this many last pages …
	BadShare  float64 // … this share of refusals, challenges and maintenance pages is too much

	failures int
	last     []bool // refusals, challenges and maintenance pages among the last answers
}

// Note takes in how a fetch ended. down tells that the host failed too often in a row; refuses that it wants us gone,
// by bad of its last answers.
func (h *Health) Note(o schema.Outcome) (down, refuses bool, bad int) {
	switch o {
	case schema.OutcomeBroken, schema.OutcomeServerError, schema.OutcomeThrottled:
		h.failures++
	default:
		h.failures = 0
	}
	h.last = append(h.last, o == schema.OutcomeBlocked || o == schema.OutcomeChallenge || o == schema.OutcomeMaintenance)
	if len(h.last) > h.BadWindow {
		h.last = h.last[1:]
	}
	for _, b := range h.last {
		if b {
			bad++
		}
	}
	refuses = len(h.last) >= h.BadWindow && float64(bad) >= h.BadShare*float64(len(h.last))
	return h.failures >= h.Breaker, refuses, bad
}
