package sites

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// ASCIIHost is a host[:port] in the form that DNS knows and requests carry: small letters, and international names in
// their xn-- form, as browsers make it. What has no such form stays as it is.
func ASCIIHost(host string) string {
	host = strings.ToLower(host)
	if isASCII(host) {
		return host
	}
	h := &url.URL{Host: host}
	name, err := idna.Lookup.ToASCII(h.Hostname())
	if err != nil {
		return host
	}
	if p := h.Port(); p != "" {
		name += ":" + p
	}
	return name
}

// asciiURL is a URL with its host as DNS knows it where it is written otherwise.
func asciiURL(raw string) string {
	if isASCII(raw) {
		return raw
	}
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	u.Host = ASCIIHost(u.Host)
	return u.String()
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// OddRune reports what no name of DNS is made of.
func OddRune(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '.' || r == '_')
}

// Loopback reports whether a host name, without port, means this machine whatever DNS says.
func Loopback(name string) bool {
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	a, err := netip.ParseAddr(name)
	return err == nil && a.IsLoopback()
}

// The ports of the web: those that any host may be asked on, and those it may where a profile's hosts name them. Any
// other is of another service.
var (
	webPorts   = []string{"", "80", "443"}
	namedPorts = []string{"8000", "8080", "8443"}
)

// PortRules says in words which ports are asked.
const PortRules = "ports 80 and 443 are asked; 8000, 8080 and 8443 where the profile's hosts name them; " +
	"any other on a loopback host alone"

// WebPort reports whether a host that is not this machine may be asked on a port; named tells that a profile's hosts
// name it.
func WebPort(port string, named bool) bool {
	return slices.Contains(webPorts, port) || named && slices.Contains(namedPorts, port)
}

// Names reports whether one of the profile's hosts is this host:port, written out.
func (s *Site) Names(hostPort string) bool {
	return slices.ContainsFunc(s.Hosts, func(h string) bool { return ASCIIHost(h) == ASCIIHost(hostPort) })
}
