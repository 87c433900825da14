package wire

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"carif/sites"
)

// special lists the address ranges that are not the public internet: the IANA special-purpose registries of
// IPv4 and IPv6 (RFC 6890 and its updates), multicast and reserved space. net/netip's own predicates know only
// half of them.
var special = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
	"192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
	"192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
)

// globalIPv6 is the only IPv6 space handed out to the public: mapped, translated (64:ff9b), unique-local,
// link-local, site-local and multicast addresses all lie outside.
var globalIPv6 = netip.MustParsePrefix("2000::/3")

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// Public reports whether an address belongs to the public internet.
func Public(a netip.Addr) bool {
	if !a.IsValid() || a.Zone() != "" || a.Is4In6() {
		return false
	}
	if a.Is6() && !globalIPv6.Contains(a) {
		return false
	}
	for _, p := range special {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// Guard stands between us and the network: it judges URLs before a request and addresses at the dial.
type Guard struct {
	Loopback bool          // loopback addresses pass: for tests and the demo
	Timeout  time.Duration // to connect
	ssh      bool          // the port of ssh passes, too: see DialSSH
	// Resolve stands in for DNS, Dial for TCP; nil means the real ones.
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	Dial    func(ctx context.Context, network, address string) (net.Conn, error)
}

func (g *Guard) address(a netip.Addr) error {
	if Public(a) || g.Loopback && a.IsLoopback() && !a.Is4In6() {
		return nil
	}
	return Refuse("address %s is not public", a)
}

// CheckURL judges scheme, spelling of the host, and port.
func (g *Guard) CheckURL(u *url.URL, site *sites.Site) error {
	if u.Scheme != "http" && u.Scheme != "https" {
		return Refuse("scheme %q", u.Scheme)
	}
	if u.Opaque != "" || u.User != nil {
		return Refuse("URL with user or opaque part")
	}
	host := u.Hostname()
	if err := checkHost(host); err != nil {
		return err
	}
	if a, err := netip.ParseAddr(host); err == nil {
		if err := g.address(a); err != nil {
			return err
		}
	}
	return g.port(u, site)
}

// port lets a URL's port pass that the profile may name; on a loopback host, where those are allowed, any it does name.
func (g *Guard) port(u *url.URL, site *sites.Site) error {
	p, named := u.Port(), site.Names(u.Host)
	if sites.WebPort(p, named) || named && g.Loopback && sites.Loopback(u.Hostname()) {
		return nil
	}
	return Refuse("port %s of %s: %s", p, u.Hostname(), sites.PortRules)
}

// endpoint judges what is about to be dialled: the profile is not known here, so any port that one may name passes.
func (g *Guard) endpoint(a netip.Addr, port string) error {
	if err := g.address(a); err != nil {
		return err
	}
	if sites.WebPort(port, true) || g.ssh && port == sites.SSHPort || g.Loopback && a.IsLoopback() {
		return nil
	}
	return Refuse("port %s of %s: %s", port, a, sites.PortRules)
}

// checkHost refuses host names that some resolvers read as addresses (2130706433, 0x7f.1, 0177.0.0.1, 127.1),
// and names that no DNS serves.
func checkHost(host string) error {
	if host == "" || len(host) > 253 {
		return Refuse("host %q", host)
	}
	if strings.Contains(host, ":") { // IPv6 literal
		if a, err := netip.ParseAddr(host); err != nil || a.Zone() != "" {
			return Refuse("host %q", host)
		}
		return nil
	}
	last := strings.TrimSuffix(host, ".")
	if i := strings.LastIndexByte(last, '.'); i >= 0 {
		last = last[i+1:]
	}
	if last == "" || strings.ContainsFunc(host, sites.OddRune) {
		return Refuse("host %q", host)
	}
	if !numeric(last) {
		return nil
	}
	if a, err := netip.ParseAddr(host); err != nil || a.String() != host {
		return Refuse("host %q is an odd spelling of an address", host)
	}
	return nil
}

// numeric tells whether a resolver could take the last label of a name for a number.
func numeric(label string) bool {
	if s, ok := strings.CutPrefix(strings.ToLower(label), "0x"); ok {
		return strings.Trim(s, "0123456789abcdef") == ""
	}
	return strings.Trim(label, "0123456789") == ""
}

// dialContext resolves the host itself, refuses it when any of its addresses is not public, and dials one of
// the addresses it judged, so that a second, different DNS answer can't slip in between.
func (g *Guard) dialContext(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("dial %s: %w", address, err)
	}
	addrs, err := g.lookup(ctx, host)
	if err != nil {
		return nil, fmt.Errorf("resolve %s: %w", host, err)
	}
	if len(addrs) == 0 {
		return nil, fmt.Errorf("resolve %s: no address", host)
	}
	addrs = slices.Clone(addrs)
	for i, a := range addrs {
		if g.Resolve == nil {
			addrs[i] = a.Unmap() // the system resolver writes IPv4 in its 16-byte form
		}
		if err := g.endpoint(addrs[i], port); err != nil {
			return nil, fmt.Errorf("dial %s: %w", host, err)
		}
	}
	// IPv4 first: where IPv6 is a dead end, each new connection would wait for it
	slices.SortStableFunc(addrs, func(a, b netip.Addr) int { return a.BitLen() - b.BitLen() })
	var last error
	for _, a := range addrs {
		conn, err := g.connect(ctx, network, net.JoinHostPort(a.String(), port))
		if err == nil {
			return conn, nil
		}
		if last = err; ctx.Err() != nil {
			break
		}
	}
	return nil, last
}

// DialSSH dials a feed's sftp server as every other host is dialled, on the port of ssh; addresses are judged alike.
func (g *Guard) DialSSH(ctx context.Context, u *url.URL) (net.Conn, error) {
	if err := checkHost(u.Hostname()); err != nil {
		return nil, err
	}
	port := u.Port()
	if port == "" {
		port = sites.SSHPort
	}
	s := *g
	s.ssh = true
	return s.dialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
}

func (g *Guard) lookup(ctx context.Context, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}, nil
	}
	if g.Resolve != nil {
		return g.Resolve(ctx, host)
	}
	return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
}

func (g *Guard) connect(ctx context.Context, network, address string) (net.Conn, error) {
	if g.Dial != nil {
		return g.Dial(ctx, network, address)
	}
	d := net.Dialer{Timeout: g.Timeout, Control: g.control}
	return d.DialContext(ctx, network, address)
}

// viaProxy dials the proxies of the environment whatever their address, since a person asked for them, and
// everything else as ever.
func (g *Guard) viaProxy(proxies map[string]bool) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		if !proxies[address] {
			return g.dialContext(ctx, network, address)
		}
		if g.Dial != nil {
			return g.Dial(ctx, network, address)
		}
		d := net.Dialer{Timeout: g.Timeout}
		return d.DialContext(ctx, network, address)
	}
}

// proxyHosts lists the host:port of the proxies that net/http takes from the environment.
func proxyHosts(env func(string) string) map[string]bool {
	out := map[string]bool{}
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"} {
		v := env(name)
		if v != "" && !strings.Contains(v, "://") {
			v = "http://" + v
		}
		if u, err := url.Parse(v); err == nil && u.Host != "" {
			out[sites.HostPort(u)] = true
		}
	}
	return out
}

// control is the last word: it sees the very address the socket is about to connect to.
func (g *Guard) control(_, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return Refuse("address %q", address)
	}
	return g.endpoint(ap.Addr(), strconv.Itoa(int(ap.Port())))
}
