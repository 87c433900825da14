package truth

import (
	"fmt"
	"math"
	"slices"
	"time"

	"carif/geo"
)

// Course is one course as it truly is.
type Course struct {
	Key, Site, Home string // Home: the region of its catalogue, or of the one it lacks
	Provider        string
	Department      string // of its provider
	Region          string
	Level           string // as LHÉO numbers those of 2019: 13 is level 3
	Domain          string // of NSF, two digits
	Hours, Price    float64
	Teaching        string
	Certifying, CPF bool
	Permanent       bool
	Audiences       []string
	FirstSeen       string // day
	ClosedAt        string // day; "" while it is open
	Sessions        []Session
	Listed          bool // its catalogue is there and lists it
}

// Session is one session as it truly is.
type Session struct {
	Start, End, Department, Region, State string
	Seats                                 int
}

// dice is a small generator of its own, the same for ever (splitmix64).
type dice uint64

func (d *dice) next() uint64 {
	*d += 0x9e3779b97f4a7c15
	x := uint64(*d)
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

func (d *dice) n(n int) int { return int(d.next() % uint64(n)) }

func (d *dice) chance(p float64) bool { return float64(d.next()>>11)/(1<<53) < p }

// normal draws a roughly normal number: the sum of twelve uniform ones, less six.
func (d *dice) normal() float64 {
	s := -6.0
	for range 12 {
		s += float64(d.next()>>11) / (1 << 53)
	}
	return s
}

// Options size the world.
type Options struct {
	Seed    uint64
	Courses int // about; those that are listed are fewer
}

// World draws courses one after the other.
type World struct {
	o       Options
	dice    dice
	index   *geo.Index
	regions []string
	left    int
	no      int
}

// NewWorld begins a world.
func NewWorld(o Options) (*World, error) {
	index, err := geo.Default()
	if err != nil {
		return nil, err
	}
	w := &World{o: o, dice: dice(o.Seed), index: index, left: o.Courses}
	for _, r := range index.Regions() {
		if len(r.Code) == 2 {
			w.regions = append(w.regions, r.Code)
		}
	}
	return w, nil
}

// Regions lists those of the world.
func (w *World) Regions() []string { return w.regions }

// Next draws a course; false after the last.
func (w *World) Next() (*Course, bool) {
	if w.left == 0 {
		return nil, false
	}
	w.left--
	w.no++
	d := &w.dice
	home := w.regions[d.n(len(w.regions))]
	if w.no <= 3 {
		home = "94"
	}
	for w.no > 3 && home == "94" {
		home = w.regions[d.n(len(w.regions))]
	}
	r, _ := w.index.Region(home)
	dep := r.Departments[d.n(len(r.Departments))]
	c := &Course{Home: home, Site: "s" + home, Department: dep, Region: home, Listed: true,
		Provider: fmt.Sprintf("s%s:p%s-%d", home, dep, d.n(1+w.o.Courses/1500)),
		Level:    []string{"13", "14", "14", "15", "16", "17"}[d.n(6)],
		Domain:   []string{"22", "31", "31", "32", "33", "33", "33", "34"}[d.n(8)],
		Teaching: []string{"0", "0", "0", "1", "2"}[d.n(5)], Certifying: d.chance(0.6), CPF: d.chance(0.4),
		Permanent: d.chance(0.2), FirstSeen: day(Since, -120-d.n(100))}
	c.Key = fmt.Sprintf("%s:%07d", c.Site, w.no)
	c.Hours = float64(7 * (1 + d.n(120)))
	c.Price = math.Round(c.Hours*math.Exp(2.4+0.5*d.normal())*100) / 100
	c.Audiences = [][]string{{"80056"}, {"80056", "80057"}, {"80057"}}[d.n(3)]
	switch {
	case d.chance(0.10):
		c.FirstSeen = day(Since, 1+d.n(89))
	case d.chance(0.08):
		c.ClosedAt = day(Since, 1+d.n(89))
	case d.chance(0.05):
		c.ClosedAt = day(Since, -d.n(30))
	}
	c.Sessions = w.sessions(c, r.Departments)
	if home == "27" {
		c.Listed = d.chance(0.1)
		c.Site = "s84"
		c.Key = "s84:" + c.Key
		c.Provider = "s84:" + c.Provider
	}
	return c, true
}

// sessions draws those of a course: some long over but printed as open, some full.
func (w *World) sessions(c *Course, departments []string) (list []Session) {
	d := &w.dice
	asleep := d.chance(0.1) // all is over
	for range 1 + d.n(5) {
		dep := c.Department
		if d.chance(0.2) {
			dep = departments[d.n(len(departments))]
		}
		start := day(Day, d.n(500)-150)
		if asleep {
			start = day(Day, -160-d.n(60))
		}
		s := Session{Start: start, End: day(start, d.n(100)), Department: dep, Region: c.Region, Seats: 4 + d.n(20),
			State: []string{"open", "open", "open", "full", "waiting", "closed"}[d.n(6)]}
		list = append(list, s)
	}
	return list
}

// day is n days after another.
func day(from string, n int) string {
	t, err := time.Parse(time.DateOnly, from)
	if err != nil {
		panic(err) // the days are this package's own
	}
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}

// days counts from one day to another.
func days(from, to string) float64 {
	a, err1 := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, to)
	if err1 != nil || err2 != nil {
		panic("no day: " + from + " " + to) // the days are this package's own
	}
	return b.Sub(a).Hours() / 24
}

