package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"carif/harvest"
	"carif/parser"
	"carif/schema"
	"carif/sites"
)

// score is what gold/score.py says of one set of records.
type score struct {
	Macro   float64            `json:"macro_f1"`
	Micro   float64            `json:"micro_f1"`
	Missing int                `json:"missing_pages"`
	Hosts   map[string]float64 `json:"hosts"`
	Fields  map[string]float64 `json:"fields"`
}

// page is one corpus page in memory.
type page struct {
	host, rel, url string
	body           []byte
}

// meter reads the corpus with different readers and scores what they give.
type meter struct {
	shared, tmp string
	pages       []page
	reader      *harvest.Reader
	parser      *parser.Parser
	labels      map[string]map[string]bool // label key → hosts that print it
	coverage    map[string]*siteCoverage   // by host, with profiles
	coding      *coding
}

func newMeter(shared string) (*meter, error) {
	r, err := harvest.NewReader("", "")
	if err != nil {
		return nil, err
	}
	tmp, err := os.MkdirTemp("", "carif-accuracy-")
	if err != nil {
		return nil, err
	}
	m := &meter{shared: shared, tmp: tmp, reader: r, parser: r.Parser, labels: map[string]map[string]bool{},
		coverage: map[string]*siteCoverage{}, coding: newCoding(r.Normalizer.Vocabularies())}
	m.pages, err = pagesIn(filepath.Join(shared, "corpus"))
	if err != nil {
		return nil, err
	}
	return m, nil
}

// pagesIn reads the pages of a folder of hosts, in the order of their names, with the URLs its index gives.
func pagesIn(dir string) ([]page, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.html"))
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	urls, err := readIndex(filepath.Join(dir, "index.csv"))
	if err != nil {
		return nil, err
	}
	pages := make([]page, 0, len(files))
	for _, f := range files {
		body, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		host := filepath.Base(filepath.Dir(f))
		rel := host + "/" + filepath.Base(f)
		pages = append(pages, page{host: host, rel: rel, url: urls[strings.TrimSuffix(rel, ".html")], body: body})
	}
	return pages, nil
}

// readIndex gives the URL of each page, by host/id.
func readIndex(path string) (map[string]string, error) {
	fh, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer fh.Close()
	rows, err := csv.NewReader(fh).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	urls := map[string]string{}
	at := slices.Index(rows[0], "url")
	for _, r := range rows[1:] {
		urls[r[0]+"/"+r[1]] = r[at] // host, id, …
	}
	return urls, nil
}

// score reads every page with p, with the profile of its host or with none, and scores the records.
func (m *meter) score(p *parser.Parser, profiles bool) (score, error) {
	return m.scorePages(p, profiles, func(page) bool { return true })
}

func (m *meter) scorePages(p *parser.Parser, profiles bool, want func(page) bool) (score, error) {
	r := &harvest.Reader{Parser: p, Normalizer: m.reader.Normalizer, Sites: m.reader.Sites}
	out := filepath.Join(m.tmp, "records.jsonl")
	fh, err := os.Create(out)
	if err != nil {
		return score{}, err
	}
	w := bufio.NewWriter(fh)
	enc := json.NewEncoder(w)
	for _, pg := range m.pages {
		if !want(pg) {
			continue
		}
		site := sites.Generic()
		if s := r.Sites.ForHost(pg.host); profiles && s != nil {
			site = s
		}
		got, err := r.Read(schema.Page{Site: site.ID, File: pg.rel, URL: pg.url, Body: pg.body}, site)
		if err != nil {
			return score{}, err
		}
		if profiles {
			m.observe(pg, got)
		}
		for i := range got.Records {
			if err := enc.Encode(&got.Records[i]); err != nil {
				return score{}, err
			}
		}
	}
	if err := w.Flush(); err != nil {
		return score{}, err
	}
	if err := fh.Close(); err != nil {
		return score{}, err
	}
	return m.gold(out)
}

// gold runs the scorer that lies beside the gold pages.
func (m *meter) gold(records string) (score, error) {
	var s score
	gold := filepath.Join(m.shared, "gold")
	out, err := exec.Command("python3", filepath.Join(gold, "score.py"), gold, records, "--json").Output()
	if err != nil {
		return s, fmt.Errorf("run score.py: %w", err)
	}
	if err := json.Unmarshal(out, &s); err != nil {
		return s, fmt.Errorf("read what score.py says: %w", err)
	}
	return s, nil
}

// observe counts where the page's words went, and which labels its host prints.
func (m *meter) observe(pg page, got harvest.Reading) {
	c := m.coverage[pg.host]
	if c == nil {
		c = &siteCoverage{}
		m.coverage[pg.host] = c
	}
	c.add(got)
	for i := range got.Records {
		m.coding.record(&got.Records[i])
	}
	m.printed(pg.host, got)
}

// printed notes the labels of a page as its host's.
func (m *meter) printed(host string, got harvest.Reading) {
	if got.Parsed.Outline == nil {
		return
	}
	for _, b := range got.Parsed.Outline.Blocks {
		if b.Label == "" {
			continue
		}
		k := parser.LabelKey(b.Label)
		if m.labels[k] == nil {
			m.labels[k] = map[string]bool{}
		}
		m.labels[k][host] = true
	}
}

// leaveOneOut scores each host, without a profile, with a lexicon that lacks the labels only this host prints:
// what the reader would do on the site had nobody seen it.
func (m *meter) leaveOneOut() (map[string]leftOut, error) {
	if len(m.labels) == 0 {
		if _, err := m.score(m.parser, true); err != nil {
			return nil, err
		}
	}
	out := map[string]leftOut{}
	for _, pg := range m.pages {
		if _, done := out[pg.host]; done {
			continue
		}
		host, dropped := pg.host, 0
		p, err := parser.NewWithout(func(k string) bool {
			only := len(m.labels[k]) == 1 && m.labels[k][host]
			if only {
				dropped++
			}
			return only
		})
		if err != nil {
			return nil, err
		}
		s, err := m.scorePages(p, false, func(q page) bool { return q.host == host })
		if err != nil {
			return nil, err
		}
		out[host] = leftOut{F1: s.Hosts[host], Dropped: dropped}
	}
	return out, nil
}

// leftOut is how a host fares without the labels that only it prints.
type leftOut struct {
	F1      float64
	Dropped int // lexicon entries left out
}

// siteCoverage is where the words of a host's pages went.
type siteCoverage struct {
	Pages, Records int
	Shares         []float64 // unclaimed share of each page, percent
}

func (c *siteCoverage) add(got harvest.Reading) {
	c.Pages++
	c.Records += len(got.Records)
	if n := got.Parsed.Coverage; n.Content > 0 {
		c.Shares = append(c.Shares, 100*float64(n.Unclaimed)/float64(n.Content))
	}
}

func (c *siteCoverage) median() float64 {
	if len(c.Shares) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(c.Shares))
	return s[len(s)/2]
}

func shortHost(h string) string { return strings.TrimPrefix(h, "www.") }
