package crawler

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"

	"carif/sites"
)

// maxCookies is how many bytes of cookies are sent with a request; a site that sets more gets none back.
const maxCookies = 8 << 10

// cookies are those set on the way of one fetch. Old catalogues send a visitor round to the same page until the cookie
// of its session comes back; no cookie lives longer than the fetch, so no site can know us again. Each is sent back to
// the host and port that set it, and to no other: a jar knows nothing of ports, and sends to the hosts of a domain.
type cookies struct {
	jars  map[string]*cookiejar.Jar // by host:port
	names []string                  // of all that were set, for people
}

// take keeps what an answer sets, and tells whether it sets any.
func (c *cookies) take(h http.Header, at *url.URL) bool {
	set := (&http.Response{Header: h}).Cookies()
	if len(set) == 0 {
		return false
	}
	origin := sites.HostPort(at)
	if c.jars[origin] == nil {
		if c.jars == nil {
			c.jars = map[string]*cookiejar.Jar{}
		}
		c.jars[origin], _ = cookiejar.New(nil) // never fails
	}
	c.jars[origin].SetCookies(at, set)
	for _, k := range set {
		if !slices.Contains(c.names, k.Name) && len(c.names) < 3 && len(k.Name) <= 40 {
			c.names = append(c.names, k.Name)
		}
	}
	return true
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
	jar := c.jars[sites.HostPort(to)]
	if jar == nil {
		return ""
	}
	r := http.Request{Header: http.Header{}}
	for _, k := range jar.Cookies(to) {
		r.AddCookie(k)
	}
	if line := r.Header.Get("Cookie"); len(line) <= maxCookies {
		return line
	}
	return ""
}

// complaint says in words what is wrong when an address comes again for which this cookie line is all there is to send;
// "" when the site has set no cookies.
func (c *cookies) complaint(line string) string {
	names := strings.Join(c.names, ", ")
	switch {
	case line != "":
		return ", though its cookies were sent back (" + names + ")"
	case len(c.jars) > 0:
		return ": this site wants a cookie (" + names + ") that is not for this address, or too long to be sent"
	}
	return ""
}
