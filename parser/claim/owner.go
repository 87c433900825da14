package claim

import (
	"strings"

	"carif/parser/outline"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
)

// providerFromOwner takes the owner of the site for the provider where the page names none: a body that gives courses prints
// its declaration of activity, or its certificate, at the foot of every page, and a catalogue has neither. The owner goes by
// the name that the page's own title and its furniture both print.
func (r *Reader) providerFromOwner() {
	for _, v := range r.Draft.Values {
		if v.Field == schema.FieldProvider || v.Field == schema.FieldProviderName {
			return
		}
	}
	if r.Plain || !r.ownedByBody() {
		return
	}
	parts := outline.TitleParts(r.Lay.Title)
	for _, i := range []int{len(parts) - 1, 0} {
		name := strings.TrimSpace(parts[i])
		if len(parts) < 2 || len(name) < 4 || len(name) > 80 || r.isTitle(name) {
			continue
		}
		if at := r.chromeNaming(name); at >= 0 {
			pr := r.Collect(at, at+1, false)
			pr.Text, pr.Items, pr.Links = name, nil, nil
			r.put(schema.FieldProvider, "", pr, nil, 0)
			r.Notes.Add(&r.Pieces[at], "%s is the provider: the site is a training body's", name)
			return
		}
	}
}

// ownedByBody reports whether the page's own furniture says that a training body owns the site.
func (r *Reader) ownedByBody() bool {
	for i := len(r.Pieces) - 1; i >= 0; i-- {
		p := &r.Pieces[i]
		if p.Claim != "chrome" || p.Rule == "chrome:others" {
			continue
		}
		t := r.Lay.Lines[p.Line].Text
		if len(t) < 12 || len(t) > 2000 {
			continue
		}
		if r.Lx.OwnedByBody(text.FoldLabel(t)) {
			return true
		}
	}
	return false
}

// isTitle reports whether words are those of the course's title.
func (r *Reader) isTitle(name string) bool {
	f := text.FoldLabel(name)
	for _, v := range r.Draft.Get(schema.FieldTitle) {
		if t := text.FoldLabel(v.Text); strings.Contains(t, f) || strings.Contains(f, t) {
			return true
		}
	}
	return false
}

// chromeNaming gives the first piece of the page's furniture that prints a name, -1 for none.
func (r *Reader) chromeNaming(name string) int {
	f := " " + text.FoldLabel(name) + " "
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if p.Claim != "chrome" || p.Rule == "chrome:others" {
			continue
		}
		if t := r.Lay.Lines[p.Line].Text; len(t) >= len(name) && len(t) < 1000 && strings.Contains(" "+text.FoldLabel(wording.Clean(t))+" ", f) {
			return i
		}
	}
	return -1
}
