package wording

func Upper(c byte) bool { return c >= 'A' && c <= 'Z' || c >= 0x80 }
