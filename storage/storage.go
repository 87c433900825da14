package storage

import (
	"context"
	"io"
	"time"

	"carif/schema"
)

// Store is the whole database. Every method is safe for several goroutines. A write that has begun is not
// cancelled by its context: the context is looked at before the transaction begins.
type Store interface {
	schema.CrawlStore
	Runs
	Writer
	Reader
	Keeper
	Readings
	Linker
	Modeller
	Historian
	Alarmist
	Close() error
}

// Runs keeps the list of runs.
type Runs interface {
	// A run whose process died reads as interrupted, with what it had come to: nothing says so but its lock.

	// BeginRun opens a run for run.Site and run.Kind, or resumes: when the newest run of the site is of the same
	// kind and was interrupted or cut by a crash (state interrupted or running), its id is given again and resumed
	// is true. Frontier entries of the site claimed by a dead owner are given back.
	BeginRun(ctx context.Context, run schema.Run) (id int64, resumed bool, err error)
	// Sites lists the sites that runs wrote to the database, by id.
	Sites(ctx context.Context) ([]SiteName, error)
	// SaveRun writes the run's counters, note and state; Complete and the end are the last thing a run writes.
	// A state other than running also brings the full-text index up to date and seals the manifest that Check
	// compares with.
	SaveRun(ctx context.Context, run schema.Run) error
	// SaveReport keeps the report of a run, one JSON object, as it is given, but for the words of forgotten people; a
	// later one takes its place. Of the nights of a site in which nothing happened only the newest few keep theirs.
	SaveReport(ctx context.Context, run int64, report []byte) error
	// Report gives the report of a run; ok is false where none was saved, or is kept no more.
	Report(ctx context.Context, run int64) (report []byte, ok bool, err error)
	// Run gives one run.
	Run(ctx context.Context, id int64) (schema.Run, bool, error)
	// Runs gives the newest runs first; site "" means every site, limit ≤ 0 means all.
	Runs(ctx context.Context, site string, limit int) ([]schema.Run, error)
	// Tally counts a run from what is stored (pages by outcome, added, changed, same, closed, sessions, issues,
	// refusals): the figures that hold over a crash and a resume. State, times, note and limits are those saved.
	Tally(ctx context.Context, id int64) (schema.Run, error)
	// Missed lists the course pages that the run asked for and that could not be had or read (Outcome.Missed, or a
	// refusal of the reader to read so much), in the order of their URLs. It holds over a crash and a resume.
	Missed(ctx context.Context, site string, run int64) ([]MissedPage, error)
	// Publish makes the run the one that readers see of its site.
	Publish(ctx context.Context, site string, run int64) error
	// Withhold puts the tidy tables of the site back to its published run; what the run read stays in the versions.
	// Without a published run nothing is shown of the site.
	Withhold(ctx context.Context, site string, run int64) error
	// LastGood is the published run of the site: what a gate compares with. ok is false when there is none.
	LastGood(ctx context.Context, site string) (run schema.Run, ok bool, err error)
	// FieldRates is, for each field, the share (0–1) of the site's courses open in that run that have a value.
	FieldRates(ctx context.Context, site string, run int64) (map[schema.Field]float64, error)
}

// Writer saves what was read.
type Writer interface {
	// Commit makes one page durable in ONE transaction: the page's state and links, its captures, and, where the
	// page was read anew, its records. It returns one Change a record. Committing the same page in the same run
	// again changes nothing. A page that answered well and was not Unchanged is taken to hold exactly the records
	// given: courses it held before and holds no more begin to miss. Where a better reading gives a course another
	// key, all that it has moves there, and the old key becomes an alias: nothing is added, missing or closed by that.
	Commit(ctx context.Context, p PageResult) ([]schema.Change, error)
	// CommitAll is Commit for several pages, in their order, in one transaction: all of them are saved, or none. It
	// returns the changes of each.
	CommitAll(ctx context.Context, pages []PageResult) ([][]schema.Change, error)
	// CloseMissing closes courses at the end of a run: those whose every page was gone (404/410) in two separate
	// runs, and, when k > 0, those missing from k complete runs, this one included. A page that failed (any outcome
	// but good, gone or soft 404) never counts as missing. Call it with k > 0 only for a run that walked the whole site
	// and missed no page (Missed) but known ones.
	CloseMissing(ctx context.Context, site string, run int64, k int) ([]schema.Change, error)
	// Suppress adds keyed hashes of values (names, phones, e-mails) that are never to be stored again.
	Suppress(ctx context.Context, p Person) error
	// Forget removes a person: contact rows, and their words in every text of every version and in the full-text
	// index; then it suppresses them, and cleans freed pages and the write-ahead log. It returns what it did, and
	// the archive records that still hold the pages.
	Forget(ctx context.Context, p Person) (Forgotten, error)
}

