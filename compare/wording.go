package compare

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// concept is a coded field of courses: where its codes and the words that led to them stand.
type concept struct {
	vocabulary string
	field      string
	own        bool     // courses have the columns field_code, _label, _fit and _raw
	of         []string // tables of what else a course says of it, each with the beginning of its columns' names
}

// concepts are all coded fields whose printed words are kept, in the order in which they are shown.
func concepts() []concept {
	return []concept{
		{"audience", "audience", false, []string{"course_audience", ""}},
		{"validation", "validation", false, []string{"course_validation", ""}},
		{"selection", "selection", false, []string{"course_selection", ""}},
		{"funder", "funder", false, []string{"funding", "funder_"}},
		{"level", "exit_level", true, nil},
		{"level", "entry_level", true, nil},
		{"objective", "general_objective", true, nil},
		{"pathway", "pathway", true, nil},
		{"teaching", "teaching_mode", true, []string{"action", "teaching_mode_"}},
		{"entry-exit", "entry_exit", true, []string{"session", "entry_exit_"}},
		{"recruitment-area", "recruitment_area", true, []string{"action", "recruitment_area_"}},
	}
}

// Vocabularies lists the vocabularies that Words knows wordings of, in the order in which it gives them.
func Vocabularies() (names []string) {
	for _, c := range concepts() {
		if !slices.Contains(names, c.vocabulary) {
			names = append(names, c.vocabulary)
		}
	}
	return names
}

// Wording is one way in which pages print a concept, and where they do.
type Wording struct {
	Vocabulary string `json:"vocabulary"`
	Field      string `json:"field"`          // of the record
	Code       string `json:"code,omitempty"` // "" where the words have none
	Label      string `json:"label,omitempty"`
	// Fit is how well the code fits: exact or near; where there is none, none if a vocabulary declares that, else unknown.
	Fit     string `json:"fit"`
	Why     string `json:"why,omitempty"`    // none: what the vocabulary says
	Words   string `json:"words"`            // as printed
	Masked  bool   `json:"masked,omitempty"` // somebody's name or number was taken out of Words (by the asker)
	Courses int    `json:"courses"`
	Units   []Use  `json:"units"`
}

// Use is how often the courses of a unit print a wording.
type Use struct {
	Unit    string `json:"unit"` // code; "" for courses that stand in none
	Name    string `json:"name"`
	Courses int    `json:"courses"`
	Course  string `json:"course"` // key of one of them
	Title   string `json:"title"`  // of that course
}

// WordsQuery says what wordings are wanted.
type WordsQuery struct {
	By         string           // name of a Unit
	Vocabulary string           // one of Vocabularies; "": all
	Sites      []string         // only these catalogues; none: all that have published
	Least      int              // only wordings of at least so many courses
	Claims     map[string]Claim // by catalogue, for its name
	// NoCode tells why a vocabulary declares that it has no code for words; nil: none does (vocab.Set.NoCode).
	NoCode func(vocabulary, words string) (why string, ok bool)
}

// The fits of words without a code.
const (
	fitNone    = "none"
	fitUnknown = "unknown"
)

// Dictionary is the words by which open courses say the same thing in different units.
type Dictionary struct {
	By    string    `json:"by"`
	Words []Wording `json:"wordings"`
	// Statements give, by field, the uses of all its wordings on a stock sqlite3; unit * is the whole, '' is none.
	Statements map[string]string `json:"statements"`
}

// SQL gives the courses of one use of a wording on a stock sqlite3; "" where its words are masked.
func (d *Dictionary) SQL(w *Wording, unit string) string {
	if w.Masked {
		return ""
	}
	fit := w.Fit
	if w.Code == "" {
		fit = ""
	}
	return fmt.Sprintf("SELECT courses AS value FROM (\n%s\n) WHERE unit = %s AND code = %s AND fit = %s AND words = %s;",
		d.Statements[w.Field], quote(unit), quote(w.Code), quote(fit), quote(w.Words))
}

// Words reads the wordings of coded fields from an open database (sqlite.Store.Plain), of each vocabulary by code,
// those without a code last; the most frequent first. Errors that wrap ErrQuery are the asker's.
func Words(ctx context.Context, db *sql.DB, q WordsQuery) (*Dictionary, error) {
	if q.Vocabulary != "" && !slices.Contains(Vocabularies(), q.Vocabulary) {
		return nil, fmt.Errorf("%w: vocabulary %q", ErrQuery, q.Vocabulary)
	}
	d := &Dictionary{By: q.By, Words: []Wording{}, Statements: map[string]string{}}
	err := inSnapshot(ctx, db, Query{By: q.By, Sites: q.Sites, Claims: q.Claims}, func(x *runner) error {
		if err := x.sources(ctx); err != nil {
			return err
		}
		if err := x.choose(); err != nil || len(x.source) == 0 {
			return err
		}
		if err := x.narrow(ctx, wordColumns()); err != nil {
			return err
		}
		x.ctes = x.unit.tables(x.index, x.siteIDs())
		if err := x.members(ctx); err != nil {
			return err
		}
		if x.unit.names != "" {
			var err error
			if x.names, err = x.pairs(ctx, x.unit.names); err != nil {
				return err
			}
		}
		for _, c := range concepts() {
			if q.Vocabulary != "" && c.vocabulary != q.Vocabulary {
				continue
			}
			list, err := x.words(ctx, &c, q)
			if err != nil {
				return err
			}
			d.Statements[c.field] = c.statement(x.ctes, x.siteIDs())
			d.Words = append(d.Words, list...)
		}
		return x.titles(ctx, d.Words)
	})
	if err != nil {
		return nil, err
	}
	return d, nil
}

