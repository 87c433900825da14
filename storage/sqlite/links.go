package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"carif/normalize/identity"
	"carif/storage"
)

type providerIdentity struct {
	Key     string `db:"key"`
	Site    string `db:"site"`
	Name    string `db:"name"`
	SIRET   string `db:"siret"`
	Commune string `db:"commune"`
	Dept    string `db:"department"`
	Website string `db:"website"`
	Phones  string `db:"phones"` // a JSON list of JSON lists
	Emails  string `db:"emails"`
}

// Providers implements storage.Linker.
func (s *Store) Providers(ctx context.Context, fn func(identity.Provider) error) error {
	return stream(ctx, s, "read providers", `SELECT p.key, p.site, coalesce(p.name, '') AS name, coalesce(p.siret,
		'') AS siret,
		coalesce(p.commune, '') AS commune, coalesce(p.department, '') AS department, coalesce(p.website, '') AS website,
		coalesce((SELECT json_group_array(json(k.phones)) FROM course c JOIN contact k ON k.course_key = c.key
		AND k.owner = 'provider'
			WHERE c.provider_key = p.key), '[]') AS phones,
		coalesce((SELECT json_group_array(json(k.emails)) FROM course c JOIN contact k ON k.course_key = c.key
		AND k.owner = 'provider'
			WHERE c.provider_key = p.key), '[]') AS emails
		FROM provider p ORDER BY p.key`, nil, func(r *providerIdentity) error {
		phones, err := flatLists(r.Phones)
		if err != nil {
			return fmt.Errorf("phones of provider %s: %w", r.Key, err)
		}
		emails, err := flatLists(r.Emails)
		if err != nil {
			return fmt.Errorf("e-mails of provider %s: %w", r.Key, err)
		}
		return fn(identity.Provider{Key: r.Key, Site: r.Site, Name: r.Name, SIRET: r.SIRET, Commune: r.Commune,
			Department: r.Dept, Website: r.Website,
			Phones: phones, Emails: emails})
	})
}

// flatLists reads a JSON list of lists of words.
func flatLists(text string) ([]string, error) {
	var lists [][]string
	if err := json.Unmarshal([]byte(text), &lists); err != nil {
		return nil, err
	}
	var out []string
	for _, l := range lists {
		out = append(out, l...)
	}
	return out, nil
}

type courseIdentity struct {
	Key      string  `db:"key"`
	Site     string  `db:"site"`
	RCO      string  `db:"rco_id"`
	Title    string  `db:"title"`
	Provider string  `db:"provider_key"`
	Numbers  string  `db:"numbers"` // separated by blanks
	SRCO     *string `db:"session_rco"`
	Start    *string `db:"start_on"`
	Commune  *string `db:"commune"`
}

// LinkCourses implements storage.Linker.
func (s *Store) LinkCourses(ctx context.Context, fn func(identity.Course) error) error {
	var c identity.Course
	give := func() error {
		if c.Key == "" {
			return nil
		}
		return fn(c)
	}
	err := stream(ctx, s, "read courses to link", `SELECT c.key, c.site, coalesce(c.rco_id, '') AS rco_id,
		coalesce(c.title, '') AS title,
		coalesce(c.provider_key, '') AS provider_key,
		coalesce((SELECT group_concat(k.list || ':' || k.code, ' ') FROM course_code k WHERE k.course_key = c.key
			AND k.list IN ('rncp', 'rs', 'certifinfo')), '') AS numbers,
		s.rco_id AS session_rco, s.start_on, s.commune
		FROM course c LEFT JOIN session s ON s.course_key = c.key WHERE c.status = 'open' ORDER BY c.key, s.position`,
		nil,
		func(r *courseIdentity) error {
			if r.Key != c.Key {
				if err := give(); err != nil {
					return err
				}
				c = identity.Course{Key: r.Key, Site: r.Site, RCO: r.RCO, Title: r.Title, ProviderKey: r.Provider,
					Numbers: strings.Fields(r.Numbers)}
			}
			c.Sessions = append(c.Sessions, identity.Session{RCO: orEmpty(r.SRCO), Start: orEmpty(r.Start),
				Commune: orEmpty(r.Commune)})
			return nil
		})
	if err != nil {
		return err
	}
	return give()
}

