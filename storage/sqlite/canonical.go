package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/jmoiron/sqlx"

	"carif/normalize/identity"
	"carif/schema"
)

// rulesMeta is the setting that holds the user's rules on providers, as JSON.
const rulesMeta = "provider_rules"

// SaveCanonical implements storage.Linker.
func (s *Store) SaveCanonical(ctx context.Context, of map[string]schema.CanonicalProvider) error {
	have, err := readCanonical(ctx, s.r)
	if err != nil {
		return explain(s.path, err)
	}
	var gone []string
	for key := range have {
		if _, ok := of[key]; !ok {
			gone = append(gone, key)
		}
	}
	changed := map[string]schema.CanonicalProvider{}
	for key, c := range of {
		if old, ok := have[key]; !ok || old != c {
			changed[key] = c
		}
	}
	if len(gone)+len(changed) == 0 {
		return nil
	}
	return s.write(ctx, "save organisations", func(t *tx) error {
		for _, key := range gone {
			if err := t.exec("DELETE FROM provider_canonical WHERE provider_id = ?", key); err != nil {
				return err
			}
		}
		for _, key := range slices.Sorted(maps.Keys(changed)) {
			c := changed[key]
			if err := t.exec(`INSERT OR REPLACE INTO provider_canonical (provider_id, canonical_id, name, siret, evidence,
				confidence) VALUES (?, ?, nullif(?, ''), nullif(?, ''), ?, ?)`, key, c.ID, c.Name, c.SIRET, c.Evidence,
				c.Confidence); err != nil {
				return fmt.Errorf("organisation of %s: %w", key, err)
			}
		}
		return nil
	})
}

// organise tells which organisation each provider is where nothing tells of any: in a database that an older program
// filled. Otherwise the next run would be the first to.
func (s *Store) organise(ctx context.Context) error {
	var none bool
	if err := s.conn.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM provider)
		AND NOT EXISTS (SELECT 1 FROM provider_canonical)`).Scan(&none); err != nil || !none {
		return explain(s.path, err)
	}
	rules, err := s.ProviderRules(ctx)
	if err != nil {
		return err
	}
	var ps []identity.Provider
	if err := s.Providers(ctx, func(p identity.Provider) error { ps = append(ps, p); return nil }); err != nil {
		return err
	}
	return s.SaveCanonical(ctx, identity.Canonical(ps, rules))
}

// ProviderRules implements storage.Linker.
func (s *Store) ProviderRules(ctx context.Context) (rules identity.Rules, err error) {
	var kept string
	err = s.r.GetContext(ctx, &kept, "SELECT value FROM meta WHERE name = ?", rulesMeta)
	if errors.Is(err, sql.ErrNoRows) {
		return rules, nil
	}
	if err != nil {
		return rules, explain(s.path, fmt.Errorf("read rules on providers: %w", err))
	}
	if err := json.Unmarshal([]byte(kept), &rules); err != nil {
		return rules, fmt.Errorf("%s: read rules on providers: %w", s.path, err)
	}
	return rules, nil
}

// SaveProviderRules implements storage.Linker.
func (s *Store) SaveProviderRules(ctx context.Context, rules identity.Rules) error {
	b, err := json.Marshal(rules)
	if err != nil {
		return fmt.Errorf("save rules on providers: %w", err) // unreachable: lists of words
	}
	return s.write(ctx, "save rules on providers", func(t *tx) error {
		if rules.Empty() {
			return t.exec("DELETE FROM meta WHERE name = ?", rulesMeta)
		}
		return t.exec("INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2",
			rulesMeta, string(b))
	})
}

// canonicalOf gives which organisation a row of provider is.
func canonicalOf(ctx context.Context, q sqlx.QueryerContext) (func(string) (schema.CanonicalProvider, bool), error) {
	all, err := readCanonical(ctx, q)
	return func(key string) (schema.CanonicalProvider, bool) {
		c, ok := all[key]
		return c, ok
	}, err
}

func readCanonical(ctx context.Context, q sqlx.QueryerContext) (map[string]schema.CanonicalProvider, error) {
	rows, err := q.QueryxContext(ctx, `SELECT provider_id, canonical_id, coalesce(name, ''), coalesce(siret, ''), evidence,
		confidence FROM provider_canonical`)
	if err != nil {
		return nil, fmt.Errorf("read organisations: %w", err)
	}
	defer rows.Close()
	all := map[string]schema.CanonicalProvider{}
	for rows.Next() {
		var key string
		var c schema.CanonicalProvider
		if err := rows.Scan(&key, &c.ID, &c.Name, &c.SIRET, &c.Evidence, &c.Confidence); err != nil {
			return nil, fmt.Errorf("read organisations: %w", err)
		}
		all[key] = c
	}
	return all, rows.Err()
}
