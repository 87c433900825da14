package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"carif/export"
	"carif/export/scrub"
	"carif/query"
	"carif/schema"
	"carif/text"
)

type queryOptions struct {
	dbOptions
	format, out string
	list        bool
	limit       int
	timeout     time.Duration
	contacts    bool
}

// shownRows is how many rows a terminal shows where nobody says how many.
const shownRows = 100

func queryCommand(a *app) *cobra.Command {
	var o queryOptions
	var functions []string
	for _, f := range query.Functions {
		functions = append(functions, fmt.Sprintf("  %-18s %s", f.Name, f.Meaning))
	}
	cmd := &cobra.Command{
		Use:   "query SQL|NAME",
		Short: "Ask the database a question in SQL, or one of the ready questions",
		Long: `Run one SQL statement that reads (SELECT, WITH, VALUES) over the database and print its
rows. Nothing can be changed, and no other file opened. --list prints ten ready questions
with their SQL; a NAME of that list runs one. - reads the statement from stdin.

Begin with the views v_course and v_session (carif dictionary explains every column).
They show what was published. Names, phone numbers and email addresses of people are
left out as in exports, unless you give --with-contacts.

Functions beside SQLite's own:
` + strings.Join(functions, "\n") + `

A terminal shows the first ` + strconv.Itoa(shownRows) + ` rows (--limit 0 shows all); into a file or pipe go all.`,
		Example: `  carif query --list
  carif query departments
  carif query "SELECT site, median(price_eur) FROM v_course GROUP BY site"
  carif query "SELECT * FROM v_session WHERE fold(city) = fold('Orleans')" --format csv --out sessions.csv
  carif query prices --format md`,
		Args: args(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, got []string) error {
			if o.limit == 0 && !cmd.Flags().Changed("limit") && o.format == "text" && o.out == "" && terminal(a.out) {
				o.limit = shownRows
			}
			return a.query(cmd.Context(), got, o)
		},
	}
	f := cmd.Flags()
	o.dbOptions.flags(f, false)
	f.BoolVar(&o.list, "list", false, "print the ready questions with their SQL")
	f.StringVar(&o.format, "format", "text", "text | csv | json | md | parquet")
	f.StringVar(&o.out, "out", "", "file to write; without it, or with -, stdout")
	numberVar(f, &o.limit, "limit", 0, "number of rows to print (0: all; "+strconv.Itoa(shownRows)+" on a terminal)")
	f.DurationVar(&o.timeout, "timeout", time.Minute, "stop a statement that takes longer (0: never)")
	withContacts(cmd, &o.contacts)
	standsFor(f, "out", "stdout")
	return cmd
}

func (a *app) query(ctx context.Context, got []string, o queryOptions) (err error) {
	if err := oneOf("format", o.format, "text", "csv", "json", "md", "parquet"); err != nil {
		return err
	}
	switch {
	case o.list && len(got) > 0:
		return usagef("--list prints the ready questions and takes no statement")
	case o.list:
		return a.listQuestions(o.format)
	case len(got) == 0:
		return usagef("no statement: give one between quotes, or the name of a ready question (`carif query --list`)")
	case o.timeout < 0:
		return usagef("--timeout %s is negative", o.timeout)
	}
	if err := refuseOver(o.out, o.db); err != nil {
		return err
	}
	statement, err := a.statement(got[0])
	if err != nil {
		return err
	}
	st, err := o.openRead()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	people, err := scrub.Of(ctx, st, o.contacts)
	if err != nil {
		return err
	}
	clean := cleaner{people: people}
	if err := clean.learn(ctx, o.db); err != nil {
		return err
	}
	db, err := query.Open(o.db, query.Options{People: o.contacts, Clean: clean.text, Near: didYouMean})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if o.timeout > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, o.timeout)
		defer stop()
	}
	err = a.answer(ctx, db, statement, o)
	if errors.Is(err, query.ErrTime) {
		return fmt.Errorf("query: %w: it was stopped after %s; --timeout allows more", err, o.timeout)
	}
	if err != nil {
		return err
	}
	for _, name := range db.Hidden() {
		printf(a.err, "carif: note: %s may name people and is left out (null); --with-contacts shows it\n", name)
	}
	return nil
}

// mostStatement bounds the bytes of a statement on stdin: nobody writes one as long.
const mostStatement = 1 << 20

// statement is what is to be run: the words themselves, those of a ready question, or those on stdin.
func (a *app) statement(word string) (string, error) {
	if word == "-" {
		b, err := io.ReadAll(io.LimitReader(a.in, mostStatement+1))
		if err == nil && len(b) > mostStatement {
			return "", usagef("the statement on stdin has more than %d bytes: is it the right file?", mostStatement)
		}
		return string(b), err
	}
	if !questionName.MatchString(word) {
		return strings.TrimPrefix(word, commentMark), nil // an error's place is that of what was typed
	}
	var names []string
	for _, q := range query.Ready() {
		if q.Name == word {
			return q.SQL, nil
		}
		names = append(names, q.Name)
	}
	return "", notListed("ready question", word, names)
}

