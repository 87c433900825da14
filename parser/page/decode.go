package page

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

// Decoding tells how the bytes of a page became text.
type Decoding struct {
	Charset  string // the charset the bytes were read with: "utf-8", "windows-1252", "iso-8859-15", "macintosh", "utf-16"
	Declared string // the charset declared first, by the header or the page, lower case; "" when none
	Repaired bool   // text that had been encoded twice was repaired
	Guessed  bool   // no declaration was right and the page is not plain ASCII: the bytes decided
}

// Decode turns the bytes of a page into UTF-8 text, by evidence first and by declaration second: bytes that are
// well-formed UTF-8 beyond ASCII are UTF-8 whatever is declared, other bytes are in the first declared charset that they
// do not disprove, else windows-1252 (which covers iso-8859-1 as browsers read it). Text encoded twice is repaired.
func Decode(body []byte, contentType string) (text string, d Decoding) {
	names := declared(body, contentType)
	if len(names) > 0 {
		d.Declared = names[0]
	}
	if t, ok := decodeUTF16(body); ok {
		d.Charset = "utf-16"
		d.Guessed = d.Declared != "" && !strings.HasPrefix(d.Declared, "utf-16")
		return t, d
	}
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	good, bad := UTF8Evidence(body)
	switch {
	case good == 0 && bad == 0:
		d.Charset = "utf-8"
		return strings.ToValidUTF8(string(body), ""), d
	case bad == 0 || good >= 4*bad:
		d.Charset = "utf-8"
		d.Guessed = d.Declared != "" && d.Declared != "utf-8" && d.Declared != "utf8" || bad > 0
		text = string(body)
		if bad > 0 {
			text = mendUTF8(body)
		} else if !utf8.ValidString(text) { // cut in the middle of a character
			text = strings.ToValidUTF8(text, "")
		}
		text, d.Repaired = repairTwice(text)
		return text, d
	}
	cm, known := declaredMap(body, names)
	d.Charset, _ = htmlindex.Name(cm)
	d.Guessed = !known
	return decodeByte(body, cm), d
}

// decodeAs reads the bytes in the charset a profile names; ok is false when it names none or one that nobody knows.
func decodeAs(body []byte, charset string) (text string, ok bool) {
	if charset == "" {
		return "", false
	}
	e, err := htmlindex.Get(charset)
	if err != nil {
		return "", false
	}
	b, err := e.NewDecoder().Bytes(body)
	if err != nil {
		return "", false
	}
	return strings.ToValidUTF8(string(b), "\uFFFD"), true
}

// mostDeclared is how many different charsets of one page are weighed.
const mostDeclared = 4

// declared gives the charsets that are declared, in the order in which they count: that of the Content-Type header, then
// those in the first 4 kB of the page, an XML declaration's last, as browsers pass over it.
func declared(body []byte, contentType string) (names []string) {
	add := func(c string) {
		if c != "" && len(names) < mostDeclared && !slices.Contains(names, c) {
			names = append(names, c)
		}
	}
	add(charsetIn(strings.ToLower(contentType), "charset"))
	all := strings.ToLower(string(body[:min(len(body), 4096)]))
	for head := all; ; head = head[len("charset"):] {
		i := strings.Index(head, "charset")
		if i < 0 {
			break
		}
		head = head[i:]
		add(charsetIn(head[:min(len(head), 60)], "charset"))
	}
	if all = strings.TrimSpace(all); strings.HasPrefix(all, "<?xml") {
		prolog, _, _ := strings.Cut(all, "?>")
		add(charsetIn(prolog, "encoding"))
	}
	return names
}

func charsetIn(s, key string) string {
	_, s, found := strings.Cut(s, key)
	if !found {
		return ""
	}
	s = strings.TrimLeft(s, " \t")
	if !strings.HasPrefix(s, "=") {
		return ""
	}
	s = strings.TrimLeft(s[1:], " \t\"'")
	end := strings.IndexFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_')
	})
	if end >= 0 {
		s = s[:end]
	}
	return s
}

// Charmap gives the charset of one byte a letter that a label names, as browsers know it and under some other
// spellings; nil for any other charset.
func Charmap(label string) *charmap.Charmap {
	label = strings.ReplaceAll(label, "_", "-")
	if as, ok := otherLabels[label]; ok {
		label = as
	}
	e, err := htmlindex.Get(label)
	if err != nil {
		return nil
	}
	cm, _ := e.(*charmap.Charmap)
	return cm
}

// otherLabels are spellings that browsers do not know and servers print.
var otherLabels = map[string]string{"latin-1": "iso-8859-1", "latin-9": "iso-8859-15", "latin9": "iso-8859-15"}

// declaredMap picks, of the declared charsets and windows-1252, the one in which most of the bytes are what French prints:
// the bytes disprove the others. Of equals the one declared first counts. A charset that is not one of a byte a letter,
// UTF-8 first of all, is disproved already.
func declaredMap(body []byte, names []string) (cm *charmap.Charmap, declared bool) {
	var maps []*charmap.Charmap
	for _, name := range names {
		if m := Charmap(name); m != nil && !slices.Contains(maps, m) {
			maps = append(maps, m)
		}
	}
	said := len(maps)
	if !slices.Contains(maps, charmap.Windows1252) {
		maps = append(maps, charmap.Windows1252)
	}
	best, most := 0, -1
	for i, m := range maps {
		if len(maps) == 1 {
			break
		}
		if n := french(body, m); n > most {
			best, most = i, n
		}
	}
	return maps[best], best < said
}

