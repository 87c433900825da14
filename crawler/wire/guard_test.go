package wire

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"carif/sites"
)

func TestPublicAddresses(t *testing.T) {
	refused := []string{"0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1",
		"127.255.255.254", "169.254.169.254",
		"172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.31.196.1", "192.52.193.1",
		"192.88.99.1", "192.168.1.1", "192.175.48.1",
		"198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1",
		"255.255.255.255",
		"::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b::808:808",
		"64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378::1",
		"2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::1", "2002:808:808::1", "2620:4f:8000::1",
		"3fff::1", "5f00::1",
		"fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1", "ff0e::1", "fe80::1%eth0", "4000::1"}
	for _, s := range refused {
		if Public(netip.MustParseAddr(s)) {
			t.Errorf("%s counts as public", s)
		}
	}
	allowed := []string{"8.8.8.8", "1.1.1.1", "93.184.216.34", "100.63.255.255", "100.128.0.1", "172.15.255.255",
		"172.32.0.1", "192.0.1.1", "192.167.255.255",
		"198.17.255.255", "198.20.0.1", "223.255.255.255", "2a00:1450:4007::1", "2606:4700::1111", "2001:200::1",
		"2001:4860:4860::8888", "3ffe::1"}
	for _, s := range allowed {
		if !Public(netip.MustParseAddr(s)) {
			t.Errorf("%s counts as not public", s)
		}
	}
}

func TestSpellingsOfURLs(t *testing.T) {
	site := &sites.Site{Profile: sites.Profile{Hosts: []string{"example.org", "example.org:8443", "example.org:22",
		"127.0.0.1:9"}}}
	g := &Guard{}
	tests := map[string]bool{
		"http://example.org/": true, "https://example.org/": true, "https://example.org:443/": true,
		"http://example.org:80/":    true,
		"https://example.org:8443/": true, "http://xn--caf-dma.example/": true, "http://a_b.example/": true,
		"http://93.184.216.34/": true, "http://[2a00:1450:4007::1]/": true,
		"ftp://example.org/": false, "file:///etc/passwd": false, "gopher://example.org/": false,
		"javascript:alert(1)": false, "data:text/html,x": false,
		"http://example.org:8080/": false, "http://example.org:22/": false, "http://example.org:0/": false,
		"http://other.org:8443/":   false,
		"http://user@example.org/": false, "http://user:pw@example.org/": false,
		"http://2130706433/": false, "http://0x7f000001/": false, "http://0x7f.1/": false, "http://0177.0.0.1/": false,
		"http://127.1/": false, "http://127.0.1/": false,
		"http://127.0.0.1./": false, "http://127.0.0.1/": false, "http://127.0.0.1:9/": false, "http://1.2.3.4.5/": false,
		"http://256.1.1.1/": false,
		"http://[::1]/":     false, "http://[::ffff:10.0.0.1]/": false, "http://[::ffff:8.8.8.8]/": false,
		"http://[fe80::1%25eth0]/": false, "http://10.0.0.1/": false,
		"http://example.org./": true, "http:///x": false, "http://./": false, "http://exa mple.org/": false,
		"http://①②⑦.⓪.⓪.①/": false, "http://example。org/": false,
		"http://%31%32%37.0.0.1/": false, "http://0/": false, "http://foo.0x1/": false,
	}
	for raw, want := range tests {
		u, err := url.Parse(raw)
		if err == nil {
			err = g.CheckURL(u, site)
		}
		if got := err == nil; got != want {
			t.Errorf("%s: got %v (%v), want %v", raw, got, err, want)
		}
	}
}

func TestLoopbackOnlyWhenAllowed(t *testing.T) {
	site := &sites.Site{Profile: sites.Profile{Hosts: []string{"127.0.0.1:18413"}}}
	u, _ := url.Parse("http://127.0.0.1:18413/")
	if err := (&Guard{}).CheckURL(u, site); !errors.Is(err, ErrRefused) {
		t.Errorf("loopback: got %v", err)
	}
	if err := (&Guard{Loopback: true}).CheckURL(u, site); err != nil {
		t.Errorf("allowed loopback: got %v", err)
	}
	if err := (&Guard{Loopback: true}).address(netip.MustParseAddr("10.0.0.1")); err == nil {
		t.Error("a private address passes with loopback allowed")
	}
}

// Only ports of the web are dialled, whatever was asked for before: others on an allowed loopback address alone.
func TestPortsAtTheDial(t *testing.T) {
	var dials []string
	for _, tt := range []struct {
		at       string
		loopback bool
		want     bool
	}{{"93.184.216.34:80", false, true}, {"93.184.216.34:443", false, true}, {"93.184.216.34:8080", false, true},
		{"93.184.216.34:22", false, false}, {"93.184.216.34:6379", true, false}, {"127.0.0.1:6379", true, true},
		{"127.0.0.1:80", false, false}} {
		g := &Guard{Loopback: tt.loopback, Dial: dialed(&dials)}
		dials = nil
		_, err := g.dialContext(t.Context(), "tcp", tt.at)
		if got := len(dials) == 1; got != tt.want || got == errors.Is(err, ErrRefused) {
			t.Errorf("%s: dialled %v, %v", tt.at, dials, err)
		}
		if err := g.control("tcp4", tt.at, nil); (err == nil) != tt.want {
			t.Errorf("%s at the socket: %v", tt.at, err)
		}
	}
}

