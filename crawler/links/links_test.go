package links

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"carif/parser/page"
	"carif/schema"
	"carif/sites"
)

func testSite(t testing.TB) *sites.Site {
	t.Helper()
	s, err := sites.Parse([]byte("id: essai\nname: Essai\nregion: \"75\"\ncarif: [\"02\"]\nstatus: demo\nhosts: [h.example.org]\nstart: ['http://h.example.org/']\n"+
		"course: ['^/c/']\nlisting: ['^/l']\nignore: ['^/c/secret']\ncanonical: {drop_query: [sid], drop_path: ';jsessionid=[^?/]*'}\n"), "essai.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func linksOf(html string, base *url.URL, site *sites.Site) []schema.Found {
	return Read(page.Read([]byte(html), "text/html", "")).Found(base, site)
}

func TestLinks(t *testing.T) {
	tests := []struct{ html, want string }{
		{`<a href="/c/1">`, "http://h.example.org/c/1"},
		{`<a href=" /c/1
 ">`, "http://h.example.org/c/1"},
		{`<a href="c/1">`, "http://h.example.org/dir/c/1 is no course"},
		{`<a href="../c/./2/../3?b=1&amp;a=2#x">`, "http://h.example.org/c/3?b=1&a=2"},
		{`<a href="//h.example.org/c/1">`, "http://h.example.org/c/1"},
		{`<a href="HTTP://H.EXAMPLE.ORG:80/c/1">`, "http://h.example.org/c/1"},
		{`<a href="/c/1?sid=9&amp;x=1">`, "http://h.example.org/c/1?x=1"},
		{`<a href="/c/1;jsessionid=AB12?x=1">`, "http://h.example.org/c/1?x=1"},
		{`<a href="/c/1"><a href="/c/1#b"><a href="/c/1?sid=3">`, "http://h.example.org/c/1"},
		{`<a href="/c/é?q=é">`, "http://h.example.org/c/%C3%A9?q=%C3%A9"},
		{"<a href=\"/c/\xe9?q=\xe9\">", "http://h.example.org/c/%C3%A9?q=%E9"},
		{`<a href="/c/a b?c d">`, "http://h.example.org/c/a%20b?c%20d"},
		{`<a href="\c\1">`, "http://h.example.org/c/1"},
		{`<a href="/c/100%">`, "http://h.example.org/c/100%25"},
		{`<a href="/c/%e9%2F">`, "http://h.example.org/c/%E9%2F"},
		{`<a href="/c/x%C3%A9"><a href="/c/x%c3%a9"><a href="/c/%78é">`, "http://h.example.org/c/x%C3%A9"},
		{`<a href="/c/a%2Fb"><a href="/c/a%2fb"><a href="/c/a/b">`, "http://h.example.org/c/a%2Fb http://h.example.org/c/a/b"},
		{`<a href="/c/x/%2e%2E/1"><a href="%2e%2e/c/1">`, "http://h.example.org/c/1"},
		{`<a href="/c/1/%2e%2e/secret">`, ""},
		{`<base href="http://evil.example/"><a href="c/1">`, ""},
		{`<base href="/"><a href="c/1">`, "http://h.example.org/c/1"},
		{`<a href="javascript:x"><a href="mailto:a@example.org"><a href="tel:1"><a href="data:text/html,x"><a href="#x"><a href=""><a>`, ""},
		{`<a href="http://other.example/c/1"><a href="http://h.example.org:8080/c/1"><a href="http://u:p@h.example.org/c/1">`, ""},
		{`<a href="/c/secret"><a href="/other">`, ""},
		{`<iframe src="/c/1"></iframe><area href="/c/2"><link rel="next" href="/l?page=2"><link rel="canonical" href="/c/9">`, "http://h.example.org/c/1 http://h.example.org/c/2 http://h.example.org/l?page=2"},
		{`<script>"<a href='/c/1'>"</script><!-- <a href="/c/2"> --><noscript><a href="/c/3"></noscript>`,
			"http://h.example.org/c/3"},
		{`<a href="http://[::1/c/1"><a href="http://%zz/"><a href="/c/\u0000">`, `http://h.example.org/c//u0000`},
	}
	base, _ := url.Parse("http://h.example.org/dir/page")
	site := testSite(t)
	for _, tt := range tests {
		var got []string
		for _, f := range linksOf(tt.html, base, site) {
			got = append(got, f.URL)
		}
		want := tt.want
		if strings.HasSuffix(want, "no course") {
			want = ""
		}
		if g := strings.Join(got, " "); g != want {
			t.Errorf("%s: got %s, want %s", tt.html, g, want)
		}
	}
}

func FuzzLinks(f *testing.F) {
	f.Add("/c/1?a=b")
	f.Add("\\\\h.example.org\\c\\\x00")
	f.Add("http://h.example.org/c/%zz?\xff#")
	base, _ := url.Parse("http://h.example.org/dir/page")
	site := testSite(f)
	f.Fuzz(func(t *testing.T, href string) {
		for _, l := range linksOf(`<a href="`+href+`">`, base, site) {
			u, err := url.Parse(l.URL)
			if err != nil || !site.Serves(u) || !utf8.ValidString(l.URL) || strings.ContainsAny(l.URL, " \t\r\n<>\"") {
				t.Errorf("%q gave %q (%v)", href, l.URL, err)
			}
			if c := site.CanonicalURL(u); c != l.URL {
				t.Errorf("%q is not canonical: %q", l.URL, c)
			}
		}
	})
}

func FuzzSitemap(f *testing.F) {
	f.Add([]byte("<urlset><url><loc>http://h.example.org/c/1</loc></url></urlset>"))
	f.Add([]byte("<x:sitemapindex><x:sitemap><x:loc>//h.example.org/s.xml"))
	f.Add([]byte("http://h.example.org/c/1\n"))
	base, _ := url.Parse("http://h.example.org/sitemap.xml")
	site := testSite(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		found := ReadSitemap(body, base, site, 10).Found
		if len(found) > 10 {
			t.Errorf("%d URLs", len(found))
		}
		for _, l := range found {
			if u, err := url.Parse(l.URL); err != nil || !site.Serves(u) {
				t.Errorf("%q (%v)", l.URL, err)
			}
		}
	})
}

