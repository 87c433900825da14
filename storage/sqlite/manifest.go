package sqlite

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/jmoiron/sqlx"
)

// sum is what a table holds: its rows, and a digest of their values in the order of their key ("" for tables
// that are only counted).
type sum struct {
	Rows   int    `json:"rows"`
	Digest string `json:"digest,omitempty"`
}

// sealedTable is a table whose content the manifest keeps.
type sealedTable struct {
	name  string
	query string // the rows to digest, in a fixed order; "" to count only
	data  bool   // changes only together with meta.dirty, so that an unchanged run need not read it again
	// added is how many of the last columns came later: rows that have none of them are digested as before, so that
	// the seal of an older program still holds.
	added int
}

// sealedTables are what check compares with. The tidy tables are only counted: check compares them, row by row,
// with the versions they were made from.
func sealedTables() []sealedTable {
	tables := []sealedTable{
		{"course_version",
			`SELECT key, version, site, page, run_from, run_to, from_at, to_at, kind, cause, fields, side, page_sha256,
				capture, parser_version, vocab_version, sha256 FROM course_version ORDER BY key, version`, true, 0},
		{"contact", "SELECT * FROM contact ORDER BY course_key, position", true, 4},
		{"sighting", "SELECT * FROM sighting ORDER BY key, page", true, 0},
		{"change", "SELECT * FROM change ORDER BY id", true, 0},
		{"field_change", "SELECT * FROM field_change ORDER BY id", true, 0},
		{"course_alias", "SELECT * FROM course_alias ORDER BY alias", true, 0},
		{"provider", "SELECT * FROM provider ORDER BY key", true, 1},
		{"region", "SELECT * FROM region ORDER BY code", true, 0},
		{"department", "SELECT * FROM department ORDER BY code", true, 0},
		{"suppression", "SELECT * FROM suppression ORDER BY hmac", true, 0},
		{"past_person", "SELECT * FROM past_person ORDER BY hmac", true, 0},
		{"page", "SELECT id, site, url, kind, gone_count, sha256, content_hash, capture FROM page ORDER BY id", false, 0},
		{"run", "SELECT * FROM run ORDER BY id", false, 1},
		{"run_report", "", false, 0},
		{"publication", "SELECT * FROM publication ORDER BY run, at", false, 0},
		{"unseen", "SELECT * FROM unseen ORDER BY page, last_run", false, 0},
		{"missing", "SELECT * FROM missing ORDER BY key", false, 0},
		{"site", "SELECT * FROM site ORDER BY id", false, 2},
		{"capture", "SELECT * FROM capture ORDER BY ref", true, 1},
		{"site_model", "SELECT * FROM site_model ORDER BY id", true, 0},
		{"course", "", true, 0},
	}
	for _, name := range childTables() {
		tables = append(tables, sealedTable{name, "", true, 0})
	}
	return tables
}

type manifestRow struct {
	Run    int64  `db:"run"`
	Sealed bool   `db:"sealed"`
	Tables string `db:"tables"`
}

// dirty notes, once until the next seal, that data has changed.
func (t *tx) dirty() error {
	if t.dirtied {
		return nil
	}
	t.dirtied = true
	return t.exec("UPDATE meta SET value = '1' WHERE name = 'dirty' AND value <> '1'")
}

// seal writes down what every table holds now.
func (t *tx) seal(run int64) error {
	var m manifestRow
	if _, err := t.get(&m, "SELECT run, sealed, tables FROM manifest WHERE id = 1"); err != nil {
		return err
	}
	last := map[string]sum{}
	if m.Tables != "" {
		if err := json.Unmarshal([]byte(m.Tables), &last); err != nil {
			return fmt.Errorf("read manifest: %w", err)
		}
	}
	var changed string
	if _, err := t.get(&changed, "SELECT value FROM meta WHERE name = 'dirty'"); err != nil {
		return err
	}
	sums := map[string]sum{}
	for _, table := range sealedTables() {
		if old, ok := last[table.name]; ok && table.data && changed == "0" {
			sums[table.name] = old
			continue
		}
		s, err := sumTable(t.s.conn, table)
		if err != nil {
			return fmt.Errorf("seal table %s: %w", table.name, err)
		}
		sums[table.name] = s
	}
	b, err := json.Marshal(sums)
	if err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	t.dirtied = false
	if err := t.exec("UPDATE meta SET value = '0' WHERE name = 'dirty' AND value <> '0'"); err != nil {
		return err
	}
	return t.exec(`INSERT INTO manifest (id, at, run, sealed, tables) VALUES (1, ?1, ?2, 1, ?3)
		ON CONFLICT (id) DO UPDATE SET at = ?1, run = ?2, sealed = 1, tables = ?3`, stamp(t.s.now()), run, string(b))
}

// resealIfSealed seals again after a change that no run made; while a run writes it leaves the seal open.
func (t *tx) resealIfSealed() error {
	var m manifestRow
	ok, err := t.get(&m, "SELECT run, sealed, tables FROM manifest WHERE id = 1")
	if err != nil || !ok || !m.Sealed {
		return err
	}
	if err := t.dirty(); err != nil {
		return err
	}
	return t.seal(m.Run)
}

// sumTable counts or digests a table.
func sumTable(q sqlx.QueryerContext, table sealedTable) (sum, error) {
	if table.query == "" {
		var s sum
		err := q.QueryRowxContext(context.Background(), "SELECT count(*) FROM "+table.name).Scan(&s.Rows)
		return s, err
	}
	rows, err := q.QueryxContext(context.Background(), table.query)
	if err != nil {
		return sum{}, err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return sum{}, err
	}
	cells, into := make([]any, len(names)), make([]any, len(names))
	for i := range cells {
		into[i] = &cells[i]
	}
	h := sha256.New()
	var row []byte
	n := 0
	for ; rows.Next(); n++ {
		if err := rows.Scan(into...); err != nil {
			return sum{}, err
		}
		row = row[:0]
		old := len(cells) - table.added
		for _, c := range cells[:old] {
			row = appendCell(row, c)
		}
		if slices.ContainsFunc(cells[old:], func(c any) bool { return c != nil }) {
			row = append(row, 1)
			for _, c := range cells[old:] {
				row = appendCell(row, c)
			}
		}
		h.Write(row)
	}
	return sum{Rows: n, Digest: hex.EncodeToString(h.Sum(nil))}, rows.Err()
}

// appendCell writes a value so that no two rows of values look the same.
func appendCell(b []byte, c any) []byte {
	switch c := c.(type) {
	case nil:
		return append(b, 0)
	case []byte:
		b = strconv.AppendInt(append(b, 'b'), int64(len(c)), 10)
		return append(append(b, ':'), c...)
	case string:
		b = strconv.AppendInt(append(b, 't'), int64(len(c)), 10)
		return append(append(b, ':'), c...)
	case int64:
		return append(strconv.AppendInt(append(b, 'n'), c, 10), ';')
	}
	return fmt.Appendf(b, "n%v;", c)
}
