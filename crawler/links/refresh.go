package links

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// RefreshTo tells where the page sends its readers on to by itself, and after how long; nil when it does not. It is at
// itself where the page only loads anew.
func (l *Leads) RefreshTo(at *url.URL) (*url.URL, time.Duration) {
	wait, href, ok := readRefresh(l.Refresh)
	switch {
	case !ok:
		return nil, 0
	case href == "" || href[0] == '#':
		return at, wait
	}
	return l.resolve(l.base(at), href), wait
}

// readRefresh reads the content of a refresh as the HTML standard does ("shared declarative refresh steps"): seconds,
// then a semicolon, comma or blank, then the URL, with or without "URL=" and quotes.
func readRefresh(content string) (wait time.Duration, href string, ok bool) {
	s := strings.TrimLeft(content, spaces)
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if n == 0 && !strings.HasPrefix(s, ".") {
		return 0, "", false
	}
	if n > 0 {
		sec, err := strconv.Atoi(s[:min(n, 9)])
		if err != nil {
			return 0, "", false // unreachable: nine digits
		}
		wait = time.Duration(sec) * time.Second
	}
	s = strings.TrimLeft(s[n:], "0123456789.")
	if s == "" {
		return wait, "", true
	}
	if !strings.ContainsAny(s[:1], ";,"+spaces) {
		return 0, "", false
	}
	s = strings.TrimLeft(s, spaces)
	if s != "" && (s[0] == ';' || s[0] == ',') {
		s = strings.TrimLeft(s[1:], spaces)
	}
	return wait, unquote(afterURL(s)), true
}

const spaces = " \t\r\n\f"

// afterURL cuts "url =" off.
func afterURL(s string) string {
	if len(s) < 3 || !strings.EqualFold(s[:3], "url") {
		return s
	}
	if rest := strings.TrimLeft(s[3:], spaces); strings.HasPrefix(rest, "=") {
		return strings.TrimLeft(rest[1:], spaces)
	}
	return s
}

func unquote(s string) string {
	if s == "" || s[0] != '"' && s[0] != '\'' {
		return strings.TrimRight(s, spaces)
	}
	inside, _, _ := strings.Cut(s[1:], s[:1])
	return strings.TrimSpace(inside)
}
