package picture

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// table is one table of the right half, with the rows of the course.
type table struct {
	name    string
	columns []string
	rows    [][]string
	upright bool // one row, drawn as a list of columns
}

// queries ask for what the picture shows of each table.
var queries = []struct {
	table   string
	columns []string
	rest    string
	upright bool
}{
	{"course", []string{"title", "objective", "entry_level_code", "entry_level_label", "total_hours", "price_eur"},
		"FROM course WHERE key = ?", true},
	{"course_audience", []string{"code", "label", "raw", "fit"},
		"FROM course_audience WHERE course_key = ? ORDER BY position", false},
	{"course_code", []string{"list", "code", "label"},
		"FROM course_code WHERE course_key = ? ORDER BY position", false},
	{"provider", []string{"name", "postal_code", "city", "commune"},
		"FROM provider WHERE key = (SELECT provider_key FROM course WHERE key = ?)", false},
	{"session", []string{"start_on", "end_on", "city", "department", "commune", "state"},
		"FROM session WHERE course_key = ? ORDER BY position", false},
}

// readRows asks the database for the rows of a course.
func readRows(ctx context.Context, db *sql.DB, key string) ([]table, error) {
	var out []table
	for _, q := range queries {
		t := table{name: q.table, columns: q.columns, upright: q.upright}
		rows, err := db.QueryContext(ctx, "SELECT "+strings.Join(q.columns, ", ")+" "+q.rest, key)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", q.table, err)
		}
		if t.rows, err = scan(rows, len(q.columns)); err != nil {
			return nil, fmt.Errorf("read %s: %w", q.table, err)
		}
		if len(t.rows) == 0 {
			return nil, fmt.Errorf("read %s: no row for course %s: harvest the demo catalogue first", q.table, key)
		}
		out = append(out, t)
	}
	return out, nil
}

func scan(rows *sql.Rows, columns int) ([][]string, error) {
	defer rows.Close()
	var out [][]string
	for rows.Next() {
		values := make([]sql.NullString, columns)
		into := make([]any, columns)
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		row := make([]string, columns)
		for i, v := range values {
			row[i] = v.String
			if !v.Valid {
				row[i] = null
			}
		}
		out = append(out, row)
	}
	return out, rows.Err()
}

// null is how the picture shows an empty cell.
const null = "null"
