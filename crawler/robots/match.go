package robots

import (
	"fmt"
	"strings"
	"time"
)

// Match judges one URL by a robots.txt body. agent is the product token, or a whole User-Agent value of which
// the part before "/" counts. rule names what decided: the winning line with its number, or why none did. The
// URL is compared as it would be sent, path and query, in the two ways of Book.Match.
func Match(body []byte, agent, rawURL string) (allow bool, rule string) {
	agent, _, _ = strings.Cut(agent, "/")
	return Parse(body).Match(agent, pathOf(rawURL))
}

// verdict is the best rule of each kind found so far.
type verdict struct{ allow, disallow *rule }

func (v *verdict) take(r *rule, path string) {
	slot := &v.disallow
	if r.allow {
		slot = &v.allow
	}
	if *slot != nil && len((*slot).pattern) >= len(r.pattern) && !r.allow {
		return // can't win, whether it matches or not
	}
	switch {
	case !matchPattern(path, r.pattern):
		if r.allow {
			v.takeIndex(r, path)
		}
	case *slot == nil || len((*slot).pattern) < len(r.pattern):
		*slot = r
	}
}

// takeIndex lets an Allow of …/index.htm(l) allow the folder itself, as Google does.
func (v *verdict) takeIndex(r *rule, path string) {
	i := strings.LastIndexByte(r.pattern, '/')
	if i < 0 || !strings.HasPrefix(r.pattern[i:], "/index.htm") {
		return
	}
	c := *r
	c.pattern = r.pattern[:i+1] + "$"
	v.take(&c, path)
}

// decided tells whether the rules say anything: an empty pattern says nothing.
func (v *verdict) decided() bool {
	return v.allow != nil && v.allow.pattern != "" || v.disallow != nil && v.disallow.pattern != ""
}

// result is the longer pattern's word; Allow wins a draw.
func (v *verdict) result() (bool, string) {
	a, d := -1, -1
	if v.allow != nil {
		a = len(v.allow.pattern)
	}
	if v.disallow != nil {
		d = len(v.disallow.pattern)
	}
	if d > a {
		return false, fmt.Sprintf("line %d: %s", v.disallow.line, v.disallow.text)
	}
	return true, fmt.Sprintf("line %d: %s", v.allow.line, v.allow.text)
}

// Match judges a path and query as they would be sent, twice: as Google's matcher does, which compares octets (but
// for the case of hex digits, which means nothing), and in the normal form of RFC 9309, which Google's matcher does not
// make. What either forbids is forbidden: where the two disagree nobody knows which of them a site's owner had in mind,
// and a page too few is better than a page that may not be asked.
func (b *Book) Match(agent, path string) (bool, string) {
	upper, normal := upperHex(path), normalPath(path)
	ok, why := b.match(agent, upper, false)
	if ok && (b.twoForms || normal != upper) {
		return b.match(agent, normal, true)
	}
	return ok, why
}

func (b *Book) match(agent, path string, normal bool) (bool, string) {
	var specific, global verdict
	named := false
	for i := range b.groups {
		g := &b.groups[i]
		v := &global
		switch {
		case g.names(agent):
			v, named = &specific, true
		case !g.global:
			continue
		}
		for j := range g.rules {
			r := &g.rules[j]
			if normal && r.normal != r.pattern {
				c := *r
				c.pattern, r = r.normal, &c
			}
			v.take(r, path)
		}
	}
	switch {
	case specific.decided():
		return specific.result()
	case named:
		return true, "no rule for " + agent + " matches"
	case global.decided():
		return global.result()
	}
	return true, "no rule matches"
}

func (g *group) names(agent string) bool {
	for _, a := range g.agents {
		if strings.EqualFold(a, agent) {
			return true
		}
	}
	return false
}

// CrawlDelay is the delay asked of the agent: of its own group where there is one, else of everybody.
func (b *Book) CrawlDelay(agent string) time.Duration {
	var own, all time.Duration
	named := false
	for i := range b.groups {
		switch g := &b.groups[i]; {
		case g.names(agent):
			own, named = max(own, g.delay), true
		case g.global:
			all = max(all, g.delay)
		}
	}
	if named {
		return own
	}
	return all
}

// matchPattern tells whether a path begins with a pattern, in which "*" stands for any run of characters and a
// final "$" for the end. The time is bounded by the square of the path's length: hostile rules of kilobytes are
// too long for any path, or are stars that count once.
func matchPattern(path, pattern string) bool {
	star := strings.IndexAny(pattern, "*$")
	if star < 0 {
		return strings.HasPrefix(path, pattern)
	}
	if !strings.HasPrefix(path, pattern[:star]) || literals(pattern) > len(path) {
		return false
	}
	pos := make([]int, 1, len(path)+1)
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '$' && i+1 == len(pattern):
			return pos[len(pos)-1] == len(path)
		case c == '*' && i > 0 && pattern[i-1] == '*': // as good as one
		case c == '*':
			first := pos[0]
			pos = pos[:0]
			for p := first; p <= len(path); p++ {
				pos = append(pos, p)
			}
		default:
			kept := pos[:0]
			for _, p := range pos {
				if p < len(path) && path[p] == c {
					kept = append(kept, p+1)
				}
			}
			if pos = kept; len(pos) == 0 {
				return false
			}
		}
	}
	return true
}

// literals is the least number of characters a path must have for the pattern to match.
func literals(pattern string) int {
	return len(pattern) - strings.Count(pattern, "*") - 1 // a final "$" is none
}

// pathOf cuts path and query out of a URL text without parsing it, as Google's matcher does.
func pathOf(raw string) string {
	from := 0
	if strings.HasPrefix(raw, "//") {
		from = 2
	}
	early := indexFrom(raw, "/?;", from)
	scheme := strings.Index(raw[from:], "://")
	if scheme >= 0 && !(early >= 0 && early < scheme+from) {
		from += scheme + 3
	}
	start := indexFrom(raw, "/?;", from)
	if start < 0 {
		return "/"
	}
	end := len(raw)
	if h := strings.IndexByte(raw, '#'); h >= 0 {
		if h < start {
			return "/"
		}
		end = h
	}
	if raw[start] != '/' {
		return "/" + raw[start:end]
	}
	return raw[start:end]
}

func indexFrom(s, chars string, from int) int {
	if i := strings.IndexAny(s[from:], chars); i >= 0 {
		return i + from
	}
	return -1
}
