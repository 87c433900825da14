package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// write puts every table below out, each aside and renamed. Rows are sorted and
// the gzip header is empty, so that the same packages give the same bytes.
func (b *builder) write(out, vintage string) error {
	departments, err := b.departmentRows(filepath.Join(out, "gen", "hand", "departments.csv"))
	if err != nil {
		return err
	}
	regions, err := b.regionRows(filepath.Join(out, "gen", "hand", "regions.csv"))
	if err != nil {
		return err
	}
	files := []struct {
		path string
		rows []string
	}{
		{"data/communes.tsv.gz", b.communeRows()},
		{"data/former.tsv.gz", b.formerRows()},
		{"data/aliases.tsv", aliasRows(b.aliases)},
		{"data/departments.tsv", departments},
		{"data/regions.tsv", regions},
		{"data/vintage.txt", []string{strings.TrimSpace(vintage)}},
		{"testdata/postal_labels.tsv.gz", aliasRows(b.labels)},
	}
	for _, f := range files {
		if err := save(filepath.Join(out, f.path), f.rows); err != nil {
			return err
		}
		fmt.Printf("%s: %d rows\n", f.path, len(f.rows))
	}
	return nil
}

func (b *builder) communeRows() []string {
	var rows []string
	for _, p := range b.places {
		parent := ""
		switch p.Type {
		case "commune-actuelle":
		case "arrondissement-municipal":
			parent = p.Parent
		default:
			continue
		}
		slices.Sort(p.Postal)
		rows = append(rows, tsv(p.Code, p.Name, strings.Join(p.Postal, " "), strconv.Itoa(p.Population),
			p.lat, p.lon, parent))
	}
	slices.Sort(rows)
	return rows
}

func (b *builder) formerRows() []string {
	var rows []string
	for _, f := range b.formers {
		rows = append(rows, tsv(f.department, f.name, f.code, f.today, f.kind, f.end))
	}
	slices.Sort(rows)
	return rows
}

func aliasRows(list []alias) []string {
	slices.SortFunc(list, byPlace)
	var rows []string
	for _, a := range list {
		rows = append(rows, tsv(a.department, a.name, a.commune, a.origin))
	}
	return rows
}

func byPlace(a, b alias) int {
	return cmp.Or(cmp.Compare(a.department, b.department), cmp.Compare(a.name, b.name), cmp.Compare(a.commune, b.commune))
}

// departmentRows joins the edition with what is typed by hand. The edition gives
// some overseas territories the capital of another: it is left out.
func (b *builder) departmentRows(hand string) ([]string, error) {
	extra, err := byCode(hand)
	if err != nil {
		return nil, err
	}
	var rows []string
	for _, d := range b.departments {
		x, ok := extra[d.Code]
		if !ok {
			return nil, fmt.Errorf("read %s: no row for department %s %s", hand, d.Code, d.Name)
		}
		if departmentOf(d.Capital) != d.Code || b.current[d.Capital] == nil {
			d.Capital = ""
		}
		rows = append(rows, tsv(d.Code, d.Name, d.Region, d.Capital, x[1], x[2], x[3]))
	}
	slices.Sort(rows)
	return rows, nil
}

func (b *builder) regionRows(hand string) ([]string, error) {
	extra, err := byCode(hand)
	if err != nil {
		return nil, err
	}
	var rows []string
	for _, r := range b.regions {
		x, ok := extra[r.Code]
		if !ok {
			return nil, fmt.Errorf("read %s: no row for region %s %s", hand, r.Code, r.Name)
		}
		if p := b.current[r.Capital]; p == nil || p.Region != r.Code {
			r.Capital = ""
		}
		rows = append(rows, tsv(r.Code, r.Name, r.Capital, x[1], x[2], x[3]))
	}
	slices.Sort(rows)
	return rows, nil
}

func byCode(path string) (map[string][]string, error) {
	rows, err := readCSV(path)
	if err != nil {
		return nil, err
	}
	m := make(map[string][]string, len(rows))
	for _, r := range rows {
		m[r[0]] = r
	}
	return m, nil
}

func tsv(fields ...string) string { return strings.Join(fields, "\t") }

// save writes the rows, compressed when the name ends in .gz.
func save(path string, rows []string) error {
	body := []byte(strings.Join(rows, "\n") + "\n")
	if strings.HasSuffix(path, ".gz") {
		var buf bytes.Buffer
		z, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
		if err != nil {
			return fmt.Errorf("compress %s: %w", path, err)
		}
		if _, err := z.Write(body); err != nil {
			return fmt.Errorf("compress %s: %w", path, err)
		}
		if err := z.Close(); err != nil {
			return fmt.Errorf("compress %s: %w", path, err)
		}
		body = buf.Bytes()
	}
	if err := os.WriteFile(path+".new", body, 0o644); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	return nil
}
