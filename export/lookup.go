package export

import (
	"fmt"
	"maps"
	"slices"

	"carif/geo"
	"carif/schema"
	"carif/vocab"
)

// lookupNames are the tables that say what codes of the others mean.
var lookupNames = namesOf(schema.Lookups())

func namesOf(tables []schema.Table) []string {
	names := make([]string, len(tables))
	for i, t := range tables {
		names[i] = t.Name
	}
	return names
}

// lookups fills the look-up tables: with the whole of the short official lists, and with every code that the other
// tables name, so that no reference leads nowhere.
type lookups struct {
	index *geo.Index
	vocab *vocab.Set
	sites map[string]Site
	met   map[string]map[string]string // table → code → a label printed or stored beside it
}

func newLookups(set *vocab.Set, sites []Site) (*lookups, error) {
	index, err := geo.Default()
	if err != nil {
		return nil, err
	}
	if set == nil {
		if set, err = vocab.Load(""); err != nil {
			return nil, err
		}
	}
	l := &lookups{index: index, vocab: set, sites: map[string]Site{}, met: map[string]map[string]string{}}
	for _, s := range sites {
		l.sites[s.ID] = s
	}
	for _, name := range lookupNames {
		l.met[name] = map[string]string{}
	}
	for _, d := range index.Departments() {
		l.met[schema.NameDepartments][d.Code] = d.Name
	}
	for _, r := range index.Regions() {
		l.met[schema.NameRegions][r.Code] = r.Name
	}
	for _, e := range set.Entries(vocab.Levels) {
		l.met[schema.NameLevels][e.Code] = e.Label
	}
	return l, nil
}

// tablesToName gives the tables that are not chosen and whose codes the chosen look-up tables are to explain.
func tablesToName(chosen []*table) []*table {
	if !slices.ContainsFunc(chosen, func(t *table) bool { return t.lookup }) {
		return nil
	}
	return slices.DeleteFunc(tables(false), func(t *table) bool {
		return len(t.links) == 0 || slices.ContainsFunc(chosen, func(c *table) bool { return c.Name == t.Name })
	})
}

// meet keeps a code that a row names.
func (l *lookups) meet(to link, row []any) {
	code, ok := row[to.column].(string)
	if !ok {
		return
	}
	if known, ok := l.met[to.target][code]; ok && known != "" {
		return
	}
	label := ""
	if to.label >= 0 {
		label, _ = row[to.label].(string)
	}
	l.met[to.target][code] = label
}

// text is a cell of words, null where there are none.
func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// row is the row of a code, in the columns of schema.Lookups.
func (l *lookups) row(table, code string) []any {
	switch table {
	case schema.NameSites:
		return []any{code, text(l.sites[code].Name), text(l.sites[code].Region)}
	case schema.NameCommunes:
		c, ok := l.index.Commune(code)
		row := []any{code, text(c.Name), text(c.Department), nil, nil}
		if ok && c.Located {
			row[3], row[4] = c.Lat, c.Lon
		}
		return row
	case schema.NameDepartments:
		d, _ := l.index.Department(code)
		return []any{code, text(d.Name), text(d.Region)}
	case schema.NameRegions:
		r, _ := l.index.Region(code)
		return []any{code, text(r.Name)}
	default: // schema.NameLevels
		var scale any
		if n := levelNumber(code); n > 10 {
			scale = int64(2019)
		} else if n > 1 {
			scale = int64(1969)
		}
		return []any{code, text(l.met[table][code]), scale}
	}
}

// levelNumber reads a code of level; 0 for one that is no number.
func levelNumber(code string) (n int) {
	if _, err := fmt.Sscanf(code, "%d", &n); err != nil || fmt.Sprint(n) != code {
		return 0
	}
	return n
}

// rows gives all rows of a look-up table in the order of its key.
func (l *lookups) rows(table string) [][]any {
	var out [][]any
	switch table {
	case schema.NameOldRegions:
		for _, d := range l.index.Departments() {
			if d.OldRegion != "" {
				out = append(out, []any{d.Code, d.OldRegion, d.OldRegionName})
			}
		}
		slices.SortFunc(out, func(a, b []any) int { return compareText(a[0], b[0]) })
	case schema.NameVocabularies:
		for _, name := range slices.Sorted(slices.Values(l.vocab.Names())) {
			entries := l.vocab.Entries(name)
			slices.SortFunc(entries, func(a, b vocab.Entry) int { return compareText(a.Code, b.Code) })
			for _, e := range entries {
				if name != vocab.Levels {
					out = append(out, []any{name, e.Code, text(e.Label)})
				}
			}
		}
	default:
		for _, code := range slices.Sorted(maps.Keys(l.met[table])) {
			out = append(out, l.row(table, code))
		}
	}
	return out
}

func compareText(a, b any) int {
	x, _ := a.(string)
	y, _ := b.(string)
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// lookups writes the look-up tables that were chosen. Sites and communes come first: their rows name departments and
// regions.
func (f *flattener) lookups() error {
	for i, t := range f.j.tables {
		if !t.lookup {
			continue
		}
		for _, row := range f.j.look.rows(t.Name) {
			if err := f.put(i, row); err != nil {
				return fmt.Errorf("write table %s: %w", t.Name, err)
			}
		}
	}
	return nil
}
