package sites

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

const hexDigits = "0123456789ABCDEF"

// Normal is the one spelling of a path with its query (RFC 3986, section 6.2.2): escapes are written in capitals, those
// of unreserved characters (letters, digits, "-._~") are undone, and what may not stand in a URL as it is gets escaped.
// Reserved characters stay as they are: "%2F" is another thing than "/".
func Normal(s string) string {
	i := 0
	for i < len(s) && stands[s[i]] {
		i++
	}
	if i == len(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch d, ok := escaped(s, i); {
		case ok && unreserved(d):
			b.WriteByte(d)
			i += 2
		case ok:
			b.Write([]byte{'%', hexDigits[d>>4], hexDigits[d&15]})
			i += 2
		case stands[c]:
			b.WriteByte(c)
		default:
			b.Write([]byte{'%', hexDigits[c>>4], hexDigits[c&15]})
		}
	}
	return b.String()
}

// stands tells the characters that a path or query may hold as they are.
var stands = func() (t [256]bool) {
	for c := range t {
		t[c] = unreserved(byte(c)) || strings.IndexByte("!$&'()*+,;=:@/?", byte(c)) >= 0
	}
	return t
}()

func unreserved(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

// escaped reads the escape that begins at i.
func escaped(s string, i int) (c byte, ok bool) {
	if s[i] != '%' || i+2 >= len(s) {
		return 0, false
	}
	hi, lo := strings.IndexByte(hexDigits, upper(s[i+1])), strings.IndexByte(hexDigits, upper(s[i+2]))
	return byte(hi<<4 | lo), hi >= 0 && lo >= 0
}

func upper(c byte) byte {
	if c >= 'a' && c <= 'f' {
		return c - 0x20
	}
	return c
}

// Sendable makes a URL what is sent for it: its host as DNS knows it, and the dot segments of its path resolved, also
// those written with escapes ("%2e%2E"), as browsers and servers do: what a robots.txt forbids by its name must not be
// had by another way to it. Nothing else is touched.
func Sendable(u *url.URL) {
	u.Host = ASCIIHost(u.Host)
	if p := u.EscapedPath(); p != undotted(p) {
		setPath(u, undotted(p))
	}
}

func undotted(path string) string {
	if !strings.Contains(path, "/.") && !strings.Contains(path, "/%2") {
		return path
	}
	segments := strings.Split(path, "/")
	kept := segments[:1:1] // what stands before the first slash: nothing
	for i, s := range segments[1:] {
		last := i == len(segments)-2
		dots := s
		if len(s) <= len("%2e%2e") {
			dots = Normal(s)
		}
		switch dots {
		case ".":
		case "..":
			kept = kept[:max(1, len(kept)-1)]
		default:
			kept = append(kept, s)
			continue
		}
		if last {
			kept = append(kept, "") // the folder itself
		}
	}
	if len(kept) == 1 {
		return "/"
	}
	return strings.Join(kept, "/")
}

func setPath(u *url.URL, path string) {
	if dec, err := url.PathUnescape(path); err == nil {
		u.Path, u.RawPath = dec, path
	}
}

// spellings are the ways in which a profile's patterns may have written a path and query: as it came, in its normal
// form, that with small hex digits, and that without the escapes that browsers leave out.
func spellings(pathQuery string) []string {
	out := []string{pathQuery}
	normal := Normal(pathQuery)
	if normal == pathQuery && !strings.Contains(pathQuery, "%") {
		return out
	}
	small, bare := []byte(normal), make([]byte, 0, len(normal))
	for i := 0; i < len(normal); i++ {
		c, ok := escaped(normal, i)
		switch {
		case !ok:
			bare = append(bare, normal[i])
			continue
		case strings.IndexByte("[]{}|^`\\", c) >= 0:
			bare = append(bare, c)
		default:
			bare = append(bare, normal[i:i+3]...)
		}
		copy(small[i:], strings.ToLower(normal[i:i+3]))
		i += 2
	}
	return append(out, normal, string(small), string(bare))
}

// plainID undoes the escapes of an id out of a URL, so that it is the same however the URL spells it. One that does not
// read as text keeps them, in their normal form.
func plainID(id string) string {
	dec, err := url.PathUnescape(id)
	if err != nil || !utf8.ValidString(dec) || strings.ContainsFunc(dec, control) {
		return Normal(id)
	}
	return dec
}

// Knowing is the site as a database knows it whose pages were entered under other spellings (canonical URL → the known
// one): CanonicalURL keeps to those, so that a page keeps its entry and its courses their keys.
func (s *Site) Knowing(known map[string]string) *Site {
	c := *s
	c.known = known
	return &c
}

// Spelled is a whole URL in its normal spelling: what CanonicalURL does for any site.
func Spelled(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return raw
	}
	return Generic().CanonicalURL(u)
}

// control reports a character that is printed nowhere.
func control(r rune) bool { return r < ' ' || r == 0x7f }
