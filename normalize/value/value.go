package value

import (
	"errors"
	"fmt"
	"sort"
	"strings"

	"carif/geo/place"
	"carif/schema"
	"carif/text"
	"carif/text/amount"
	"carif/text/code"
	"carif/text/date"
	"carif/text/email"
	"carif/text/phone"
	"carif/vocab"
)

// ErrUnknownField is the answer to a field that Value does not know.
var ErrUnknownField = errors.New("unknown field")

const (
	reasonPlaceholder = "says nothing"
	reasonUnknown     = "no wording of the vocabulary"
)

type valueReader func(n *Reader, raw string) any

// valueReaders are the fields of Value.
var valueReaders = map[string]valueReader{
	"period": (*Reader).periodValue, "date": (*Reader).dateValue, "phone": (*Reader).phoneValue,
	"email": (*Reader).emailValue,
	"place": (*Reader).placeValue, "level": (*Reader).levelValue, "entry-exit": (*Reader).entryExitValue,
	"hours": (*Reader).hoursValue, "price": (*Reader).priceValue, "yesno": (*Reader).yesNoValue,
	"state":    (*Reader).stateValue,
	"audience": codedReader(vocab.Audiences, true), "objective": codedReader(vocab.Objectives, false),
	"selection": codedReader(vocab.Selection, true),
	"teaching":  codedReader(vocab.Teaching, false), "funder": codedReader(vocab.Funders, false),
	"validation": codedReader(vocab.Validation, false), "pathway": codedReader(vocab.Pathways, false),
	"siret": idReader(code.SIRET), "nda": idReader(code.NDA), "uai": idReader(code.UAI), "rncp": idReader(code.RNCP),
	"rome":      idReader(code.ROME),
	"formacode": idReader(code.Formacode), "nsf": idReader(code.NSF), "rs": idReader(code.RS),
	"certifinfo": idReader(code.CertifInfo),
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
func (n *Reader) Value(field, raw string) (any, error) {
	read, ok := valueReaders[field]
	if !ok {
		return nil, fmt.Errorf("%w %q (known: %s)", ErrUnknownField, field, strings.Join(Fields(), " "))
	}
	return read(n, text.Clean(raw)), nil
}

// codedReader reads a vocabulary; several tells that the field holds several values.
func codedReader(name string, several bool) valueReader {
	return func(n *Reader, raw string) any {
		out := CodedValue{Raw: raw}
		if n.Placeholder(raw) {
			out.Reason = reasonPlaceholder
			return out
		}
		items := []string{raw}
		if several {
			items = n.SplitList(name, &schema.Value{Text: raw})
		}
		for i, item := range items {
			c, ok := n.Vocab.Match(name, item)
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
	return func(_ *Reader, raw string) any {
		code, reason := read(raw)
		return IDValue{Raw: raw, Code: schema.NonEmpty(code), Reason: reason}
	}
}

func (n *Reader) periodValue(raw string) any {
	p := date.ReadPeriod(raw)
	out := PeriodValue{Raw: raw, Start: schema.NonEmpty(p.Start()), End: schema.NonEmpty(p.End()),
		Precision: p.Precision(), Reason: p.Reason}
	if len(p.Ranges) > 1 {
		out.Ranges = p.Ranges
	}
	if c, ok := n.EntryExitAmong(raw); ok {
		out.EntryExit = &c
	}
	switch {
	case len(p.Ranges) > 0 && len(p.Bad) > 0 && p.Reason != date.Reversed:
		out.Reason = "not a date of the calendar: " + strings.Join(p.Bad, ", ")
	case len(p.Ranges) > 0 && len(p.Partial) > 0:
		out.Reason = "a date without its year: " + strings.Join(p.Partial, ", ")
	case p.Several():
		out.Reason = "several periods: start and end are the first and the last"
	case len(p.Ranges) > 1:
		out.Reason = "several dates: start is the first"
	case len(p.Ranges) == 0 && len(p.Other) > 0:
		out.Reason += ": " + strings.Join(p.Other, ", ")
	}
	if n.Placeholder(raw) {
		out.Reason = reasonPlaceholder
	}
	if out.Start != nil && out.End != nil && *out.End < *out.Start {
		out.Reason = "ends before it starts"
	}
	return out
}

func (n *Reader) dateValue(raw string) any {
	day, bad := date.ReadDay(raw)
	out := DateValue{Raw: raw, Date: schema.NonEmpty(day)}
	switch {
	case n.Placeholder(raw):
		out.Reason = reasonPlaceholder
	case day == "" && bad && text.HasDigit(raw) && date.Has(raw):
		out.Reason = "not a date of the calendar"
		if date.ReadPeriod(raw).Start() != "" {
			out.Reason = "more than one day in these words"
		}
	case day == "":
		out.Reason = "no day in these words"
	}
	return out
}

func (n *Reader) phoneValue(raw string) any {
	p := phone.Read("", raw)
	out := PhoneValue{Raw: raw, Phones: List(p.Phones), Faxes: List(p.Faxes)}
	for _, number := range append(append([]string(nil), p.Phones...), p.Faxes...) {
		if strings.HasPrefix(number, "+") {
			out.E164 = new(number)
			break
		}
	}
	switch {
	case len(p.Bad) > 0:
		out.Reason = "not a telephone number: " + strings.Join(p.Bad, ", ")
	case out.E164 == nil && len(p.Phones) > 0:
		out.Reason = "a short number has no international form"
	case out.E164 == nil:
		out.Reason = "no telephone number"
	}
	return out
}

func (n *Reader) emailValue(raw string) any {
	emails, bad := email.Read(raw, []schema.Link{{Href: raw}})
	out := EmailValue{Raw: raw, Emails: List(emails)}
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

func (n *Reader) placeValue(raw string) any {
	p := place.Read(n.Places(), raw, "", "")
	out := PlaceValue{Raw: raw, City: schema.NonEmpty(p.City), PostalCode: schema.NonEmpty(p.Postal),
		Commune: schema.NonEmpty(p.Commune), Department: schema.NonEmpty(p.Department),
		DepartmentStated: p.Stated, Region: schema.NonEmpty(p.Region), OldRegion: schema.NonEmpty(p.OldRegion),
		Confidence: p.Confidence, How: p.How}
	for _, c := range p.Candidates {
		out.Candidates = append(out.Candidates, c.Commune)
	}
	switch {
	case n.Placeholder(raw):
		return PlaceValue{Raw: raw, Confidence: "none", Reason: reasonPlaceholder}
	case strings.Contains(p.How, "contradicts"):
		out.Reason = "the words contradict each other"
	case p.Issue == schema.IssueAmbiguousPlace:
		out.Reason = "several communes fit"
	case p.Commune == "":
		out.Reason = "no commune of that name there"
	}
	return out
}

func (n *Reader) levelValue(raw string) any {
	out := CodedValue{Raw: raw}
	if n.Placeholder(raw) {
		out.Reason = reasonPlaceholder
		return out
	}
	c, issue := n.Level(&schema.Value{Text: raw}, LevelContext{})
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

func (n *Reader) entryExitValue(raw string) any {
	out := CodedValue{Raw: raw}
	c, ok := n.EntryExit("", raw)
	if !ok {
		out.Reason = reasonUnknown
		return out
	}
	out.Code, out.Label, out.Fit = c.Code, c.Label, c.Fit
	return out
}

func (n *Reader) hoursValue(raw string) any {
	h := amount.ReadHours("", raw)
	out := HoursValue{Raw: raw, Total: h.Total, Centre: h.Centre, Company: h.Company, Weekly: h.Weekly}
	switch {
	case h.Unclear:
		out.Reason = "no single reading"
	case h.Zero:
		out.Reason = "a printed zero means unknown"
	case h.Total == nil && h.Centre == nil && h.Company == nil && h.Weekly == nil:
		out.Reason = "no hours in these words"
		if h.Part {
			out.Reason = "hours, and none that count the course"
		}
	}
	return out
}

func (n *Reader) priceValue(raw string) any {
	p := amount.ReadPrice(raw)
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

func (n *Reader) yesNoValue(raw string) any {
	out := YesNoValue{Raw: raw}
	if yes, ok := n.YesNo(raw); ok {
		out.Value = &yes
		return out
	}
	out.Reason = "neither yes nor no"
	return out
}

func (n *Reader) stateValue(raw string) any {
	state, seats := n.State("", raw)
	out := StateValue{Raw: raw, State: schema.NonEmpty(state), Seats: seats}
	if state == "" {
		out.Reason = reasonUnknown
	}
	return out
}

// List is a list that marshals to [] when empty.
func List(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
