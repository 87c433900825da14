package links

import (
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"carif/parser/page"
	"carif/sites"
)

func TestReadRefresh(t *testing.T) {
	tests := []struct {
		content, href string
		wait          time.Duration
		ok            bool
	}{
		{"0;URL='/a'", "/a", 0, true}, {"0; url = \"/a b\" x", "/a b", 0, true}, {"5", "", 5 * time.Second, true},
		{" 5 ; /a ", "/a", 5 * time.Second, true},
		{"1.5;url=/a", "/a", time.Second, true}, {".5;url=/a", "/a", 0, true}, {"3,url=/a", "/a", 3 * time.Second, true},
		{"3 url=/a", "/a", 3 * time.Second, true},
		{"0;url", "url", 0, true}, {"0;url/a", "url/a", 0, true}, {"0;url='/a", "/a", 0, true}, {"0;''", "", 0, true},
		{"0;", "", 0, true},
		{"", "", 0, false}, {"url=/a", "", 0, false}, {"-1;url=/a", "", 0, false}, {"0x;url=/a", "", 0, false},
		{"99999999999;url=/a", "/a", 999999999 * time.Second, true},
	}
	for _, tt := range tests {
		wait, href, ok := readRefresh(tt.content)
		if wait != tt.wait || href != tt.href || ok != tt.ok {
			t.Errorf("%q: got %v %q %v, want %v %q %v", tt.content, wait, href, ok, tt.wait, tt.href, tt.ok)
		}
	}
}

func FuzzRefresh(f *testing.F) {
	for _, c := range []string{"0;URL='/a'", "5", "1.5, \xff", "0;url=\"http://[::1\""} {
		f.Add(c)
	}
	at, _ := url.Parse("http://h.example.org/c/1")
	f.Fuzz(func(t *testing.T, content string) {
		l := &Leads{Refresh: content}
		to, wait := l.RefreshTo(at)
		if wait < 0 || to != nil && (to.Host == "" || !utf8.ValidString(to.String()) ||
			to.Fragment != "" && !sites.IsRoute(to.Fragment)) {
			t.Errorf("%q: %v after %v", content, to, wait)
		}
	})
}

// A page nested too deep for a tree leads on like any other, and says to crawlers what it says.
func TestLeadsWithoutATree(t *testing.T) {
	html := `<head><base href="/x/"><meta name=robots content="noindex, nofollow"><meta name="tdm-reservation" content="1"><meta http-equiv=refresh content="9;url=/l"></head>`
	for range 600 {
		html += "<div>"
	}
	html += `<a href="../c/1">Un</a>`
	doc := page.Read([]byte(html), "text/html", "")
	l := Read(doc)
	if !doc.Deep || l.Base != "/x/" || !l.NoIndex || !l.TDMReserved || l.Refresh == "" {
		t.Errorf("got %+v, deep %v", l, doc.Deep)
	}
	inert := Read(page.Read([]byte("<head><template><base href=/y/><meta http-equiv=refresh content=0></template></head>"+
		strings.Repeat("<div>", 600)+"<template/><a href=1>Un</a></template><meta http-equiv=refresh content=7>"), "text/html", ""))
	if inert.Base != "" || inert.Refresh != "7" || len(inert.Hrefs) != 1 {
		t.Errorf("of templates: %+v", inert)
	}
	at, _ := url.Parse("http://h.example.org/dir/page")
	if got := l.Found(at, testSite(t)); len(got) != 1 || got[0].URL != "http://h.example.org/c/1" {
		t.Errorf("got %v", got)
	}
}
