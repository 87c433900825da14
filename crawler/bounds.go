package crawler

import (
	"net/url"
	"slices"
	"strings"
	"sync"

	"carif/schema"
	"carif/sites"
)

// bounds keeps a walk finite on sites that are not: calendars, session ids in paths, pages that link to
// themselves under ever new names. It lives for one run; what it turns away is counted by the limit's name.
type bounds struct {
	lim      Limits
	template int // listing pages of one shape
	mu       sync.Mutex
	fired    map[string]int
	shapes   map[string]*shape
	courses  map[uint64]bool // course links met in this run, by hash; true when on a page, not only in a sitemap
	sitemaps int
}

// shape is what a run saw of one URL shape (see shapeOf).
type shape struct {
	pages   int
	barren  int // listing pages since the last one with a course link not met before
	content map[string]int
	stopped string // limit that ended this shape; "" while it goes on
}

func newBounds(lim Limits, site *sites.Site) *bounds {
	b := &bounds{lim: lim, template: lim.Template, fired: map[string]int{}, shapes: map[string]*shape{},
		courses: map[uint64]bool{}}
	if site.Pace.Template > 0 {
		b.template = site.Pace.Template
	}
	return b
}

func (b *bounds) count(limit string) { b.add(limit, 1) }

func (b *bounds) add(limit string, times int) {
	b.mu.Lock()
	b.fired[limit] += times
	b.mu.Unlock()
}

// url names the limit a URL breaks by its looks; "" when none.
func (b *bounds) url(raw string, depth int) string {
	if len(raw) > b.lim.URLBytes {
		return "url_bytes"
	}
	if depth > b.lim.Depth {
		return "depth"
	}
	u, err := url.Parse(raw)
	if err != nil {
		return "url"
	}
	segs := strings.FieldsFunc(u.EscapedPath(), func(r rune) bool { return r == '/' })
	if len(segs) > b.lim.Segments {
		return "segments"
	}
	times := make(map[string]int, len(segs))
	for _, s := range segs {
		if times[s]++; times[s] > b.lim.Repeat {
			return "path_repetition"
		}
	}
	return ""
}

// enter counts a page about to be asked; it names the limit that forbids it. Courses are bounded by the budget
// of the host only: a catalogue of 20,000 has them all under one shape.
func (b *bounds) enter(e schema.Entry) string {
	if l := b.url(e.URL, e.Depth); l != "" {
		return l
	}
	if e.Kind == sites.KindSitemap || e.State == schema.StateDone { // done: a listing read again
		return ""
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.shape(e.URL)
	if e.Kind == sites.KindListing && s.stopped != "" {
		return s.stopped
	}
	if e.Kind == sites.KindListing && e.Attempts == 0 {
		if s.pages++; s.pages > b.template {
			s.stopped = "template"
			return s.stopped
		}
	}
	return ""
}

func (b *bounds) shape(raw string) *shape {
	key := shapeOf(raw)
	s := b.shapes[key]
	if s == nil {
		s = &shape{content: map[string]int{}}
		b.shapes[key] = s
	}
	return s
}

// content looks at a page that was read: its hash and the course links on it. follow is false when its links
// lead deeper into a trap.
func (b *bounds) content(e schema.Entry, hash string, found []schema.Found) (follow bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	fresh := 0
	for _, f := range found {
		if f.Kind == sites.KindCourse {
			h := hash64(f.URL)
			if !b.courses[h] {
				b.courses[h] = true
				fresh++
			}
		}
	}
	if e.State == schema.StateDone {
		return true
	}
	s := b.shape(e.URL)
	if hash != "" {
		if s.content[hash]++; s.content[hash] >= b.lim.Identical && fresh == 0 {
			b.fired["identical_content"]++
			return false // its links only; an empty result is the same for many questions
		}
	}
	if e.Kind != sites.KindListing {
		return true
	}
	if s.barren++; fresh > 0 {
		s.barren = 0
	}
	if s.barren >= b.lim.Barren {
		b.fired["barren"]++
		s.stopped = "barren"
		return false
	}
	return true
}

// shapeOf folds what tells one page from its sisters: digits and long runs of letters and digits (session ids)
// in the path, and the values of the query, whose keys it sorts.
func shapeOf(raw string) string {
	path, query, has := strings.Cut(raw, "?")
	var out strings.Builder
	foldRuns(&out, path)
	if !has {
		return out.String()
	}
	var keys []string
	for pair := range strings.FieldsFuncSeq(query, func(r rune) bool { return r == '&' || r == ';' }) {
		key, _, _ := strings.Cut(pair, "=")
		var k strings.Builder
		foldRuns(&k, key)
		keys = append(keys, k.String())
	}
	slices.Sort(keys)
	return out.String() + "?" + strings.Join(slices.Compact(keys), "&")
}

func foldRuns(out *strings.Builder, s string) {
	for i := 0; i < len(s); {
		j := i
		digits := 0
		for j < len(s) && alnum(s[j]) {
			if s[j] <= '9' {
				digits++
			}
			j++
		}
		switch run := s[i:j]; {
		case j == i:
			out.WriteByte(s[i])
			j = i + 1
		case len(run) >= 16 && digits >= 2:
			out.WriteByte('#')
		case digits > 0:
			foldDigits(out, run)
		default:
			out.WriteString(run)
		}
		i = j
	}
}

func foldDigits(out *strings.Builder, run string) {
	for i := 0; i < len(run); i++ {
		if run[i] > '9' {
			out.WriteByte(run[i])
		} else if i == 0 || run[i-1] > '9' {
			out.WriteByte('0')
		}
	}
}

func alnum(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' }

// hash64 is FNV-1a: enough to tell links of one run apart without keeping them.
func hash64(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// sitemap judges a link of a sitemap.
func (b *bounds) sitemap(l schema.Found) string {
	if l.Kind == sites.KindSitemap {
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.sitemaps++; b.sitemaps > b.lim.Sitemaps {
			return "sitemaps"
		}
	}
	return b.url(l.URL, l.Depth)
}

// listed notes the courses a sitemap names, and counts them.
func (b *bounds) listed(found []schema.Found) (n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, f := range found {
		if f.Kind != sites.KindCourse {
			continue
		}
		n++
		if h := hash64(f.URL); !b.courses[h] {
			b.courses[h] = false
		}
	}
	return n
}

// stopped tells that the shape of a URL came to its end by a limit.
func (b *bounds) stopped(raw string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.shape(raw).stopped != ""
}
