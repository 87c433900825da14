package text

import "strings"

// Kind is a set of kinds of value that a short text may be. A text may be of several ("75011" is a postal code, a
// number
// and an id) or of none.
type Kind uint32

// The kinds of value.
const (
	Date      Kind = 1 << iota // one date and nothing else
	Period                     // when something runs: two dates, or one after "à partir du"
	Town                       // a name of the gazetteer, alone or with its code
	Postal                     // a postal code, alone or before a town
	Phone                      // telephone numbers and nothing else
	Email                      // a mail address
	URL                        // the address of a web site
	Hours                      // an amount of hours, days or weeks
	Price                      // an amount of euros, or that it is free
	Number                     // a number alone
	ID                         // one word with a digit in it, such as a reference
	Level                      // words of a level of education
	YesNo                      // an answer
	State                      // the state of a session: open, full, closed
	Mode                       // how teaching is given: face to face, at a distance
	EntryExit                  // permanent entry or fixed dates
	Sentence                   // prose
	Name                       // a few words with capitals, as people and bodies have
)

var kindNames = [...]string{"date", "period", "town", "postal", "phone", "email", "url", "hours", "price", "number",
	"id",
	"level", "yesno", "state", "mode", "entry-exit", "sentence", "name"}

// Is reports whether the text may be one of the kinds of k2.
func (k Kind) Is(k2 Kind) bool { return k&k2 != 0 }

// String lists the kinds by name, "none" for the empty set.
func (k Kind) String() string {
	var out []string
	for i, n := range kindNames {
		if k&(1<<i) != 0 {
			out = append(out, n)
		}
	}
	if len(out) == 0 {
		return "none"
	}
	return strings.Join(out, "|")
}
