package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/pressly/goose/v3"

	"carif/geo"
	"carif/schema"
)

// flatViewsSQL makes the flat views and the tables they read; it is a part of the migration below.
const flatViewsSQL = "00022_views.sql"

// flatViews is the migration that makes the flat views and names the communes that sessions and providers already have.
func (s *Store) flatViews() *goose.Migration {
	return goose.NewGoMigration(22, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
		b, err := migrations.ReadFile("migrations/" + flatViewsSQL)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, string(b)); err != nil {
			return err
		}
		codes, err := communesIn(ctx, tx)
		if err != nil || len(codes) == 0 {
			return err
		}
		index, err := geo.Default()
		if err != nil {
			return err
		}
		for _, code := range codes {
			if c, ok := index.Commune(code); ok {
				if _, err := tx.ExecContext(ctx, addCommune, c.Code, c.Name, c.Department); err != nil {
					return fmt.Errorf("name commune %s: %w", code, err)
				}
			}
		}
		return nil
	}}, nil)
}

const addCommune = "INSERT INTO commune (code, name, department) VALUES (?, ?, ?) ON CONFLICT (code) DO NOTHING"

func communesIn(ctx context.Context, tx *sql.Tx) (codes []string, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT commune FROM session WHERE commune IS NOT NULL
		UNION SELECT commune FROM provider WHERE commune IS NOT NULL`)
	if err != nil {
		return nil, fmt.Errorf("list communes: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var code string
		if err := rows.Scan(&code); err != nil {
			return nil, fmt.Errorf("list communes: %w", err)
		}
		codes = append(codes, code)
	}
	return codes, rows.Err()
}

// nameCommunes keeps the names of the communes that a course's rows name. It asks the database about each only once.
func (t *tx) nameCommunes(c *schema.Course) error {
	if c.Provider != nil {
		if err := t.nameCommune(c.Provider.Commune); err != nil {
			return err
		}
	}
	for i := range c.Sessions {
		if err := t.nameCommune(c.Sessions[i].Commune); err != nil {
			return err
		}
		if p := c.Sessions[i].Provider; p != nil {
			if err := t.nameCommune(p.Commune); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *tx) nameCommune(code *string) error {
	if code == nil || t.s.named[*code] {
		return nil
	}
	index, err := geo.Default()
	if err != nil {
		return err
	}
	// A transaction that is taken back takes the row with it: what is named is known for sure only once it is saved.
	t.named = append(t.named, *code)
	c, ok := index.Commune(*code)
	if !ok {
		return nil
	}
	return t.exec(addCommune, c.Code, c.Name, c.Department)
}
