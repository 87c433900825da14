package sqlite

import (
	"context"
	"net/url"
	"strings"

	"carif/schema"
	"carif/sites"
)

// Spellings implements storage.Reader.
func (s *Store) Spellings(ctx context.Context, site string, canonical func(string) string) (map[string]string, error) {
	known := map[string]string{}
	var urls []string
	// plain URLs have but one spelling: the pattern finds any character that has another
	err := stream(ctx, s, "read spellings", `SELECT url FROM page WHERE site = ?
		AND url GLOB '*[^-A-Za-z0-9._~!$&''()*+,;=:@/?]*' ORDER BY id`, []any{site}, func(r *struct {
		URL string `db:"url"`
	}) error {
		urls = append(urls, r.URL)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, u := range urls {
		c := canonical(u)
		if _, ok := known[c]; ok || c == u {
			continue
		}
		var n int
		if err := s.r.GetContext(ctx, &n, "SELECT count(*) FROM page WHERE site = ? AND url = ?", site, c); err != nil {
			return nil, explain(s.path, err)
		}
		if n == 0 {
			known[c] = u
		}
	}
	return known, nil
}

// keepKey gives a record the key that its course has already, where an earlier program made one of the id as the URL
// spells it, escapes and all: the course stays the one it is.
func (t *tx) keepKey(before []sighted, rec *schema.Record) error {
	key := rec.Course.Key
	plain := unescaped(key)
	candidates := []string{key}
	for _, g := range before {
		if g.Key == key {
			return nil
		}
		if unescaped(g.Key) == plain {
			candidates = append(candidates, g.Key)
		}
	}
	// a page that is new may hold it
	if id, ok := strings.CutPrefix(key, rec.Source.Site+"/"); ok && url.PathEscape(id) != id {
		for _, as := range []string{url.PathEscape(id), sites.Normal(id)} {
			candidates = append(candidates, rec.Source.Site+"/"+as, rec.Source.Site+"/"+small(as))
		}
	}
	if len(candidates) == 1 {
		return nil
	}
	for _, c := range candidates {
		var n int
		if _, err := t.get(&n, "SELECT count(*) FROM course_version WHERE key = ?", c); err != nil {
			return err
		}
		if n > 0 {
			rec.Course.Key = c
			return nil
		}
	}
	return nil
}

func unescaped(s string) string {
	if dec, err := url.PathUnescape(s); err == nil {
		return dec
	}
	return s
}

// small writes the escapes of a URL in small letters.
func small(s string) string {
	b := []byte(s)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			copy(b[i:], strings.ToLower(s[i:i+3]))
			i += 2
		}
	}
	return string(b)
}
