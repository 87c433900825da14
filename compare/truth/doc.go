// Package truth makes databases of invented catalogues whose true figures are known beforehand, with gaps planted in
// them on purpose: what a comparison is held to. The same seed gives the same world.
//
// The world has one catalogue in most regions, read on 2026-11-30. Each course, its sessions and all it says are drawn
// first: that is the truth, and Truth counts it without SQL. Then each catalogue loses or spoils what Plants tells,
// and what is left is written to the database.
package truth

// Day is the day on which the catalogues were read.
const Day = "2026-11-30"

// Since is the day 90 days before it, and Zombie the one 180 days before it.
const (
	Since  = "2026-09-01"
	Zombie = "2026-06-03"
)

// Plant is one thing that is wrong with a catalogue.
type Plant struct {
	Region    string   // that it claims, and whose figures it spoils
	Criterion string   // by which it is to be found
	Measures  []string // of these; none: of all
	What      string
}

// Plants lists all that is wrong in the world. Catalogues of other regions are whole and true.
func Plants() []Plant {
	past := []string{"births", "deaths"}
	timed := []string{"open-sessions", "seats", "lead-time", "births", "deaths", "zombies"}
	ofCourses := []string{"courses", "hours", "price", "distance", "certifying", "cpf", "permanent", "levels", "audiences",
		"provider-hhi", "births", "deaths", "zombies"}
	return []Plant{
		{"76", "pages", nil, "every fourth page was not met"},
		{"44", "states", []string{"price"}, "two of three dear courses print no price"},
		{"52", "coded", []string{"distance"}, "four of ten printed words on teaching were not understood"},
		{"53", "fresh", timed, "read 130 days before"},
		{"53", "fresh", nil, "read 130 days before"},
		{"28", "scope", nil, "nothing of three of its five departments is listed"},
		{"27", "scope", nil, "it has no catalogue; that of 84 lists a tenth of its courses"},
		{"93", "doubles", nil, "a second catalogue lists three of ten courses again, linked"},
		{"24", "break", []string{"price", "hours", "distance", "certifying", "cpf", "permanent", "levels", "audiences",
			"lead-time", "duration", "seats", "open-sessions", "zombies", "provider-hhi", "domains", "domain-hhi",
			"domain-shannon"},
			"read by an older carif"},
		{"11", "pages", nil, "saved pages were imported: how many there are is not known"},
		{"11", "fresh", nil, "of which day its saved pages are is not known"},
		{"94", "small", ofCourses, "it has but three courses"},
		{"02", "window", past, "first read 40 days before"},
		{"01", "derived", []string{"certifying"}, "six of ten were derived from a code"},
		{"02", "derived", []string{"cpf"}, "most were derived from a code, which can only say yes"},
		{"03", "placed", nil, "three of ten courses print no place"},
		{"04", "break", past, "a third of what came was found by a better reader, not brought by the source"},
		{"06", "break", nil, "its last night was published with a warning"},
		{"32", "states", []string{"seats"}, "half of the sessions print no places"},
	}
}
