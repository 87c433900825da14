package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"carif/schema"
	"carif/vocab"
)

// coding counts, over the records read with profiles, which printed values got a code.
type coding struct {
	set       *vocab.Set
	vocab     map[string]*coded
	unmatched map[string]map[string]int // vocabulary → printed words → times
	place     map[string]int            // confidence → cities
	lost      map[string]int            // cities without a commune → times
}

// coded counts the values of a vocabulary: with a code, without one though there may be one, and those that the
// vocabulary declares to have none (its "none" section).
type coded struct{ with, without, none int }

func newCoding(set *vocab.Set) *coding {
	return &coding{set: set, vocab: map[string]*coded{}, unmatched: map[string]map[string]int{}, place: map[string]int{},
		lost: map[string]int{}}
}

func (c *coding) record(rec *schema.Record) {
	k := rec.Course
	c.one("level", vocab.Levels, k.EntryLevel)
	c.one("level", vocab.Levels, k.ExitLevel)
	c.one("general objective", vocab.Objectives, k.GeneralObjective)
	c.one("entry/exit", vocab.EntryExit, k.EntryExit)
	c.one("teaching mode", vocab.Teaching, k.TeachingMode)
	c.one("pathway", vocab.Pathways, k.Pathway)
	c.many("audience", vocab.Audiences, k.Audience)
	c.many("selection", vocab.Selection, k.Selection)
	for i := range k.Funding {
		c.one("funder", vocab.Funders, k.Funding[i].Funder)
	}
	if p := k.Provider; p != nil {
		c.city(p.City, p.Commune, "")
	}
	for i := range k.Sessions {
		s := &k.Sessions[i]
		c.one("entry/exit", vocab.EntryExit, s.EntryExit)
		c.city(s.City, s.Commune, s.PlaceConfidence)
	}
}

func (c *coding) many(title, name string, list []schema.Coded) {
	for i := range list {
		c.one(title, name, &list[i])
	}
}

func (c *coding) one(title, name string, v *schema.Coded) {
	if v == nil {
		return
	}
	n := c.vocab[title]
	if n == nil {
		n = &coded{}
		c.vocab[title], c.unmatched[title] = n, map[string]int{}
	}
	if v.Code != nil {
		n.with++
		return
	}
	if _, none := c.set.NoCode(name, v.Raw); none {
		n.none++
		return
	}
	n.without++
	c.unmatched[title][strings.Join(strings.Fields(v.Raw), " ")]++
}

func (c *coding) city(city, commune *string, confidence string) {
	if city == nil {
		return
	}
	if confidence == "" {
		confidence = "provider, no code"
		if commune != nil {
			confidence = "provider, coded"
		}
	}
	c.place[confidence]++
	if commune == nil {
		c.lost[*city]++
	}
}

// markdown is two tables and the lists of what got no code.
func (c *coding) markdown() string {
	var b strings.Builder
	b.WriteString("\n## Codes over the 438 pages, read with profiles\n\n" +
		"| vocabulary | values | coded | no code exists | coded where one may exist | " +
		"wordings without a code, most frequent first |\n|---|---|---|---|---|---|\n")
	for _, v := range slices.Sorted(maps.Keys(c.vocab)) {
		n := c.vocab[v]
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %.1f %% | %s |\n", v, n.with+n.without+n.none, n.with, n.none,
			share(n.with, n.with+n.without), top(c.unmatched[v], 6))
	}
	b.WriteString("\n\"No code exists\": wordings that a vocabulary declares to have none, with the reason " +
		"(the `none` section of its YAML). What one\n" +
		"leaves with (validation) has no dictionary in LHÉO and is kept as printed.\n")
	b.WriteString("\n## Cities over the 438 pages\n\n| decided | cities |\n|---|---|\n")
	for _, k := range slices.Sorted(maps.Keys(c.place)) {
		fmt.Fprintf(&b, "| %s | %d |\n", k, c.place[k])
	}
	n := 0
	for _, times := range c.lost {
		n += times
	}
	fmt.Fprintf(&b, "\n%d printings of %d towns have no commune; the test of the real pages lists them with a reason.\n",
		n, len(c.lost))
	return b.String()
}

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return 100 * float64(n) / float64(of)
}

// top lists the most frequent words. Values are facts and are shown; sentences of a page are only counted.
func top(m map[string]int, n int) string {
	keys := slices.SortedFunc(maps.Keys(m), func(a, b string) int {
		if m[a] != m[b] {
			return m[b] - m[a]
		}
		return strings.Compare(a, b)
	})
	var out []string
	more := 0
	for _, k := range keys {
		if len(out) == n || len([]rune(k)) > 42 {
			more++
			continue
		}
		out = append(out, fmt.Sprintf("%s (%d)", strings.ReplaceAll(k, "|", "/"), m[k]))
	}
	if more > 0 {
		out = append(out, fmt.Sprintf("… %d more", more))
	}
	return strings.Join(out, ", ")
}