// sqlWords lets a statement that begins with a comment be one, not a flag: no flag has a blank in its name.
func sqlWords(args []string) []string {
	if i := slices.Index(args, "query"); i >= 0 {
		args = slices.Clone(args)
		for j := i + 1; j < len(args); j++ {
			name, _, _ := strings.Cut(args[j], "=")
			if strings.HasPrefix(name, "--") && strings.ContainsAny(name, " \t\r\n") {
				args[j] = commentMark + args[j]
			}
		}
	}
	return args
}

// commentMark stands before a statement that sqlWords found.
const commentMark = " "

var questionName = regexp.MustCompile(`^[\pL\d_-]+$`)

func (a *app) listQuestions(format string) error {
	switch format {
	case "json":
		return writeJSON(a.out, query.Ready(), "  ")
	case "text":
	default:
		return usagef("--list prints text or json, not %s", format)
	}
	for i, q := range query.Ready() {
		if i > 0 {
			printf(a.out, "\n")
		}
		printf(a.out, "%s: %s\n", q.Name, q.Question)
		for _, line := range strings.Split(q.SQL, "\n") {
			printf(a.out, "    %s\n", line)
		}
	}
	return nil
}

// cleaner leaves people out of texts as exports do: names of houses stay, and keys, ids and addresses are no prose.
type cleaner struct {
	people *scrub.Scrubber
	houses map[string]bool
}

// learn reads the names of providers: no name in them is a person's to hide.
func (c *cleaner) learn(ctx context.Context, path string) (err error) {
	if c.people.Keep {
		return nil
	}
	db, err := query.Open(path, query.Options{}) // as they are written
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	ans, err := db.Ask(ctx, "SELECT name FROM provider WHERE name IS NOT NULL UNION SELECT legal_name FROM provider")
	if err != nil {
		return err
	}
	houses := map[string]bool{}
	err = ans.Each(ctx, func(row []any) error {
		if name, ok := row[0].(string); ok {
			houses[name] = true
		}
		return nil
	})
	c.houses = houses
	return errors.Join(err, ans.Close())
}

var oneWord = regexp.MustCompile(`^[\w:/.~?&=%#+-]+$`)

func (c *cleaner) text(t string) string {
	switch {
	case c.people.Keep:
		return t
	case c.houses[t]:
		return c.people.House(t, "answer")
	case oneWord.MatchString(t):
		return c.people.Address(t, "answer")
	}
	return c.people.Text(t, "answer")
}

// answer asks and prints. Nothing is printed of a statement that is wrong.
func (a *app) answer(ctx context.Context, db *query.DB, statement string, o queryOptions) error {
	if o.out != "" && o.out != "-" && o.format != "csv" && o.format != "parquet" {
		return usagef("--out needs --format csv or parquet: send %s to a file with >", o.format)
	}
	table := schema.Table{Name: "answer"}
	if o.format == "parquet" { // its columns have types: the rows are read once before
		types, err := typesOf(ctx, db, statement, o.limit)
		if err != nil {
			return err
		}
		table.Columns = types
	}
	ans, err := db.Ask(ctx, statement)
	if err != nil {
		return err
	}
	defer func() { _ = ans.Close() }() // it only read
	more := false
	rows := func(fn func(row []any) error) error {
		var err error
		more, err = firstRows(ctx, ans, o.limit, fn)
		return err
	}
	switch o.format {
	case "csv":
		for _, name := range ans.Columns {
			table.Columns = append(table.Columns, schema.Column{Name: name, Type: schema.TypeText})
		}
		err = a.answerFile(ctx, table, rows, o)
	case "parquet":
		err = a.answerFile(ctx, table, typed(table.Columns, rows), o)
	default:
		out := bufio.NewWriter(a.out)
		err = errors.Join(printers[o.format](out, ans.Columns, rows), out.Flush())
	}
	if err == nil && more {
		printf(a.err, "carif: note: these are the first %s; --limit 0 shows all\n", count(o.limit, "row"))
	}
	return err
}

var errEnough = errors.New("enough rows")

// firstRows gives the first rows of an answer, all for 0, and tells whether there are more.
func firstRows(ctx context.Context, ans *query.Answer, limit int, fn func(row []any) error) (more bool, err error) {
	n := 0
	err = ans.Each(ctx, func(row []any) error {
		if n++; limit > 0 && n > limit {
			return errEnough
		}
		return fn(row)
	})
	if errors.Is(err, errEnough) {
		return true, nil
	}
	return false, err
}

// typesOf finds the type of each column by all of its cells: whole numbers, numbers, or else text.
func typesOf(ctx context.Context, db *query.DB, statement string, limit int) ([]schema.Column, error) {
	ans, err := db.Ask(ctx, statement)
	if err != nil {
		return nil, err
	}
	columns := make([]schema.Column, len(ans.Columns))
	for i, name := range ans.Columns {
		columns[i].Name = name
	}
	_, err = firstRows(ctx, ans, limit, func(row []any) error {
		for i, v := range row {
			columns[i].Type = wider(columns[i].Type, v)
		}
		return nil
	})
	for i := range columns {
		if columns[i].Type == "" { // nothing but nulls
			columns[i].Type = schema.TypeText
		}
	}
	return columns, errors.Join(err, ans.Close())
}