// Acquaintance is told of people, in this order.
type Acquaintance interface {
	// Keyed gives the key of all traces, where there is one.
	Keyed(key []byte)
	// Contact is one that some course has; several may be of one person.
	Contact(c schema.Contact)
	// Former is a trace of one that a course had: of a former version, or before it closed.
	Former(t Trace)
	// Nobody gives words that are no person's: names of providers, and the towns they and sessions are in (town).
	Nobody(words string, town bool)
}

// Trace is what is kept of a person who is no contact any more: it recognises a name, a number or a mailbox where that
// is printed, and cannot be read.
type Trace struct {
	HMAC []byte `db:"hmac"`
	Mark uint32 `db:"mark"` // of a name's letters, so that other words need no HMAC; 0 for numbers and mailboxes
}

// Reader answers readers. Each call sees one snapshot of the database, also while a harvest writes.
type Reader interface {
	// Courses streams records in the order of their keys. An error of fn ends the stream and is returned as it is.
	Courses(ctx context.Context, f Filter, fn func(schema.Record) error) error
	// People tells of every contact that is known, whatever course it is of (a provider's desk has no name), and of
	// those that any course had before.
	People(ctx context.Context, who Acquaintance) error
	// A key that a course had before is as good as its own to Courses (Filter.Keys), Course, Versions, Provenance and
	// Search: all the course has stands under its key of today.

	// Shown lists the run of each site that Courses gives the courses of, the newest first: the published ones, or those
	// of the moment that the filter names. Of a filter it reads that moment and the sites.
	Shown(ctx context.Context, f Filter) ([]schema.Run, error)
	// Panel streams the rows of schema.Panel, of courses in the order of their keys and weeks in theirs: each site from
	// its first night to its last, up to the moment that the filter names. Sites, Keys, Regions and ChangedSince choose
	// courses; open and closed ones are always among them.
	Panel(ctx context.Context, f Filter, fn func(schema.Week) error) error

	// Course is the current (or last, when closed) version of a course, without contacts.
	Course(ctx context.Context, key string) (schema.Record, bool, error)
	// Versions lists the versions of a course, oldest first.
	Versions(ctx context.Context, key string) ([]Version, error)
	// Provenance tells where the values of the current version came from, and the capture they stand in. The words
	// of persons are left out (the archive has them).
	Provenance(ctx context.Context, key string) ([]schema.Origin, CaptureInfo, error)
	// Changes lists the changes of a run (0: all runs) in the order they were made.
	Changes(ctx context.Context, run int64, fn func(schema.Change) error) error
	// Pages streams the pages of a site (all sites when "") that have an archived good answer, in the order of
	// their URLs: what a reparse needs.
	Pages(ctx context.Context, site string, fn func(Page) error) error
	// Captures gives the captures of a URL whose bytes are in the archive, oldest first.
	Captures(ctx context.Context, site, url string) ([]Capture, error)
	// Spellings tells which pages of a site are known by a URL that canonical spells otherwise: canonical URL → the
	// known one. Pages that are known by their canonical URL too are not among them.
	Spellings(ctx context.Context, site string, canonical func(string) string) (map[string]string, error)
	// Archived streams every capture in the order of its Ref, with the number of course pages whose last good
	// answer it is: what an archive must hold, but for those that were pruned.
	Archived(ctx context.Context, fn func(c Capture, pages int) error) error
	// Coverage counts, for each site and field, courses with a value, with a placeholder, and all open courses.
	Coverage(ctx context.Context) ([]Coverage, error)
	// UnknownLabels and UnknownValues group what no field and no vocabulary took, most frequent first; site ""
	// means every site, limit ≤ 0 all.
	UnknownLabels(ctx context.Context, site string, limit int) ([]Unknown, error)
	UnknownValues(ctx context.Context, site string, limit int) ([]Unknown, error)
	// Search finds open courses by words in title, objective, programme and provider, best first, or the one whose key
	// the words are. "word*" finds the words that begin like it.
	Search(ctx context.Context, words string, limit int) ([]Hit, error)
}

