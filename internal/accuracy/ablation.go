package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"carif/parser"
	"carif/parser/site"
)

// ideas are the parts of a model in the order in which they are learnt.
var ideas = []struct {
	name string
	bit  site.Ideas
}{
	{"chrome", site.IdeaChrome}, {"templates", site.IdeaUpdate}, {"ids by URL", site.IdeaURL},
	{"other courses", site.IdeaOthers},
	{"sessions", site.IdeaUnits}, {"placeholders", site.IdeaEmpty}, {"tails", site.IdeaTails},
	{"label places", site.IdeaPlaces},
	{"fields by kinds", site.IdeaKinds},
}

// sizes are the numbers of pages a site that models are measured with; 0 is all.
var sizes = []int{5, 10, 20, 50, 0}

// modelRun is one set of pages read by one parser a host.
type modelRun struct {
	name string
	x    *modelling
}

// modelRuns are the pages of shared with the whole lexicon and with what only a site taught left out, or those of
// another folder.
func (m *meter) modelRuns(other string) ([]modelRun, error) {
	whole := func(string) (*parser.Parser, error) { return m.parser, nil }
	if other != "" {
		set, err := readPages(filepath.Join(other, "gold"), filepath.Join(other, "pages"))
		if err != nil {
			return nil, err
		}
		x, err := newModelling(m, set, whole)
		return []modelRun{{filepath.Base(other), x}}, err
	}
	set, err := readPages(filepath.Join(m.shared, "gold"), filepath.Join(m.shared, "corpus"),
		filepath.Join(m.shared, "more"))
	if err != nil {
		return nil, err
	}
	x, err := newModelling(m, set, whole)
	if err != nil {
		return nil, err
	}
	if _, err := m.score(m.parser, true); err != nil { // tells which labels only one host prints
		return nil, err
	}
	y, err := newModelling(m, set, func(host string) (*parser.Parser, error) {
		return parser.NewWithout(func(k string) bool { return len(m.labels[k]) == 1 && m.labels[k][host] })
	})
	return []modelRun{{"generic", x}, {"left out", y}}, err
}

// ablation prints what models bring: by host without and with one, by idea alone and left out, by number of pages.
func (m *meter) ablation(other string, verbose bool, keep string) error {
	runs, err := m.modelRuns(other)
	if err != nil {
		return err
	}
	var hosts, parts, pages [][]string
	for _, r := range runs {
		none, err := r.x.score(-1, site.Default())
		if err != nil {
			return err
		}
		r.x.verbose, r.x.keep = verbose, keep
		all, err := r.x.score(0, site.Default())
		if err != nil {
			return err
		}
		r.x.verbose, r.x.keep = false, ""
		for _, h := range slices.Sorted(maps.Keys(none.Hosts)) {
			hosts = append(hosts, []string{r.name, shortHost(h), f4(none.Hosts[h]), f4(all.Hosts[h])})
		}
		hosts = append(hosts, []string{r.name, "**macro**", f4(none.Macro), f4(all.Macro)})
		p, err := r.ideas(none.Macro, all.Macro)
		if err != nil {
			return err
		}
		parts = append(parts, p...)
		row := []string{r.name, f4(none.Macro)}
		for _, n := range sizes {
			s, err := r.x.score(n, site.Default())
			if err != nil {
				return err
			}
			row = append(row, f4(s.Macro))
		}
		pages = append(pages, row)
	}
	table([]string{"read", "site", "page by page", "with its model"}, hosts)
	table([]string{"read", "idea", "it alone", "all but it"}, parts)
	table([]string{"read", "none", "5 pages", "10", "20", "50", "all"}, pages)
	return nil
}

// ideas scores each idea alone and all without it.
func (r *modelRun) ideas(none, all float64) ([][]string, error) {
	out := [][]string{{r.name, "(none / all)", f4(none), f4(all)}}
	for _, i := range ideas {
		alone, without := site.Default(), site.Default()
		alone.Off, without.Off = ^i.bit, i.bit
		a, err := r.x.score(0, alone)
		if err != nil {
			return nil, err
		}
		w, err := r.x.score(0, without)
		if err != nil {
			return nil, err
		}
		out = append(out, []string{r.name, i.name, f4(a.Macro), f4(w.Macro)})
	}
	return out, nil
}

func f4(x float64) string { return fmt.Sprintf("%.4f", x) }

// table prints rows in Markdown.
func table(head []string, rows [][]string) {
	fmt.Printf("| %s |\n|%s\n", strings.Join(head, " | "), strings.Repeat("---|", len(head)))
	for _, r := range rows {
		fmt.Printf("| %s |\n", strings.Join(r, " | "))
	}
	fmt.Println()
}
