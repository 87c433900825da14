package robots

import (
	"strings"

	"carif/sites"
)

const hexDigits = "0123456789ABCDEF"

// escapePattern percent-encodes bytes outside ASCII and writes existing escapes in capitals.
func escapePattern(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			b.WriteString(strings.ToUpper(s[i : i+3]))
			i += 2
		case c >= 0x80:
			b.Write([]byte{'%', hexDigits[c>>4], hexDigits[c&15]})
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func isHex(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f' }

// upperHex writes the escapes of a path in capitals and touches nothing else: a path given with letters outside ASCII
// matches no rule of Google's, whose words these are compared with.
func upperHex(path string) string {
	if !strings.Contains(path, "%") {
		return path
	}
	b := []byte(path)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' && isHex(b[i+1]) && isHex(b[i+2]) {
			b[i+1], b[i+2] = upper(b[i+1]), upper(b[i+2])
			i += 2
		}
	}
	return string(b)
}

// normalPattern gives the normal form of a rule's pattern: that of a path, but for its wildcards.
func normalPattern(pattern string) string {
	end := strings.HasSuffix(pattern, "$")
	parts := strings.Split(strings.TrimSuffix(pattern, "$"), "*")
	for i := range parts {
		parts[i] = normalPath(parts[i])
	}
	normal := strings.Join(parts, "*")
	if end {
		normal += "$"
	}
	return normal
}

// normalPath gives the normal form of RFC 9309, section 2.2.2, which is the normal spelling of a URL: octets that may
// not stand in one are escaped, escapes of characters that mean the same either way (letters, digits, "-._~") are
// undone, all others are written in capitals. "%2F" stays another thing than "/", as it is to servers: the RFC undoes
// no escape of a reserved character, and Google's matcher undoes none at all. "*" and "$" are escaped (section
// 2.2.3), so that a rule can name them by "%2A" and "%24".
func normalPath(path string) string {
	normal := sites.Normal(path)
	if strings.ContainsAny(normal, "*$") {
		normal = strings.NewReplacer("*", "%2A", "$", "%24").Replace(normal)
	}
	return normal
}

func upper(c byte) byte {
	if c >= 'a' && c <= 'f' {
		return c - 0x20
	}
	return c
}
