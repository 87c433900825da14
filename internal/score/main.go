// Command score reads the real pages of ../shared/corpus with the parser and normalize, in process, and writes one
// record a line for the scorer beside the gold pages. It is for measuring only: users run `carif parse`.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"carif/normalize"
	"carif/parser"
	"carif/schema"
	"carif/sites"
)

func main() {
	site := flag.String("site", "auto", "auto (by host) or generic")
	dir := flag.String("corpus", "../shared/corpus", "folder of <host>/<id>.html")
	out := flag.String("out", "-", "file to write, - for stdout")
	drafts := flag.Bool("drafts", false, "write drafts instead of records")
	flag.Parse()
	if err := run(*site, *dir, *out, *drafts); err != nil {
		fmt.Fprintln(os.Stderr, "score:", err)
		os.Exit(1)
	}
}

func run(site, dir, out string, drafts bool) error {
	p, err := parser.New()
	if err != nil {
		return err
	}
	n, err := normalize.New(normalize.Options{})
	if err != nil {
		return err
	}
	byHost, err := hosts(site)
	if err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.html"))
	if err != nil {
		return err
	}
	sort.Strings(files)
	w := os.Stdout
	if out != "-" {
		if w, err = os.Create(out); err != nil {
			return err
		}
		defer w.Close()
	}
	bw := bufio.NewWriter(w)
	enc := json.NewEncoder(bw)
	enc.SetEscapeHTML(false)
	for _, f := range files {
		if err := one(p, n, byHost, dir, f, drafts, enc); err != nil {
			return err
		}
	}
	return bw.Flush()
}

// hosts maps the hosts of the built-in profiles, unless everything is to be read as generic.
func hosts(site string) (map[string]*sites.Site, error) {
	m := map[string]*sites.Site{}
	if site == "generic" {
		return m, nil
	}
	return m, builtin(m)
}

func one(p *parser.Parser, n *normalize.Normalizer, byHost map[string]*sites.Site, dir, file string, drafts bool, enc *json.Encoder) error {
	body, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read page: %w", err)
	}
	rel, err := filepath.Rel(dir, file)
	if err != nil {
		return fmt.Errorf("name page: %w", err)
	}
	s := byHost[strings.SplitN(filepath.ToSlash(rel), "/", 2)[0]]
	if s == nil {
		s = sites.Generic()
	}
	page := schema.Page{Site: s.ID, File: filepath.ToSlash(rel), Body: body}
	res, err := p.Parse(page, s)
	if err != nil {
		return fmt.Errorf("parse %s: %w", rel, err)
	}
	if res.Refusal != nil {
		fmt.Fprintf(os.Stderr, "%s: %s (%s)\n", rel, res.Refusal.Reason, res.Refusal.Detail)
	}
	for _, d := range res.Drafts {
		var v any = n.Record(d, page, s)
		if drafts {
			v = map[string]any{"file": rel, "draft": d, "coverage": res.Coverage}
		}
		if err := enc.Encode(v); err != nil {
			return err
		}
	}
	return nil
}
