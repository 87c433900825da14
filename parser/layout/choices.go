package layout

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"carif/text/date"
)

// Menu is a menu to choose from in which each choice tells days: the sessions that one may enrol in.
type Menu struct {
	Line    int32 // the line before which it stands
	Choices []string
}

// mostChoices is the most choices of a menu of sessions; a longer one is a calendar to fill in. mostMenus is how many menus of
// a page are kept.
const mostChoices, mostMenus = 80, 20

// menu keeps what a menu offers where all of it is days. It is no text of the page: many sites show below it what one chose.
func (b *builder) menu(n *html.Node) {
	var all []string
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Option {
			if c.Type == html.ElementNode {
				return
			}
			continue
		}
		t := optionText(c)
		if !hasDay(t) {
			if prompts(c) && len(all) == 0 {
				continue
			}
			return
		}
		if all = append(all, t); len(all) > mostChoices {
			return
		}
	}
	if len(all) > 0 && len(b.lay.Menus) < mostMenus {
		b.lay.Menus = append(b.lay.Menus, Menu{int32(len(b.lay.Lines)), all})
	}
}

// prompts reports an option that chooses nothing: "Sélectionnez une date".
func prompts(o *html.Node) bool {
	for i := range o.Attr {
		if a := &o.Attr[i]; a.Key == "value" && strings.TrimSpace(a.Val) != "" && a.Val != "0" && a.Val != "-1" {
			return false
		}
	}
	return true
}

// hasDay reports whether a text tells a day or a month, with its year: the year of somebody's birth is none.
func hasDay(t string) bool {
	return len(t) < 160 && date.MayHold(t) && len(date.ReadPeriod(t).Ranges) > 0
}

func optionText(o *html.Node) string {
	if o.FirstChild == nil || o.FirstChild.Type != html.TextNode || len(o.FirstChild.Data) > 400 {
		return ""
	}
	return strings.Join(strings.Fields(o.FirstChild.Data), " ")
}