// TestDamagedSitemaps: what can be read of a damaged file is, what cannot is left out, and both are counted.
func TestDamagedSitemaps(t *testing.T) {
	base, _ := url.Parse("http://h.example.org/sitemap.xml")
	const c = "http://h.example.org/c/"
	set := func(loc string) string { return "<urlset><url><loc>" + loc + "</loc></url></urlset>" }
	for name, tt := range map[string]struct{ body, want, odd string }{
		"whole":           {set(c + "1"), c + "1", ""},
		"CDATA":           {set("<![CDATA[" + c + "1?a=1&copy=2]]>"), c + "1?a=1&copy=2", ""},
		"escaped":         {set(c + "1?a=1&amp;copy=2&#38;b=&#x33;"), c + "1?a=1&copy=2&b=3", ""},
		"HTML's entities": {set(c + "&eacute;"), c + "%C3%A9", ""},
		"cut":             {"<urlset><url><loc>" + c + "1</loc></url><url><loc>" + c + "12", c + "1", "sitemap_cut=1"},
		"cut behind":      {"<urlset><url><loc>" + c + "1</loc><lastmod>2026-", c + "1", ""},
		"bare &":          {set(c + "1?a=1&copy=2&lt=3"), c + "1?a=1&copy=2&lt=3", "sitemap_ampersand=1"},
		"blank and mark":  {" \n\ufeff<?xml version='1.0'?>" + set(c+"1"), c + "1", "sitemap_blank=1"},
		"outer entity": {`<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + set(c+"&x;") + set(c+"2"), c + "2",
			"sitemap_entity=1"},
		"inner entity": {`<!DOCTYPE u [<!ENTITY x "1">]>` + set(c+"&x;"), "", "sitemap_entity=1"},
		"NUL":          {set(c + "1\x00"), c + "1", "sitemap_control=1"},
		"mark in text": {"\ufeff" + c + "1\n" + c + "2", c + "1 " + c + "2", "sitemap_control=1"},
		"self": {"<sitemapindex><sitemap><loc>HTTP://h.example.org:80/sitemap.xml</loc></sitemap>" +
			"<sitemap><loc>/s2.xml</loc></sitemap></sitemapindex>", "http://h.example.org/s2.xml", "sitemap_self=1"},
		"no URL":     {set("javascript:alert(1)") + set(c+"1"), c + "1", "sitemap_url=1"},
		"too long":   {set(c+strings.Repeat("1", 20<<10)) + set(c+"1"), c + "1", "sitemap_url=1"},
		"not closed": {"<urlset><url><loc>" + c + "1<lastmod>2026-01-01</lastmod></url></urlset>", c + "1", "sitemap_unclosed=1"},
		"closed by a start": {"<urlset><url><loc>" + c + "1<loc></url><url><loc>" + c + "2</loc></url></urlset>",
			c + "1 " + c + "2", "sitemap_unclosed=1"},
		"old bytes": {set("http://h.example.org/c/\xe9"), c + "%C3%A9", ""},
	} {
		got := ReadSitemap([]byte(tt.body), base, testSite(t), 10)
		var urls, odd []string
		for _, f := range got.Found {
			urls = append(urls, f.URL)
		}
		for _, what := range slices.Sorted(maps.Keys(got.Odd)) {
			odd = append(odd, fmt.Sprintf("%s=%d", what, got.Odd[what]))
			if Oddities[what] == "" {
				t.Errorf("%s: %s has no words", name, what)
			}
		}
		if u, o := strings.Join(urls, " "), strings.Join(odd, " "); u != tt.want || o != tt.odd {
			t.Errorf("%s: got %q, %q; want %q, %q", name, u, o, tt.want, tt.odd)
		}
	}
}
