package sqlite

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"carif/schema"
)

// tableRows are rows of one tidy table, in the order of its columns.
type tableRows struct {
	table string
	rows  [][]any
}

// history is what a course row tells beside the record.
type history struct {
	searchID            int64
	version             int
	firstSeen, changed  string
	closed              any // nil while open
	status, fingerprint string
}

// childTables are the tables below course, in the order of tidyChildren.
var childTables = []string{"session", "contact", "course_code", "course_audience", "course_selection",
	"course_validation", "course_outline", "funding", "course_other", "issue", "unclaimed", "absent"}

// courseRow is the row of table course.
func courseRow(rec *schema.Record, h history) []any {
	c := rec.Course
	d, p, k := c.Duration, c.Price, c.Contracts
	if d == nil {
		d = &schema.Duration{}
	}
	if p == nil {
		p = &schema.Price{}
	}
	if k == nil {
		k = &schema.Contracts{}
	}
	var id any // null: SQLite gives the next number
	if h.searchID != 0 {
		id = h.searchID
	}
	row := []any{id, c.Key, rec.Source.Site, rec.Source.URL, c.NativeID, c.RCOID, c.Title, rec.Source.UpdatedOn,
		c.Highlights, c.Objective, c.Programme, c.Prerequisites, c.Admission, lines(c.Pace), c.FollowUp}
	for _, v := range []*schema.Coded{c.GeneralObjective, c.EntryLevel, c.ExitLevel, c.Pathway, c.TeachingMode, c.EntryExit} {
		row = append(row, codedCells(v)...)
	}
	return append(row, c.Certifying, c.Personalisable, k.Professionalisation, k.Apprenticeship,
		d.TotalHours, d.CentreHours, d.CompanyHours, d.WeeklyHours, d.Text, p.AmountEUR, p.Text,
		null(providerKey(rec.Source.Site, c.Provider)),
		h.status, h.version, h.firstSeen, h.changed, h.closed, rec.Source.FetchedAt, rec.Source.ParserVersion, h.fingerprint)
}

// tidyChildren are the rows of the tables below course, contacts apart.
func tidyChildren(rec *schema.Record) []tableRows {
	c, key := rec.Course, rec.Course.Key
	return []tableRows{
		{"session", each(c.Sessions, func(i int, s *schema.Session) []any { return sessionRow(rec.Source.Site, key, i, s) })},
		{"course_code", codeRows(key, &c.Codes)},
		{"course_audience", codedRows(key, c.Audience)},
		{"course_selection", codedRows(key, c.Selection)},
		{"course_validation", codedRows(key, c.Validation)},
		{"course_outline", outlineRows(key, c.Outline)},
		{"funding", each(c.Funding, func(i int, f *schema.Funding) []any {
			return append(append([]any{key, i, f.Type}, codedCells(f.Funder)...), f.Scheme, f.Measure, f.Reference, f.Conventioned)
		})},
		{"course_other", each(c.Other, func(i int, o *schema.Labelled) []any { return []any{key, i, o.Label, o.Text} })},
		{"issue", each(rec.Issues, func(i int, x *schema.Issue) []any {
			return []any{key, i, x.Code, string(x.Field), x.Raw, x.Where}
		})},
		{"unclaimed", each(rec.Unclaimed, func(i int, u *schema.Unclaimed) []any { return []any{key, i, u.Label, u.Text, u.Where} })},
		{"absent", each(rec.Absent, func(i int, a *schema.Absent) []any { return []any{key, i, string(a.Field), a.Raw} })},
	}
}

func each[T any](items []T, row func(int, *T) []any) [][]any {
	rows := make([][]any, len(items))
	for i := range items {
		rows[i] = row(i, &items[i])
	}
	return rows
}

func sessionRow(site, key string, i int, s *schema.Session) []any {
	row := append([]any{key, i, s.NativeID, s.RCOID, s.PublishedOn, s.Start, s.End, s.DatePrecision}, codedCells(s.EntryExit)...)
	return append(row, s.City, s.PostalCode, s.Department, s.DepartmentStated, s.Commune, s.Region,
		s.PlaceConfidence, s.PlaceHow, null(providerKey(site, s.Provider)), s.State, s.CPFEligible, s.Seats, s.Hours,
		s.Price, s.Text)
}

func codeRows(key string, c *schema.Codes) [][]any {
	var rows [][]any
	for _, l := range []struct {
		list  string
		codes []schema.Code
	}{{"rncp", c.RNCP}, {"rs", c.RS}, {"certifinfo", c.CertifInfo}, {"rome", c.ROME}, {"formacode", c.Formacode}, {"nsf", c.NSF}} {
		for _, x := range l.codes {
			rows = append(rows, []any{key, len(rows), l.list, x.Code, x.Label, x.Version, x.FromLink})
		}
	}
	return rows
}

func codedRows(key string, vs []schema.Coded) [][]any {
	return each(vs, func(i int, v *schema.Coded) []any { return []any{key, i, v.Code, v.Label, v.Raw, null(v.Fit)} })
}

func codedCells(v *schema.Coded) []any {
	if v == nil {
		return []any{nil, nil, nil, nil}
	}
	return []any{v.Code, v.Label, v.Raw, null(v.Fit)}
}

func outlineRows(key string, items []schema.OutlineItem) [][]any {
	var rows [][]any
	for i, o := range items {
		if len(o.Items) == 0 {
			rows = append(rows, []any{key, len(rows), i, o.Title, nil})
		}
		for _, it := range o.Items {
			rows = append(rows, []any{key, len(rows), i, o.Title, it})
		}
	}
	return rows
}

// providerRow is the row of table provider, "" and nil when there is nothing to say. Phones and e-mails stand in
// contact.
func providerRow(site string, o *schema.Organisation) (key string, row []any) {
	if o == nil {
		return "", nil
	}
	fields := []*string{o.Name, o.SIRET, o.NDA, o.Reference, o.Address, o.PostalCode, o.City, o.Commune, o.Department, o.Region, o.Website}
	h := sha256.New()
	some := false
	for _, f := range fields {
		if f != nil {
			h.Write([]byte(*f))
			some = true
		}
		h.Write([]byte{0})
	}
	if !some {
		return "", nil
	}
	key = site + "/" + hex.EncodeToString(h.Sum(nil)[:8])
	row = []any{key, site}
	for _, f := range fields {
		row = append(row, f)
	}
	return key, row
}

func providerKey(site string, o *schema.Organisation) string {
	key, _ := providerRow(site, o)
	return key
}

// providers are the distinct provider rows of a record.
func providers(rec *schema.Record) [][]any {
	var rows [][]any
	seen := map[string]bool{"": true}
	add := func(o *schema.Organisation) {
		if key, row := providerRow(rec.Source.Site, o); !seen[key] {
			seen[key] = true
			rows = append(rows, row)
		}
	}
	add(rec.Course.Provider)
	for i := range rec.Course.Sessions {
		add(rec.Course.Sessions[i].Provider)
	}
	return rows
}

// lines joins a list into one cell, an item a line; nil when empty.
func lines(items []string) any { return null(strings.Join(items, "\n")) }

// jsonList writes a list as JSON; nil is [].
func jsonList(items []string) string {
	if len(items) == 0 {
		return "[]"
	}
	b, err := json.Marshal(items)
	if err != nil {
		return "[]" // unreachable: strings
	}
	return string(b)
}
