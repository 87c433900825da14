package schema

import "slices"

func changeTable() Table {
	return Table{Name: "change", Meaning: "One row per version of a course that was opened or closed.",
		Key: []string{"id"},
		Columns: row(
			typed("id", TypeInteger, "Number of the change, in order", "", "").must(),
			typed("run", TypeInteger, "Run that found it", "", "").must(),
			text("course_key", "The course", "", "").must(),
			typed("version", TypeInteger, "Version that was opened or closed", "", "").must(),
			text("kind", "added, changed, closed or reopened", "", "").must(),
			text("cause", "The first cause of its fields: source, parser, profile, model, vocabulary, schema or unknown",
				"", "").must(),
			text("fields", "Fields that differ, separated by commas", "", "").must(),
			typed("at", TypeTime, "When it was found", "", "").must(),
		)}
}

func fieldChangeTable() Table {
	return Table{Name: "field_change",
		Meaning: "One row per field of a course that changed from one version to the next, and one per course that came, " +
			"closed or came back.",
		Key: []string{"id"},
		Columns: row(
			typed("id", TypeInteger, "Number of the row, in order; no number is used twice", "", "").must(),
			typed("run", TypeInteger, "Run that found it", "", "").must(),
			text("course_key", "The course", "", "").must(),
			typed("version", TypeInteger, "Version of the course that it began, or, for closed, ended", "", "").must(),
			text("field", "What changed: a column, or an item of a list such as sessions[2027-01-10 Tours].seats; course for "+
				"the course itself", "", "").must(),
			text("name", "The field without its items, to group by: sessions.seats", "", "").must(),
			text("old", "What it said before, cut to a few words; null if it said nothing, and for people", "", ""),
			text("new", "What it says now, likewise", "", ""),
			text("kind", "added, changed or removed; of the course itself: added, closed or reopened", "", "").must(),
			text("cause", "source, parser, profile, model, vocabulary, schema, or unknown where the old bytes are not to be had",
				"", "").must(),
			typed("at", TypeTime, "When it was found", "", "").must(),
		)}
}

func pageTable() Table {
	return Table{Name: "page",
		Meaning: "One row per URL of a site: what is known about it and where it stands in the crawl queue.",
		Key:     []string{"site", "url"},
		Columns: cols(row(
			typed("id", TypeInteger, "Number of the page, in the order of discovery", "", "").must().internal(),
			text("site", "Id of the site profile", "", "").must(),
			text("url", "Canonical URL", "", "").must(),
			text("kind", "course, listing or sitemap", "", "").must(),
		), pageFrontier(), pageAnswer())}
}

func pageFrontier() []Column {
	return row(
		text("state", "fresh, claimed, done, failed or gone", "", "").must(),
		typed("lane", TypeInteger, "Queue: 0 never seen, 1 listing, 2 page, 3 retry in this run, 4 put off, 9 in hand",
			"", "").must().internal(),
		typed("turn", TypeInteger, "Last run that handled it", "", "").must().internal(),
		typed("next_try", TypeInteger, "Not fetched before this time (Unix milliseconds)", "", "").must().internal(),
		typed("depth", TypeInteger, "Number of links from a start page", "", "").must(),
		text("parent", "URL of the page it was found on", "", ""),
		typed("attempts", TypeInteger, "Attempts in the last run", "", "").must().internal(),
		text("owner", "Process working on it", "", "").internal(),
		text("lastmod", "Date given by the sitemap: only a hint", "", ""),
	)
}

func pageAnswer() []Column {
	return row(
		typed("asked_run", TypeInteger, "Last run that requested it", "", ""),
		text("outcome", "How the last fetch ended", "", ""),
		text("reason", "Reason for that outcome, in words", "", ""),
		typed("status", TypeInteger, "HTTP status of the last response", "", ""),
		text("final_url", "Final URL after redirects, if different", "", ""),
		typed("first_seen", TypeTime, "Time of the first good response", "", ""),
		typed("last_seen", TypeTime, "Time of the last good response", "", ""),
		typed("seen_run", TypeInteger, "Run of the last good response", "", ""),
		typed("gone_run", TypeInteger, "Last run in which it was gone", "", ""),
		typed("gone_count", TypeInteger, "Number of consecutive runs in which it was gone", "", "").must(),
		text("etag", "ETag of the last good response", "", "").internal(),
		text("last_modified", "Last-Modified of the last good response", "", "").internal(),
		text("content_type", "Content-Type as received", "", ""),
		text("sha256", "SHA-256 of the last good body", "", ""),
		text("content_hash", "Hash of its main content", "", ""),
		text("capture", "Archive record that holds the last good body", "", ""),
		typed("fetched_at", TypeTime, "When the last good body was received", "", ""),
		typed("courses", TypeInteger, "Number of courses read from it; null if it was not read", "", ""),
		text("refusal", "Why it yielded no course", "", ""),
		typed("links", TypeInteger, "Number of links to courses, for a listing", "", "").must(),
		typed("noindex", TypeBoolean, "The site asks not to have it indexed", "", "").must(),
		typed("tdm_reserved", TypeBoolean, "The site reserves text and data mining", "", "").must(),
	)
}

