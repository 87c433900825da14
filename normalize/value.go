package normalize

import (
	"errors"
	"fmt"
	"sort"
	"strings"

	"carif/schema"
	"carif/vocab"
)

// ErrUnknownField is the answer to a field that Value does not know.
var ErrUnknownField = errors.New("unknown field")

const (
	reasonPlaceholder = "says nothing"
	reasonUnknown     = "no wording of the vocabulary"
)

type valueReader func(n *Normalizer, raw string) any

// valueReaders are the fields of Value.
var valueReaders = map[string]valueReader{
	"period": (*Normalizer).periodValue, "date": (*Normalizer).dateValue, "phone": (*Normalizer).phoneValue, "email": (*Normalizer).emailValue,
	"place": (*Normalizer).placeValue, "level": (*Normalizer).levelValue, "entry-exit": (*Normalizer).entryExitValue,
	"hours": (*Normalizer).hoursValue, "price": (*Normalizer).priceValue, "yesno": (*Normalizer).yesNoValue, "state": (*Normalizer).stateValue,
	"audience": codedReader(vocab.Audiences, true), "objective": codedReader(vocab.Objectives, false), "selection": codedReader(vocab.Selection, true),
	"teaching": codedReader(vocab.Teaching, false), "funder": codedReader(vocab.Funders, false), "validation": codedReader(vocab.Validation, false), "pathway": codedReader(vocab.Pathways, false),
	"siret": idReader(readSIRET), "nda": idReader(readNDA), "uai": idReader(readUAI), "rncp": idReader(readRNCP), "rome": idReader(readROME),
	"formacode": idReader(readFormacode), "nsf": idReader(readNSF), "rs": idReader(readRS), "certifinfo": idReader(readCertifInfo),
}

// Fields lists the names Value knows, in alphabetical order.
func Fields() []string {
	out := make([]string, 0, len(valueReaders))
	for f := range valueReaders {
		out = append(out, f)
	}
	sort.Strings(out)
	return out
}

// Value reads one printed value by the rules of a field; see Fields. The answer is one of the …Value types: it
// marshals to a JSON object that has "raw", the words as given, first. An unreadable value gives nulls and a
// "reason". The error is ErrUnknownField only.
func (n *Normalizer) Value(field, raw string) (any, error) {
	read, ok := valueReaders[field]
	if !ok {
		return nil, fmt.Errorf("%w %q (known: %s)", ErrUnknownField, field, strings.Join(Fields(), " "))
	}
	return read(n, clean(raw)), nil
}

// codedReader reads a vocabulary; several tells that the field holds several values.
func codedReader(name string, several bool) valueReader {
	return func(n *Normalizer, raw string) any {
		out := CodedValue{Raw: raw}
		if n.placeholder(raw) {
			out.Reason = reasonPlaceholder
			return out
		}
		items := []string{raw}
		if several {
			items = n.splitList(name, &schema.Value{Text: raw})
		}
		for i, item := range items {
			c, ok := n.vocab.Match(name, item)
			if i == 0 {
				out.Code, out.Label, out.Fit = c.Code, c.Label, c.Fit
			}
			if len(items) > 1 {
				out.Items = append(out.Items, c)
			}
			if !ok {
				out.Reason = reasonUnknown
			}
		}
		return out
	}
}

func idReader(read func(string) (string, string)) valueReader {
	return func(_ *Normalizer, raw string) any {
		code, reason := read(raw)
		return IDValue{Raw: raw, Code: ptr(code), Reason: reason}
	}
}

func (n *Normalizer) periodValue(raw string) any {
	p := ReadPeriod(raw)
	out := PeriodValue{Raw: raw, Start: ptr(p.Start()), End: ptr(p.End()), Precision: p.Precision(), Reason: p.Reason}
	if len(p.Ranges) > 1 {
		out.Ranges = p.Ranges
	}
	var s schema.Session
	b := builder{n: n, c: emptyCourse(), session: -1}
	if b.entryExitIn(&s, &schema.Value{Text: raw}) {
		out.EntryExit = s.EntryExit
	}
	if len(p.Ranges) > 0 && len(p.Bad) > 0 {
		out.Reason = "not a date of the calendar: " + strings.Join(p.Bad, ", ")
	}
	if n.placeholder(raw) {
		out.Reason = reasonPlaceholder
	}
	if out.Start != nil && out.End != nil && *out.End < *out.Start {
		out.Reason = "ends before it starts"
	}
	return out
}

