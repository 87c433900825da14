package sqlite

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"carif/storage"
)

// New courses are brought into the full-text index in one go at the end of a run: that costs a third of doing it
// course by course. meta.fts_upto is the last search_id that is in.

// searchBatch is after how many new courses the index is caught up with even before the run ends.
const searchBatch = 2000

func (t *tx) searchUpto() (int64, error) {
	if t.upto != nil {
		return *t.upto, nil
	}
	var n string
	if _, err := t.get(&n, "SELECT value FROM meta WHERE name = 'fts_upto'"); err != nil {
		return 0, err
	}
	upto, err := strconv.ParseInt(n, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("read place of full-text index: %w", err)
	}
	t.upto = &upto
	return upto, nil
}

// unindex takes a course out of the index, before its rows change.
func (t *tx) unindex(id, upto int64) error {
	if id > upto {
		return nil
	}
	return t.exec(`INSERT INTO course_fts (course_fts, rowid, title, objective, programme, provider)
		SELECT 'delete', id, title, objective, programme, provider FROM course_text WHERE id = ?`, id)
}

// index brings a course in, or leaves it to the end of the batch.
func (t *tx) index(id, upto int64) error {
	if id <= upto {
		return t.exec(`INSERT INTO course_fts (rowid, title, objective, programme, provider)
			SELECT id, title, objective, programme, provider FROM course_text WHERE id = ?`, id)
	}
	if id >= upto+searchBatch {
		return t.catchUpSearch()
	}
	return nil
}

func (t *tx) catchUpSearch() error {
	upto, err := t.searchUpto()
	if err != nil {
		return err
	}
	n, err := t.count(`INSERT INTO course_fts (rowid, title, objective, programme, provider)
		SELECT id, title, objective, programme, provider FROM course_text WHERE id > ? ORDER BY id`, upto)
	if err != nil || n == 0 {
		return err
	}
	t.upto = nil
	return t.exec("UPDATE meta SET value = (SELECT max(search_id) FROM course) WHERE name = 'fts_upto'")
}

// keyed gives the open course whose key, of today or of before, was typed.
func (s *Store) keyed(ctx context.Context, key string) ([]storage.Hit, error) {
	if !strings.Contains(key, "/") {
		return nil, nil
	}
	var hits []storage.Hit
	err := s.r.SelectContext(ctx, &hits, `SELECT c.key AS key, c.site AS site, coalesce(c.title, '') AS title,
		coalesce(p.name, '') AS provider, c.key AS snippet
		FROM course c LEFT JOIN provider p ON p.key = c.provider_key
		WHERE c.key = `+keySQL+` AND c.status = 'open'`, strings.TrimSpace(key))
	return hits, err
}

// Search implements storage.Reader.
func (s *Store) Search(ctx context.Context, words string, limit int) ([]storage.Hit, error) {
	q := quoteWords(words)
	if q == "" {
		return nil, nil
	}
	if limit <= 0 {
		limit = -1
	}
	hits, err := s.keyed(ctx, words)
	if err != nil || len(hits) > 0 {
		return hits, explain(s.path, err)
	}
	err = s.r.SelectContext(ctx, &hits, `SELECT c.key AS key, c.site AS site, coalesce(c.title, '') AS title,
		coalesce(p.name, '') AS provider,
		snippet(course_fts, -1, '«', '»', '…', 16) AS snippet
		FROM course_fts JOIN course c ON c.search_id = course_fts.rowid LEFT JOIN provider p ON p.key = c.provider_key
		WHERE course_fts MATCH ? AND c.status = 'open' ORDER BY bm25(course_fts, 8, 2, 1, 4), c.key LIMIT ?`, q, limit)
	if err != nil {
		return nil, explain(s.path, fmt.Errorf("search: %w", err))
	}
	return hits, nil
}

// quoteWords makes plain words of what a person typed: no character of it is an operator of the index, but for an
// asterisk at the end of a word, which finds every word that begins like it. The index takes "œ" and "oe" for two
// words, and nobody types the first: both are looked for.
func quoteWords(words string) string {
	fields := strings.Fields(strings.ReplaceAll(words, "\x00", " "))
	for i, f := range fields {
		word := strings.TrimRight(f, "*")
		star := ""
		if word != f && strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			star = "*"
		}
		var either []string
		for _, w := range spellings(word) {
			either = append(either, `"`+strings.ReplaceAll(w, `"`, `""`)+`"`+star)
		}
		if fields[i] = either[0]; len(either) > 1 {
			fields[i] = "(" + strings.Join(either, " OR ") + ")"
		}
	}
	return strings.Join(fields, " AND ")
}

// apart writes ligatures as two letters.
var apart = strings.NewReplacer("œ", "oe", "Œ", "Oe", "æ", "ae", "Æ", "Ae")

// mostLigatures is the number of pairs of letters in a word that may be ligatures: each doubles the spellings.
const mostLigatures = 3

// spellings gives a word with its ligatures written apart, and each pair of letters that may be one as one.
func spellings(word string) []string {
	out := []string{apart.Replace(word)}
	from := 0
	for range mostLigatures {
		at, ligature := nextPair(out[0], from)
		if at < 0 {
			break
		}
		from = at + 2
		for _, w := range out { // the same place, counted from the end: what was joined before it is shorter
			k := len(w) - (len(out[0]) - at)
			out = append(out, w[:k]+ligature+w[k+2:])
		}
	}
	return out
}

// nextPair finds the next two letters that may be a ligature.
func nextPair(s string, from int) (at int, ligature string) {
	for i := from; i+1 < len(s); i++ {
		switch strings.ToLower(s[i : i+2]) {
		case "oe":
			return i, "œ"
		case "ae":
			return i, "æ"
		}
	}
	return -1, ""
}
