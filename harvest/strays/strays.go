// Package strays gathers the links of listings to pages of their site that the profile has no pattern for. Where the
// pattern of courses fits nothing, the courses are among them.
//
// It is not for links that are followed: the crawler knows those.
package strays

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"carif/sites"
)

// Examples is how many links are named.
const Examples = 3

// most bounds what is kept of one shape, and how many shapes are.
const most = 200

// Strays are such links, by the shape of their address. The zero value holds none.
type Strays struct {
	pages  int // listings that were read
	named  bool
	shapes map[string][]string // URLs, each once
}

var number = regexp.MustCompile(`[0-9]+`)

// Read takes the links of one listing; named tells that it names a course: then the profile fits, and nothing is kept.
func (s *Strays) Read(site *sites.Site, to []*url.URL, named bool) {
	s.pages++
	if s.named = s.named || named; s.named {
		s.shapes = nil
		return
	}
	for _, u := range to {
		if u == nil || !site.Serves(u) || site.Kind(u) != sites.KindOther {
			continue
		}
		shape, at := number.ReplaceAllString(u.Path, "0"), site.CanonicalURL(u)
		if i := strings.LastIndexByte(shape, '/'); i > 0 {
			shape = shape[:i] // pages in one folder are alike, whatever they are called
		}
		list, known := s.shapes[shape]
		if len(list) >= most || !known && len(s.shapes) >= most || slices.Contains(list, at) {
			continue
		}
		if s.shapes == nil {
			s.shapes = map[string][]string{}
		}
		s.shapes[shape] = append(list, at)
	}
}

// Some are a few links of the commonest shape.
func (s *Strays) Some() []string {
	var best string
	for shape, list := range s.shapes {
		if n, m := len(list), len(s.shapes[best]); n > m || n == m && shape < best {
			best = shape
		}
	}
	return s.shapes[best][:min(len(s.shapes[best]), Examples)]
}

// Words says what the listings hold in the place of courses.
func (s *Strays) Words(site *sites.Site) string {
	n := 0
	for _, list := range s.shapes {
		n += len(list)
	}
	if n == 0 {
		return fmt.Sprintf("listing pages read: %d, without a link that `course:` could mean: is the list empty?", s.pages)
	}
	return fmt.Sprintf("listing pages read: %d; none of their other links (%d) matches `course:` %s, for example %s",
		s.pages, n, strings.Join(site.Course, " "), strings.Join(s.Some(), " "))
}
