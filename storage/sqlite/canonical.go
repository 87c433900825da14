package sqlite

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"carif/schema"
)

// canonicalOf reads which organisation each row of provider is.
func canonicalOf(ctx context.Context, q sqlx.QueryerContext) (func(string) (schema.CanonicalProvider, bool), error) {
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
	return func(key string) (schema.CanonicalProvider, bool) {
		c, ok := all[key]
		return c, ok
	}, rows.Err()
}
