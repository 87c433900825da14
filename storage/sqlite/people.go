package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"carif/schema"
	"carif/storage"
	"carif/storage/redact"
)

// person is one row of the contact table: the only place where names, phones and e-mails stand.
type person struct {
	CourseKey string         `db:"course_key"`
	Position  int            `db:"position"`
	Owner     string         `db:"owner"`
	Session   sql.NullInt64  `db:"session_position"`
	Name      sql.NullString `db:"name"`
	Role      sql.NullString `db:"role"`
	Phones    string         `db:"phones"`
	Faxes     string         `db:"faxes"`
	Emails    string         `db:"emails"`
	Civility  sql.NullString `db:"civility"`
	FirstName sql.NullString `db:"first_name"`
	LastName  sql.NullString `db:"last_name"`
	Office    sql.NullBool   `db:"of_provider"`
}

func (p *person) contact() schema.Contact {
	return schema.Contact{Name: pointer(p.Name), Role: pointer(p.Role), Phones: list(p.Phones), Faxes: list(p.Faxes),
		Emails: list(p.Emails), Civility: pointer(p.Civility), FirstName: pointer(p.FirstName),
		LastName: pointer(p.LastName), OfProvider: p.Office.Bool}
}

// withoutPeople takes the people out of a record: what is left shares nothing that was changed with rec.
func withoutPeople(rec *schema.Record) schema.Record {
	clean, course := *rec, *rec.Course
	clean.Course = &course
	course.Contacts = emptied(course.Contacts)
	course.Provider = withoutDesk(course.Provider)
	course.Sessions = slices.Clone(course.Sessions)
	for i := range course.Sessions {
		s := &course.Sessions[i]
		s.Contacts, s.Provider = emptied(s.Contacts), withoutDesk(s.Provider)
	}
	return clean
}

func withoutDesk(o *schema.Organisation) *schema.Organisation {
	if o == nil {
		return nil
	}
	clean := *o
	clean.Phones, clean.Faxes, clean.Emails = emptied(o.Phones), emptied(o.Faxes), emptied(o.Emails)
	return &clean
}

// join puts people back where withoutPeople took them from.
func join(rec *schema.Record, people []person) {
	for _, p := range people {
		c := p.contact()
		i := int(p.Session.Int64)
		inSession := p.Session.Valid && i < len(rec.Course.Sessions)
		switch {
		case p.Owner == schema.OwnerCourse:
			rec.Course.Contacts = append(rec.Course.Contacts, c)
		case p.Owner == schema.OwnerProvider:
			joinProvider(rec.Course.Provider, c)
		case p.Owner == schema.OwnerSession && inSession:
			rec.Course.Sessions[i].Contacts = append(rec.Course.Sessions[i].Contacts, c)
		case p.Owner == schema.OwnerSessionProvider && inSession:
			joinProvider(rec.Course.Sessions[i].Provider, c)
		}
	}
}

func joinProvider(o *schema.Organisation, c schema.Contact) {
	if o == nil {
		return
	}
	for _, l := range []struct {
		into *[]string
		from []string
	}{{&o.Phones, c.Phones}, {&o.Faxes, c.Faxes}, {&o.Emails, c.Emails}} {
		if len(l.from) > 0 {
			*l.into = l.from
		}
	}
}

// emptied is the list without its items: null stays null, which a fingerprint tells from an empty list.
func emptied[T any](items []T) []T { return items[:0:0] }

// hidePeople blanks the words of issues that speak of people: what a reader gets who did not ask for them.
func hidePeople(rec *schema.Record) {
	for i := range rec.Issues {
		if x := &rec.Issues[i]; ofPerson(x.Field) || x.Code == schema.IssueBadPhone || x.Code == schema.IssueBadEmail {
			x.Raw = ""
		}
	}
}

// ofPerson tells the fields whose words are names, phones or e-mails.
func ofPerson(f schema.Field) bool {
	switch f {
	case schema.FieldProviderPhone, schema.FieldProviderEmail, schema.FieldFax, schema.FieldSessionContact:
		return true
	}
	return f == schema.FieldContact || strings.HasPrefix(string(f), string(schema.FieldContact)+".")
}

