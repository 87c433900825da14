package claim

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html/atom"

	"carif/parser/outline"
	"carif/parser/wording"
	"carif/text"
)

// A page's foot prints more numbers and mailboxes than the owner's: those of whom the law has a site name, and of who made
// it. None of them is the owner's, and some are a person's.

// Words that say whose a line is are matched against folded lines.
var (
	// ofSomebody names people whom a reader may turn to in a matter that is no course.
	ofSomebody = regexp.MustCompile(`\b(dpo|rgpd|cnil|delegue\w* a la protection|protection des donnees|donnees (a caractere )?personnel\w*|confidentialite|` +
		`mediat(eurs?|rices?|ion)|referente?s?|signal(er|ements?)|lanceurs? d alertes?|(directeur|directrice|direction|responsables?|redacteur|redactrice|redaction)( \w+){0,3} (publications?|redaction)|` +
		`webmaster|webmestre|` +
		`(exerce\w*|exercice) (de )?(vos|ses|leurs|mes|ce|ces|son|votre|un|le|les|du|des) droits?|(vos|mes) droits|droits? d acces|responsables? d\w{1,2} traitements?|reclamations?|plaintes?|(contacts?|relations?|service) presse)\b`)
	// ofMaker names who made the site or keeps it.
	ofMaker = regexp.MustCompile(`\b(hebergeurs?|hebergee?s? (par|chez)|hebergement( (du|de|des|technique|web|internet))*( ce| le)? (sites?|web|internet|par|assure)|` +
		`agences? (web|digitale|de communication|numerique|internet)|webdesign\w*|web design\w*|` +
		`(conception|realisation|creation|developpement|design|integration|maintenance|refonte)s?( (et )?(conception|realisation|creation|developpement|design|graphisme|integration|hebergement|maintenance|graphique|technique))*( (du|de|des|ce|le))* (sites?|web|internet|par)|` +
		`(site|portail|page)s?( web| internet)?( \w+)? (realise|concu|cree|developpe|propulse|heberge|designe|edite et concu)e?s?( \w+)? (par|avec|chez)|(realise|concu|cree|developpe|propulse)e?s? par|powered by|made by|website by)\b` +
		`|^(hebergement|conception|realisation|creation|credits?|webdesign)\b`)
	// legalPage is a link to a page about such a matter, which names nobody.
	legalPage = regexp.MustCompile(`^(la |notre |nos )?(politiques?|chartes?|gestion|mentions|cookies?|rgpd|confidentialite|donnees personnelles|protection des donnees|signaler|signalement|mediation|referente?s? handicap)\b`)
)

// seatOwner finds the owner of a site by the seat that its furniture prints, where the page names no provider: the name
// before a postal address ("Exemple – 4 rue Haute – 03000 MOULINS", or up to four lines above the town), which the page's head
// or a line over the title has, too. Catalogues print their seats as well; their names tell them (lexicon.ListsOthers).
func (r *Reader) seatOwner() (name string, at int) {
	const above, longest = 4, 300
	for i := len(r.Pieces) - 1; i >= 0; i-- {
		p := &r.Pieces[i]
		t := r.Lay.Lines[p.Line].Text
		if p.Claim != "chrome" || p.Rule == "chrome:others" || len(t) > longest || !wording.PostalLine(t) {
			continue
		}
		for n, j := 0, i; n <= above && j >= 0; n, j = n+1, j-1 {
			q := &r.Pieces[j]
			if q.Claim != "chrome" || n > 0 && wording.PostalLine(r.Lay.Lines[q.Line].Text) {
				break
			}
			line := r.Lay.Lines[q.Line].Text
			line = line[len(ofRights.FindString(line)):]
			if name := nameParts.Split(line, 2)[0]; r.names(name) {
				return name, j
			}
		}
	}
	return "", -1
}

// ofRights is what a line at the foot prints before its name: "© 2025", "Copyright ©".
var ofRights = regexp.MustCompile(`^((©|\(c\)|[Cc]opyright|20\d\d( ?- ?20\d\d)?) *)+`)

// nameParts are the marks behind a name in an address of one line.
var nameParts = regexp.MustCompile(`\s[–—|•·-]\s|\s*[|•·]\s*|,\s`)

// names reports whether words are a body's name that the page's head, or a line over the title, prints as well.
func (r *Reader) names(name string) bool {
	f := text.FoldLabel(name)
	f = strings.TrimSuffix(f, legalForm.FindString(f))
	if len(name) < 4 || len(name) > 80 || wording.Digits(name) > 2 || !letterLine(name) || r.isTitle(name) || r.Town(name) || r.Lx.ListsOthers(f) || r.Lx.Chrome[f] {
		return false
	}
	if strings.Contains(" "+text.FoldLabel(r.Lay.Title)+" ", " "+f+" ") || f == text.FoldLabel(r.Lay.SiteName) {
		return true
	}
	for _, part := range outline.TitleParts(r.Lay.Title) { // "Cabinet Exemple" of "Cabinet Exemple Formation"
		if p := text.FoldLabel(part); len(p) >= 8 && strings.Contains(p, " ") && strings.HasPrefix(f, p+" ") && strings.Count(f[len(p):], " ") == 1 {
			return true
		}
	}
	for i := 0; i < r.TitleAt; i++ {
		if p := &r.Pieces[i]; p.Claim == "chrome" && text.FoldLabel(r.Lay.Lines[p.Line].Text) == f {
			return true
		}
	}
	return false
}

