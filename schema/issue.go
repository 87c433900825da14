package schema

// Absent is a field the page names and says nothing of: the placeholder is kept as printed.
type Absent struct {
	Field Field  `json:"field"`
	Raw   string `json:"raw"`
}

// Unclaimed is content text that no field took.
type Unclaimed struct {
	Label string `json:"label"` // the printed label over it, "" when there is none
	Text  string `json:"text"`
	Where string `json:"where"` // DOM path, or "line N"
	Aside bool   `json:"-"`     // it stands before the title or after the last field: as likely the site's own words
}

// Issue is something that could not be read, in its raw words, for a person to review.
type Issue struct {
	Code  string `json:"code"` // one of the Issue… constants
	Field Field  `json:"field"`
	Raw   string `json:"raw"`
	Where string `json:"where"`
}

// The codes of an Issue.
const (
	IssueUnknownValue   = "unknown_value"   // a vocabulary has no entry for these words
	IssueUnknownLabel   = "unknown_label"   // a label that the lexicon does not know
	IssueBadDate        = "bad_date"        // words where a date should stand, unreadable or impossible
	IssueBadNumber      = "bad_number"      // hours, price or seats without one plain reading
	IssueBadCode        = "bad_code"        // a code with a wrong form or check digit
	IssueBadPhone       = "bad_phone"       // not a telephone number
	IssueBadEmail       = "bad_email"       // masked or malformed
	IssueUnknownPlace   = "unknown_place"   // no commune of that name there
	IssueAmbiguousPlace = "ambiguous_place" // several communes fit
	IssueConflict       = "conflict"        // the page says two different things
	IssueTableShape     = "table_shape"     // a row with more or fewer cells than its header
	IssueDuplicateID    = "duplicate_id"    // the same id twice where it should be once
	IssueCharset        = "charset"         // bytes read by a guess, or repaired
	IssueFallback       = "fallback"        // the page could not be read as a tree
	IssueDatesReversed  = "dates_reversed"  // a session that ends before it starts
	IssueTooLong        = "too_long"        // a text over a limit; kept whole in the archive
	IssueCutPage        = "cut_page"        // the page ends in the middle
	IssueAmbiguousLevel = "ambiguous_level" // a bare level number, its nomenclature not told
)

// Origin tells where one value of a record came from.
type Origin struct {
	Field Field  `json:"field"`
	Raw   string `json:"raw"`   // the printed words, at most 500 bytes
	Label string `json:"label"` // the printed label
	Where Where  `json:"where"`
	// Session is the index of the session the value belongs to, -1 for the course itself.
	Session int `json:"session"`
}
