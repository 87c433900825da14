package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"carif/compare"
	"carif/export/scrub"
	"carif/harvest"
	"carif/schema"
	"carif/storage/sqlite"
	"carif/vocab"
)

type wordingsOptions struct {
	db       dbOptions
	by       string
	sites    []string
	least    int
	format   string
	out      string
	contacts bool
}

func vocabWordingsCommand(a *app) *cobra.Command {
	var o wordingsOptions
	cmd := &cobra.Command{
		Use:   "wordings [VOCABULARY]",
		Short: "List by which words each region says the same thing, with counts and an example each",
		Long: `For each code, list the words that pages print for it: by how many open courses, in which
regions (or --by site, department, year …), and one course as an example. ≈ stands before
words that the code only nearly fits. Words without a code come last: those that a
vocabulary declares to have none, and those that nobody has given one yet (?): carif
vocab suggest prints these as YAML to complete.

A course counts once for each wording it prints, in each region in which it stands; the
first number counts it once. JSON, CSV, Markdown and Parquet hold the SQL that gives the
numbers on a stock sqlite3.

Vocabularies: ` + wrapped(compare.Vocabularies(), 78),
		Example: "  carif vocab wordings audience\n  carif vocab wordings level --by site --min 10\n" +
			"  carif vocab wordings --format csv --out wordings.csv",
		Args:      args(cobra.MaximumNArgs(1)),
		ValidArgs: compare.Vocabularies(),
		RunE: func(cmd *cobra.Command, got []string) error {
			return a.vocabWordings(cmd.Context(), o, strings.Join(got, ""))
		},
	}
	f := cmd.Flags()
	o.db.flags(f, false)
	f.StringVar(&o.by, "by", "region", "unit of the counts: any that carif compare has")
	f.StringSliceVar(&o.sites, "site", nil, "only these sites (repeatable)")
	numberVar(f, &o.least, "min", 1, "only wordings found in at least this many courses")
	f.StringVar(&o.format, "format", "text", "text | csv | json | md | parquet")
	f.StringVar(&o.out, "out", "", "file to write")
	standsFor(f, "out", "stdout")
	withContacts(cmd, &o.contacts)
	return cmd
}

func (a *app) vocabWordings(ctx context.Context, o wordingsOptions, name string) error {
	if err := oneOf("format", o.format, "text", "csv", "json", "md", "parquet"); err != nil {
		return err
	}
	if !slices.Contains(compare.UnitNames(), o.by) {
		return notListed("unit", o.by, compare.UnitNames())
	}
	if name != "" && !slices.Contains(compare.Vocabularies(), name) {
		return notListed("vocabulary", name, compare.Vocabularies())
	}
	st, err := o.db.openRead()
	if err != nil {
		return err
	}
	defer st.Close()
	if err := a.checkSiteFilter(ctx, st, o.db.db, o.sites...); err != nil {
		return err
	}
	d, err := a.wordings(ctx, st, o, name)
	if err != nil {
		return err
	}
	if len(d.Words) == 0 {
		printf(a.err, "carif: no open course that was published prints such words\n")
	}
	switch o.format {
	case "csv", "parquet":
		to := queryOptions{format: o.format, out: o.out}
		return a.answerFile(ctx, wordingTable, func(fn func([]any) error) error { return wordingRows(d, fn) }, to)
	}
	if o.out == "" {
		return a.printWordings(a.out, d, o.format)
	}
	var b bytes.Buffer
	if err := a.printWordings(&b, d, o.format); err != nil {
		return err
	}
	if err := harvest.WriteWhole(o.out, b.Bytes(), 0o644); err != nil {
		return err
	}
	printf(a.err, "%s written: %s by %s\n", printable(o.out), count(len(d.Words), "wording"), d.By)
	return nil
}

// wordings reads the dictionary, and takes people out of it as exports do.
func (a *app) wordings(
	ctx context.Context, st *sqlite.Store, o wordingsOptions, name string,
) (*compare.Dictionary, error) {
	set, err := vocab.Load(a.vocabDir)
	if err != nil {
		return nil, a.ownFiles(err)
	}
	claims, err := a.claims()
	if err != nil {
		return nil, err
	}
	db, err := st.Plain()
	if err != nil {
		return nil, err
	}
	defer db.Close()
	d, err := compare.Words(ctx, db, compare.WordsQuery{By: o.by, Vocabulary: name, Sites: o.sites, Least: o.least,
		Claims: claims, NoCode: set.NoCode})
	if err != nil {
		return nil, err
	}
	people, err := scrub.Of(ctx, st, o.contacts)
	if err != nil {
		return nil, err
	}
	for i := range d.Words {
		maskWording(people, &d.Words[i])
	}
	return d, nil
}

// maskWording takes people out of a wording and its examples.
func maskWording(people *scrub.Scrubber, w *compare.Wording) {
	shown := people.Text(w.Words, w.Field)
	w.Words, w.Masked = shown, shown != w.Words
	for i := range w.Units {
		u := &w.Units[i]
		u.Name, u.Title = people.House(u.Name, "name"), people.Text(u.Title, "title")
	}
}

