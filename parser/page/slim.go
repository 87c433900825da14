package page

import "strings"

// slim adds a page to a buffer without what makes no difference to its text but costs the tree as much as text does:
// comments, the content of scripts, styles and menus that offer no days, and blanks beside elements that stand on lines of their own.
// Tags are left as they are: whatever is badly closed is for the HTML parser to judge, as always.
func slim(out []byte, s string) []byte {
	from := 0 // first byte not yet copied
	at := strings.IndexByte(s, '<')
	if at < 0 {
		return append(out, s...)
	}
	name, closing := tagName(s[at:])
	for at+1 < len(s) {
		if s[at+1] == '!' && strings.HasPrefix(s[at:], "<!--") && !strings.HasPrefix(s[at:], "<!-->") && !strings.HasPrefix(s[at:], "<!--->") {
			n := comment(s[at:])
			if n < 0 {
				break
			}
			out = append(out, s[from:at]...)
			from = at + n
			j := strings.IndexByte(s[from:], '<')
			if j < 0 {
				break
			}
			at = from + j
			name, closing = tagName(s[at:])
			continue
		}
		gt := strings.IndexByte(s[at:], '>')
		if gt < 0 {
			break
		}
		end := at + gt + 1
		if !closing && muted(name) && s[end-2] != '/' {
			if stop := endTag(s, end, name); stop > 0 && !offersDays(name, s[end:stop]) {
				out = append(out, s[from:end]...)
				from, at = stop, stop
				name, closing = tagName(s[at:])
				continue
			}
		}
		next := strings.IndexByte(s[end:], '<')
		if next < 0 {
			break
		}
		next += end
		last := name
		name, closing = tagName(s[next:])
		if next > end && blank(s[end:next]) && (ownLine(last) || ownLine(name)) {
			out = append(out, s[from:end]...)
			from = next
		}
		at = next
	}
	return append(out, s[from:]...)
}

// comment is the length of the comment at the head of s; -1 when it does not end. Browsers take "--!>" for an end too.
func comment(s string) int {
	n := strings.Index(s[4:], "-->")
	if n < 0 {
		return -1
	}
	if odd := strings.Index(s[4:4+n], "--!>"); odd >= 0 {
		return 4 + odd + 4
	}
	return 4 + n + 3
}

// tagName gives the name in a tag and whether it is an end tag.
func tagName(s string) (name string, closing bool) {
	i := 1
	if i < len(s) && s[i] == '/' {
		i, closing = 2, true
	}
	j := i
	for j < len(s) && j-i < 12 && (s[j]|0x20 >= 'a' && s[j]|0x20 <= 'z' || s[j] >= '0' && s[j] <= '9') {
		j++
	}
	return s[i:j], closing
}

func blank(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] > ' ' {
			return false
		}
	}
	return true
}

// muted reports elements whose content is not read and may be cut.
func muted(name string) bool {
	switch len(name) {
	case 6:
		return strings.EqualFold(name, "script") || strings.EqualFold(name, "select")
	case 5:
		return strings.EqualFold(name, "style")
	}
	return false
}

// longestMenu is the most bytes of a menu that may offer the days of sessions; longer ones are towns or countries.
const longestMenu = 8 << 10

// offersDays reports a menu to choose from that may offer days: it is kept, and read where days are all that it offers.
func offersDays(name, content string) bool {
	return (name[0] == 's' || name[0] == 'S') && len(name) == 6 && strings.EqualFold(name, "select") && len(content) <= longestMenu && strings.Contains(content, "20")
}

// endTag finds the end tag of a name from at on; 0 when there is none.
func endTag(s string, at int, name string) int {
	for {
		j := strings.Index(s[at:], "</")
		if j < 0 {
			return 0
		}
		at += j
		if e := at + 2 + len(name); e <= len(s) && strings.EqualFold(s[at+2:e], name) {
			return at
		}
		at += 2
	}
}

// ownLine reports elements that stand on lines of their own, so that blanks beside them say nothing.
func ownLine(name string) bool {
	switch len(name) {
	case 1:
		return name[0]|0x20 == 'p'
	case 2:
		switch string([]byte{name[0] | 0x20, name[1] | 0x20}) {
		case "tr", "td", "th", "li", "ul", "ol", "dl", "dt", "dd", "br", "hr":
			return true
		}
		return name[0]|0x20 == 'h' && name[1] >= '1' && name[1] <= '6'
	case 3:
		return strings.EqualFold(name, "div") || strings.EqualFold(name, "nav")
	case 4:
		return oneOf(name, "body", "form", "head", "meta", "link", "html")
	case 5:
		return oneOf(name, "table", "tbody", "thead", "style", "title")
	case 6:
		return strings.EqualFold(name, "script") || strings.EqualFold(name, "center")
	case 7:
		return strings.EqualFold(name, "section") || strings.EqualFold(name, "article")
	}
	return false
}

func oneOf(name string, list ...string) bool {
	for _, n := range list {
		if strings.EqualFold(name, n) {
			return true
		}
	}
	return false
}