// dialed records what reaches the socket.
func dialed(list *[]string) func(context.Context, string, string) (net.Conn, error) {
	return func(_ context.Context, _, address string) (net.Conn, error) {
		*list = append(*list, address)
		return nil, errors.New("no network in tests")
	}
}

func TestRebindingIsRefused(t *testing.T) {
	answers := [][]netip.Addr{{netip.MustParseAddr("93.184.216.34")}, {netip.MustParseAddr("127.0.0.1")}}
	asked := 0
	var dials []string
	g := &Guard{Dial: dialed(&dials), Resolve: func(context.Context, string) ([]netip.Addr, error) {
		asked++
		return answers[min(asked-1, 1)], nil
	}}
	_, _ = g.dialContext(t.Context(), "tcp", "rebind.example:80")
	_, err := g.dialContext(t.Context(), "tcp", "rebind.example:80")
	if !errors.Is(err, ErrRefused) || len(dials) != 1 || dials[0] != "93.184.216.34:80" {
		t.Errorf("got %v, dialled %v", err, dials)
	}
}

func TestMixedAnswerIsRefused(t *testing.T) {
	var dials []string
	for _, bad := range []string{"10.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254"} {
		g := &Guard{Dial: dialed(&dials), Resolve: func(context.Context, string) ([]netip.Addr, error) {
			return []netip.Addr{netip.MustParseAddr("93.184.216.34"), netip.MustParseAddr(bad)}, nil
		}}
		if _, err := g.dialContext(t.Context(), "tcp", "mixed.example:443"); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: got %v", bad, err)
		}
	}
	if len(dials) != 0 {
		t.Errorf("dialled %v", dials)
	}
}

// The socket itself refuses, whatever came before.
func TestSocketHasTheLastWord(t *testing.T) {
	g := &Guard{}
	if err := g.control("tcp4", "127.0.0.1:80", nil); !errors.Is(err, ErrRefused) {
		t.Errorf("got %v", err)
	}
	if err := g.control("tcp4", "93.184.216.34:443", nil); err != nil {
		t.Errorf("got %v", err)
	}
	if _, err := g.connect(t.Context(), "tcp", "127.0.0.1:1"); !errors.Is(err, ErrRefused) {
		t.Errorf("real dialer: got %v", err)
	}
}

// The environment names no proxy for us, unless asked; then the proxy may have any address, and only it.
func TestProxyOnlyWhenAsked(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://10.1.2.3:3128")
	if Base(&Guard{}, Limits{}, false).Proxy != nil {
		t.Error("a proxy is taken from the environment")
	}
	var dials []string
	g := &Guard{Dial: dialed(&dials)}
	dial := g.viaProxy(proxyHosts(func(name string) string {
		return map[string]string{"HTTP_PROXY": "http://10.1.2.3:3128", "https_proxy": "proxy.example:8080"}[name]
	}))
	for _, a := range []string{"10.1.2.3:3128", "proxy.example:8080", "10.1.2.4:3128", "127.0.0.1:80"} {
		_, _ = dial(t.Context(), "tcp", a)
	}
	if got, want := strings.Join(dials, " "), "10.1.2.3:3128 proxy.example:8080"; got != want {
		t.Errorf("dialled %s, want %s", got, want)
	}
}

// The port of ssh is dialled for feeds alone, and no private address on it either.
func TestDialSSH(t *testing.T) {
	var dials []string
	g := &Guard{Dial: dialed(&dials)}
	for raw, want := range map[string]bool{"sftp://93.184.216.34/f": true, "sftp://93.184.216.34:22/f": true,
		"sftp://93.184.216.34:2222/f": false, "sftp://10.0.0.1/f": false, "sftp://127.0.0.1/f": false,
		"sftp://2130706433/f": false, "sftp://[fe80::1]/f": false, "sftp://[::ffff:10.0.0.1]/f": false} {
		u, err := url.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		dials = nil
		_, err = g.DialSSH(t.Context(), u)
		if got := len(dials) == 1; got != want || got == errors.Is(err, ErrRefused) {
			t.Errorf("%s: dialled %v, %v", raw, dials, err)
		}
	}
	if _, err := g.dialContext(t.Context(), "tcp", "93.184.216.34:22"); !errors.Is(err, ErrRefused) {
		t.Errorf("the port of ssh stays open to others: %v", err)
	}
}