// wordingTable is the dictionary as a table: a row a wording and unit.
var wordingTable = schema.Table{Name: "wording", Meaning: "One row per printed wording and unit.",
	Columns: []schema.Column{
		{Name: "vocabulary", Type: schema.TypeText, Meaning: "Name of the vocabulary (carif vocab list)"},
		{Name: "field", Type: schema.TypeText, Meaning: "The field whose words these are"},
		{Name: "code", Type: schema.TypeText, Meaning: "Code of the words; null if they have none"},
		{Name: "label", Type: schema.TypeText, Meaning: "Label of the code"},
		{Name: "fit", Type: schema.TypeText, Meaning: "exact, near, none (declared to have no code) or unknown"},
		{Name: "why", Type: schema.TypeText, Meaning: "Why the vocabulary declares that there is no code"},
		{Name: "words", Type: schema.TypeText, Meaning: "As printed"},
		{Name: "all_courses", Type: schema.TypeInteger, Meaning: "Open courses that print them, each once"},
		{Name: "by", Type: schema.TypeText, Meaning: "Kind of the unit"},
		{Name: "unit", Type: schema.TypeText, Meaning: "Code of the unit; null for courses that stand in none"},
		{Name: "name", Type: schema.TypeText, Meaning: "Name of the unit"},
		{Name: "courses", Type: schema.TypeInteger, Meaning: "Open courses of the unit that print them"},
		{Name: "course", Type: schema.TypeText, Meaning: "Key of one of these courses"},
		{Name: "title", Type: schema.TypeText, Meaning: "Title of that course"},
		{Name: "sql", Type: schema.TypeText, Meaning: "Gives courses on a stock sqlite3; null where somebody was left out " +
			"of the words"},
	}}

// wordingRows hands the rows of wordingTable on.
func wordingRows(d *compare.Dictionary, fn func(row []any) error) error {
	or := func(s string) any {
		if s == "" {
			return nil
		}
		return s
	}
	for i := range d.Words {
		w := &d.Words[i]
		for _, u := range w.Units {
			if err := fn([]any{w.Vocabulary, w.Field, or(w.Code), or(w.Label), w.Fit, or(w.Why), w.Words, int64(w.Courses),
				d.By, or(u.Unit), or(u.Name), int64(u.Courses), u.Course, or(u.Title), or(d.SQL(w, u.Unit))}); err != nil {
				return err
			}
		}
	}
	return nil
}

// printWordings prints a dictionary for people, or as JSON.
func (a *app) printWordings(w io.Writer, d *compare.Dictionary, format string) error {
	switch format {
	case "json":
		return writeJSON(w, d, "  ")
	case "md":
		return markdownWordings(w, d)
	}
	field, code := "", ""
	for i := range d.Words {
		x := &d.Words[i]
		if x.Field != field {
			if field != "" {
				printf(w, "\n")
			}
			printf(w, "%s (%s) by %s\n", x.Vocabulary, strings.ReplaceAll(x.Field, "_", " "), d.By)
		}
		heading := headingOf(x)
		if x.Field != field || heading != code {
			printf(w, "  %s\n", printable(heading))
		}
		field, code = x.Field, heading
		mark := map[string]string{"near": "≈", "unknown": "?"}[x.Fit]
		printf(w, "%7d %1s %s  (%s)\n", x.Courses, mark, printable(cut(oneLine(x.Words), 90)), printable(usesOf(x, 6)))
		if u := x.Units[0]; u.Course != "" {
			printf(w, "          e.g. %s %s\n", printable(u.Course), printable(cut(oneLine(u.Title), 70)))
		}
	}
	return nil
}

// headingOf is what a wording stands under: its code, or why it has none.
func headingOf(w *compare.Wording) string {
	switch {
	case w.Code != "":
		return join(" ", w.Code, w.Label)
	case w.Why != "":
		return "no code: " + w.Why
	}
	return "no code yet"
}

// usesOf lists the units that print a wording, the first n of them.
func usesOf(w *compare.Wording, n int) string {
	var list []string
	for _, u := range w.Units[:min(n, len(w.Units))] {
		unit := u.Unit
		if unit == "" {
			unit = "nowhere"
		}
		list = append(list, fmt.Sprintf("%s %d", unit, u.Courses))
	}
	if left := len(w.Units) - n; left > 0 {
		list = append(list, fmt.Sprintf("%d more", left))
	}
	return strings.Join(list, ", ")
}

// markdownWordings writes a table a field, each with its statement.
func markdownWordings(w io.Writer, d *compare.Dictionary) error {
	columns := []string{"code", "label", "fit", "words", "courses", d.By, "name", "courses there", "example", "title"}
	for from := 0; from < len(d.Words); {
		to := from
		for to < len(d.Words) && d.Words[to].Field == d.Words[from].Field {
			to++
		}
		part := compare.Dictionary{By: d.By, Words: d.Words[from:to], Statements: d.Statements}
		x := d.Words[from]
		if _, err := fmt.Fprintf(w, "## %s (%s) by %s\n\n", x.Vocabulary, strings.ReplaceAll(x.Field, "_", " "),
			d.By); err != nil {
			return err
		}
		err := printMarkdown(w, columns, func(fn func([]any) error) error {
			return wordingRows(&part, func(r []any) error {
				return fn([]any{r[2], r[3], r[4], r[6], r[7], r[9], r[10], r[11], r[12], r[13]})
			})
		})
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "\n```sql\n%s;\n```\n\n", d.Statements[x.Field]); err != nil {
			return err
		}
		from = to
	}
	return nil
}
