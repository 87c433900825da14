package wording

// cutID splits "00589155Publiée le 31/03/2025" after the id.
func CutID(t string) (id, rest string) {
	i := 0
	for i < len(t) && (Digit(t[i]) || t[i] >= 'A' && t[i] <= 'Z' && !(i > 0 && Digit(t[i-1]) && i+1 < len(t) && t[i+1] >= 'a' && t[i+1] <= 'z') || t[i] == '_' || t[i] == '-' || t[i] == '/') {
		i++
	}
	if i == 0 {
		return t, ""
	}
	return t[:i], t[i:]
}

func Clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}
