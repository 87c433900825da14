package web

import (
	"strings"

	"golang.org/x/net/publicsuffix"

	"carif/text"
)

// Address gives the address of a web site, "" for a text that is none.
func Address(s string) string {
	s = strings.TrimSpace(s)
	if strings.ContainsAny(s, " \n@") || len(s) < 6 || len(s) > 300 {
		return ""
	}
	switch {
	case text.HasPrefixFold(s, "http://"), text.HasPrefixFold(s, "https://"):
		return s
	case text.HasPrefixFold(s, "www."):
		return "http://" + s
	}
	return ""
}

// RealTLD reports whether the last part of a domain is a real top-level domain. The reserved names of
// examples and tests count as real.
func RealTLD(domain string) bool {
	tld := strings.ToLower(domain[strings.LastIndexByte(domain, '.')+1:])
	switch tld {
	case "fr", "com", "org", "net", "eu", "info", "re", "example", "test", "invalid":
		return true
	}
	_, icann := publicsuffix.PublicSuffix(tld)
	return icann
}
