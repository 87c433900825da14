package sqlite

import (
	"bytes"
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"

	"carif/schema"
	"carif/vocab/scale"
)

type checkRow struct {
	Key         string `db:"key"`
	Version     int    `db:"version"`
	Fingerprint string `db:"fingerprint"`
	Payload     []byte `db:"payload"`
	Provenance  []byte `db:"provenance"`
	SHA256      []byte `db:"sha256"`
}

// versions compares every version with its hash.
func (c *checker) versions() {
	rows, err := c.tx.QueryxContext(c.ctx,
		"SELECT key, version, fingerprint, payload, provenance, sha256 FROM course_version ORDER BY id")
	if err != nil {
		c.fail(err)
		return
	}
	defer rows.Close()
	c.fail(scanEach(rows, func(r *checkRow) error {
		if !bytes.Equal(rowHash(r.Key, r.Version, r.Fingerprint, r.Payload, r.Provenance), r.SHA256) {
			c.add("course_version", "%s, version %d is not what was stored", r.Key, r.Version)
		}
		return nil
	}))
}

type shownVersion struct {
	Key         string  `db:"key"`
	Version     int     `db:"version"`
	Fingerprint string  `db:"fingerprint"`
	Payload     []byte  `db:"payload"`
	Filled      int64   `db:"filled"`
	SearchID    int64   `db:"search_id"`
	Status      string  `db:"status"`
	First       string  `db:"first"`
	FromAt      string  `db:"from_at"`
	ClosedAt    *string `db:"closed_at"`
}

// tidy compares the rows of every course shown with the version they were made from.
func (c *checker) tidy() {
	c.course = c.s.tidy["course"]
	if scaled, err := scaledBy(c.ctx, c.tx); err != nil {
		c.fail(err)
		return
	} else if scaled != scale.Version() {
		c.course = unscaled(c.course.Table)
	}
	rows, err := c.tx.QueryxContext(c.ctx, `
		SELECT v.key, v.version, v.fingerprint, v.payload, v.filled, c.search_id, c.status, f.from_at AS first, v.from_at,
		c.closed_at
		FROM course c JOIN course_version v ON v.key = c.key AND v.version = c.version
		JOIN course_version f ON f.key = c.key AND f.version = 1 ORDER BY v.id`)
	if err != nil {
		c.fail(err)
		return
	}
	defer rows.Close()
	n := 0
	c.fail(scanEach(rows, func(r *shownVersion) error {
		n++
		rec, err := c.s.unpack(r.Payload)
		if err != nil {
			c.add("course_version", "%s, version %d cannot be read", r.Key, r.Version)
			return nil
		}
		if r.Filled != filledOf(rec.Course) {
			c.add("course_version", "%s, version %d: the fields kept as filled are not those of its record", r.Key, r.Version)
		}
		return c.compare(&rec, r)
	}))
	var all int
	c.fail(c.tx.GetContext(c.ctx, &all, "SELECT count(*) FROM course"))
	if n != all {
		c.add("course", "%d rows have no version", all-n)
	}
}

// unscaled is table course without the scales: a database that another program wrote has them by other tables.
func unscaled(table schema.Table) *tidyTable {
	table.Columns = slices.DeleteFunc(slices.Clone(table.Columns), func(c schema.Column) bool { return c.Scale })
	return newTidyTable(table, "", " WHERE key = ?")
}

// compare compares the tidy rows of one course.
func (c *checker) compare(rec *schema.Record, r *shownVersion) error {
	h := schema.History{SearchID: r.SearchID, Version: r.Version, FirstSeen: r.First, ChangedAt: r.FromAt,
		Status: r.Status, Fingerprint: r.Fingerprint, ClosedAt: r.ClosedAt}
	for _, name := range append(childTables(), "course") {
		t := c.s.tidy[name]
		if name == "course" {
			t = c.course
		}
		got, err := c.cells(t, r.Key)
		if err != nil {
			return err
		}
		cells, _ := t.cells(rec, &h)
		if want := canonicalRows(slices.Collect(slices.Chunk(cells, len(t.Columns)))); got != want {
			c.add(name, "rows of %s are not those of its version %d", r.Key, r.Version)
		}
	}
	return nil
}

// cells reads the rows of one course in one text.
func (c *checker) cells(t *tidyTable, key string) (string, error) {
	rows, err := c.tx.QueryxContext(c.ctx, t.read, key)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var all [][]any
	for rows.Next() {
		cells, err := rows.SliceScan()
		if err != nil {
			return "", err
		}
		all = append(all, cells)
	}
	return canonicalRows(all), rows.Err()
}

// canonicalRows writes rows in one text in which values that SQLite stores alike look alike.
func canonicalRows(rows [][]any) string {
	var b strings.Builder
	for _, row := range rows {
		for _, cell := range row {
			writeCell(&b, cell)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func writeCell(b *strings.Builder, cell any) {
	v, err := driver.DefaultParameterConverter.ConvertValue(cell)
	if err != nil {
		v = nil // unreachable: rows hold what the driver takes
	}
	switch v := v.(type) {
	case nil:
		b.WriteString("-;")
	case bool:
		fmt.Fprintf(b, "n%d;", oneIf(v))
	case int64:
		fmt.Fprintf(b, "n%d;", v)
	case float64:
		fmt.Fprintf(b, "n%g;", v)
	case []byte:
		fmt.Fprintf(b, "t%d:%s;", len(v), v)
	case string:
		fmt.Fprintf(b, "t%d:%s;", len(v), v)
	}
}

// rates compares the kept fill rates with the versions they count.
func (c *checker) rates() {
	var wrong []string
	c.fail(c.tx.SelectContext(c.ctx, &wrong, `SELECT site || ', run ' || run FROM (
		SELECT site, run, filled, courses AS n FROM fill_rate
		UNION ALL SELECT site, run_from, filled, -1 FROM course_version
		UNION ALL SELECT site, run_to, filled, 1 FROM course_version WHERE run_to IS NOT NULL)
		GROUP BY site, run, filled HAVING sum(n) <> 0`))
	for _, w := range slices.Compact(wrong) {
		c.add("fill_rate", "%s: the rates kept are not those of its courses", w)
	}
}
