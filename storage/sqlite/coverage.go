package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/pressly/goose/v3"

	"carif/schema"
	"carif/storage"
)

// courseField tells whether a course has a value in one field.
type courseField struct {
	field schema.Field
	has   func(*schema.Course) bool
}

// sessionField tells whether a session has a value in one field.
type sessionField struct {
	field schema.Field
	has   func(*schema.Session) bool
}

// courseFields are the fields that coverage and gates count, people apart. A field's place is its bit in
// course_version.filled: new ones go to the end, and a migration like fillRates counts the versions anew.
var courseFields = []courseField{
	{schema.FieldTitle, func(c *schema.Course) bool { return c.Title != nil }},
	{schema.FieldNativeID, func(c *schema.Course) bool { return c.NativeID != nil }},
	{schema.FieldRCO, func(c *schema.Course) bool { return c.RCOID != nil }},
	{schema.FieldHighlights, func(c *schema.Course) bool { return c.Highlights != nil }},
	{schema.FieldGeneralObjective, func(c *schema.Course) bool { return c.GeneralObjective != nil }},
	{schema.FieldObjective, func(c *schema.Course) bool { return c.Objective != nil }},
	{schema.FieldProgramme, func(c *schema.Course) bool { return c.Programme != nil }},
	{schema.FieldPrerequisites, func(c *schema.Course) bool { return c.Prerequisites != nil }},
	{schema.FieldAdmission, func(c *schema.Course) bool { return c.Admission != nil }},
	{schema.FieldSelection, func(c *schema.Course) bool { return len(c.Selection) > 0 }},
	{schema.FieldAudience, func(c *schema.Course) bool { return len(c.Audience) > 0 }},
	{schema.FieldEntryLevel, func(c *schema.Course) bool { return c.EntryLevel != nil }},
	{schema.FieldExitLevel, func(c *schema.Course) bool { return c.ExitLevel != nil }},
	{schema.FieldValidation, func(c *schema.Course) bool { return len(c.Validation) > 0 }},
	{schema.FieldCertifying, func(c *schema.Course) bool { return c.Certifying != nil }},
	{schema.FieldPathway, func(c *schema.Course) bool { return c.Pathway != nil }},
	{schema.FieldPersonalisable, func(c *schema.Course) bool { return c.Personalisable != nil }},
	{schema.FieldTeachingMode, func(c *schema.Course) bool { return c.TeachingMode != nil }},
	{schema.FieldEntryExit, func(c *schema.Course) bool { return c.EntryExit != nil }},
	{schema.FieldPace, func(c *schema.Course) bool { return len(c.Pace) > 0 }},
	{schema.FieldDuration, func(c *schema.Course) bool { return c.Duration != nil }},
	{schema.FieldPrice, func(c *schema.Course) bool { return c.Price != nil }},
	{schema.FieldFunding, func(c *schema.Course) bool { return len(c.Funding) > 0 }},
	{schema.FieldProContract, func(c *schema.Course) bool {
		return c.Contracts != nil && c.Contracts.Professionalisation != nil
	}},
	{schema.FieldApprenticeship, func(c *schema.Course) bool {
		return c.Contracts != nil && c.Contracts.Apprenticeship != nil
	}},
	{schema.FieldFollowUp, func(c *schema.Course) bool { return c.FollowUp != nil }},
	{schema.FieldRNCP, func(c *schema.Course) bool { return len(c.Codes.RNCP) > 0 }},
	{schema.FieldRS, func(c *schema.Course) bool { return len(c.Codes.RS) > 0 }},
	{schema.FieldCertifInfo, func(c *schema.Course) bool { return len(c.Codes.CertifInfo) > 0 }},
	{schema.FieldROME, func(c *schema.Course) bool { return len(c.Codes.ROME) > 0 }},
	{schema.FieldFormacode, func(c *schema.Course) bool { return len(c.Codes.Formacode) > 0 }},
	{schema.FieldNSF, func(c *schema.Course) bool { return len(c.Codes.NSF) > 0 }},
	{schema.FieldProviderName, func(c *schema.Course) bool { return c.Provider != nil && c.Provider.Name != nil }},
	{schema.FieldProviderSIRET, func(c *schema.Course) bool { return c.Provider != nil && c.Provider.SIRET != nil }},
	{schema.FieldProviderCity, func(c *schema.Course) bool { return c.Provider != nil && c.Provider.City != nil }},
	{schema.FieldSessions, func(c *schema.Course) bool { return len(c.Sessions) > 0 }},
}

// peopleFields are those of the current version's contacts.
var peopleFields = []courseField{
	{schema.FieldContact, func(c *schema.Course) bool { return len(c.Contacts) > 0 }},
	{schema.FieldProviderPhone, func(c *schema.Course) bool { return c.Provider != nil && len(c.Provider.Phones) > 0 }},
	{schema.FieldProviderEmail, func(c *schema.Course) bool { return c.Provider != nil && len(c.Provider.Emails) > 0 }},
}

var sessionFields = []sessionField{
	{schema.FieldSessionID, func(s *schema.Session) bool { return s.NativeID != nil }},
	{schema.FieldSessionPublished, func(s *schema.Session) bool { return s.PublishedOn != nil }},
	{schema.FieldSessionStart, func(s *schema.Session) bool { return s.Start != nil }},
	{schema.FieldSessionEnd, func(s *schema.Session) bool { return s.End != nil }},
	{schema.FieldSessionEntryExit, func(s *schema.Session) bool { return s.EntryExit != nil }},
	{schema.FieldSessionCity, func(s *schema.Session) bool { return s.City != nil }},
	{schema.FieldSessionPostal, func(s *schema.Session) bool { return s.PostalCode != nil }},
	{schema.FieldSessionProvider, func(s *schema.Session) bool { return s.Provider != nil }},
	{schema.FieldSessionState, func(s *schema.Session) bool { return s.State != nil }},
	{schema.FieldSessionCPF, func(s *schema.Session) bool { return s.CPFEligible != nil }},
	{schema.FieldSessionSeats, func(s *schema.Session) bool { return s.Seats != nil }},
	{schema.FieldSessionHours, func(s *schema.Session) bool { return s.Hours != nil }},
	{schema.FieldSessionPrice, func(s *schema.Session) bool { return s.Price != nil }},
}

