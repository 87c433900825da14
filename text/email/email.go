package email

import (
	"cmp"
	"encoding/hex"
	"net/url"
	"regexp"
	"strings"

	"carif/schema"
	"carif/text"
	"carif/text/web"
)

// Read reads the addresses of a text and of its mailto links, in lower case and each once. Masked
// ("form...@example.org", "xxx[at]example.org") and malformed ones are no addresses: they come back as bad.
func Read(s string, links []schema.Link) (emails, bad []string) {
	if len(s) > text.LongestRead {
		s = s[:text.LongestRead]
	}
	s = Plain(s)
	for i := 0; i < len(s); {
		k := strings.IndexByte(s[i:], '@')
		if k < 0 {
			break
		}
		k += i
		from, to := k, k+1
		for from > i && localByte(s[from-1]) {
			from--
		}
		for to < len(s) && domainByte(s[to]) {
			to++
		}
		i = to
		if e := address(s[from:k], s[k+1:to]); e != "" {
			emails = text.AddOnce(emails, e)
		} else {
			bad = append(bad, s[from:to])
		}
	}
	for _, m := range []string{"[at]", "(at)", "[arobase]", "(arobase)", "{at}", " at-"} {
		if i := text.IndexFold(s, m); i >= 0 {
			bad = append(bad, around(s, i, len(m)))
		}
	}
	for _, l := range links {
		if e := Mailto(l.Href); e != "" {
			emails = text.AddOnce(emails, e)
		}
	}
	if len(emails) == 0 && strings.Contains(s, protected) {
		bad = append(bad, protected)
	}
	return emails, bad
}

// protected is what a page shows in the place of a mailbox that only a script of its host makes readable.
const protected = "[email protected]"

// cloudflare begins the address of a link to a mailbox that is hidden so; the hidden mailbox follows.
const cloudflare = "/cdn-cgi/l/email-protection#"

// Unhide reads a mailbox as Cloudflare hides it from robots, in data-cfemail and behind its links: hexadecimal bytes,
// each but the first combined with the first by exclusive or. It is "" for anything else.
func Unhide(s string) string {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) < 6 || len(b) > 300 {
		return ""
	}
	for i := len(b) - 1; i >= 0; i-- {
		b[i] ^= b[0]
	}
	local, domain, ok := strings.Cut(string(b[1:]), "@")
	if !ok {
		return ""
	}
	return address(local, domain)
}

// spelled finds a mailbox whose marks are words in brackets: "nom (at) exemple (point) fr", "nom[arobase]exemple.fr".
var spelled = regexp.MustCompile(`(?i)([a-z0-9._%+-]{1,64}) ?[\[({] ?(?:at|arobase|@) ?[\])}] ?` +
	`([a-z0-9-]{1,63}(?: ?(?:\.|[\[({] ?(?:dot|point|\.) ?[\])}]) ?[a-z0-9-]{1,63}){1,4})`)

// dot finds a mark between the parts of a domain.
var dot = regexp.MustCompile(`(?i) ?[\[({]? ?(?:\bdot\b|\bpoint\b|\.) ?[\])}]? ?`)

// Plain gives a text with the mailboxes that are spelled out in it written as mailboxes.
func Plain(s string) string {
	if len(s) > text.LongestRead || !strings.ContainsAny(s, "[({") {
		return s
	}
	return spelled.ReplaceAllStringFunc(s, func(m string) string {
		p := spelled.FindStringSubmatch(m)
		return cmp.Or(address(p[1], dot.ReplaceAllString(p[2], ".")), m)
	})
}

// Mailto gives the address of a mailto link, or of one that Cloudflare made of it; "" for any other link.
func Mailto(href string) string {
	href = strings.TrimSpace(href)
	if i := strings.Index(href, cloudflare); i >= 0 {
		return Unhide(href[i+len(cloudflare):])
	}
	if !text.HasPrefixFold(href, "mailto:") {
		return ""
	}
	a, _, _ := strings.Cut(href[len("mailto:"):], "?")
	if dec, err := url.PathUnescape(a); err == nil {
		a = dec
	}
	local, domain, ok := strings.Cut(strings.TrimSpace(a), "@")
	if !ok {
		return ""
	}
	return address(strings.TrimSpace(local), strings.TrimSpace(domain))
}

// address checks the two sides of an address and joins them; "" when they are none.
func address(local, domain string) string {
	local = cutGluedHead(strings.TrimLeft(local, ".-'"))
	domain = cutGluedTail(strings.TrimRight(domain, ".-"))
	dot := strings.LastIndexByte(domain, '.')
	switch {
	case local == "" || len(local) > 64 || strings.HasSuffix(local, ".") || strings.Contains(local, ".."):
		return ""
	case dot <= 0 || strings.Contains(domain, "..") || strings.Contains(domain, "-.") || !web.RealTLD(domain):
		return ""
	case strings.Contains(local, "*") || strings.Trim(local, "x") == "" || strings.HasPrefix(domain, "."):
		return ""
	case !all(local, func(c byte) bool { return c < 0x80 && localByte(c) }) || !all(domain, domainByte):
		return ""
	}
	return strings.ToLower(local + "@" + domain)
}

// cutGluedHead takes a label off an address it is glued to: "Mailcontact@…", "01.99.00.12.34Courrielcontact@…".
func cutGluedHead(local string) string {
	for _, label := range []string{"E-mail", "Email", "Mail", "Courriel", "Mél", "Mel", "mailto"} {
		i := strings.Index(local, label)
		if i < 0 || i > 0 && !text.IsDigit(local[i-1]) {
			continue
		}
		if rest := local[i+len(label):]; rest != "" && (rest[0] >= 'a' && rest[0] <= 'z' || text.IsDigit(rest[0])) {
			return rest
		}
	}
	return local
}

func all(s string, ok func(byte) bool) bool {
	for i := 0; i < len(s); i++ {
		if !ok(s[i]) {
			return false
		}
	}
	return true
}

// cutGluedTail takes the next word off a domain it is glued to ("example.frDispositif"): the last part is cut
// where a known top-level domain ends and a capital begins.
func cutGluedTail(domain string) string {
	dot := strings.LastIndexByte(domain, '.')
	if dot < 0 {
		return domain
	}
	for i := dot + 2; i < len(domain); i++ {
		if c := domain[i]; (c >= 'A' && c <= 'Z' || text.IsDigit(c)) && domain[i-1] >= 'a' && domain[i-1] <= 'z' &&
			web.RealTLD(domain[:i]) {
			return domain[:i]
		}
	}
	return domain
}

func localByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || text.IsDigit(c) || strings.IndexByte("._%+-'*", c) >= 0 ||
		c >= 0x80
}

func domainByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || text.IsDigit(c) || c == '.' || c == '-'
}

// around gives the word of a text in which bytes i to i+n stand.
func around(s string, i, n int) string {
	from := strings.LastIndexAny(s[:i], " \n\t") + 1
	to := i + n
	if k := strings.IndexAny(s[to:], " \n\t"); k >= 0 {
		to += k
	} else {
		to = len(s)
	}
	return s[from:to]
}

// Only reports whether a text is one mail address and nothing else.
func Only(s string) bool {
	if len(s) > 120 || strings.ContainsAny(s, " \n") {
		return false
	}
	emails, bad := Read(s, nil)
	return len(emails) == 1 && len(bad) == 0 && len(emails[0]) == len(s)
}