// Keeper looks after the database itself.
type Keeper interface {
	// Check tells what is damaged; none found is an empty list. deep also reads every record, compares it with its
	// hash and the tidy rows with it, and the tables with the sealed manifest.
	Check(ctx context.Context, deep bool) ([]Finding, error)
	// Lock makes owner the only harvest of this database; ErrInUse names the process that has it. A dead process's
	// lock is taken over. Heartbeat shows that the owner lives; Unlock gives the database free.
	Lock(ctx context.Context, owner string) error
	Heartbeat(ctx context.Context) error
	Unlock(ctx context.Context) error
	// Dump writes the data in one canonical text, without run ids, times or attempts: two databases that hold the
	// same data give the same bytes.
	Dump(ctx context.Context, w io.Writer) error
	// Backup writes a whole copy to path, aside first.
	Backup(ctx context.Context, path string) error
	// IsCopy tells a database that Backup wrote and no run has begun in since: its archive may lie elsewhere.
	IsCopy(ctx context.Context) (bool, error)
}

// Readings keeps which bodies are being read over the death of the process that reads them, so that one that kills is
// known. A body is named by its hash, and stands by itself for each version of the reader: another may read it.
type Readings interface {
	// BeginReading notes that a body is being read. Lock counts it as killing where the last holder died before
	// EndReading.
	BeginReading(ctx context.Context, sha256, reader string) error
	// EndReading notes that this reading came to its end. A body is read more than once: kills that are counted stand.
	EndReading(ctx context.Context, sha256, reader string) error
	// Kills tells how many processes died while they read a body, by its hash; those without are left out.
	Kills(ctx context.Context, reader string) (map[string]int, error)
	// Acquit forgets all kills.
	Acquit(ctx context.Context) error
}

// PageResult is all that one page brought.
type PageResult struct {
	Run int64
	// Fetched is how the fetch ended. It is nil in a reparse: then Site and URL name the page, and nothing of
	// its frontier state changes.
	Fetched   *schema.Fetched
	Site, URL string // read only when Fetched is nil
	// Second tells that the run reads the page a second time, with what it has learnt of the site: courses that the run
	// itself added, and nobody has seen yet, are written anew, or go where the page holds them no more.
	Second bool
	// Part tells that the page is too large for one transaction, and comes in parts.
	Part     Part
	Capture  string    // archive reference of the page's own answer; "" when none was kept
	Captures []Capture // every answer archived on the way
	Records  []schema.Record
	Refusal  *schema.Refusal // why the page gave no record
	// VocabVersion names the vocabularies the records were normalised with: another one with the same bytes and
	// parser makes a change's cause "vocabulary".
	VocabVersion string
	// Profile names what of the site's profile the reading goes by, "" where that is not told: another one with the same
	// bytes and parser makes a change's cause "profile".
	Profile string
	// Before is what the bytes of last time read as now, where those and the way of reading are both others; nil where
	// only one of them is, or nobody looked.
	Before *Before
	At     time.Time
}

// Part is which part of its page a PageResult brings. PartBegin comes first, with the captures; then come records, in
// as many PartNext as it takes, each durable by itself; PartEnd, which has none, says how the fetch ended and that
// these were all: what the page held before and no part gave begins to miss. A page that comes to no PartEnd loses
// nothing, and has lost its validators: it is to be read again, from its beginning. How a fetch ended whose page broke
// off is told by an ordinary PageResult that is not good.
// A page that comes in parts is the only one of its site: courses of other pages are its own from then on.
type Part int

// The parts.
const (
	PartNone Part = iota // the page is saved at once
	PartBegin
	PartNext
	PartEnd
)

// Capture is one archived answer.
type Capture struct {
	Ref         string // archive reference
	URL         string
	At          time.Time
	Status      int
	ContentType string
	SHA256      string // of the decoded body
	Revisit     bool   // the body stands in an earlier capture
	Pruned      bool   // the bytes left the archive, because they had been kept long enough
}

