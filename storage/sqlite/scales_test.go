package sqlite

import (
	"slices"
	"testing"

	"carif/schema"
)

// TestRescale: courses that an older program stored, or that other tables were used for, are put on the scales when the
// database is next opened for writing; until then they are no damage.
func TestRescale(t *testing.T) {
	level := "6"
	path := filledWith(t, 3, func(r *schema.Record) {
		r.Course.ExitLevel = &schema.Coded{Code: &level, Raw: "Bac +2", Fit: "exact"}
		r.Course.Codes.Formacode = []schema.Code{{Code: "15073"}, {Code: "43436", Main: true}}
	})
	read := func() (n int) {
		s, err := Open(path, Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if err := s.r.Get(&n, `SELECT count(*) FROM course WHERE level_scale = 5 AND level_scale_source = '1969:III'
			AND level_scale_fit = 'exact' AND entry_level_scale IS NULL AND domain = '33'
			AND domain_source = 'formacode:43436' AND domain_fit = 'near'`); err != nil {
			t.Fatal(err)
		}
		if found, err := s.Check(t.Context(), true); err != nil || len(found) > 0 {
			t.Errorf("Check() = %v, %v", found, err)
		}
		return n
	}
	if n := read(); n != 3 {
		t.Fatalf("%d of 3 courses stand on the scales", n)
	}
	alter(t, path, `UPDATE course SET domain = '10', level_scale = NULL; UPDATE meta SET value = 'old' WHERE name = 'scales'`)
	if n := read(); n != 0 {
		t.Fatalf("%d courses stand on the scales before the database is opened for writing", n)
	}
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	if n := read(); n != 3 {
		t.Errorf("%d of 3 courses stand on the scales again", n)
	}
}

// TestOrganise: providers that an older program stored are put to their organisations when the database is next opened
// for writing, by the rules that were kept; what is told already is left alone.
func TestOrganise(t *testing.T) {
	path := filledWith(t, 1, func(r *schema.Record) {
		name := "Centre Exemple"
		r.Course.Provider = &schema.Organisation{Name: &name}
	})
	alter(t, path, `DELETE FROM provider; INSERT INTO provider (key, site, name, commune, siret) VALUES
			('demo/a', 'demo', 'Centre Exemple', '35238', '73282932000074'),
			('demo/b', 'demo', 'CENTRE EXEMPLE', '35238', NULL);
		DELETE FROM provider_canonical`)
	organisations := func() (list []string) {
		s, err := Open(path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if err := s.r.Select(&list, "SELECT canonical_id FROM provider_canonical ORDER BY provider_id"); err != nil {
			t.Fatal(err)
		}
		return list
	}
	if got := organisations(); !slices.Equal(got, []string{"siret:73282932000074", "siret:73282932000074"}) {
		t.Errorf("organisations are %q", got)
	}
	alter(t, path, "UPDATE provider_canonical SET canonical_id = 'kept'")
	if got := organisations(); !slices.Equal(got, []string{"kept", "kept"}) {
		t.Errorf("organisations became %q", got)
	}
}

// TestOrganisationForgotten: an organisation is not called any longer what only a row that went printed.
func TestOrganisationForgotten(t *testing.T) {
	path := filledWith(t, 1, func(r *schema.Record) {
		name := "Centre Exemple"
		r.Course.Provider = &schema.Organisation{Name: &name}
	})
	alter(t, path, `INSERT INTO provider (key, site, name) VALUES ('demo/gone', 'demo', 'Atelier Camille Essai');
		INSERT OR REPLACE INTO provider_canonical (provider_id, canonical_id, name, evidence, confidence)
			SELECT key, 'siret:1', 'Atelier Camille Essai', 'siret', 1 FROM provider`)
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.write(t.Context(), "test", func(x *tx) error { return x.dropUnusedProviders() }); err != nil {
		t.Fatal(err)
	}
	var rows, named int
	if err := s.r.QueryRowx("SELECT count(*), count(name) FROM provider_canonical").Scan(&rows, &named); err != nil {
		t.Fatal(err)
	}
	if rows == 0 || named != 0 {
		t.Errorf("%d organisations, %d with a name that nobody prints", rows, named)
	}
}