func (n *Normalizer) dateValue(raw string) any {
	day, bad := readDay(raw)
	out := DateValue{Raw: raw, Date: ptr(day)}
	switch {
	case n.placeholder(raw):
		out.Reason = reasonPlaceholder
	case day == "" && bad && hasDigit(raw) && len(findDates(raw)) > 0:
		out.Reason = "not a date of the calendar"
	case day == "":
		out.Reason = "no day in these words"
	}
	return out
}

func (n *Normalizer) phoneValue(raw string) any {
	p := readPhones("", raw)
	out := PhoneValue{Raw: raw, Phones: list(p.Phones), Faxes: list(p.Faxes)}
	for _, number := range append(append([]string(nil), p.Phones...), p.Faxes...) {
		if strings.HasPrefix(number, "+") {
			out.E164 = of(number)
			break
		}
	}
	if out.E164 == nil {
		out.Reason = "no telephone number"
		if len(p.Phones) > 0 {
			out.Reason = "a short number has no international form"
		}
	}
	return out
}

func (n *Normalizer) emailValue(raw string) any {
	emails, bad := readEmails(raw, []schema.Link{{Href: raw}})
	out := EmailValue{Raw: raw, Emails: list(emails)}
	switch {
	case len(emails) > 0:
		out.Email = &emails[0]
	case len(bad) > 0:
		out.Reason = "masked or malformed"
	default:
		out.Reason = "no address"
	}
	return out
}

func (n *Normalizer) placeValue(raw string) any {
	p := n.readPlace(raw, "", "")
	out := PlaceValue{Raw: raw, City: ptr(p.City), PostalCode: ptr(p.Postal), Commune: ptr(p.Commune), Department: ptr(p.Department),
		DepartmentStated: p.Stated, Region: ptr(p.Region), OldRegion: ptr(p.OldRegion), Confidence: p.Confidence, How: p.How}
	for _, c := range p.Candidates {
		out.Candidates = append(out.Candidates, c.Commune)
	}
	switch {
	case n.placeholder(raw):
		return PlaceValue{Raw: raw, Confidence: "none", Reason: reasonPlaceholder}
	case p.Issue == schema.IssueAmbiguousPlace:
		out.Reason = "several communes fit"
	case p.Commune == "":
		out.Reason = "no commune of that name there"
	}
	return out
}

func (n *Normalizer) levelValue(raw string) any {
	out := CodedValue{Raw: raw}
	if n.placeholder(raw) {
		out.Reason = reasonPlaceholder
		return out
	}
	c, issue := n.level(&schema.Value{Text: raw}, levelContext{})
	if c != nil {
		out.Code, out.Label, out.Fit = c.Code, c.Label, c.Fit
	}
	switch {
	case issue == schema.IssueAmbiguousLevel:
		out.Reason = "a number alone is one level in the nomenclature of 1969 and another in that of 2019"
	case out.Code == nil:
		out.Reason = "no level in these words"
	}
	return out
}

func (n *Normalizer) entryExitValue(raw string) any {
	out := CodedValue{Raw: raw}
	c, ok := n.entryExit("", raw)
	if !ok {
		out.Reason = reasonUnknown
		return out
	}
	out.Code, out.Label, out.Fit = c.Code, c.Label, c.Fit
	return out
}

func (n *Normalizer) hoursValue(raw string) any {
	h := readHours("", raw)
	out := HoursValue{Raw: raw, Total: h.Total, Centre: h.Centre, Company: h.Company, Weekly: h.Weekly}
	switch {
	case h.Unclear:
		out.Reason = "no single reading"
	case h.Zero:
		out.Reason = "a printed zero means unknown"
	case h.Total == nil && h.Centre == nil && h.Company == nil && h.Weekly == nil:
		out.Reason = "no hours in these words"
	}
	return out
}

func (n *Normalizer) priceValue(raw string) any {
	p := readPrice(raw)
	out := PriceValue{Raw: raw, Amount: p.Amount}
	switch {
	case p.Amount != nil:
	case p.Unclear:
		out.Reason = "no single reading"
	case p.Zero:
		out.Reason = "a printed zero means unknown"
	default:
		out.Reason = "no price in these words"
	}
	return out
}

func (n *Normalizer) yesNoValue(raw string) any {
	out := YesNoValue{Raw: raw}
	if yes, ok := n.yesNo(raw); ok {
		out.Value = &yes
		return out
	}
	out.Reason = "neither yes nor no"
	return out
}

func (n *Normalizer) stateValue(raw string) any {
	state, seats := n.state("", raw)
	out := StateValue{Raw: raw, State: ptr(state), Seats: seats}
	if state == "" {
		out.Reason = reasonUnknown
	}
	return out
}

// list is a list that marshals to [] when empty.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
