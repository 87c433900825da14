package sites

import (
	"net/url"
	"strings"
	"testing"
)

func TestASCIIHost(t *testing.T) {
	for in, want := range map[string]string{
		"Example.org": "example.org", "métiers.fr": "xn--mtiers-bva.fr", "MÉTIERS.fr:8080": "xn--mtiers-bva.fr:8080",
		"xn--mtiers-bva.fr": "xn--mtiers-bva.fr", "me\u0301tiers.fr": "xn--mtiers-bva.fr", "example。org": "example.org",
		"①②⑦.⓪.⓪.①": "127.0.0.1", "a_b.example": "a_b.example", "-é.fr": "-é.fr", "[2a00:1450::1]:80": "[2a00:1450::1]:80",
		"": "",
	} {
		if got := ASCIIHost(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// A profile and a page may each write an international host in either form.
func TestInternationalHosts(t *testing.T) {
	for _, host := range []string{"métiers.fr", "xn--mtiers-bva.fr"} {
		s, err := Parse([]byte(strings.ReplaceAll(good, "example.org", host)), "x.yaml")
		if err != nil {
			t.Fatal(err)
		}
		for _, raw := range []string{"https://métiers.fr/", "https://xn--mtiers-bva.fr/", "https://m%C3%A9tiers.fr/"} {
			u, err := url.Parse(raw)
			if err != nil {
				t.Fatal(err)
			}
			got := s.CanonicalURL(u)
			if c, _ := url.Parse(got); got != "https://xn--mtiers-bva.fr/" || !s.Serves(u) || s.Kind(c) != KindListing {
				t.Errorf("%s with hosts %s: got %s, serves %v, kind %s", raw, host, got, s.Serves(u), s.Kind(c))
			}
		}
		if set := (&Set{sites: []*Site{s}}); set.ForHost("métiers.fr") != s || set.ForHost("xn--mtiers-bva.fr:443") != nil ||
			set.ForHost("XN--MTIERS-BVA.FR") != s {
			t.Errorf("hosts %s: not the profile of its host", host)
		}
	}
}

// Ports of the web where they are named, and any on this machine.
func TestPortsOfProfiles(t *testing.T) {
	for host, want := range map[string]bool{"example.org:80": true, "example.org:443": true, "example.org:8000": true,
		"example.org:8080": true, "métiers.fr:8443": true, "127.0.0.1:6379": true, "localhost:18413": true, "[::1]:9": true,
		"example.org:22": false, "example.org:8081": false, "10.0.0.1:9": false, "localhost.example.org:9": false} {
		_, err := Parse([]byte(strings.ReplaceAll(strings.Replace(good, "[example.org]", "['example.org']", 1), "example.org",
			host)), "x.yaml")
		if got := err == nil || !strings.Contains(err.Error(), "port"); got != want {
			t.Errorf("%s: got %v (%v)", host, got, err)
		}
	}
}