// Moved is what became of archived answers when their archive was rewritten.
type Moved struct {
	ID      string            // of the rewriting; the same one is followed once
	Now     map[string]string // old reference → the one of today
	Dropped []string          // old references of those that are gone
	Full    []string          // references of today: revisits whose body stands in them from now on
	// Pruned is when the dropped ones were pruned: what is known of them stays. Zero: they were forgotten, and so are
	// they here.
	Pruned time.Time
}

// CaptureInfo tells which answer a version was read from.
type CaptureInfo struct {
	Ref       string
	URL       string
	FetchedAt string // RFC 3339, UTC
	SHA256    string
}

// MissedPage is a course page of which a run did not learn what it says.
type MissedPage struct {
	URL      string `db:"url"`
	Class    string `db:"class"`    // its outcome, or the reason why the reader refused it
	Reason   string `db:"reason"`   // in words; "" when there is no more to say
	Attempts int    `db:"attempts"` // requests in the run
	Known    bool   `db:"known"`    // it answered well before the run: its courses are known
}

// Page is an archived page, for a reparse.
type Page struct {
	Site, URL   string
	Kind        schema.Kind // a course page, or the feed of its site
	Capture     string      // archive reference of the last good answer; of a feed, its first piece
	ContentType string
	Status      int
	FetchedAt   time.Time
	SHA256      string
	ContentHash string // of its main content, "" where none was made
}

// SiteName is what a database knows of a site beside its id: "" where an older carif wrote it.
type SiteName struct {
	ID     string `db:"id"`
	Name   string `db:"name"`
	Region string `db:"region"` // INSEE code of the region it is the catalogue of
}

// Filter chooses courses. The zero Filter is every open course as published, without contacts.
type Filter struct {
	Sites        []string
	Regions      []string // INSEE codes: courses whose provider or a session stands in one
	Departments  []string // INSEE codes, likewise
	Keys         []string
	ChangedSince time.Time // courses added, changed or reopened since then; with WithClosed, closed ones too
	// ChangedSinceRun is ChangedSince, for what readers did not see yet when that run was published (AsPublished).
	ChangedSinceRun int64
	AsOf            time.Time // as readers saw them then: each site after the run that was its published one
	// AsPublished is AsOf, for the moment when that run was published, or, where it was not, had ended. It wins over AsOf.
	AsPublished  int64
	AsOfRun      int64 // as they stood after that run (of its site), published or not; the two above win
	Latest       bool  // the newest versions, published or not
	WithClosed   bool  // closed courses too, in their last version
	WithContacts bool  // names, phones, e-mails: current versions only have any
	WithHistory  bool  // Record.History: status and dates of each course, as of what is asked for
	Limit        int   // 0: all
}

// Version is one version of a course.
type Version struct {
	No            int
	RunFrom       int64
	RunTo         int64 // 0: current
	From, To      time.Time
	Fingerprint   string
	Kind          schema.ChangeKind // how it began
	Cause         string
	Fields        []string // that differ from the version before
	ParserVersion string
	VocabVersion  string
	Record        schema.Record
}

// Coverage is how well one field of one site is filled.
type Coverage struct {
	Site   string       `json:"site"`
	Field  schema.Field `json:"field"`
	Filled int          `json:"filled"` // courses (sessions for a session field) with a value
	Absent int          `json:"absent"` // that name the field and say nothing
	N      int          `json:"n"`      // all open courses, or their sessions
}

// Unknown is a label or a value nothing knows.
type Unknown struct {
	Site    string       `json:"site"`
	Field   schema.Field `json:"field,omitempty"`
	Text    string       `json:"text"`
	N       int          `json:"n"`       // courses
	Example string       `json:"example"` // URL of one
}

// Hit is one find of a search.
type Hit struct {
	Key, Site, Title, Provider string
	Snippet                    string // plain text, matches between « and »
}

// Finding is one damage.
type Finding struct {
	Where string `json:"where"` // table, key, or the file itself
	What  string `json:"what"`
	Do    string `json:"do"` // what a person can do
}

// Redacted stands where the words of a forgotten person stood.
const Redacted = "[…]"

// Person is whom to forget. Values are as printed or normalised: phones are compared by their digits, e-mails
// and names without regard to case.
type Person struct {
	Names, Phones, Emails []string
	URLs                  []string // pages whose contacts are forgotten, whoever they are
}

// Forgotten is what Forget did.
type Forgotten struct {
	Contacts int      // contact rows removed
	Texts    int      // records in which words were redacted
	Captures []string // archive references of the pages that held the person
}
