package export

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"carif/schema"
)

// filler tells how one table is filled from a record.
type filler struct {
	rows    func(r *schema.Record, emit func(*item) error) error
	columns map[string]func(*item) any
	person  bool // the table is about people
	once    bool
}

// noRows is for a table that no record fills.
func noRows(*schema.Record, func(*item) error) error { return nil }

// fillers holds the ONE flattening of records, by table. Tables that say nothing of a record (change, page) and
// columns a record does not carry (a course's history in the store) are not here and so not in exports; TestColumns
// names them all.
var fillers = map[string]filler{
	"course":            {rows: courseRows, columns: courseColumns},
	"session":           {rows: sessionRows, columns: sessionColumns},
	"provider":          {rows: providerRows, columns: providerColumns, once: true},
	"contact":           {rows: contactRows, columns: contactColumns, person: true},
	"course_code":       {rows: codeRows, columns: codeColumns},
	"course_audience":   {rows: codedRows(func(c *schema.Course) []schema.Coded { return c.Audience }), columns: codedColumns},
	"course_selection":  {rows: codedRows(func(c *schema.Course) []schema.Coded { return c.Selection }), columns: codedColumns},
	"course_validation": {rows: codedRows(func(c *schema.Course) []schema.Coded { return c.Validation }), columns: codedColumns},
	"course_outline":    {rows: outlineRows, columns: outlineColumns},
	"funding":           {rows: fundingRows, columns: fundingColumns},
	"course_other":      {rows: otherRows, columns: labelledColumns("label", "text")},
	"issue":             {rows: issueRows, columns: issueColumns},
	"unclaimed":         {rows: unclaimedRows, columns: labelledColumns("label", "text")},
	"absent":            {rows: absentRows, columns: labelledColumns("field", "raw")},
	"run":               {rows: noRows, columns: runColumns},
}

// opt, optF, optB and optI turn an absent value into a nil cell.
func opt(p *string) any {
	if p == nil {
		return nil
	}
	return *p
}

func optF(p *float64) any {
	if p == nil {
		return nil
	}
	return *p
}

func optB(p *bool) any {
	if p == nil {
		return nil
	}
	return *p
}

func optI(p *int) any {
	if p == nil {
		return nil
	}
	return int64(*p)
}

// lines joins a list as the text columns hold it; an empty list is absent.
func lines(items []string) any {
	if len(items) == 0 {
		return nil
	}
	return strings.Join(items, "\n")
}

// jsonList writes a list as the contact table holds it.
func jsonList(items []string) any {
	if items == nil {
		items = []string{}
	}
	b, err := json.Marshal(items)
	if err != nil {
		return nil // unreachable: a list of strings
	}
	return string(b)
}

// child adds the two columns every table below course begins with.
func child(m map[string]func(*item) any) map[string]func(*item) any {
	m["course_key"] = func(x *item) any { return x.c.Key }
	m["position"] = func(x *item) any { return int64(x.pos) }
	return m
}

// addCoded adds the four columns of a coded value.
func addCoded(m map[string]func(*item) any, name string, get func(*item) *schema.Coded) {
	m[name+"_code"] = func(x *item) any { return codedCell(get(x), func(v *schema.Coded) any { return opt(v.Code) }) }
	m[name+"_label"] = func(x *item) any { return codedCell(get(x), func(v *schema.Coded) any { return opt(v.Label) }) }
	m[name+"_raw"] = func(x *item) any { return codedCell(get(x), func(v *schema.Coded) any { return v.Raw }) }
	m[name+"_fit"] = func(x *item) any { return codedCell(get(x), fitCell) }
}

func codedCell(v *schema.Coded, get func(*schema.Coded) any) any {
	if v == nil {
		return nil
	}
	return get(v)
}

func fitCell(v *schema.Coded) any {
	if v.Fit == "" {
		return nil
	}
	return v.Fit
}

// providerKey names a provider as one site prints it: the site and a hash of all that is printed, phones and e-mails
// left out so that the key is the same with and without contacts. The store's tables have the same keys.
func providerKey(site string, o *schema.Organisation) any {
	if o == nil {
		return nil
	}
	some := false
	h := sha256.New()
	for _, p := range []*string{o.Name, o.SIRET, o.NDA, o.Reference, o.Address, o.PostalCode, o.City, o.Commune, o.Department, o.Region, o.Website} {
		if p != nil {
			h.Write([]byte(*p))
			some = true
		}
		h.Write([]byte{0})
	}
	if !some {
		return nil
	}
	return site + "/" + hex.EncodeToString(h.Sum(nil))[:16]
}
