package query

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// verbs are the words that a statement may begin with.
var verbs = []string{"SELECT", "WITH", "VALUES", "EXPLAIN"}

// check refuses, before anything runs, a statement that is none, several, not one that reads, or wrong. It gives the
// statement without what ends it: semicolons, blanks and comments, which the driver would run as another.
func (d *DB) check(ctx context.Context, statement string) (string, error) {
	if i := strings.IndexByte(statement, 0); i >= 0 {
		return "", wrong(statement, i, "a NUL byte", "")
	}
	tokens, unended := scan(statement)
	for len(tokens) > 0 && ends(tokens[len(tokens)-1]) {
		tokens = tokens[:len(tokens)-1]
	}
	switch {
	case unended >= 0:
		return "", wrong(statement, unended, "what begins here never ends: a quote or */ is missing", "")
	case len(tokens) == 0:
		return "", fmt.Errorf("%w: there is no statement: give one, or the name of a ready question", ErrSQL)
	case !slices.Contains(verbs, strings.ToUpper(tokens[0].text)):
		what := fmt.Sprintf("%q: only statements that read are run: SELECT, WITH, VALUES", tokens[0].text)
		return "", wrong(statement, tokens[0].start, what, d.near(tokens[0].text, verbs))
	}
	for i, t := range tokens[1:] {
		if ends(tokens[i]) && !ends(t) {
			return "", wrong(statement, t.start, "a second statement begins: give one at a time", "")
		}
	}
	if err := d.past(statement, tokens); err != nil {
		return "", err
	}
	statement = statement[:tokens[len(tokens)-1].end]
	err := d.prepared(ctx, statement)
	if err == nil {
		return statement, nil
	}
	if stop := stopped(ctx, nil); stop != nil {
		return "", stop // the statement may be right
	}
	if d.guard.refused != "" {
		return "", fmt.Errorf("%w: %s", ErrSQL, d.guard.refused)
	}
	return "", d.explain(ctx, statement, tokens, err)
}

// prepared has SQLite read a statement without running it.
func (d *DB) prepared(ctx context.Context, statement string) error {
	conn, err := d.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(c any) error {
		s, err := c.(driver.Conn).Prepare(statement)
		if err != nil {
			return err
		}
		n := s.NumInput()
		if err := s.Close(); err != nil {
			return err
		}
		if n > 0 {
			return errors.New("parameters (?, :name) have no value here: write the value itself")
		}
		return nil
	})
}

var (
	nearToken = regexp.MustCompile(`^(?:near "(.*)": syntax error|unrecognized token: "(.*)")$`)
	noSuch    = regexp.MustCompile(`^(no such (table|column|function)|ambiguous column name): (.+)$`)
	arguments = regexp.MustCompile(`^wrong number of arguments to function (\w+)\(\)$`)
)

// explain says where a statement is wrong and what was probably meant.
func (d *DB) explain(ctx context.Context, statement string, tokens []token, err error) error {
	msg := err.Error()
	switch m := noSuch.FindStringSubmatch(msg); {
	case m != nil:
		name := m[3][strings.LastIndexByte(m[3], '.')+1:]
		near := ""
		if names := d.names(ctx, m[2], tokens); m[2] != "" {
			near = d.near(name, names)
		}
		return wrong(statement, whereIs(tokens, name), msg, near)
	case msg == "incomplete input":
		return wrong(statement, len(statement), "the statement ends too early", "")
	}
	if m := nearToken.FindStringSubmatch(msg); m != nil {
		return wrong(statement, d.whereStops(ctx, statement, tokens, msg), msg, "")
	}
	if m := arguments.FindStringSubmatch(msg); m != nil {
		return wrong(statement, whereIs(tokens, m[1]), msg, "")
	}
	return wrong(statement, -1, msg, "")
}

// whereIs is the place of the first such name; -1 where none is written so.
func whereIs(tokens []token, name string) int {
	for _, t := range tokens {
		if t.word && strings.EqualFold(t.text, name) {
			return t.start
		}
	}
	return -1
}

// longestTried is how many tokens a statement may have of which the place of an error is searched for.
const longestTried = 2000

// whereStops is the place of the token at which SQLite gives up: the first with which the statement, cut behind it, is
// wrong in the same way. What is only cut short is wrong in another.
func (d *DB) whereStops(ctx context.Context, statement string, tokens []token, msg string) int {
	if len(tokens) > longestTried {
		return -1
	}
	for _, t := range tokens {
		if err := d.prepared(ctx, statement[:t.end]); err != nil && err.Error() == msg {
			return t.start
		}
	}
	return -1
}

// names are the tables, columns or functions that a statement may name. Columns are those of the tables it names, or of
// all when it names none.
func (d *DB) names(ctx context.Context, kind string, tokens []token) []string {
	var tables []string
	for _, name := range d.list(ctx, "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')") {
		if d.guard.tables[name] && !d.guard.persons[name] || strings.HasPrefix(name, "v_") {
			tables = append(tables, name)
		}
	}
	switch kind {
	case "table":
		return tables
	case "function":
		return d.list(ctx, "SELECT DISTINCT name FROM pragma_function_list")
	}
	var columns []string
	for _, all := range []bool{false, true} {
		for _, t := range tables {
			if all || whereIs(tokens, t) >= 0 {
				columns = append(columns, d.list(ctx, "SELECT name FROM pragma_table_info('"+t+"')")...)
			}
		}
		if len(columns) > 0 {
			break
		}
	}
	slices.Sort(columns)
	return slices.Compact(columns)
}

func (d *DB) list(ctx context.Context, q string) (names []string) {
	rows, err := d.db.QueryContext(ctx, q)
	if err != nil {
		return nil // a suggestion less
	}
	defer rows.Close()
	for rows.Next() {
		var s sql.NullString
		if rows.Scan(&s) == nil {
			names = append(names, s.String)
		}
	}
	return names
}

// ran makes a line of what SQLite says while a statement runs.
func (d *DB) ran(ctx context.Context, err error) error {
	if stop := stopped(ctx, nil); stop != nil {
		return stop
	}
	if d.guard.refused != "" {
		return fmt.Errorf("%w: %s", ErrSQL, d.guard.refused)
	}
	var own sqlite3.Error
	if errors.As(err, &own) && slices.Contains(notTheStatement, own.Code) {
		return fmt.Errorf("query: %w", err)
	}
	return fmt.Errorf("%w: %w", ErrSQL, err)
}

// notTheStatement are what SQLite says of the machine and the file.
var notTheStatement = []sqlite3.ErrNo{sqlite3.ErrBusy, sqlite3.ErrLocked, sqlite3.ErrNomem, sqlite3.ErrIoErr,
	sqlite3.ErrCorrupt, sqlite3.ErrFull, sqlite3.ErrCantOpen, sqlite3.ErrProtocol, sqlite3.ErrNotADB}

// wrong is the one line about a statement; at is a byte of it, -1 where nobody knows the place.
func wrong(statement string, at int, what, near string) error {
	if at >= 0 {
		line, column := place(statement, at)
		what = fmt.Sprintf("%s, at line %d, column %d", what, line, column)
	}
	return fmt.Errorf("%w: %s%s", ErrSQL, what, near)
}

// near is what was probably meant, in words that follow an error.
func (d *DB) near(word string, list []string) string {
	if d.o.Near == nil {
		return ""
	}
	return d.o.Near(word, list)
}