func runTable() Table {
	return Table{Name: "run", Meaning: "One row per harvest, import or reparse of one site.", Key: []string{"id"},
		Columns: row(
			typed("id", TypeInteger, "Number of the run, in order", "", "").must().
				from(func(x *Row) any { return x.Run.ID }),
			text("site", "Id of the site profile", "", "").must().
				from(func(x *Row) any { return x.Run.Site }),
			text("kind", "harvest, import or reparse", "", "").must().
				from(func(x *Row) any { return x.Run.Kind }),
			text("state", "running, done, partial, interrupted, failed or refused", "", "").must().
				from(func(x *Row) any { return string(x.Run.State) }),
			typed("started", TypeTime, "When it began", "", "").must().
				from(func(x *Row) any { return moment(x.Run.Started) }),
			typed("ended", TypeTime, "When it ended", "", "").
				from(func(x *Row) any { return moment(x.Run.Ended) }),
			typed("complete", TypeBoolean, "The whole site was visited", "", "").must().
				from(func(x *Row) any { return x.Run.Complete }),
			typed("pages", TypeInteger, "Responses received", "", "").must().
				from(func(x *Row) any { return int64(x.Run.Pages) }),
			typed("added", TypeInteger, "Courses added", "", "").must().
				from(func(x *Row) any { return int64(x.Run.Added) }),
			typed("changed", TypeInteger, "Courses changed", "", "").must().
				from(func(x *Row) any { return int64(x.Run.Changed) }),
			typed("same", TypeInteger, "Courses unchanged", "", "").must().
				from(func(x *Row) any { return int64(x.Run.Same) }),
			typed("closed", TypeInteger, "Courses closed", "", "").must().
				from(func(x *Row) any { return int64(x.Run.Closed) }),
			typed("sessions", TypeInteger, "Sessions of the courses found", "", "").must().
				from(func(x *Row) any { return int64(x.Run.Sessions) }),
			text("outcomes", "Pages by outcome, as a JSON object", "", "").must().
				from(func(x *Row) any { return counts(x.Run.Outcomes) }),
			text("issues", "Issues by code, as a JSON object", "", "").must().
				from(func(x *Row) any { return counts(x.Run.Issues) }),
			text("refusals", "Pages without a course, by reason, as a JSON object", "", "").must().
				from(func(x *Row) any { return counts(x.Run.Refused) }),
			text("limits", "Limits that were reached, as a JSON object", "", "").must().
				from(func(x *Row) any { return counts(x.Run.Limits) }),
			text("note", "Why it ended as it did", "", "").must().
				from(func(x *Row) any { return x.Run.Note }).stored(),
			text("version", "Version of carif that ran", "", "").must().
				from(func(x *Row) any { return x.Run.Version }),
			text("verdict", "published, warned, held or no_night; null where nothing was judged", "", "").
				from(func(x *Row) any { return worded(x.Run.Verdict) }),
		)}
}

// Week is one row of the panel: a course in one ISO week, as the last good night of its site in that week left it.
type Week struct {
	Key      string
	Site     string
	Monday   string // ISO date
	Observed bool   // the site had a good night in the week; else nothing below is known
	Run      int64  // that night
	Night    string // ISO date of its end, UTC
	Open     bool
	Facts    *WeekFacts // what the course says; nil where it was not open
}

// WeekFacts are what a course says of its sessions on one day.
type WeekFacts struct {
	Sessions     int
	SessionsOpen int  // by their printed words
	ToCome       int  // by their dates
	Seats        *int // of the sessions that print a number
	PriceEUR     *float64
	StateDates   *string // upcoming, running or ended
	StateWords   *string
}

