package lheo

import "time"

// The words for "not known" in LHÉO's dates: eight zeros for a beginning, eight nines for an end.
const (
	noStart = "00000000"
	noEnd   = "99999999"
)

// compact turns an ISO date into AAAAMMJJ; ok is false for anything that is no date of the calendar.
func compact(iso string) (string, bool) {
	d, err := time.Parse("2006-01-02", iso)
	if err != nil {
		return "", false
	}
	return d.Format("20060102"), true
}

// when is a date of a feed.
type when struct {
	first, last string // ISO; the same day, or the month's or year's first and last
	precision   string // day, month or none
}

// expand reads AAAAMMJJ and its lesser precisions AAAAMM00 and AAAA0000. ok is false for what is no date; an unknown
// date (all zeros, all nines) is ok and holds nothing.
func expand(s string) (when, bool) {
	if s == noStart || s == noEnd || s == "" {
		return when{precision: "none"}, true
	}
	if len(s) != 8 {
		return when{}, false
	}
	if d, err := time.Parse("20060102", s); err == nil {
		iso := d.Format("2006-01-02")
		return when{iso, iso, "day"}, true
	}
	if s[6:] == "00" || s[6:] == "99" {
		if d, err := time.Parse("200601", s[:6]); err == nil {
			return when{d.Format("2006-01-02"), d.AddDate(0, 1, -1).Format("2006-01-02"), "month"}, true
		}
	}
	return when{}, false
}
