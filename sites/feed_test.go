package sites

import (
	"path/filepath"
	"strings"
	"testing"
)

const goodPin = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// A profile of a feed says file, line, key and reason of every combination that makes no sense.
func TestFeedProfiles(t *testing.T) {
	const head = "id: x\nname: X\n"
	sftp := head + "feed:\n  url: sftp://example.org/out/f.xml\n  format: lheo\n"
	for _, tt := range []struct{ yaml, want string }{
		{head + "feed: {url: 'https://example.org/f.xml.gz', format: lheo}\n", ""},
		{head + "hosts: [data.example.org, example.org]\nfeed: {url: 'https://example.org/f?x=1', format: lheo, max_mib: 10}\n", ""},
		{head + "feed: {url: in/f.xml, format: lheo}\n", ""},
		{head + "feed: {url: /srv/in/f.xml, format: lheo}\n", ""},
		{sftp + "  user: carif\n  host_key: " + goodPin + "\n  password_env: X\n", ""},
		{sftp + "  user: carif\n  host_key: " + goodPin + "\n  key_file: k\n  password_file: p\n", ""},

		{head + "feed: {url: 'https://example.org/f?z=1&token=${FLUX_TOKEN}', format: lheo}\n", ""},

		{head + "feed: {url: 'https://example.org/f?z=1&token=motsecret', format: lheo}\n", "x.yaml:3: feed.url: holds what token is"},
		{head + "feed: {url: 'https://example.org/f?API-key=motsecret', format: lheo}\n", "write API-key=${NAME}"},
		{head + "feed: {url: 'https://example.org/${FLUX_TOKEN}/f', format: lheo}\n", "x.yaml:3: feed.url: names a variable outside its query"},
		{head + "feed: {format: lheo}\n", "x.yaml:3: feed.url: missing"},
		{head + "feed: {url: f.xml}\n", "x.yaml:3: feed.format: missing: lheo"},
		{head + "feed: {url: f.xml, format: rss}\n", `x.yaml:3: feed.format: "rss" is not known`},
		{head + "feed: {url: f.xml, format: lheo, colour: red}\n", "x.yaml:3: feed.colour: unknown key"},
		{head + "feed: {url: f.xml, format: lheo, max_mib: -1}\n", "x.yaml:3: feed.max_mib: -1 is not between"},
		{head + "feed: f.xml\n", "x.yaml:3: feed: wrong type"},
		{head + "feed: {url: 'ftp://example.org/f', format: lheo}\n", "x.yaml:3: feed.url: "},
		{head + "feed: {url: 'https:///f', format: lheo}\n", "has no host"},
		{head + "feed: {url: 'https://ex*mple.org/f', format: lheo}\n", "x.yaml:3: feed.url: "},
		{head + "feed: {url: 'https://example.org/f#a', format: lheo}\n", "fragment"},
		{head + "feed: {url: 'https://example.org:22/f', format: lheo}\n", "port 22 is never asked"},
		{head + "feed: {url: 'https://jo:motsecret@example.org/f', format: lheo}\n", "x.yaml:3: feed.url: holds a password"},
		{head + "feed: {url: 'https://jo@example.org/f', format: lheo}\n", "x.yaml:3: feed.url: holds a user"},
		{head + "feed: {url: 'sftp://jo:mot secret@example.org/f', format: lheo}\n", "x.yaml:3: feed.url: is not a URL"},
		{head + "hosts: [example.com]\nfeed: {url: 'https://example.org/f', format: lheo}\n", "x.yaml:4: feed.url: \"https://example.org/f\" is on a host that is not in hosts"},
		{head + "feed: {url: f.xml, format: lheo, user: jo}\n", "x.yaml:3: feed.user: is for sftp"},
		{head + "feed: {url: 'https://example.org/f', format: lheo, password_env: X}\n", "feed.password_env: is for sftp"},
		{sftp + "  user: carif\n  password_env: X\n", "x.yaml:3: feed.host_key: missing: the SHA256:… fingerprint"},
		{sftp + "  user: carif\n  password_env: X\n  host_key: MD5:aa\n", `x.yaml:8: feed.host_key: "MD5:aa" is not a fingerprint`},
		{sftp + "  password_env: X\n  host_key: " + goodPin + "\n", "x.yaml:3: feed.user: missing"},
		{sftp + "  user: carif\n  host_key: " + goodPin + "\n", "feed.password_file: missing"},
		{sftp + "  user: carif\n  host_key: " + goodPin + "\n  password_env: X\n  password_file: p\n", "x.yaml:8: feed.password_env: stands beside"},
		{sftp + "  password: motsecret\n", "x.yaml:6: feed.password: unknown key"},
		{strings.Replace(sftp, "example.org", "example.org:2222", 1), "port 2222 is never asked: sftp has port 22"},
		{strings.Replace(sftp, "/out/f.xml", "", 1), "does not end with the path of a file"},
		{head + "feed: {url: f.xml, format: lheo}\nstart: ['https://example.org/']\n", "x.yaml:4: start: is of a site of pages"},
		{head + "feed: {url: f.xml, format: lheo}\nsitemaps: ['https://example.org/']\n", "x.yaml:4: sitemaps: is of"},
		{head + "feed: {url: f.xml, format: lheo}\ncourse: ['^/f']\n", "x.yaml:4: course: is of"},
		{head + "feed: {url: f.xml, format: lheo}\npage: {root: main}\n", "x.yaml:4: page: is of"},
		{head + "feed: {url: f.xml, format: lheo}\nhistoric: true\n", "x.yaml:4: historic: is of"},
		{head + "feed: {url: f.xml, format: lheo}\nsentinels: [{url: 'https://example.org/f'}]\n", "x.yaml:4: sentinels: is of"},
		{head + "hosts: [example.org]\n", "x.yaml: start: missing: a start page, a sitemap or a feed"},
	} {
		_, err := Parse([]byte(tt.yaml), "x.yaml")
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("%s: %v", tt.yaml, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s: got %v, want %q in it", tt.yaml, err, tt.want)
		case err != nil && strings.Contains(err.Error(), "motsecret"):
			t.Errorf("%s: a password is told: %v", tt.yaml, err)
		}
	}
}

// A feed is known by one address, without a user, and its files stand beside the profile.
func TestFeedAddress(t *testing.T) {
	for in, want := range map[string]string{
		"https://Example.org:443/F.xml?b=2&a=1": "https://example.org/F.xml?b=2&a=1",
		"in/offres du mois.xml":                 "file:in/offres%20du%20mois.xml", "./in/../f.xml": "file:f.xml", "/srv/f.xml": "file:/srv/f.xml",
	} {
		s, err := Parse([]byte("id: x\nname: X\nfeed: {url: '"+in+"', format: lheo}\n"), filepath.Join("conf", "x.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Feed.Address().String(); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
		if got := s.Feed.Path("a/b"); got != filepath.Join("conf", "a", "b") {
			t.Errorf("path: got %s", got)
		}
		if got := s.Feed.Max(); got != 4<<30 {
			t.Errorf("bound: got %d", got)
		}
	}
}
