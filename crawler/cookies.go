package crawler

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
)

// maxCookies is how many bytes of cookies are sent with a request; a site that sets more gets none back.
const maxCookies = 8 << 10

// cookies are those set on the way of one fetch. Old catalogues send a visitor round to the same page until the cookie
// of its session comes back; no cookie lives longer than the fetch, so no site can know us again.
type cookies struct{ jar *cookiejar.Jar }

// take keeps what an answer sets.
func (c *cookies) take(h http.Header, at *url.URL) {
	set := (&http.Response{Header: h}).Cookies()
	if len(set) == 0 {
		return
	}
	if c.jar == nil {
		c.jar, _ = cookiejar.New(nil) // never fails
	}
	c.jar.SetCookies(at, set)
}

// send puts the cookies for a URL into a request's header, and gives the line.
func (c *cookies) send(h http.Header, to *url.URL) string {
	line := c.line(to)
	if line != "" {
		h.Set("Cookie", line)
	}
	return line
}

// line is the Cookie header for a URL; "" when it gets none.
func (c *cookies) line(to *url.URL) string {
	if c.jar == nil {
		return ""
	}
	r := http.Request{Header: http.Header{}}
	for _, k := range c.jar.Cookies(to) {
		r.AddCookie(k)
	}
	if line := r.Header.Get("Cookie"); len(line) <= maxCookies {
		return line
	}
	return ""
}

// any tells that the site has set cookies.
func (c *cookies) any() bool { return c.jar != nil }
