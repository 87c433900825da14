package links

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"carif/crawler/skim"
	"carif/sites"
)

// Resolve makes an absolute URL of a link as browsers do: white space around it and line breaks in it go,
// backslashes are slashes, characters that may not stand in a URL are escaped, dot segments are resolved, also those
// written with escapes; a fragment goes unless it is a route; nothing else is touched. nil when it leads nowhere we
// could go.
func Resolve(base *url.URL, href string) *url.URL {
	href = strings.Trim(href, " \t\r\n\f")
	if href == "" || href[0] == '#' && !sites.IsRoute(href[1:]) {
		return nil
	}
	if i := strings.IndexByte(href, ':'); i > 0 && scheme(href[:i]) {
		if s := strings.ToLower(href[:i]); s != "http" && s != "https" {
			return nil
		}
	}
	u, err := base.Parse(Clean(href))
	if err != nil || u.Host == "" {
		return nil
	}
	if !sites.IsRoute(u.Fragment) {
		u.Fragment, u.RawFragment = "", ""
	}
	sites.Sendable(u)
	return u
}

// AsAsked is the URL that is asked for where somebody writes raw: what a link of that spelling would lead to.
func AsAsked(raw string, site *sites.Site) (*url.URL, error) {
	u := Resolve(&url.URL{}, raw)
	if u == nil || u.User != nil {
		return nil, fmt.Errorf("%q is no http or https URL", raw)
	}
	return url.Parse(site.CanonicalURL(u))
}

func scheme(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i] | 0x20; !(c >= 'a' && c <= 'z') && (i == 0 || !strings.ContainsRune("0123456789+-.", rune(s[i]))) {
			return false
		}
	}
	return true
}

// Clean escapes what may not be sent raw. A path is UTF-8 whatever the page's charset, a query is in the bytes it comes
// in: that is what browsers send.
func Clean(href string) string {
	path, query, has := strings.Cut(href, "?")
	if !plain(path) {
		if !utf8.ValidString(path) {
			path = skim.UTF8([]byte(path))
		}
		path = escapeBytes(strings.ReplaceAll(path, `\`, "/"), false)
	}
	if !has {
		return path
	}
	if !plain(query) {
		query = escapeBytes(query, true)
	}
	return path + "?" + query
}

func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] <= ' ' || s[i] >= 0x7f || strings.IndexByte(`"<>\^`+"`{|}%", s[i]) >= 0 {
			return false
		}
	}
	return true
}

func escapeBytes(s string, query bool) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '\t' || c == '\n' || c == '\r':
		case c <= ' ' || c >= 0x7f || c == '"' || c == '<' || c == '>' || !query && strings.IndexByte("`{}^|\\", c) >= 0:
			b.Write([]byte{'%', hexDigits[c>>4], hexDigits[c&15]})
		case c == '%' && !(i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2])):
			b.WriteString("%25")
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

const hexDigits = "0123456789ABCDEF"

func isHex(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f' }
