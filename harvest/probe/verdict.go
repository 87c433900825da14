package probe

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"carif/schema"
	"carif/sites"
)

// The kinds of profile that a site may need.
const (
	NeedsStatic   = "static"
	NeedsScripted = "scripted"
	NeedsAPI      = "api"
	NeedsFeed     = "feed"
	NeedsNone     = "none" // nothing can be said of it
)

// judge ends the report: what kind of profile the site needs, why, and what to do next.
func (rep *Report) judge() {
	say := func(needs, why string, next ...string) { rep.Needs, rep.Why, rep.Next = needs, why, next }
	course, list := rep.roles()
	switch {
	case !rep.Robots.Allowed && rep.Robots.Status == 0:
		say(NeedsNone, "the server does not answer: "+rep.Robots.Rule, "carif sites probe "+quote(rep.URL)+
			"  # once more, later or at another address")
	case !rep.Robots.Allowed:
		say(NeedsNone, "robots.txt does not allow this page ("+rep.Robots.Rule+"): carif never asks for it; ask the site's "+
			"owner for leave, or for a feed")
	case rep.elsewhere() != "":
		say(NeedsNone, "the page sends its readers to another host", "carif sites probe "+quote(rep.elsewhere()))
	case rep.Needs == NeedsFeed:
		say(NeedsFeed, rep.Why, "docs/site-profiles.md, a feed as a source: feed: {url: "+rep.URL+", format: lheo}")
	case rep.Needs == NeedsAPI:
		say(NeedsAPI, rep.Why, "docs/site-profiles.md, `api:`: a pattern of such addresses")
	case rep.Outcome != "" && rep.Outcome != string(schema.OutcomeEmpty) && !schema.Outcome(rep.Outcome).Good():
		say(NeedsNone, "there is no page to look at: "+rep.Ended(), "carif sites probe "+quote(rep.URL)+
			"  # once more, later or at another address")
	case rep.Shell && rep.Reads.Courses == 0, rep.HashRoutes > 0 && course == nil && rep.Reads.Courses == 0:
		rep.scripted(say)
	case rep.Reads.Courses > 0 && (course == nil || course.takes(rep.FinalURL)):
		say(NeedsStatic, "the page itself is a course that carif reads: "+rep.Reads.Title,
			"carif sites probe URL  # of the page that lists the courses")
	case course != nil:
		why := fmt.Sprintf("%d links of the shape %s stand in the page itself", course.Count, course.Shape)
		if list == nil {
			why += "; no further pages of the list are linked (a sitemap, or a list that scripts lengthen?)"
		}
		say(NeedsStatic, why, "carif sites new --from "+quote(rep.from())+" > my-site.yaml")
	case rep.Scripts > 0 && rep.Text < 2000:
		rep.scripted(say)
	default:
		say(NeedsStatic, "the page has words, but no links that could be courses: is it the page that lists them?",
			"carif sites probe URL  # of the page that lists the courses")
	}
}

// scripted ends the report of a page that scripts draw.
func (rep *Report) scripted(say func(needs, why string, next ...string)) {
	why := "the page is an empty shell: scripts draw it"
	if !rep.Shell {
		why = "what leads to courses is drawn by scripts"
	}
	render := "docs/site-profiles.md, a scripted site: render: always"
	if len(rep.JSON) > 0 {
		say(NeedsAPI, why+", and it names addresses of JSON: one costs a plain request a page, a browser a hundred",
			"carif sites probe "+quote(rep.JSON[0]),
			"where that answers with the courses: docs/site-profiles.md, `api:`; else: "+render)
		return
	}
	say(NeedsScripted, why, "look in a browser's network tools for the JSON that it loads, and probe that address",
		"where there is none: "+render)
}

// Ended says in words how asking for the page ended.
func (rep *Report) Ended() string {
	if rep.Reason == "" || strings.HasPrefix(rep.Reason, rep.Outcome) {
		return cmp.Or(rep.Reason, rep.Outcome)
	}
	return rep.Outcome + ", " + rep.Reason
}

// roles finds the shape of the courses, and that of further pages of the list.
func (rep *Report) roles() (course, list *Shape) {
	for i := range rep.Links {
		switch s := &rep.Links[i]; s.Role {
		case RoleCourse:
			course = s
		case RoleList:
			list = s
		}
	}
	return course, list
}

// takes reports whether an address is one of the shape.
func (s *Shape) takes(raw string) bool {
	u, err := url.Parse(raw)
	if err == nil && len(s.urls) > 0 && u.Host != s.urls[0].Host {
		return false
	}
	re, bad := regexp.Compile(s.Pattern)
	return err == nil && bad == nil && s.Pattern != "" && re.MatchString(sites.PathQuery(u))
}

// elsewhere is where redirects lead to another host.
func (rep *Report) elsewhere() string {
	if len(rep.Redirects) == 0 {
		return ""
	}
	_, to, _ := strings.Cut(rep.Redirects[len(rep.Redirects)-1], " → ")
	at, err := url.Parse(rep.URL)
	if err != nil {
		return ""
	}
	u, err := at.Parse(to)
	if err != nil || u.Hostname() == at.Hostname() {
		return ""
	}
	return u.String()
}

func (rep *Report) from() string {
	if rep.URL == "" {
		return "DIR"
	}
	return rep.FinalURL
}

// quote writes an address as a shell takes it.
func quote(s string) string {
	if strings.ContainsAny(s, "?&*#'\" ()[]") {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return s
}
