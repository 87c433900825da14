package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"carif/schema"
)

// recordText prints one record for a person.
func recordText(w io.Writer, rec *schema.Record, colour bool) error {
	c := rec.Course
	if c == nil {
		return nil
	}
	t := &textPrinter{w: w, colour: colour}
	t.head(str(c.Title), c.Key)
	if c.Provider != nil {
		t.row("provider", join(", ", str(c.Provider.Name), str(c.Provider.City)))
	}
	t.row("objective", first(str(c.Objective)))
	t.row("programme", first(str(c.Programme)))
	t.row("prerequisites", first(str(c.Prerequisites)))
	t.row("admission", first(str(c.Admission)))
	t.row("audience", codedList(c.Audience))
	t.row("entry level", codedText(c.EntryLevel))
	t.row("exit level", codedText(c.ExitLevel))
	t.row("validation", codedList(c.Validation))
	t.row("selection", codedList(c.Selection))
	if d := c.Duration; d != nil {
		t.row("hours", join(", ", hours("total", d.TotalHours), hours("centre", d.CentreHours),
			hours("company", d.CompanyHours)))
	}
	if c.Price != nil && c.Price.AmountEUR != nil {
		t.row("price", fmt.Sprintf("%g €", *c.Price.AmountEUR))
	}
	for i := range c.Actions {
		t.row("action", actionLine(&c.Actions[i]))
	}
	for i, s := range c.Sessions {
		if i == 10 {
			t.row("", "… and "+count(len(c.Sessions)-i, "more session"))
			break
		}
		t.row("session", sessionLine(s))
	}
	t.row("issues", fmt.Sprint(len(rec.Issues)))
	t.row("unclaimed", fmt.Sprint(len(rec.Unclaimed)))
	_, err := fmt.Fprintln(w)
	return err
}

// actionLine is what one action says of its own, on one line.
func actionLine(a *schema.Action) string {
	var funders []string
	for _, f := range a.Funding {
		funders = append(funders, codedText(f.Funder))
	}
	d := a.Duration
	if d == nil {
		d = &schema.Duration{}
	}
	return join("  ", a.NativeID, codedList(a.Audience), strings.Join(funders, ", "), hours("total", d.TotalHours),
		hours("centre", d.CentreHours), hours("company", d.CompanyHours))
}

// sessionLine is one session on one line.
func sessionLine(s schema.Session) string {
	when := ""
	switch {
	case s.Start != nil && s.End != nil:
		when = *s.Start + " → " + *s.End
	case s.Start != nil:
		when = "from " + *s.Start
	case s.End != nil:
		when = "until " + *s.End
	case s.EntryExit != nil:
		when = s.EntryExit.Raw
	}
	place := str(s.City)
	if s.Department != nil {
		place = strings.TrimSpace(place + " (" + *s.Department + ")")
	}
	return join("  ", str(s.NativeID), when, place, str(s.State))
}

type textPrinter struct {
	w      io.Writer
	colour bool
}

func (t *textPrinter) head(title, key string) {
	if t.colour {
		title = ansiBold + printable(title) + ansiReset
	} else {
		title = printable(title)
	}
	fmt.Fprintf(t.w, "%s\n  %-14s %s\n", title, "key", printable(key))
}

func (t *textPrinter) row(name, value string) {
	if value != "" {
		fmt.Fprintf(t.w, "  %-14s %s\n", name, printable(cut(value, 110)))
	}
}

func str(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

func join(sep string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}

// first is the first line of a text, with a mark when there is more.
func first(s string) string {
	line, rest, more := strings.Cut(s, "\n")
	if more && rest != "" {
		return line + " …"
	}
	return line
}

func codedText(c *schema.Coded) string {
	if c == nil {
		return ""
	}
	if c.Code != nil {
		return c.Raw + " [" + *c.Code + "]"
	}
	return c.Raw
}

func codedList(cs []schema.Coded) string {
	parts := make([]string, len(cs))
	for i := range cs {
		parts[i] = codedText(&cs[i])
	}
	return strings.Join(parts, "; ")
}

func hours(name string, h *float64) string {
	if h == nil {
		return ""
	}
	return fmt.Sprintf("%s %g", name, *h)
}

// sorted lists a map's keys in order.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
