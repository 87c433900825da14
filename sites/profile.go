// Package sites holds the site profiles: what carif knows of one catalogue before reading it. A profile is
// YAML data (see docs/site-profiles.md), embedded here, and a user's own folder may override it. The package
// loads, validates and compiles profiles. It is not for fetching or parsing, and holds no code for any one site.
package sites

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"carif/schema"
)

// Profile is one site as its YAML says. Use Load or Builtin to get a checked, compiled Site.
type Profile struct {
	ID        string    `yaml:"id"`        // folder-safe, stable forever: part of every key
	Name      string    `yaml:"name"`      // for people
	Region    string    `yaml:"region"`    // INSEE region code (2016); "" for a national site
	Carif     []string  `yaml:"carif"`     // two-digit national id prefixes; the first is the one new ids take
	Status    string    `yaml:"status"`    // verified | unverified (live HTML not seen yet) | demo
	Verified  Verified  `yaml:"verified"`  // when and on how many pages; required where the status says so
	Floors    Floors    `yaml:"floors"`    // what a run of the site must reach to be published
	Historic  bool      `yaml:"historic"`  // captures only: readable with parse and import, never crawled
	Hosts     []string  `yaml:"hosts"`     // host[:port]; nothing else is ever fetched
	Feed      *Feed     `yaml:"feed"`      // one file with all courses, in the place of pages; nil for a site of pages
	Start     []string  `yaml:"start"`     // where a walk begins
	Sitemaps  []string  `yaml:"sitemaps"`  // sitemap or sitemap-index URLs
	Listing   []string  `yaml:"listing"`   // regexps over path?query: pages to follow
	Course    []string  `yaml:"course"`    // regexps over path?query: pages to parse; (?P<id>…) is the native id
	Ignore    []string  `yaml:"ignore"`    // regexps over path?query: never fetched
	Canonical Canonical `yaml:"canonical"` // how two spellings of one URL become one
	Pace      Pace      `yaml:"pace"`
	Schedule  string    `yaml:"schedule"` // cron line, Europe/Paris: when `carif schedule` harvests it; "" = never
	// Jitter moves each start by less than this, always by the same, which the id decides.
	Jitter    time.Duration `yaml:"jitter"`
	Sentinels []Sentinel    `yaml:"sentinels"` // pages with known facts that must parse before a run may close anything
	Render    string        `yaml:"render"`    // never (default) | auto | always: pages are drawn by a browser
	API       API           `yaml:"api"`       // addresses that answer with JSON
	Page      Page          `yaml:"page"`      // hints over the generic engine
}

// Verified is when a person looked at what carif reads of the site, and at how many of its pages.
type Verified struct {
	Date  string `yaml:"date"` // YYYY-MM-DD
	Pages int    `yaml:"pages"`
}

// Floors are the figures of a good run, less what may vary: a run below one is kept aside.
type Floors struct {
	Courses int                      `yaml:"courses"` // of a complete run; 0 = none
	Fill    map[schema.Field]float64 `yaml:"fill"`    // field of a course → share of the courses that have it (0–1)
}

// Canonical says what of a URL does not tell one page from another.
type Canonical struct {
	DropQuery []string `yaml:"drop_query"` // query keys; a trailing * matches any ending
	// regexp: the part of the path that matches is cut off (";jsessionid=…", "/true/false")
	DropPath string `yaml:"drop_path"`
	HTTPS    bool   `yaml:"https"` // http and https are one page; https is the name
}

// Pace is how hard a site may be asked.
type Pace struct {
	Delay    time.Duration `yaml:"delay"`    // between the end of an answer and the next request; 0 = default (2 s)
	Parallel int           `yaml:"parallel"` // requests in flight a host; 0 = default (1)
	Window   string        `yaml:"window"`   // "22:00-06:00", Europe/Paris; "" = always
	Budget   int           `yaml:"budget"`   // requests a host and day; 0 = default (20000)
	// Template is the most pages of one URL shape (digits folded) a run may fetch; 0 = default.
	Template int `yaml:"template"`
}

// Sentinel is a page with known facts: the canary of a layout change.
type Sentinel struct {
	URL    string            `yaml:"url"`
	Fields map[string]string `yaml:"fields"` // field → text its value must contain
}

// Page is the hints a profile gives the generic reader. All are optional.
type Page struct {
	Root    string            `yaml:"root"`    // CSS selector of the content region
	Drop    []string          `yaml:"drop"`    // CSS selectors of chrome inside it
	Labels  map[string]string `yaml:"labels"`  // printed label → field (or "ignore"), over the embedded lexicon
	Charset string            `yaml:"charset"` // only where the evidence misleads
	Title   string            `yaml:"title"`   // CSS selector of the course's title
	// Updated tells where the record's own last-update date stands, as a CSS selector.
	Updated string `yaml:"updated"`
	// LevelScale tells which nomenclature a bare "Niveau 5" means: 1969 or 2019.
	LevelScale string `yaml:"level_scale"`
	// Icons maps a folded alt, title or file name of an icon to "field=value words".
	Icons map[string]string `yaml:"icons"`
	// Fields tells where fields of the course stand: field → selector.
	Fields map[string]Select `yaml:"fields"`
	// Sessions tells where the sessions stand and, in each, its fields.
	Sessions Rows `yaml:"sessions"`
}

// Rows tells where the sessions of a page stand, one in each element that a selector names, and where their fields do.
type Rows struct {
	Rows   string            `yaml:"rows"` // CSS selector
	Fields map[string]Select `yaml:"fields"`
}

// ReadingID names what of the profile decides how a page of the site is read: with another one the same bytes may read
// otherwise. How hard the site is asked, where a walk begins, and what it must reach, are no part of it.
func (p *Profile) ReadingID() string {
	b, err := json.Marshal([]any{p.ID, p.Region, p.Carif, p.Course, p.Canonical, p.Page})
	if err != nil {
		return "" // unreachable: plain data
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:6])
}
