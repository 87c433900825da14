package geo

import (
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"sync"

	"carif/geo/fold"
)

//go:embed data
var tables embed.FS

// New loads the embedded tables. An error means that the program was built from
// damaged tables.
func New() (*Index, error) {
	x := &Index{
		byCode: map[string]int32{}, depByCode: map[string]int{}, regByCode: map[string]int{},
		depWords: map[string]depSet{}, regWords: map[string]depSet{}, regNames: map[string]string{},
		postal: make(map[string][]int32, 6500), arms: map[int32][]int32{}, former: map[string]int32{},
	}
	x.weak = sync.OnceValue(x.buildWeak)
	steps := []struct {
		file   string
		fields int
		row    func([]string) error
	}{
		{"vintage.txt", 1, func(f []string) error { x.vintage = f[0]; return nil }},
		{"regions.tsv", 6, x.addRegion},
		{"departments.tsv", 7, x.addDepartment},
		{"communes.tsv.gz", 7, x.addCommune},
		{"aliases.tsv", 4, x.addAlias},
		{"former.tsv.gz", 6, x.addFormer},
	}
	for _, s := range steps {
		if err := eachRow(s.file, s.fields, s.row); err != nil {
			return nil, err
		}
	}
	x.link()
	return x, nil
}

// wholeTable reads a table, decompressing it when its name says so.
func wholeTable(r io.Reader, name string) (string, error) {
	if strings.HasSuffix(name, ".gz") {
		z, err := gzip.NewReader(r)
		if err != nil {
			return "", fmt.Errorf("open table %s: %w", name, err)
		}
		r = z
	}
	var b strings.Builder
	if _, err := io.Copy(&b, r); err != nil {
		return "", fmt.Errorf("read table %s: %w", name, err)
	}
	return b.String(), nil
}

// eachRow calls row with the fields of every line; the slice is reused.
func eachRow(name string, fields int, row func([]string) error) error {
	f, err := tables.Open(path.Join("data", name))
	if err != nil {
		return fmt.Errorf("open embedded table: %w", err)
	}
	defer f.Close()
	return rowsOf(f, name, fields, row)
}

// rowsOf does it for any reader.
func rowsOf(f io.Reader, name string, fields int, row func([]string) error) error {
	rows, err := wholeTable(f, name)
	if err != nil {
		return err
	}
	cells := make([]string, fields)
	for n := 1; rows != ""; n++ {
		line, rest, _ := strings.Cut(rows, "\n")
		rows = rest
		if strings.Count(line, "\t") != fields-1 {
			return fmt.Errorf("read table %s: line %d has not %d fields", name, n, fields)
		}
		for i := range cells {
			cells[i], line, _ = strings.Cut(line, "\t")
		}
		if err := row(cells); err != nil {
			return fmt.Errorf("read table %s: line %d: %w", name, n, err)
		}
	}
	return nil
}

func (x *Index) addRegion(f []string) error {
	x.regByCode[f[0]] = len(x.regions)
	x.regNames[bareKey(f[1])] = f[0]
	x.regions = append(x.regions, Region{
		Code: f[0], Name: f[1], Capital: f[2], ISO3166: f[3], NUTS: f[4], Carif: strings.Fields(f[5]),
	})
	return nil
}

func (x *Index) addDepartment(f []string) error {
	r, ok := x.regByCode[f[2]]
	if !ok {
		return fmt.Errorf("department %s: unknown region %q", f[0], f[2])
	}
	i := len(x.departments)
	if i >= 128 {
		return fmt.Errorf("department %s: more than a depSet holds", f[0])
	}
	x.depByCode[f[0]] = i
	x.departments = append(x.departments, Department{
		Code: f[0], Name: f[1], Region: f[2], Capital: f[3], NUTS3: f[4], OldRegion: f[5], OldRegionName: f[6],
	})
	x.regions[r].Departments = append(x.regions[r].Departments, f[0])
	set := oneDep(i)
	x.depWords[bareKey(f[1])] = set
	for _, w := range []string{f[2], bareKey(x.regions[r].Name), f[5], bareKey(f[6])} {
		if w != "" {
			x.regWords[w] = x.regWords[w].or(set)
		}
	}
	return nil
}

func (x *Index) addCommune(f []string) error {
	dep, ok := x.depByCode[departmentOf(f[0])]
	if !ok {
		return fmt.Errorf("commune %s: unknown department", f[0])
	}
	d := &x.departments[dep]
	c := Commune{Code: f[0], Name: f[1], Department: d.Code, Region: d.Region, Parent: f[6], Postal: strings.Fields(f[2])}
	var err error
	if c.Population, err = strconv.Atoi(f[3]); err != nil {
		return fmt.Errorf("commune %s: read population: %w", f[0], err)
	}
	if f[4] != "" {
		if c.Lat, err = strconv.ParseFloat(f[4], 64); err != nil {
			return fmt.Errorf("commune %s: read latitude: %w", f[0], err)
		}
		if c.Lon, err = strconv.ParseFloat(f[5], 64); err != nil {
			return fmt.Errorf("commune %s: read longitude: %w", f[0], err)
		}
		c.Located = true
	}
	i := int32(len(x.communes))
	x.communes = append(x.communes, c)
	x.byCode[c.Code] = i
	if c.Parent != "" {
		return nil
	}
	d.Communes++
	d.Population += c.Population
	x.regions[x.regByCode[c.Region]].Population += c.Population
	for _, p := range c.Postal {
		x.postal[p] = append(x.postal[p], i)
	}
	x.names = append(x.names, entry{fold.Key(c.Name), i, uint8(dep), official})
	return nil
}

func (x *Index) addAlias(f []string) error {
	k := label
	if f[3] == "U" {
		k = usage
	}
	return x.addName(f[0], f[1], f[2], k)
}

func (x *Index) addFormer(f []string) error {
	k := gone
	if f[4] == "D" || f[4] == "A" {
		k = part
	}
	if i, ok := x.byCode[f[3]]; ok {
		if _, today := x.byCode[f[2]]; !today {
			x.former[f[2]] = i
		}
	}
	return x.addName(f[0], f[1], f[3], k)
}

func (x *Index) addName(dep, name, commune string, k kind) error {
	d, ok := x.depByCode[dep]
	i, found := x.byCode[commune]
	if !ok || !found {
		return fmt.Errorf("name %q: unknown department %q or commune %q", name, dep, commune)
	}
	x.names = append(x.names, entry{fold.Key(name), i, uint8(d), k})
	return nil
}

// link builds the tables that need all names.
func (x *Index) link() {
	x.byDep = make([][]int32, len(x.departments))
	x.full, x.bare = newChain(len(x.names)), newChain(len(x.names))
	for i, e := range x.names {
		x.full.add(e.key)
		bare, _ := fold.Bare(e.key)
		x.bare.add(bare)
		x.byDep[e.dep] = append(x.byDep[e.dep], int32(i))
	}
	for i, c := range x.communes {
		if c.Parent != "" {
			city := x.byCode[c.Parent]
			x.arms[city] = append(x.arms[city], int32(i))
		}
	}
}

// departmentOf gives the department that an INSEE commune code begins with.
func departmentOf(code string) string {
	if len(code) < 3 {
		return ""
	}
	if code[:2] == "97" || code[:2] == "98" {
		return code[:3]
	}
	return code[:2]
}

func bareKey(s string) string {
	b, _ := fold.Bare(fold.Key(s))
	return b
}