// People implements storage.Reader.
func (s *Store) People(ctx context.Context, who storage.Acquaintance) error {
	err := stream(ctx, s, "read the key of people", "SELECT value FROM meta WHERE name = 'salt'", nil,
		func(salt *struct {
			Value string `db:"value"`
		}) error {
			key, err := hex.DecodeString(salt.Value)
			who.Keyed(key)
			return err
		})
	if err != nil {
		return err
	}
	err = stream(ctx, s, "read contacts", "SELECT DISTINCT name, phones, faxes, emails FROM contact", nil,
		func(p *person) error {
			who.Contact(p.contact())
			return nil
		})
	if err != nil {
		return err
	}
	err = stream(ctx, s, "read former contacts", "SELECT hmac, mark FROM past_person", nil, func(t *storage.Trace) error {
		who.Former(storage.Trace{HMAC: bytes.Clone(t.HMAC), Mark: t.Mark})
		return nil
	})
	if err != nil {
		return err
	}
	type words struct {
		Words string `db:"words"`
		Town  bool   `db:"town"`
	}
	return stream(ctx, s, "read names of providers", `SELECT name AS words, 0 AS town FROM provider WHERE name IS NOT NULL
		UNION SELECT city, 1 FROM provider WHERE city IS NOT NULL UNION SELECT city, 1 FROM session WHERE city IS NOT NULL`,
		nil, func(w *words) error {
			who.Nobody(w.Words, w.Town)
			return nil
		})
}

// leave keeps traces of people whom a course has no more, so that they are known where other courses print them.
func (t *tx) leave(gone, stay []person) error {
	if len(gone) == 0 {
		return nil
	}
	if err := t.keyed(); err != nil {
		return err
	}
	stays := map[string]bool{}
	for _, x := range t.traces(stay) {
		stays[string(x.HMAC)] = true
	}
	when := stamp(t.s.now())
	for _, x := range t.traces(gone) {
		if stays[string(x.HMAC)] {
			continue
		}
		err := t.exec("INSERT INTO past_person (hmac, mark, since) VALUES (?, ?, ?) ON CONFLICT (hmac) DO NOTHING", x.HMAC,
			x.Mark, when)
		if err != nil {
			return fmt.Errorf("keep a trace of former contacts: %w", err)
		}
	}
	return t.dirty()
}

func (t *tx) traces(people []person) (all []storage.Trace) {
	for i := range people {
		c := people[i].contact()
		all = append(all, t.s.redactor.Traces(redact.PersonOf(&c))...)
	}
	return all
}

// untrace takes out the traces of people who are forgotten.
func (t *tx) untrace(traces []storage.Trace) error {
	for _, x := range traces {
		if err := t.exec("DELETE FROM past_person WHERE hmac = ?", x.HMAC); err != nil {
			return fmt.Errorf("drop traces: %w", err)
		}
	}
	return nil
}

const peopleColumns = "course_key, position, owner, session_position, name, role, phones, faxes, emails, " +
	"civility, first_name, last_name, of_provider"

// peopleOf reads the contact rows of one course.
func (t *tx) peopleOf(key string) ([]person, error) {
	var people []person
	err := t.all(&people, "SELECT "+peopleColumns+" FROM contact WHERE course_key = ? ORDER BY position", key)
	return people, err
}

// peopleOf reads the contact rows of courses, by key.
func peopleOf(ctx context.Context, q sqlx.QueryerContext, keys []string) (map[string][]person, error) {
	var rows []person
	b, err := json.Marshal(keys)
	if err != nil {
		return nil, fmt.Errorf("read contacts: %w", err)
	}
	err = sqlx.SelectContext(ctx, q, &rows, `SELECT `+peopleColumns+` FROM contact
		WHERE course_key IN (SELECT value FROM json_each(?)) ORDER BY course_key, position`, string(b))
	if err != nil {
		return nil, fmt.Errorf("read contacts: %w", err)
	}
	m := map[string][]person{}
	for _, p := range rows {
		m[p.CourseKey] = append(m[p.CourseKey], p)
	}
	return m, nil
}

func pointer(s sql.NullString) *string {
	if !s.Valid {
		return nil
	}
	return &s.String
}

// list reads what jsonList wrote.
func list(s string) []string {
	items := []string{}
	if json.Unmarshal([]byte(s), &items) != nil {
		return []string{} // damaged: check tells, a reader gets nothing rather than garbage
	}
	return items
}
