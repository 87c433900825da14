package sites

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"maps"
	"net/url"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Feed is a file that holds all courses of a site, fetched in the place of pages.
type Feed struct {
	URL     string `yaml:"url"`      // https://…, http://…, sftp://… or a file, relative to the profile
	Format  string `yaml:"format"`   // lheo
	MaxMiB  int    `yaml:"max_mib"`  // most MiB of it, as sent and unpacked; 0 = 4096
	User    string `yaml:"user"`     // sftp
	HostKey string `yaml:"host_key"` // sftp: "SHA256:…", the server's only key that is trusted
	// Where the secret of an sftp user stands: it is never in the profile. With a key, the password is the key's own.
	KeyFile      string `yaml:"key_file"`      // of a private key, relative to the profile
	PasswordFile string `yaml:"password_file"` // whose first line is the password, relative to the profile
	PasswordEnv  string `yaml:"password_env"`  // variable of the environment that holds the password

	address *url.URL
	dir     string // of the profile
}

// The schemes of a feed's address; a file has one of its own, so that it is known by a URL like the others.
const (
	SchemeSFTP = "sftp"
	SchemeFile = "file"
)

// SSHPort is the port of sftp: it is asked for feeds alone.
const SSHPort = "22"

// defaultFeedMiB bounds a feed: the regional ones known are under 1 GiB, the national one is said to be under 3.
const defaultFeedMiB = 4096

// secretName finds what stands for a secret in a query, in either spelling: ${NAME} of the environment.
var secretName = regexp.MustCompile(`(?i:\$|%24)(?:\{|(?i:%7B))([A-Za-z_][A-Za-z0-9_]*)(?:\}|(?i:%7D))`)

// Secrets names the variables of the environment whose values the query of a feed's address asks for.
func (f *Feed) Secrets() []string {
	var names []string
	for _, m := range secretName.FindAllStringSubmatch(f.address.RawQuery, -1) {
		names = append(names, m[1])
	}
	return names
}

// FillSecret puts the value of a secret, as a query has it, where its name stands.
func FillSecret(query, name, value string) string {
	return secretName.ReplaceAllStringFunc(query, func(at string) string {
		if secretName.FindStringSubmatch(at)[1] != name {
			return at
		}
		return value
	})
}

// secretKeys are names of parameters whose values nobody writes into a file that is kept and shown.
var secretKeys = regexp.MustCompile(`(?i)token|secret|passw|pwd|api.?key|signature|credential|^(?:key|auth|sig)$`)

// bareSecret finds the parameter of a query that holds a secret in clear; "" for none.
func bareSecret(query string) string {
	for _, pair := range strings.Split(query, "&") {
		key, value, _ := strings.Cut(pair, "=")
		if name, err := url.QueryUnescape(key); err == nil && value != "" && secretKeys.MatchString(name) &&
			!secretName.MatchString(value) {
			return name
		}
	}
	return ""
}

// Address is the URL a feed is known by, never with a user: as the profile writes it; file:PATH for a file.
func (f *Feed) Address() *url.URL {
	u := *f.address
	return &u
}

// Max is the most bytes of a feed, as sent and unpacked.
func (f *Feed) Max() int64 { return int64(cmp.Or(f.MaxMiB, defaultFeedMiB)) << 20 }

// Path is where a file of the feed's stands that the profile names: relative to the profile.
func (f *Feed) Path(name string) string {
	if name == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(f.dir, filepath.FromSlash(name))
}

// checkFeed validates a profile whose courses come in a feed.
func (s *Site) checkFeed(c *checker) {
	f := s.Feed
	if at := filepath.Dir(s.File); !strings.HasPrefix(s.File, "builtin:") {
		f.dir = at
	}
	pages := map[string]bool{"start": len(s.Start) > 0, "sitemaps": len(s.Sitemaps) > 0,
		"listing": len(s.Listing) > 0, "course": len(s.Course) > 0, "ignore": len(s.Ignore) > 0,
		"sentinels": len(s.Sentinels) > 0, "historic": s.Historic, "page": c.keys["page"] != nil,
		"canonical": c.keys["canonical"] != nil, "render": c.keys["render"] != nil, "api": c.keys["api"] != nil}
	for _, key := range slices.Sorted(maps.Keys(pages)) {
		if pages[key] {
			c.bad(key, "is of a site of pages: a profile with a feed has no pages")
		}
	}
	switch f.Format {
	case "lheo":
	case "":
		c.bad("feed.format", "missing: lheo is the format known")
	default:
		c.bad("feed.format", "%q is not known: lheo is", f.Format)
	}
	if f.MaxMiB < 0 || f.MaxMiB > 1<<20 {
		c.bad("feed.max_mib", "%d is not between 1 and %d", f.MaxMiB, 1<<20)
	}
	s.checkHosts(c)
	s.checkAddress(c)
}