func orEmpty(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

// SaveLinks implements storage.Linker.
func (s *Store) SaveLinks(ctx context.Context, providers, courses []identity.Link) error {
	for _, t := range []struct {
		table string
		want  []identity.Link
	}{{"provider_link", providers}, {"course_link", courses}} {
		have := map[identity.Link]bool{}
		err := stream(ctx, s, "read links", "SELECT a, b, evidence, confidence FROM "+t.table, nil,
			func(l *identity.Link) error {
				have[*l] = true
				return nil
			})
		if err != nil {
			return err
		}
		var add []identity.Link
		for _, l := range t.want {
			if have[l] {
				delete(have, l)
			} else {
				add = append(add, l)
			}
		}
		if len(add)+len(have) == 0 {
			continue
		}
		err = s.write(ctx, "save links", func(x *tx) error {
			for l := range have {
				if err := x.exec("DELETE FROM "+t.table+" WHERE a = ? AND b = ?", l.A, l.B); err != nil {
					return err
				}
			}
			for _, l := range add {
				if err := x.exec("INSERT OR REPLACE INTO "+t.table+" (a, b, evidence, confidence) VALUES (?, ?, ?, ?)",
					l.A, l.B, l.Evidence, l.Confidence); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// ProviderTwins implements storage.Linker.
func (s *Store) ProviderTwins(ctx context.Context) ([]storage.Twin, error) {
	return s.twins(ctx, "provider_link", "provider", "name", "siret", "nda", "reference", "address", "postal_code",
		"city", "website")
}

// CourseTwins implements storage.Linker.
func (s *Store) CourseTwins(ctx context.Context) ([]storage.Twin, error) {
	return s.twins(ctx, "course_link", "course", "title", "rco_id", "updated_on", "exit_level_code",
		"entry_level_code", "teaching_mode_code", "entry_exit_code", "certifying", "total_hours", "centre_hours",
		"company_hours", "price_eur", "sessions", "first_start", "last_end", "communes", "provider")
}

// related are the details of courses that other tables hold, by their names.
var related = map[string]string{
	"sessions":    "(SELECT nullif(count(*), 0) FROM session s WHERE s.course_key = %[1]s.key)",
	"first_start": "(SELECT min(s.start_on) FROM session s WHERE s.course_key = %[1]s.key)",
	"last_end":    "(SELECT max(s.end_on) FROM session s WHERE s.course_key = %[1]s.key)",
	"communes": "(SELECT group_concat(commune, ' ') FROM (SELECT DISTINCT s.commune FROM session s" +
		" WHERE s.course_key = %[1]s.key AND s.commune IS NOT NULL ORDER BY s.commune))",
	"provider": "(SELECT p.name FROM provider p WHERE p.key = %[1]s.provider_key)",
}

// twinRow is a link with the details of both ends, as JSON lists.
type twinRow struct {
	storage.Twin
	DetailsA string `db:"details_a"`
	DetailsB string `db:"details_b"`
}

func (s *Store) twins(ctx context.Context, links, table, name string, details ...string) ([]storage.Twin, error) {
	out := []storage.Twin{}
	list := func(alias string) string {
		var cols []string
		for _, d := range details {
			value := alias + "." + d
			if of, ok := related[d]; ok && table == "course" {
				value = fmt.Sprintf(of, alias)
			}
			cols = append(cols, "CAST(coalesce("+value+", '') AS TEXT)")
		}
		return "json_array(" + strings.Join(cols, ", ") + ")"
	}
	q := fmt.Sprintf(`SELECT l.a, coalesce(x.%[3]s, '') AS name_a, l.b, coalesce(y.%[3]s, '') AS name_b, l.evidence,
		l.confidence, `+list("x")+` AS details_a, `+list("y")+` AS details_b
		FROM %[1]s l JOIN %[2]s x ON x.key = l.a JOIN %[2]s y ON y.key = l.b ORDER BY l.confidence DESC, l.a, l.b`,
		links, table, name)
	err := stream(ctx, s, "read twins", q, nil, func(r *twinRow) error {
		var a, b []string
		if err := errors.Join(json.Unmarshal([]byte(r.DetailsA), &a), json.Unmarshal([]byte(r.DetailsB), &b)); err != nil {
			return fmt.Errorf("details of %s and %s: %w", r.A, r.B, err)
		}
		for i, field := range details {
			if a[i] != "" && b[i] != "" && a[i] != b[i] {
				r.Differs = append(r.Differs, storage.Difference{Field: field, A: a[i], B: b[i]})
			}
		}
		out = append(out, r.Twin)
		return nil
	})
	return out, err
}