// wider is the type that holds a cell beside all that a column held before.
func wider(t schema.ColumnType, v any) schema.ColumnType {
	switch v.(type) {
	case nil:
		return t
	case int64:
		if t == "" {
			return schema.TypeInteger
		}
		return t
	case float64:
		if t == "" || t == schema.TypeInteger {
			return schema.TypeReal
		}
		return t
	}
	return schema.TypeText
}

// typed makes the cells of the types of their columns.
func typed(columns []schema.Column, rows func(func([]any) error) error) func(func([]any) error) error {
	return func(fn func([]any) error) error {
		return rows(func(row []any) error {
			for i, v := range row {
				if v == nil {
					continue
				}
				n, whole := v.(int64)
				switch t := columns[i].Type; {
				case wider(t, v) != t:
					return fmt.Errorf("query: the rows changed while they were read: %s is no longer %s: ask again",
						columns[i].Name, t)
				case t == schema.TypeText:
					row[i] = cellText(v)
				case t == schema.TypeReal && whole:
					row[i] = float64(n)
				}
			}
			return fn(row)
		})
	}
}

// answerFile writes the rows as exports do.
func (a *app) answerFile(
	ctx context.Context, t schema.Table, rows func(func([]any) error) error, o queryOptions,
) error {
	if o.out == "" {
		o.out = "-"
	}
	rep, err := export.WriteRows(ctx, t, rows, export.Options{Format: o.format, Out: o.out, Stdout: a.out})
	if err != nil {
		return err
	}
	for _, f := range rep.Files {
		printf(a.err, "%s\t%d bytes\tsha256 %s\n", f.Path, f.Bytes, f.SHA256)
	}
	return nil
}

// printers are the formats for people and programs that are no files of tables.
var printers = map[string]func(w io.Writer, columns []string, rows func(func([]any) error) error) error{
	"text": printAligned, "md": printMarkdown, "json": printObjects,
}

// alignedRows is how many rows are lined up with each other: it bounds the memory of long answers.
const alignedRows = 1000

// widest is how much of a text a table shows.
const widest = 60

func printAligned(w io.Writer, columns []string, rows func(func([]any) error) error) error {
	t, n := newTable(w), 0
	line := func(t *tabwriter.Writer, cells []string) { fmt.Fprintln(t, strings.Join(cells, "\t")) }
	heads := make([]string, len(columns))
	for i, name := range columns {
		heads[i] = strings.ToUpper(printable(oneLine(name)))
	}
	line(t, heads)
	cells := make([]string, len(columns))
	err := rows(func(row []any) error {
		for i, v := range row {
			cells[i] = dash(cut(printable(oneLine(cellText(v))), widest))
		}
		line(t, cells)
		if n++; n%alignedRows == 0 {
			return t.Flush()
		}
		return nil
	})
	return errors.Join(err, t.Flush())
}

// oneLine makes one line of a text.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// cellText writes a cell for people; "" is null.
func cellText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// inMarkdown writes a cell of a table; its lines stay lines.
func inMarkdown(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	for i := range lines {
		lines[i] = text.Markdown(lines[i])
	}
	return strings.Join(lines, "<br>")
}

func printMarkdown(w io.Writer, columns []string, rows func(func([]any) error) error) error {
	line := func(cells []string) error {
		_, err := fmt.Fprintf(w, "| %s |\n", strings.Join(cells, " | "))
		return err
	}
	cells := make([]string, len(columns))
	for i, name := range columns {
		cells[i] = inMarkdown(name)
	}
	if err := errors.Join(line(cells), line(strings.Split(strings.Repeat("--- ", len(columns))[:4*len(columns)-1],
		" "))); err != nil {
		return err
	}
	return rows(func(row []any) error {
		for i, v := range row {
			cells[i] = inMarkdown(cellText(v))
		}
		return line(cells)
	})
}

// printObjects writes a JSON list of one object a row, in the order of the columns. The list ends where the rows do,
// of a statement that goes wrong after some rows, too; of one that gives none before, there is nothing.
func printObjects(w io.Writer, columns []string, rows func(func([]any) error) error) error {
	between := "[\n"
	err := rows(func(row []any) error {
		cells := make([]string, len(row))
		for i, v := range row {
			name, err := export.CellJSON(columns[i])
			if err != nil {
				return err
			}
			cell, err := export.CellJSON(v)
			if err != nil {
				return err
			}
			cells[i] = fmt.Sprintf("%s:%s", name, cell)
		}
		_, err := fmt.Fprintf(w, "%s{%s}", between, strings.Join(cells, ","))
		between = ",\n"
		return err
	})
	end := "\n]\n"
	if between == "[\n" {
		if err != nil {
			return err
		}
		end = "[]\n"
	}
	_, werr := io.WriteString(w, end)
	return errors.Join(err, werr)
}