// Truth are the true figures of a world by unit: measure → unit → figure; a mix has a figure a unit and code, its key
// unit + " " + code.
type Truth map[string]map[string]float64

// Count works the true figures out, for courses that stand in the units of unit: those of a course, and the one of a
// session.
func Count(all []*Course, ofCourse func(*Course) []string, ofSession func(*Course, *Session) []string) Truth {
	t := Truth{}
	values := map[string]map[string][]float64{}
	share := map[string]map[string][2]int{}
	add := func(m, u string, v float64) {
		if t[m] == nil {
			t[m] = map[string]float64{}
		}
		t[m][u] += v
	}
	value := func(m, u string, v float64) {
		if values[m] == nil {
			values[m] = map[string][]float64{}
		}
		values[m][u] = append(values[m][u], v)
	}
	part := func(m, u string, yes bool) {
		if share[m] == nil {
			share[m] = map[string][2]int{}
		}
		p := share[m][u]
		p[1]++
		p[0] += number(yes)
		share[m][u] = p
	}
	mixes := map[string]map[string]map[string]int{}
	mix := func(m, u, code string) {
		if mixes[m] == nil {
			mixes[m] = map[string]map[string]int{}
		}
		if mixes[m][u] == nil {
			mixes[m][u] = map[string]int{}
		}
		mixes[m][u][code]++
	}
	n := map[string]int{}
	for _, c := range all {
		for _, u := range ofCourse(c) {
			add("births", u, float64(number(c.FirstSeen > Since)))
			add("deaths", u, float64(number(c.ClosedAt > Since)))
			if c.ClosedAt != "" {
				continue
			}
			n[u]++
			add("courses", u, 1)
			value("hours", u, c.Hours)
			value("price", u, c.Price)
			part("distance", u, c.Teaching != "0")
			part("certifying", u, c.Certifying)
			part("cpf", u, c.CPF)
			part("permanent", u, c.Permanent)
			if c.FirstSeen <= Zombie {
				part("zombies", u, !c.Permanent && !slices.ContainsFunc(c.Sessions, func(s Session) bool { return s.End >= Day }))
			}
			mix("levels", u, c.Level[1:])
			mix("domains", u, c.Domain)
			mix("provider-hhi", u, c.Provider)
			for _, a := range c.Audiences {
				mix("audiences", u, a)
			}
		}
		if c.ClosedAt != "" {
			continue
		}
		for i := range c.Sessions {
			s := &c.Sessions[i]
			for _, u := range ofSession(c, s) {
				add("sessions", u, 1)
				add("open-sessions", u, float64(number(s.State == "open" && s.End >= Day)))
				if s.End >= Day {
					add("seats", u, float64(s.Seats))
				}
				if s.Start > Day {
					value("lead-time", u, days(Day, s.Start))
				}
				value("duration", u, days(s.Start, s.End))
			}
		}
	}
	t.medians(values)
	for m, by := range share {
		for u, p := range by {
			add(m, u, float64(p[0])/float64(p[1]))
		}
	}
	t.mixes(mixes, n)
	return t
}

func number(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func (t Truth) medians(values map[string]map[string][]float64) {
	for m, by := range values {
		t[m] = map[string]float64{}
		for u, list := range by {
			slices.Sort(list)
			t[m][u] = (list[(len(list)-1)/2] + list[len(list)/2]) / 2
		}
	}
}

func (t Truth) mixes(mixes map[string]map[string]map[string]int, n map[string]int) {
	index := func(m string, by map[string]map[string]int, term func(q float64) float64) {
		t[m] = map[string]float64{}
		for u, codes := range by {
			total, sum := 0, 0.0
			for _, k := range codes {
				total += k
			}
			for _, k := range codes {
				sum += term(float64(k) / float64(total))
			}
			t[m][u] = sum
		}
	}
	square := func(q float64) float64 { return q * q }
	index("provider-hhi", mixes["provider-hhi"], square)
	index("domain-hhi", mixes["domains"], square)
	index("domain-shannon", mixes["domains"], func(q float64) float64 { return -q * math.Log(q) })
	for _, m := range []string{"levels", "audiences", "domains"} {
		t[m] = map[string]float64{}
		for u, codes := range mixes[m] {
			for code, k := range codes {
				t[m][u+" "+code] = float64(k) / float64(n[u])
			}
		}
	}
}
