package probe

import (
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"

	xhtml "golang.org/x/net/html"

	"carif/crawler/judge"
	"carif/crawler/links"
	"carif/crawler/skim"
	"carif/parser/data"
	"carif/parser/page"
	"carif/schema"
	"carif/sites"
)

// data tells answers that are no pages: feeds and JSON.
func (rep *Report) data(p schema.Page) {
	text := strings.TrimSpace(string(page.Readable(p.Body))) // a document made of JSON has other words
	head := strings.ToLower(text[:min(len(text), 4<<10)])
	switch {
	case strings.Contains(head, "<lheo") && !strings.Contains(head, "<html"):
		rep.Needs, rep.Why = NeedsFeed, "the answer is a LHÉO feed"
	case strings.HasPrefix(text, "{") || strings.HasPrefix(text, "["):
		if json.Valid([]byte(text)) {
			rep.Needs, rep.Why = NeedsAPI, "the answer is JSON"
		}
	}
}

// look notes what a page holds and where it leads.
func (rep *Report) look(p schema.Page, doc *page.Doc, at *url.URL) {
	s := skim.Read(page.Readable(p.Body))
	rep.Text = s.Visible
	outcome, _ := judge.Page(judge.Answer{Status: 200, Body: p.Body, Kind: schema.KindCourse}, s)
	rep.Shell = outcome == schema.OutcomeEmpty && !doc.Shows(judge.ShellLength)
	if doc.DOM != nil {
		rep.Scripts = doc.DOM.Find("script[src]").Length()
		rep.HashRoutes = doc.DOM.Find(`a[href*="#/"], a[href*="#!/"]`).Length()
	}
	rep.embedded(doc)
	rep.JSON = jsonIn(doc.Text, at)
	rep.leads(doc, at)
}

// leads notes where a page leads.
func (rep *Report) leads(doc *page.Doc, at *url.URL) {
	var all []*url.URL
	seen := map[string]bool{at.String(): true}
	leads := links.Read(doc)
	base := at
	if b := links.Resolve(at, leads.Base); leads.Base != "" && b != nil {
		base = b
	}
	for _, href := range leads.Hrefs {
		u := links.Resolve(base, href)
		if u == nil || seen[u.String()] {
			continue
		}
		seen[u.String()] = true
		all = append(all, u)
	}
	rep.Links = shapesOf(at, all)
}

// marks are by what the state of known frameworks is told.
var marks = []struct{ mark, name string }{
	{"__NEXT_DATA__", "Next (__NEXT_DATA__)"}, {"__next_f", "Next (__next_f)"}, {"__NUXT_DATA__", "Nuxt (__NUXT_DATA__)"},
	{"__NUXT__", "Nuxt (__NUXT__)"}, {"__APOLLO_STATE__", "Apollo"}, {"ng-state", "Angular"},
	{"serverApp-state", "Angular"},
	{"drupalSettings", "Drupal settings"}, {"drupal-settings-json", "Drupal settings"}, {"data-page=\"{", "Inertia"},
}

// embedded lists the data that stands in a page, as the parser would read it.
func (rep *Report) embedded(doc *page.Doc) {
	var root *xhtml.Node
	if doc.DOM != nil && len(doc.DOM.Nodes) > 0 {
		root = doc.DOM.Nodes[0]
	}
	add := func(kind string, n int, name string) {
		if n > 0 {
			rep.Embedded = append(rep.Embedded, Embedded{kind, n, name})
		}
	}
	found := data.Read(doc.Text, root)
	name, sessions := "", 0
	for _, c := range found.Courses {
		if name == "" {
			name = c.Name
		}
		sessions += len(c.Sessions)
	}
	add("schema.org Course", len(found.Courses), name)
	add("schema.org CourseInstance", sessions, "")
	add("schema.org Event", len(found.Events), "")
	add("schema.org block that cannot be read", found.Bad, "")
	trees, bad := data.State(doc.Text)
	kind := "scripts' state"
	for _, m := range marks {
		if strings.Contains(doc.Text, m.mark) {
			kind = "state of " + m.name
			break
		}
	}
	add(kind, len(trees), "")
	add("script of data that cannot be read", bad, "")
}

// quotedAddress is an address in a script or attribute that looks like one that answers with data.
var quotedAddress = regexp.MustCompile("[\"'`]((?:https?:)?/[^\"'`\\s<>\\\\]{2,300})[\"'`]")

var dataWords = regexp.MustCompile(`(?i)/(api|apis|rest|graphql|jsonapi|wp-json|ws|webservices?|_next/data|_search|` +
	`elastic)(/|\?|$)|\.json(\?|$)|[?&](_?format|output)=json`)

// mostJSON is how many addresses are told.
const mostJSON = 20

// jsonIn lists the addresses of JSON that a page's own text names. Those that its script files name are not seen.
func jsonIn(text string, at *url.URL) (out []string) {
	text = strings.ReplaceAll(html.UnescapeString(text), `\/`, "/")
	for _, m := range quotedAddress.FindAllStringSubmatch(text, -1) {
		u := links.Resolve(at, m[1])
		if u == nil || !dataWords.MatchString(sites.PathQuery(u)) || strings.HasSuffix(u.Path, "manifest.json") {
			continue
		}
		if s := u.String(); !slices.Contains(out, s) && len(out) < mostJSON {
			out = append(out, s)
		}
	}
	return out
}
