package email

import (
	"net/url"
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
	return emails, bad
}

// Mailto gives the address of a mailto link, "" for any other link.
func Mailto(href string) string {
	href = strings.TrimSpace(href)
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