// checkAddress reads the feed's address, and holds the keys beside it to what its scheme asks for.
func (s *Site) checkAddress(c *checker) {
	f := s.Feed
	f.address = &url.URL{Scheme: SchemeFile, Opaque: "none"} // for what cannot be read
	if f.URL == "" {
		c.bad("feed.url", "missing: https://…, sftp://… or a file, relative to the profile")
		return
	}
	if !strings.Contains(f.URL, "://") {
		f.address = &url.URL{Scheme: SchemeFile, Opaque: (&url.URL{Path: path.Clean(filepath.ToSlash(f.URL))}).EscapedPath()}
		s.onlySFTP(c)
		return
	}
	u, err := url.Parse(f.URL)
	if err != nil {
		c.bad("feed.url", "is not a URL") // its words may hold a password
		return
	}
	if _, secret := u.User.Password(); secret {
		c.bad("feed.url", "holds a password: a profile never does; password_file or password_env say where it stands")
		return
	}
	if key := bareSecret(u.RawQuery); key != "" {
		c.bad("feed.url", "holds what %s is: a profile never does; write %s=${NAME} and set NAME in the environment", key,
			key)
		return
	}
	switch {
	case strings.Contains(strings.TrimSuffix(f.URL, "?"+u.RawQuery), "${"):
		c.bad("feed.url", "names a variable outside its query (${…}): secrets stand there alone")
	case u.User != nil:
		c.bad("feed.url", "holds a user: give it as user")
	case u.Host == "" || noName(u.Hostname()) && !strings.Contains(u.Host, "["):
		c.bad("feed.url", "%q has no host that can be asked", f.URL)
	case u.Fragment != "":
		c.bad("feed.url", "%q has a fragment (#…), which is never sent", f.URL)
	}
	switch u.Scheme {
	case "http", "https":
		f.address, _ = url.Parse(s.CanonicalURL(u)) // it was parsed a moment ago
		if len(s.Hosts) == 0 {
			s.Hosts = []string{u.Host}
		}
		if !s.Serves(u) {
			c.bad("feed.url", "%q is on a host that is not in hosts", f.URL)
		}
		if !WebPort(u.Port(), true) && !Loopback(u.Hostname()) {
			c.bad("feed.url", "port %s is never asked: %s", u.Port(), PortRules)
		}
		s.onlySFTP(c)
	case SchemeSFTP:
		u.Host = ASCIIHost(u.Host)
		f.address = u
		s.checkSFTP(c, u)
	default:
		c.bad("feed.url", "%q: a feed is fetched by https, http or sftp, or read from a file", f.URL)
	}
}

// onlySFTP tells of keys that only sftp has.
func (s *Site) onlySFTP(c *checker) {
	f := s.Feed
	keys := map[string]string{"user": f.User, "host_key": f.HostKey, "key_file": f.KeyFile,
		"password_file": f.PasswordFile, "password_env": f.PasswordEnv}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if keys[key] != "" {
			c.bad("feed."+key, "is for sftp:// addresses only")
		}
	}
}

func (s *Site) checkSFTP(c *checker, u *url.URL) {
	f := s.Feed
	if p := u.Port(); p != "" && p != SSHPort && !Loopback(u.Hostname()) {
		c.bad("feed.url", "port %s is never asked: sftp has port %s; any other on a loopback host alone", p, SSHPort)
	}
	if strings.Trim(u.Path, "/") == "" || u.RawQuery != "" {
		c.bad("feed.url", "%q does not end with the path of a file", f.URL)
	}
	if f.User == "" {
		c.bad("feed.user", "missing: the user of the sftp account")
	}
	if why := badHostKey(f.HostKey); why != "" {
		c.bad("feed.host_key", "%s", why)
	}
	switch {
	case f.KeyFile == "" && f.PasswordFile == "" && f.PasswordEnv == "":
		c.bad("feed.password_file", "missing: key_file, password_file or password_env say where the secret stands")
	case f.PasswordFile != "" && f.PasswordEnv != "":
		c.bad("feed.password_env", "stands beside password_file: one of them")
	}
}

// badHostKey says what is wrong with the fingerprint of a host key; "" when nothing is.
func badHostKey(key string) string {
	const ask = "ask the feed's owner for it; `carif harvest` shows the key that the server has"
	if key == "" {
		return "missing: the SHA256:… fingerprint of the server's key (" + ask + ")"
	}
	sum, ok := strings.CutPrefix(key, "SHA256:")
	if b, err := base64.RawStdEncoding.DecodeString(sum); !ok || err != nil || len(b) != 32 {
		return fmt.Sprintf("%q is not a fingerprint as ssh-keygen -l prints it: SHA256: and 43 characters", key)
	}
	return ""
}
