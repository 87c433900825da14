package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"carif/harvest"
	"carif/parser"
	"carif/parser/site"
	"carif/schema"
	"carif/sites"
)

// together prints how each host of the corpus and of the authored layouts is read by a lexicon without the labels that
// only this host prints, over both: page by page and with a model of the site. A label that another host prints stays.
func (m *meter) together(layouts string) error {
	set, corpus, err := m.bothSets(layouts)
	if err != nil {
		return err
	}
	if err := m.labelsOf(set); err != nil {
		return err
	}
	generic, err := newModelling(m, set, func(string) (*parser.Parser, error) { return m.parser, nil })
	if err != nil {
		return err
	}
	dropped := map[string]int{}
	left, err := newModelling(m, set, func(host string) (*parser.Parser, error) {
		return parser.NewWithout(func(k string) bool {
			only := len(m.labels[k]) == 1 && m.labels[k][host]
			if only {
				dropped[host]++
			}
			return only
		})
	})
	if err != nil {
		return err
	}
	var runs [3]score
	for i, x := range []struct {
		of    *modelling
		pages int
	}{{generic, -1}, {left, -1}, {left, 0}} {
		if runs[i], err = x.of.score(x.pages, site.Default()); err != nil {
			return err
		}
	}
	table([]string{"pages of", "site", "generic", "left out, page by page", "left out, with its model", "labels left out"},
		togetherRows(runs, corpus, dropped))
	return nil
}

// togetherRows are the hosts in order, those of the corpus first, with the macro of each part and of both.
func togetherRows(runs [3]score, corpus map[string]bool, dropped map[string]int) [][]string {
	var rows [][]string
	macro := func(name string, hosts []string) {
		row := []string{name, "**macro**"}
		for _, r := range runs {
			sum := 0.0
			for _, h := range hosts {
				sum += r.Hosts[h]
			}
			row = append(row, f4(sum/float64(max(len(hosts), 1))))
		}
		rows = append(rows, append(row, ""))
	}
	all := slices.Sorted(maps.Keys(runs[0].Hosts))
	for _, part := range []string{"corpus", "layouts"} {
		var hosts []string
		for _, h := range all {
			if corpus[h] != (part == "corpus") {
				continue
			}
			hosts = append(hosts, h)
			rows = append(rows, []string{part, strings.TrimSuffix(shortHost(h), ".example.org"),
				f4(runs[0].Hosts[h]), f4(runs[1].Hosts[h]), f4(runs[2].Hosts[h]), fmt.Sprint(dropped[h])})
		}
		macro(part, hosts)
	}
	macro("both", all)
	return rows
}

// bothSets reads the real pages and the layouts as one set, with their truths in one folder; it tells the real hosts.
func (m *meter) bothSets(layouts string) (*pageSet, map[string]bool, error) {
	gold := filepath.Join(m.tmp, "gold")
	if err := os.MkdirAll(gold, 0o755); err != nil {
		return nil, nil, err
	}
	for _, dir := range []string{filepath.Join(m.shared, "gold"), filepath.Join(layouts, "gold")} {
		files, err := filepath.Glob(filepath.Join(dir, "*.json"))
		if err != nil {
			return nil, nil, err
		}
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				return nil, nil, err
			}
			if err := os.WriteFile(filepath.Join(gold, filepath.Base(f)), data, 0o644); err != nil {
				return nil, nil, err
			}
		}
	}
	set, err := readPages(gold, filepath.Join(m.shared, "corpus"), filepath.Join(m.shared, "more"),
		filepath.Join(layouts, "pages"))
	if err != nil {
		return nil, nil, err
	}
	corpus := map[string]bool{}
	for _, pg := range m.pages {
		corpus[pg.host] = true
	}
	return set, corpus, nil
}

// labelsOf notes which labels each host prints on the pages of the corpus and the layouts.
func (m *meter) labelsOf(set *pageSet) error {
	if _, err := m.score(m.parser, true); err != nil {
		return err
	}
	r := &harvest.Reader{Parser: m.parser, Normalizer: m.reader.Normalizer, Sites: m.reader.Sites}
	known := map[string]bool{}
	for _, pg := range m.pages {
		known[pg.host] = true
	}
	for host, pages := range set.pages {
		if known[host] {
			continue
		}
		for _, pg := range pages {
			got, err := r.Read(schema.Page{File: pg.rel, URL: pg.url, Body: pg.body}, sites.Generic())
			if err != nil {
				return err
			}
			m.printed(host, got)
		}
	}
	return nil
}