// legalForm is the folded form of a company behind its name.
var legalForm = regexp.MustCompile(` (sasu?|sarl|eurl|eirl|scop|scic|sa|snc|sci|association( loi( de)? 1901)?)( sarl| sas?)?$`)

// notTheOwners marks the lines of the page's furniture that speak of somebody other than the owner: those that say so, and
// those under one that only says so. What a line prints before it comes to its maker is the owner's where it names them.
type notTheOwners struct {
	r     *Reader
	owner string // folded
	over  int32  // line that says whose the lines below it are, -1 for none
}

// ownWords gives what a line says of the owner: all of it, what stands before the words on its maker, or nothing.
func (n *notTheOwners) ownWords(li int32) string {
	l := &n.r.Lay.Lines[li]
	f := strings.ReplaceAll(" "+text.FoldLabel(n.r.withoutLegal(li))+" ", " "+n.owner+" ", "  ")
	f = strings.TrimSpace(f)
	named := n.owner != "" && strings.Contains(" "+text.FoldLabel(l.Text)+" ", " "+n.owner+" ")
	switch {
	case ofSomebody.MatchString(f):
		n.over = li
		return ""
	case ofMaker.MatchString(f) && !n.inMenu(l.Text, li):
		n.over = li
		if before := beforeMaker(l.Text); strings.Contains(" "+text.FoldLabel(before)+" ", " "+n.owner+" ") {
			return before
		}
		return ""
	case n.over >= 0 && (named || li-n.over > 6 || !n.under(li)):
		n.over = -1
	}
	if n.over >= 0 {
		return ""
	}
	return l.Text
}

// under reports whether a line stands in the block of the line that says whose it is: the innermost box that holds more
// than that, up to the next heading.
func (n *notTheOwners) under(li int32) bool {
	lay := n.r.Lay
	switch lay.Boxes[lay.Lines[li].Box].Tag {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Dt:
		return false
	}
	b := lay.Lines[n.over].Box
	for b > 0 && lay.Boxes[b].Last-lay.Boxes[b].First < 2 {
		b = lay.Boxes[b].Parent
	}
	return b > 0 && li < lay.Boxes[b].Last
}

// inMenu reports whether a line is nothing but a link to a page of the site: "Conception mécanique" among a body's courses.
func (n *notTheOwners) inMenu(t string, li int32) bool {
	as := n.r.Lay.Lines[li].Anchors
	return len(as) == 1 && as[0].From == 0 && int(as[0].To) >= len(t) && !strings.Contains(as[0].Href, ":") && !strings.HasPrefix(as[0].Href, "//")
}

// beforeMaker gives what a line says before it comes to who made the site. Folding moves bytes about, so whole words are
// taken away from the end.
func beforeMaker(t string) string {
	for ofMaker.MatchString(text.FoldLabel(t)) {
		at := strings.LastIndexAny(t, " \t\n")
		if at < 0 {
			return ""
		}
		t = t[:at]
	}
	if at := strings.LastIndexAny(t, "-–—|·•,;.©\n"); at >= 0 {
		t = t[:at] // "… - Site" of "… - Site réalisé par"
	}
	return t
}

// withoutLegal gives a line without its links to legal pages: "Politique de confidentialité" beside the owner's number.
func (r *Reader) withoutLegal(li int32) string {
	l := &r.Lay.Lines[li]
	t := l.Text
	for i := len(l.Anchors) - 1; i >= 0; i-- {
		a := l.Anchors[i]
		if a.From < a.To && int(a.To) <= len(t) && !strings.HasPrefix(a.Href, "mailto:") && !strings.HasPrefix(a.Href, "tel:") &&
			legalPage.MatchString(text.FoldLabel(t[a.From:a.To])) {
			t = t[:a.From] + " · " + t[a.To:]
		}
	}
	return t
}

// menuEntry reports whether a name is that of a page of the site: a link of its own that does not lead home. The end of a
// page's title is as often the part of the catalogue that the course is in as the site.
func (r *Reader) menuEntry(name string) bool {
	f, menu := text.FoldLabel(name), false
	for i, t := range r.Lay.Texts {
		if len(t) > len(name)+20 || text.FoldLabel(t) != f {
			continue
		}
		switch r.leads(r.Lay.Links[i].Href) {
		case toHome:
			return false
		case toPage:
			menu = true
		}
	}
	return menu
}

// What a link leads to.
const (
	toNothing = iota
	toHome
	toPage
)

// homePath is the path of a site's first page.
var homePath = regexp.MustCompile(`^/?((fr|accueil|home|index|default)(-fr)?(\.(html?|php|aspx?|jsp))?/?)*$`)

// leads tells whether a link leads to the first page of the site, to another of its pages or to neither.
func (r *Reader) leads(href string) int {
	u, err := url.Parse(strings.TrimSpace(href))
	switch {
	case err != nil || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https":
		return toNothing
	case homePath.MatchString(strings.TrimLeft(u.Path, "./")) && u.RawQuery == "" && (u.Path != "" || u.Host != ""):
		return toHome
	case u.Path == "" && u.RawQuery == "":
		return toNothing // another place of the page
	case u.Host != "":
		for _, own := range []string{r.Lay.Canonical, r.Lay.Base} {
			if o, err := url.Parse(own); err == nil && o.Host != "" {
				if !strings.EqualFold(strings.TrimPrefix(o.Host, "www."), strings.TrimPrefix(u.Host, "www.")) {
					return toNothing // another site
				}
				break
			}
		}
	}
	return toPage
}