// french counts the bytes beyond ASCII that are, in a charset, what a French text may print where they stand: a capital
// right behind a small letter is nothing of the kind.
func french(body []byte, cm *charmap.Charmap) (n int) {
	const no, small, capital = 0, 1, 2
	var kind [256]byte
	for c := 0x80; c < len(kind); c++ {
		switch r := cm.DecodeByte(byte(c)); {
		case strings.ContainsRune("ÀÂÄÆÇÉÈÊËÎÏÔŒÖÙÛÜŸ", r):
			kind[c] = capital
		case strings.ContainsRune("àâäæçéèêëîïôœöùûüÿ«»‘’“”–—…•€°²·½¼\u00a0", r):
			kind[c] = small
		}
	}
	last := byte(0)
	for _, c := range body {
		if k := kind[c]; k != no && !(k == capital && last >= 'a' && last <= 'z') {
			n++
		}
		last = c
	}
	return n
}

// decodeUTF16 reads UTF-16 told by its mark, or by a zero in every second byte of the beginning.
func decodeUTF16(b []byte) (string, bool) {
	little := true
	switch {
	case len(b) >= 2 && b[0] == 0xFF && b[1] == 0xFE:
		b = b[2:]
	case len(b) >= 2 && b[0] == 0xFE && b[1] == 0xFF:
		b, little = b[2:], false
	default:
		n := min(len(b)&^1, 64)
		if n < 8 {
			return "", false
		}
		even, odd := 0, 0
		for i := 0; i < n; i += 2 {
			if b[i] == 0 {
				even++
			}
			if b[i+1] == 0 {
				odd++
			}
		}
		if even*10 >= n*4 && odd == 0 {
			little = false
		} else if !(odd*10 >= n*4 && even == 0) {
			return "", false
		}
	}
	u := make([]uint16, len(b)/2)
	for i := range u {
		if little {
			u[i] = uint16(b[2*i]) | uint16(b[2*i+1])<<8
		} else {
			u[i] = uint16(b[2*i+1]) | uint16(b[2*i])<<8
		}
	}
	return string(utf16.Decode(u)), true
}

// UTF8Evidence counts well-formed multi-byte sequences and bytes beyond ASCII that are in none. A sequence cut
// by the end of the page is not held against it.
func UTF8Evidence(b []byte) (good, bad int) {
	for i := 0; i < len(b); {
		for i+8 <= len(b) && binary.LittleEndian.Uint64(b[i:])&0x8080808080808080 == 0 {
			i += 8
		}
		for i < len(b) && b[i] < utf8.RuneSelf {
			i++
		}
		if i == len(b) {
			break
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			if len(b)-i < utf8.UTFMax && !utf8.FullRune(b[i:]) {
				return good, bad
			}
			bad++
		} else {
			good++
		}
		i += n
	}
	return good, bad
}

func decodeByte(b []byte, cm *charmap.Charmap) string {
	var out strings.Builder
	out.Grow(len(b) + len(b)/16)
	for i := 0; i < len(b); i++ {
		from := i
		for i < len(b) && b[i] < utf8.RuneSelf {
			i++
		}
		out.Write(b[from:i])
		if i == len(b) {
			break
		}
		r := cm.DecodeByte(b[i])
		if r == utf8.RuneError {
			r = rune(b[i])
		}
		out.WriteRune(r)
	}
	return out.String()
}

// mendUTF8 reads stray bytes of a UTF-8 page as windows-1252.
func mendUTF8(b []byte) string {
	out := make([]byte, 0, len(b)+16)
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			if r = charmap.Windows1252.DecodeByte(b[i]); r == utf8.RuneError {
				r = rune(b[i])
			}
		}
		out = utf8.AppendRune(out, r)
		i += n
	}
	return string(out)
}

// repairTwice reads back text that was UTF-8, taken for windows-1252 and written as UTF-8 again. Only sequences
// that form one well-formed character are touched, and only when the page has several: "Ã©" is no French.
func repairTwice(s string) (string, bool) {
	if TwiceSigns(s) < 2 {
		return s, false
	}
	t := UndoTwice(s)
	return t, t != s
}

// TwiceSigns counts what no French text holds and text encoded twice does.
func TwiceSigns(s string) int {
	return strings.Count(s, "Ã") + strings.Count(s, "â€") + strings.Count(s, "Å“")
}

// UndoTwice reads back every twice-encoded character of a text.
func UndoTwice(s string) string {
	if !strings.ContainsAny(s, "ÃÂâÅ") {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			out = append(out, s[i])
			i++
			continue
		}
		if seq, n := twice(s[i:]); n > 0 {
			out = append(out, seq...)
			i += n
			continue
		}
		_, n := utf8.DecodeRuneInString(s[i:])
		out = append(out, s[i:i+n]...)
		i += n
	}
	return string(out)
}

// twice reads one twice-encoded character at the start of s: its bytes and how much of s it takes.
func twice(s string) (seq []byte, n int) {
	r, size := utf8.DecodeRuneInString(s)
	lead, ok := byte1252(r)
	if !ok || lead != 0xC2 && lead != 0xC3 && lead != 0xC5 && lead != 0xE2 && lead != 0xEF { // é is a letter of its own
		return nil, 0
	}
	want := 2
	if lead >= 0xE0 {
		want = 3
	}
	seq = append(make([]byte, 0, 4), lead)
	n = size
	for len(seq) < want {
		r, size = utf8.DecodeRuneInString(s[n:])
		c, ok := byte1252(r)
		if !ok || c < 0x80 || c > 0xBF {
			return nil, 0
		}
		seq = append(seq, c)
		n += size
	}
	if !utf8.Valid(seq) {
		return nil, 0
	}
	return seq, n
}

// byte1252 gives the windows-1252 byte of a rune beyond ASCII.
func byte1252(r rune) (byte, bool) {
	if r >= 0x80 && r <= 0xFF {
		return byte(r), true
	}
	return charmap.Windows1252.EncodeRune(r)
}