// Panel is the table of course and week that researchers ask for. It is computed from the versions: no table of the
// database holds it, and it is exported only by name.
func Panel() Table {
	week := func(get func(*Week) any) func(*Row) any { return func(x *Row) any { return get(x.Week) } }
	known := func(get func(*Week) any) func(*Row) any {
		return week(func(w *Week) any {
			if !w.Observed {
				return nil
			}
			return get(w)
		})
	}
	fact := func(get func(*WeekFacts) any) func(*Row) any {
		return week(func(w *Week) any {
			if w.Facts == nil {
				return nil
			}
			return get(w.Facts)
		})
	}
	return Table{Name: "panel", Key: []string{"course_key", "week"},
		Meaning: "One row per course and ISO week, from the first night of the site to its last: the course as the last " +
			"good night of the week left it. Exported by name only (--table panel).",
		Columns: row(
			text("course_key", "The course", "", "").must().derived().from(week(func(w *Week) any { return w.Key })),
			text("site", "Id of the site profile", "", "").must().from(week(func(w *Week) any { return w.Site })),
			typed("week", TypeDate, "Monday of the ISO week (UTC)", "", "").must().derived().
				from(week(func(w *Week) any { return w.Monday })),
			typed("observed", TypeBoolean, "The site had a good night in the week: a harvest or import that was published; "+
				"without one, all columns behind are null", "", "").must().derived().
				from(week(func(w *Week) any { return w.Observed })),
			typed("run", TypeInteger, "The last of these nights: the row is what --as-of run:N gives", "", "").derived().
				from(known(func(w *Week) any { return w.Run })),
			typed("night", TypeDate, "Day on which it ended (UTC)", "", "").derived().
				from(known(func(w *Week) any { return w.Night })),
			typed("open", TypeBoolean, "The course was open; if not, all columns behind are null", "", "").derived().
				from(known(func(w *Week) any { return w.Open })),
			typed("sessions", TypeInteger, "Sessions on its page", "", "").derived().
				from(fact(func(f *WeekFacts) any { return int64(f.Sessions) })),
			typed("sessions_open", TypeInteger, "Sessions whose printed state is open", "", "").derived().
				from(fact(func(f *WeekFacts) any { return int64(f.SessionsOpen) })),
			typed("sessions_to_come", TypeInteger, "Sessions that begin after the night, by their dates (precision day or "+
				"month)", "", "").derived().from(fact(func(f *WeekFacts) any { return int64(f.ToCome) })),
			typed("seats", TypeInteger, "Places of all sessions that print a number; null if none does", "places", "").
				derived().from(fact(func(f *WeekFacts) any { return optInt(f.Seats) })),
			typed("price_eur", TypeReal, "Price of the course", "prix", "").in("EUR").
				from(fact(func(f *WeekFacts) any { return opt(f.PriceEUR) })),
			text("state_dates", "State on the night by the dates of its sessions: upcoming if one is to begin, else running "+
				"if one has begun and not ended, else ended; null if no dates tell", "", "").derived().
				from(fact(func(f *WeekFacts) any { return opt(f.StateDates) })),
			text("state_words", "State by the printed words of its sessions: the first of open, tomorrow, upcoming, waiting, "+
				"full, closed and ended that one prints; null if none prints any", "état du recrutement", "").derived().
				from(fact(func(f *WeekFacts) any { return opt(f.StateWords) })),
		)}
}

// Exported lists the tables that exports know: the flat ones, those of Columns, the look-ups, and the panel.
func Exported() []Table { return slices.Concat(Flat(), Columns(), Lookups(), []Table{Panel()}) }

// printedStates are the states a page prints, those that leave a trainee the most first.
var printedStates = []string{"open", "tomorrow", "upcoming", "waiting", "full", "closed", "ended"}

// FactsOn tells what a course says of its sessions on a day (ISO date). Days compare as words.
func FactsOn(c *Course, day string) *WeekFacts {
	f := &WeekFacts{Sessions: len(c.Sessions), PriceEUR: part(c.Price).AmountEUR}
	running, ended, open := false, false, false // open: one has begun, and its end is not told
	best := len(printedStates)
	for i := range c.Sessions {
		s := &c.Sessions[i]
		if s.Seats != nil {
			sum := *s.Seats + *part(f.Seats)
			f.Seats = &sum
		}
		for rank, word := range printedStates {
			if s.State != nil && *s.State == word {
				best = min(best, rank)
			}
		}
		if s.State != nil && *s.State == "open" {
			f.SessionsOpen++
		}
		if s.DatePrecision != "day" && s.DatePrecision != "month" {
			open = true // it may be at any time
			continue
		}
		switch start, end := *part(s.Start), *part(s.End); {
		case start > day:
			f.ToCome++
		case end != "" && end < day:
			ended = true
		case start != "" && end != "":
			running = true
		default:
			open = true
		}
	}
	state := func(s string) *string { return &s }
	switch {
	case f.ToCome > 0:
		f.StateDates = state("upcoming")
	case running:
		f.StateDates = state("running")
	case ended && !open:
		f.StateDates = state("ended")
	}
	if best < len(printedStates) {
		f.StateWords = &printedStates[best]
	}
	return f
}
