package draft

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// YAML writes the draft as a profile with its reasons as comments.
func (d *Draft) YAML() string {
	w := &writer{}
	w.line("# Draft of a profile for %s, from %d course pages; %d other pages were left aside.", d.Host, d.Pages, d.Others)
	w.line("# Read it through: what is a comment is not sure. Then: carif sites check FILE, carif sites test FILE DIR|URL.")
	w.line("id: %s  # it becomes part of every key: choose it now, it never changes", d.ID)
	w.line("name: %s", quote(d.Host))
	w.line("# region: \"75\"  # INSEE code of the region, in quotes")
	w.line("status: unverified")
	w.line("hosts: [%s]", strings.Join(append([]string{d.Host}, d.Also...), ", "))
	start := d.Start
	if start == "" {
		start = "https://" + d.Host + "/"
	}
	w.line("start: [%s]  # the page that lists the courses", quote(start))
	for _, s := range d.Sitemaps {
		w.line("# sitemaps: [%s]  # robots.txt names it, so it is read without a word here", quote(s))
	}
	switch {
	case d.Listing == "":
		w.line("# listing: ['^/formations(\\?|$)']  # pages to follow for links to courses, beside those of start")
	case d.Paged:
		w.line("listing: ['%s']  # the list and its further pages", strings.ReplaceAll(d.Listing, "'", "''"))
	default:
		w.line("listing: ['%s']  # no further pages of the list were linked: where are they?", strings.ReplaceAll(d.Listing, "'", "''"))
	}
	if d.Course != "" && d.Linked > 0 {
		w.line("course: ['%s']  # %d links of the list", strings.ReplaceAll(d.Course, "'", "''"), d.Linked)
	} else if d.Course != "" {
		w.line("course: ['%s']  # %d of %d pages", strings.ReplaceAll(d.Course, "'", "''"), d.Matched, d.Pages)
	} else {
		w.line("course: ['^/change-me/(?P<id>\\d+)$']  # no page tells its address: compare those of two courses")
	}
	const night = "  # window: \"22:00-06:00\", once it works"
	if d.Delay != "" {
		w.line("pace: {delay: %s, parallel: 1}%s; robots.txt asks for this delay", d.Delay, night)
	} else if d.Listing != "" {
		w.line("pace: {delay: 2s, parallel: 1}%s", night)
	}
	d.page(w)
	return w.String()
}

func (d *Draft) page(w *writer) {
	w.line("page:  # carif reads the pages without a word of it; these are the exceptions")
	w.line("  # What is no comment was tried on the pages and reads more of them; what is a comment is for you to judge.")
	w.line("  # level_scale: \"2019\"  # what a bare \"niveau 5\" means")
	for _, r := range d.Roots {
		w.line("  # root: %s  # holds all that was read, on %d pages", quote(r.CSS), r.Pages)
	}
	w.section("drop:", len(d.Drop), func(i int) (string, bool) {
		return fmt.Sprintf("- %s  # other courses, on %d pages", quote(d.Drop[i].CSS), d.Drop[i].Pages), d.Drop[i].On
	})
	all := append(append([]Label(nil), d.Labels...), d.Open...)
	w.section("labels:", len(all), func(i int) (string, bool) {
		return fmt.Sprintf("%s: %s  # %s", quote(all[i].Text), cmp.Or(string(all[i].Field), "FIELD"), all[i].said()), all[i].On
	})
	for _, l := range d.Known {
		if l.Field != "" {
			w.line("  # read without help: %s: %s  # %d pages", quote(l.Text), l.Field, l.Pages)
		}
	}
	for _, ic := range d.Icons {
		w.line("  # icons: {%s: \"session.state=…\"}  # %d pages", quote(ic.Text), ic.Pages)
	}
	w.section("fields:", len(d.Fields), func(i int) (string, bool) {
		p := d.Fields[i]
		said := Label{Pages: p.Pages}
		if p.Example != "" {
			said.Examples = []string{p.Example}
		}
		return fmt.Sprintf("%s: %s  # %s", p.Field, quote(p.CSS), said.said()), p.On
	})
	d.rows(w)
}

// rows writes the sessions: one kind of row may be on, the others are comments.
func (d *Draft) rows(w *writer) {
	on := false
	for _, r := range d.Rows {
		pre := "  "
		if !r.On || on {
			pre = "  # "
		}
		on = on || r.On
		w.line("%ssessions:  # %d on %d pages", pre, r.Records, r.Pages)
		w.line("%s  rows: %s", pre, quote(r.CSS))
		done := map[string]bool{}
		for _, f := range r.Fields {
			if !strings.HasPrefix(string(f.Field), "session.") || done[string(f.Field)] {
				continue
			}
			if len(done) == 0 {
				w.line("%s  fields:", pre)
			}
			done[string(f.Field)] = true
			w.line("%s    %s: %s", pre, f.Field, quote(f.CSS))
		}
	}
}

// section writes a key and what stands below it; the key is a comment where all of that is.
func (w *writer) section(key string, n int, line func(i int) (string, bool)) {
	var on, off []string
	for i := range n {
		if l, is := line(i); is {
			on = append(on, l)
		} else {
			off = append(off, l)
		}
	}
	pre := "  "
	if len(on) == 0 {
		pre = "  # "
	}
	if n > 0 {
		w.line("%s%s", pre, key)
	}
	for _, l := range on {
		w.line("    %s", l)
	}
	for _, l := range off {
		w.line("  #   %s", l)
	}
}

// said tells on how many pages a label stands and what behind it.
func (l Label) said() string {
	s := fmt.Sprintf("%d pages", l.Pages)
	for i, e := range l.Examples {
		if i == 0 {
			s += ": "
		} else {
			s += " | "
		}
		s += comment(e)
	}
	return s
}

type writer struct{ strings.Builder }

func (w *writer) line(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }

// quote writes a text as YAML has it between double quotes.
func quote(s string) string { return strconv.Quote(comment(s)) }

// comment is a text in one line, as it may stand in a comment.
func comment(s string) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x2028 || c == 0x2029 || c == 0xFEFF || c == 0xA0 {
			return ' '
		}
		return c
	}, s)
}
