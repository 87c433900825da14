package identity

import (
	"hash/maphash"
	"strings"

	"carif/text"
)

// The rules that link courses, the surest first.
const (
	byNumber = iota
	bySession
	byRegister
	byPlan
	byRegisterDay
	byDay
	byRegisterOnly
	byTitleOnly
)

// evidence is what each rule is called, how sure it is, and whether a site may have one course only that it speaks of.
var evidence = [...]struct {
	name       string
	confidence float64
	alone      bool
}{
	byNumber:       {"rco", sure, false},
	bySession:      {"session rco", strong, false},
	byRegister:     {"certification+provider+session", strong, false},
	byPlan:         {"title+provider+session", fair, false},
	byRegisterDay:  {"certification+provider+day", fair, true},
	byDay:          {"title+provider+day", fair, true},
	byRegisterOnly: {"certification+provider", weak, true},
	byTitleOnly:    {"title+provider", weak, true},
}

// marks gives what links a course by each rule; same names a provider by the first of those linked with it.
func (c *Course) marks(same func(string) string, fn func(rule byte, mark string)) {
	fn(byNumber, c.RCO)
	for _, s := range c.Sessions {
		fn(bySession, s.RCO)
	}
	if c.ProviderKey == "" {
		return
	}
	provider := same(c.ProviderKey)
	for _, n := range c.Numbers {
		c.taught(n, provider, byRegister, byRegisterDay, byRegisterOnly, fn)
	}
	if title := text.FoldWording(c.Title); title != "" {
		c.taught(title, provider, byPlan, byDay, byTitleOnly, fn)
	}
}

// taught gives the marks of what is taught, where and when.
func (c *Course) taught(what, provider string, session, day, only byte, fn func(byte, string)) {
	mark := func(more ...string) string { return strings.Join(append([]string{what, provider}, more...), "\x00") }
	for _, s := range c.Sessions {
		if s.Start == "" {
			continue
		}
		if s.Commune != "" {
			fn(session, mark(s.Start, s.Commune))
		}
		fn(day, mark(s.Start))
	}
	fn(only, mark())
}

// Meetings tells which courses share something with a course of another site: no others are linked. It keeps a number
// for each mark and no words, so that all courses can be gone through while only those that meet are held.
type Meetings struct {
	same   func(string) string
	seed   maphash.Seed
	sites  map[string]int32
	first  map[uint64]int32    // the site that a mark was seen on first
	shared map[uint64]struct{} // marks of several sites
}

// NewMeetings begins with the links of the courses' providers.
func NewMeetings(providers []Link) *Meetings {
	return &Meetings{same: unions(providers), seed: maphash.MakeSeed(), sites: map[string]int32{},
		first: map[uint64]int32{}, shared: map[uint64]struct{}{}}
}

// Note takes note of a course.
func (m *Meetings) Note(c Course) {
	at, ok := m.sites[c.Site]
	if !ok {
		at = int32(len(m.sites))
		m.sites[c.Site] = at
	}
	c.marks(m.same, func(rule byte, mark string) {
		if mark == "" {
			return
		}
		h := m.hash(rule, mark)
		if was, ok := m.first[h]; !ok {
			m.first[h] = at
		} else if was != at {
			m.shared[h] = struct{}{}
		}
	})
}

// Some reports whether any courses meet.
func (m *Meetings) Some() bool { return len(m.shared) > 0 }

// Meets reports whether a course shares something with one of another site that was noted: two marks may have one
// number, so it may say yes of a course that does not.
func (m *Meetings) Meets(c Course) (yes bool) {
	c.marks(m.same, func(rule byte, mark string) {
		if mark != "" && !yes {
			_, yes = m.shared[m.hash(rule, mark)]
		}
	})
	return yes
}

func (m *Meetings) hash(rule byte, mark string) uint64 {
	return maphash.String(m.seed, mark) + uint64(rule)
}
