package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"carif/harvest"
	"carif/parser"
	"carif/parser/site"
	"carif/schema"
	"carif/sites"
)

// pageSet is pages by host, of which some have a truth.
type pageSet struct {
	gold   string // folder of the truth
	pages  map[string][]page
	scored map[string]bool // host/id of the pages that have one
}

// readPages reads <dir>/<host>/<id>.html of several folders; gold is the folder of <host>.json.
func readPages(gold string, dirs ...string) (*pageSet, error) {
	s := &pageSet{gold: gold, pages: map[string][]page{}, scored: map[string]bool{}}
	for _, dir := range dirs {
		pages, err := pagesIn(dir)
		if err != nil {
			return nil, err
		}
		for _, p := range pages {
			s.pages[p.host] = append(s.pages[p.host], p)
		}
	}
	return s, s.readGold()
}

func (s *pageSet) readGold() error {
	files, err := filepath.Glob(filepath.Join(s.gold, "*.json"))
	if err != nil {
		return err
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		var list []struct {
			Host string `json:"host"`
			ID   any    `json:"id"`
		}
		if err := json.Unmarshal(data, &list); err != nil {
			return fmt.Errorf("read %s: %w", f, err)
		}
		for _, g := range list {
			s.scored[fmt.Sprintf("%s/%v", g.Host, g.ID)] = true
		}
	}
	return nil
}

// modelling measures what models bring on one set of pages.
type modelling struct {
	m        *meter
	set      *pageSet
	parsers  map[string]*parser.Parser // by host
	sketches map[string][]*site.Sketch
	oracle   site.Oracle
	verbose  bool   // print the models
	keep     string // file for the records, "" for none
}

func newModelling(m *meter, set *pageSet, parserOf func(host string) (*parser.Parser, error)) (*modelling, error) {
	x := &modelling{m: m, set: set, parsers: map[string]*parser.Parser{}, sketches: map[string][]*site.Sketch{},
		oracle: m.reader.Normalizer}
	for host, pages := range set.pages {
		p, err := parserOf(host)
		if err != nil {
			return nil, err
		}
		x.parsers[host] = p
		sk := p.Sketching()
		for _, pg := range pages {
			res, err := sk.Parse(schema.Page{File: pg.rel, URL: pg.url, Body: pg.body}, sites.Generic())
			if err != nil {
				return nil, err
			}
			if res.Sketch != nil {
				x.sketches[host] = append(x.sketches[host], res.Sketch)
			}
		}
	}
	return x, nil
}

// score reads the pages that have a truth, with models of at most n pages a site (0: all, negative: none).
func (x *modelling) score(n int, t site.Thresholds) (score, error) {
	out := filepath.Join(x.m.tmp, "models.jsonl")
	fh, err := os.Create(out)
	if err != nil {
		return score{}, err
	}
	defer fh.Close()
	w := bufio.NewWriter(fh)
	enc := json.NewEncoder(w)
	for _, host := range slices.Sorted(maps.Keys(x.set.pages)) {
		p := x.parsers[host]
		if n >= 0 {
			sk := x.sketches[host]
			if n > 0 {
				sk = sk[:min(n, len(sk))]
			}
			model, rep := site.Build(host, sk, t, x.oracle)
			if x.verbose {
				b, _ := model.Marshal()
				fmt.Printf("%s\n%s\n\n", strings.Join(rep, "\n"), b)
			}
			p = p.With(model)
		}
		r := &harvest.Reader{Parser: p, Normalizer: x.m.reader.Normalizer, Sites: x.m.reader.Sites}
		for _, pg := range x.set.pages[host] {
			if !x.set.scored[strings.TrimSuffix(pg.rel, ".html")] {
				continue
			}
			got, err := r.Read(schema.Page{File: pg.rel, URL: pg.url, Body: pg.body}, sites.Generic())
			if err != nil {
				return score{}, err
			}
			for i := range got.Records {
				if err := enc.Encode(&got.Records[i]); err != nil {
					return score{}, err
				}
			}
		}
	}
	if err := w.Flush(); err != nil {
		return score{}, err
	}
	var s score
	b, err := exec.Command("python3", filepath.Join(x.m.shared, "gold", "score.py"), x.set.gold, out, "--json").Output()
	if err != nil {
		return s, fmt.Errorf("run score.py: %w", err)
	}
	if x.keep != "" {
		data, err := os.ReadFile(out)
		if err != nil {
			return s, err
		}
		if err := os.WriteFile(x.keep, data, 0o644); err != nil {
			return s, err
		}
	}
	return s, json.Unmarshal(b, &s)
}
