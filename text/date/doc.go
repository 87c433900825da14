// Package date recognises dates and periods in printed French: where some stand (Spans), and what they say (ReadDay,
// ReadPeriod). It never guesses: an impossible date is bad, a bare year is no date, day and month are never swapped.
//
// It is not for saying what a date is of: that a line opens a session is the parser's to tell.
package date
