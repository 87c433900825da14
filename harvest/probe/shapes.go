package probe

import (
	"cmp"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"carif/parser/draft"
	"carif/sites"
)

// Shape is what many links of a page have alike.
type Shape struct {
	// "/formations/#", "//other.host/…": # is a part with a number, … other words
	Shape   string `json:"shape"`
	Count   int    `json:"count"`
	Example string `json:"example"`
	Pattern string `json:"pattern"` // as a profile writes it; "" for a shape of one address
	Role    string `json:"role"`    // "course", "list" (other pages of this list), or ""

	urls []*url.URL
}

// Roles of a shape.
const (
	RoleCourse = "course"
	RoleList   = "list"
)

// mostShapes is how many shapes are told.
const mostShapes = 30

// shapesOf groups links by the shape of their addresses, the most frequent first. at is the page they stand on.
func shapesOf(at *url.URL, list []*url.URL) []Shape {
	groups := map[string][]*url.URL{}
	for _, u := range list {
		k := strings.Join(parts(u), "/") + query(u)
		if sites.HostPort(u) != sites.HostPort(at) {
			k = "/" + u.Host + "/" + k
		}
		groups[k] = append(groups[k], u)
	}
	groups = merged(groups)
	var out []Shape
	for _, k := range slices.Sorted(maps.Keys(groups)) {
		us := groups[k]
		s := Shape{Shape: "/" + k, Count: len(us), Example: us[0].String(), urls: us}
		if len(us) > 1 {
			s.Pattern = draft.Pattern(us)
		}
		if pageOfList(at, us) {
			s.Role = RoleList
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b Shape) int { return cmp.Compare(b.Count, a.Count) })
	markCourses(at, out)
	return out[:min(len(out), mostShapes)]
}

var digit = regexp.MustCompile(`[0-9]`)

// parts are the steps of a path, with # for one that has a number and … for a last one of several words.
func parts(u *url.URL) []string {
	out := strings.Split(strings.Trim(u.EscapedPath(), "/"), "/")
	for i, p := range out {
		switch {
		case digit.MatchString(p):
			out[i] = "#"
		case i == len(out)-1 && strings.Count(p, "-") > 1:
			out[i] = "…"
		}
	}
	return out
}

func query(u *url.URL) string {
	if u.RawQuery == "" {
		return ""
	}
	keys := slices.Sorted(maps.Keys(u.Query()))
	for i, k := range keys {
		if digit.MatchString(u.Query().Get(k)) {
			keys[i] += "=#"
		}
	}
	return "?" + strings.Join(keys, "&")
}

// manyAlike is from how many addresses, that differ in one word alone, that word is one of many.
const manyAlike = 6

// merged joins groups that differ in their last step alone, where there are many: names of courses in one word.
func merged(groups map[string][]*url.URL) map[string][]*url.URL {
	alike := map[string][]string{}
	for k := range groups {
		path, q, _ := strings.Cut(k, "?")
		if i := strings.LastIndexByte(path, '/'); i > 0 && !strings.HasSuffix(path, "#") {
			stem := path[:i] + "/…?" + q
			alike[stem] = append(alike[stem], k)
		}
	}
	out := maps.Clone(groups)
	for stem, keys := range alike {
		n := 0
		for _, k := range keys {
			n += len(groups[k])
		}
		if len(keys) == 1 || n < manyAlike && !strings.Contains(stem, "#") { // a name below a number is the number's
			continue
		}
		slices.Sort(keys)
		var all []*url.URL
		for _, k := range keys {
			all = append(all, groups[k]...)
			delete(out, k)
		}
		out[strings.TrimSuffix(stem, "?")] = all
	}
	return out
}

// pageKeys are what sites call the number of a page of a list.
var pageKeys = regexp.MustCompile(
	`(?i)^(page|p|pg|num_?page|page_?num(ber)?|current_?page|start|offset|debut|from|first|index)$`)

// pageOfList reports that links lead to other pages of the list they stand on: its address with a number of a page.
func pageOfList(at *url.URL, us []*url.URL) bool {
	for _, u := range us {
		if u.Host != at.Host {
			return false
		}
		same := strings.TrimSuffix(u.Path, "/") == strings.TrimSuffix(at.Path, "/")
		if !same {
			rest, under := strings.CutPrefix(u.Path, strings.TrimSuffix(at.Path, "/")+"/")
			if !under || !regexp.MustCompile(`^(page[/-]?)\d+/?$`).MatchString(rest) {
				return false
			}
			continue
		}
		if !slices.ContainsFunc(slices.Collect(maps.Keys(u.Query())), func(k string) bool {
			return pageKeys.MatchString(k) && digit.MatchString(u.Query().Get(k))
		}) {
			return false
		}
	}
	return len(us) > 0
}

// courseWords are words that stand in addresses of courses.
var courseWords = regexp.MustCompile(
	`(?i)formation|stage|cursus|fiche|cours|module|parcours|diplom|certif|action|session|offre`)

// noCourse are words of addresses that list, sell or explain.
var noCourse = regexp.MustCompile(`(?i)actualit|news|article|blog|evenement|agenda|contact|mentions|connexion|` +
	`login|compte|media|recherche|search|metier|organisme|\.pdf`)

// fewElsewhere is from how many links to another host its pages may be the courses.
const fewElsewhere = 5

// markCourses says which shape is most likely that of the courses: many addresses with a number or a name in them,
// below words that courses stand under. Other views of the list itself are none; another host's pages are, where there
// is nothing here.
func markCourses(at *url.URL, list []Shape) {
	best, most := -1, 0
	for i := range list {
		s := &list[i]
		path, query, _ := strings.Cut(s.Shape, "?")
		elsewhere := strings.HasPrefix(s.Shape, "//")
		if s.Role != "" || s.Count < 2 || !strings.ContainsAny(s.Shape, "#…") || elsewhere && s.Count < fewElsewhere ||
			!elsewhere && strings.TrimSuffix(s.urls[0].Path, "/") == strings.TrimSuffix(at.Path, "/") {
			continue
		}
		score := 64 * s.Count
		if courseWords.MatchString(path) {
			score *= 4
		}
		if strings.Contains(s.Shape, "#") {
			score *= 2
		}
		if noCourse.MatchString(path) || query != "" && !strings.Contains(query, "#") {
			score /= 8
		}
		if elsewhere {
			score /= 32
		}
		if score > most {
			best, most = i, score
		}
	}
	if best >= 0 {
		list[best].Role = RoleCourse
	}
}

// ListPattern is the pattern of the pages of a list: its own address, and with the number of a page.
func ListPattern(at *url.URL, shapes []Shape) string {
	own := "^" + regexp.QuoteMeta(strings.TrimSuffix(at.EscapedPath(), "/")) + "/?"
	for _, s := range shapes {
		if s.Role != RoleList {
			continue
		}
		u := s.urls[0]
		if u.RawQuery == "" {
			return own + `(page[/-]?\d+/?)?$`
		}
		for _, k := range slices.Sorted(maps.Keys(u.Query())) {
			if pageKeys.MatchString(k) && len(u.Query()) == 1 && at.RawQuery == "" {
				return own + `(\?` + regexp.QuoteMeta(k) + `=\d+)?$`
			}
			if pageKeys.MatchString(k) {
				return own + `\?(.*&)?` + regexp.QuoteMeta(k) + `=\d+(&|$)`
			}
		}
	}
	if at.RawQuery != "" {
		return own + regexp.QuoteMeta("?"+at.RawQuery) + "$"
	}
	return own + "$"
}
