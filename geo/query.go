package geo

// Query is a place in the page's own words. Any field may be empty.
type Query struct {
	City       string // "Bordeaux", also with its code or CEDEX: SplitCity's forms are read
	Postal     string // "33000", "F-33000", "33 000"
	Department string // "33", "2A", "20", "(33)", "Gironde", "Gironde (33)"
	Region     string // INSEE code, today's or before 2016, or name; weaker than the others: a site's own region will do
}

// Confidence says how sure the codes of a Result are, as a whole.
type Confidence string

// The four degrees. High: two independent words of the page agree, or the name
// is borne by one commune only. Medium: one reading is left, by a weaker path.
// Low: words contradict each other, or only a department or region is known.
// None: no code at all.
const (
	High   Confidence = "high"
	Medium Confidence = "medium"
	Low    Confidence = "low"
	None   Confidence = "none"
)

// Result is what a Query comes to. Codes are INSEE's, "" where not decided: a
// department may be known without the commune.
type Result struct {
	// 5 characters; an arrondissement of Paris, Lyon or Marseille only when the words or the postal code state it.
	Commune    string
	Department string // "33", "2A", "974"
	Region     string // of today, "75"
	OldRegion  string // before 2016, "72"
	Name       string // official name of Commune, "" without one
	Postal     string // only when Commune has exactly one
	// How it was decided: "name+postal", "name+department", "name+region",
	// "name", "postal", "department", "region", "ambiguous", "unknown name",
	// "unknown words" or "empty", then after ", " what qualifies it: "cedex", "arrondissement",
	// "former commune", "alias", "other spelling", "cut short", "part of the
	// words", "postal differs", "department contradicts", "region differs" ….
	How        string
	Confidence Confidence
	Candidates []Candidate // largest first, at most 20: the communes that fit, or that an unknown name may shorten
}

// Candidate is one of several communes that fit.
type Candidate struct {
	Commune    string // INSEE code
	Name       string // official name
	Department string
	Population int
}

// Commune is a commune of today, or an arrondissement of Paris, Lyon or Marseille.
type Commune struct {
	Code, Name, Department, Region string

	Parent     string   // commune of an arrondissement, "" for all others
	Postal     []string // sorted; empty for a few uninhabited places
	Population int      // legal population of the edition
	Lat, Lon   float64  // degrees WGS 84; only when Located
	Located    bool     // a point is known
}

// Department is a département or an overseas territory of the same rank.
type Department struct {
	Code, Name, Region, Capital string // Capital: INSEE commune, "" for an empty territory

	NUTS3                    string // "" outside the EU
	OldRegion, OldRegionName string // before 2016; "" where there was none
	Communes, Population     int    // sums over the communes of today
}

// Region is a region of today or an overseas territory.
type Region struct {
	Code, Name, Capital string

	ISO3166, NUTS string   // NUTS "" outside the EU
	Carif         []string // national prefixes of its Carif-Oref
	Departments   []string
	Population    int // sum over the communes of today
}
