package schema

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

// Exported lists the tables that exports know: those of Columns, and the panel.
func Exported() []Table { return append(Columns(), Panel()) }

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