// wordColumns are what statements of wordings read of courses, as a list of SQL.
func wordColumns() string {
	list := []string{"search_id", "key", "site", "provider_key", "status", "level_scale", "entry_level_scale", "domain"}
	for _, c := range concepts() {
		if c.own {
			for _, part := range []string{"_code", "_label", "_fit", "_raw"} {
				list = append(list, c.field+part)
			}
		}
	}
	return strings.Join(list, ", ")
}

// statement gives unit, code, label, fit, words, courses and a course, a row a wording and unit; unit * is the whole,
// the empty unit is none. A course counts once, however often it says the same.
func (c *concept) statement(ctes, sites []string) string {
	open := "c.status = 'open' AND c.site IN (" + quoteAll(sites) + ")"
	part := func(from, prefix string) string {
		return fmt.Sprintf("SELECT c.search_id AS id, c.key AS key, coalesce(%[2]scode, '') AS code, "+
			"coalesce(%[2]slabel, '') AS label,\n      coalesce(%[2]sfit, '') AS fit, %[2]sraw AS words\n      "+
			"FROM %[1]s WHERE %[3]s AND %[2]sraw <> ''", from, prefix, open)
	}
	var parts []string
	if c.own {
		parts = append(parts, part("course c", "c."+c.field+"_"))
	}
	for i := 0; i < len(c.of); i += 2 {
		parts = append(parts, part("course c JOIN "+c.of[i]+" v ON v.course_key = c.key", "v."+c.of[i+1]))
	}
	q := withTables(ctes)
	q.add("w", "\n    "+strings.Join(parts, "\n    UNION ALL "))
	q.add("u", "SELECT coalesce(unit, '') AS unit, id FROM m UNION ALL SELECT DISTINCT '*', id FROM m")
	return q.text + "\nSELECT u.unit AS unit, w.code AS code, max(w.label) AS label, w.fit AS fit, w.words AS words,\n" +
		"  count(DISTINCT w.id) AS courses, min(w.key) AS course\nFROM w JOIN u ON u.id = w.id\nGROUP BY 1, 2, 4, 5"
}

// wordKey is what makes a wording one.
type wordKey struct{ code, fit, words string }

// words reads the wordings of one field.
func (x *runner) words(ctx context.Context, c *concept, q WordsQuery) ([]Wording, error) {
	rows, err := x.tx.QueryContext(ctx, c.statement(nil, x.siteIDs()))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	at := map[wordKey]int{}
	var all []Wording
	for rows.Next() {
		var k wordKey
		var label string
		var use Use
		if err := rows.Scan(&use.Unit, &k.code, &label, &k.fit, &k.words, &use.Courses, &use.Course); err != nil {
			return nil, err
		}
		i, ok := at[k]
		if !ok {
			i = len(all)
			at[k] = i
			all = append(all, Wording{Vocabulary: c.vocabulary, Field: c.field, Code: k.code, Fit: k.fit,
				Words: k.words})
		}
		if use.Unit == "*" {
			all[i].Courses, all[i].Label = use.Courses, label
			continue
		}
		if use.Unit != "" {
			use.Name = x.nameOf(use.Unit)
		}
		all[i].Units = append(all[i].Units, use)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(w Wording) bool { return w.Courses < q.Least })
	for i := range all {
		all[i].judge(q.NoCode)
		slices.SortFunc(all[i].Units, func(a, b Use) int {
			return cmp.Or(cmp.Compare(b.Courses, a.Courses), cmp.Compare(a.Unit, b.Unit))
		})
	}
	slices.SortFunc(all, func(a, b Wording) int {
		return cmp.Or(cmp.Compare(a.last(), b.last()), cmp.Compare(len(a.Code), len(b.Code)), cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Why, b.Why), cmp.Compare(b.Courses, a.Courses), cmp.Compare(a.Words, b.Words),
			cmp.Compare(a.Fit, b.Fit))
	})
	return all, nil
}

// judge settles the fit of words without a code.
func (w *Wording) judge(noCode func(vocabulary, words string) (string, bool)) {
	if w.Code != "" {
		return
	}
	w.Fit = fitUnknown
	if noCode == nil {
		return
	}
	if why, none := noCode(w.Vocabulary, w.Words); none {
		w.Fit, w.Why = fitNone, why
	}
}

// last orders words with a code before those that have none, and these before those that nobody knows.
func (w *Wording) last() int {
	switch {
	case w.Code != "":
		return 0
	case w.Fit == fitNone:
		return 1
	}
	return 2
}

// titles finds the titles of the courses that stand as examples.
func (x *runner) titles(ctx context.Context, list []Wording) error {
	find, err := x.tx.PrepareContext(ctx, "SELECT coalesce(title, '') FROM main.course WHERE key = ?")
	if err != nil {
		return err
	}
	defer find.Close()
	for i := range list {
		for j := range list[i].Units {
			u := &list[i].Units[j]
			if err := find.QueryRowContext(ctx, u.Course).Scan(&u.Title); err != nil {
				return err
			}
		}
	}
	return nil
}