// Coverage implements storage.Reader.
func (s *Store) Coverage(ctx context.Context) ([]storage.Coverage, error) {
	var all []storage.Coverage
	index := map[string]int{} // of the site's first row
	err := s.Courses(ctx, storage.Filter{Latest: true, WithContacts: true}, func(rec schema.Record) error {
		site := rec.Source.Site
		first, ok := index[site]
		if !ok {
			first = len(all)
			index[site] = first
			all = append(all, siteCoverage(site)...)
		}
		countFields(all[first:first+len(courseFields)+len(peopleFields)+len(sessionFields)], &rec)
		return nil
	})
	return all, err
}

// siteCoverage are the rows of a site, nothing counted yet.
func siteCoverage(site string) []storage.Coverage {
	var rows []storage.Coverage
	for _, fs := range [][]courseField{courseFields, peopleFields} {
		for _, f := range fs {
			rows = append(rows, storage.Coverage{Site: site, Field: f.field})
		}
	}
	for _, f := range sessionFields {
		rows = append(rows, storage.Coverage{Site: site, Field: f.field})
	}
	return rows
}

// countFields adds one record to the rows of its site.
func countFields(rows []storage.Coverage, rec *schema.Record) {
	absent := map[schema.Field]int{}
	for _, a := range rec.Absent {
		absent[a.Field]++
	}
	i, course := 0, rec.Course.Anywhere()
	for _, fs := range [][]courseField{courseFields, peopleFields} {
		for _, f := range fs {
			r := &rows[i]
			i++
			r.N++
			r.Filled += oneIf(f.has(course))
			r.Absent += min(absent[f.field], 1)
		}
	}
	for _, f := range sessionFields {
		r := &rows[i]
		i++
		r.N += len(rec.Course.Sessions)
		r.Absent += absent[f.field]
		for j := range rec.Course.Sessions {
			r.Filled += oneIf(f.has(&rec.Course.Sessions[j]))
		}
	}
}

func oneIf(b bool) int {
	if b {
		return 1
	}
	return 0
}

// filledOf is which of courseFields a course, or an action of it, has a value in: one bit a field, as
// course_version.filled keeps it.
func filledOf(c *schema.Course) int64 {
	var bits int64
	c = c.Anywhere()
	for i, f := range courseFields {
		if f.has(c) {
			bits |= 1 << i
		}
	}
	return bits
}

// FieldRates implements storage.Runs. It reads what the triggers of migration 8 keep, and no record.
func (s *Store) FieldRates(ctx context.Context, site string, run int64) (map[schema.Field]float64, error) {
	var alike []struct {
		Filled  int64 `db:"filled"`
		Courses int   `db:"courses"`
	}
	err := s.r.SelectContext(ctx, &alike, `SELECT filled, sum(courses) AS courses FROM fill_rate
		WHERE site = ? AND run <= ? GROUP BY filled HAVING sum(courses) <> 0`, site, run)
	if err != nil {
		return nil, explain(s.path, fmt.Errorf("read fill rates: %w", err))
	}
	rates := make(map[schema.Field]float64, len(courseFields))
	n := 0
	for _, a := range alike {
		n += a.Courses
	}
	for _, a := range alike {
		for i, f := range courseFields {
			rates[f.field] += float64(a.Filled>>i&1) * float64(a.Courses)
		}
	}
	for f := range rates {
		rates[f] /= float64(n)
	}
	return rates, nil
}

// fillRates is the migration that counts, once, what the versions of an older program hold. One that cannot be read
// counts as empty: `carif check --deep` tells of it, and it must not keep the file from being opened.
func (s *Store) fillRates() *goose.Migration {
	return goose.NewGoMigration(9, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
		for last := int64(0); ; {
			batch, err := payloadsAfter(ctx, tx, last)
			if err != nil {
				return err
			}
			if len(batch) == 0 {
				break
			}
			for _, v := range batch {
				last = v.id
				rec, err := s.unpack(v.payload)
				if err != nil {
					continue
				}
				if _, err := tx.ExecContext(ctx, "UPDATE course_version SET filled = ? WHERE id = ?", filledOf(rec.Course),
					v.id); err != nil {
					return fmt.Errorf("count filled fields: %w", err)
				}
			}
		}
		_, err := tx.ExecContext(ctx, "DELETE FROM fill_rate WHERE courses = 0; PRAGMA user_version = 9")
		return err
	}}, nil)
}

type storedVersion struct {
	id      int64
	payload []byte
}

// payloadsAfter reads the next versions in the order of their numbers.
func payloadsAfter(ctx context.Context, tx *sql.Tx, id int64) ([]storedVersion, error) {
	rows, err := tx.QueryContext(ctx, "SELECT id, payload FROM course_version WHERE id > ? ORDER BY id LIMIT ?", id,
		batchSize)
	if err != nil {
		return nil, fmt.Errorf("read versions: %w", err)
	}
	defer rows.Close()
	var batch []storedVersion
	for rows.Next() {
		var v storedVersion
		if err := rows.Scan(&v.id, &v.payload); err != nil {
			return nil, fmt.Errorf("read versions: %w", err)
		}
		batch = append(batch, v)
	}
	return batch, rows.Err()
}
