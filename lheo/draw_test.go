package lheo

import (
	"fmt"
	"time"

	"carif/schema"

	"pgregory.net/rapid"
)

// drawRecord draws a record: codes of the dictionaries and others, texts of every kind.
func drawRecord(t *rapid.T) schema.Record {
	c := &schema.Course{Key: "demo/" + anyText.Draw(t, "key"), NativeID: opts(t, "native"),
		RCOID: pick(t, "rco", "02_123", "99_A_1"), Title: opts(t, "title"),
		Highlights: opts(t, "highlights"), GeneralObjective: drawCoded(t, "objective code", "2", "5", "9", "77"),
		Objective: opts(t, "objective"), Programme: opts(t, "programme"),
		Prerequisites: opts(t, "prerequisites"), Admission: opts(t, "admission"),
		Selection:  drawList(t, "selection", "0", "8", "9", "x"),
		Audience:   drawList(t, "audience", "80006", "81024", "83056", "9"),
		EntryLevel: drawCoded(t, "entry", "0", "1", "4", "13", "99"), ExitLevel: drawCoded(t, "exit", "1", "15"),
		Validation: drawList(t, "validation"), Certifying: pick(t, "certifying", true, false),
		Pathway: drawCoded(t, "pathway", "1", "3"), Personalisable: pick(t, "perso", true, false),
		TeachingMode: drawCoded(t, "teaching", "0", "1", "2"), EntryExit: drawCoded(t, "entry/exit", "0", "1"),
		FollowUp: opts(t, "follow"), Provider: drawOrg(t, "provider"),
		Contacts: drawContacts(t, "contacts")}
	c.Codes = schema.Codes{RNCP: drawCodes(t, "rncp", "12345", "RNCP38000", "RNCP1234567890"),
		RS: drawCodes(t, "rs", "RS6204", "1"), CertifInfo: drawCodes(t, "certifinfo", "104567"),
		ROME: drawCodes(t, "rome", "I1607", "A1"), Formacode: drawCodes(t, "formacode", "15235", "34582"),
		NSF: drawCodes(t, "nsf", "312", "326t")}
	drawAdded(t, c)
	for range rapid.IntRange(0, 3).Draw(t, "paces") {
		c.Pace = append(c.Pace, anyText.Draw(t, "pace"))
	}
	if rapid.Bool().Draw(t, "duration?") {
		c.Duration = &schema.Duration{TotalHours: pick(t, "total", 35.0, 70.5, 0.25), CentreHours: pick(t, "centre", 12.0),
			CompanyHours: pick(t, "company", 1.5), WeeklyHours: pick(t, "weekly", 35.0), Text: opts(t, "duration")}
	}
	if rapid.Bool().Draw(t, "price?") {
		c.Price = &schema.Price{AmountEUR: pick(t, "amount", 590.0, 12.5, 0.0), Tax: pick(t, "price tax", "ttc", "ht", "exempt"), Text: opts(t, "price")}
	}
	if rapid.Bool().Draw(t, "contracts?") {
		c.Contracts = &schema.Contracts{Professionalisation: pick(t, "pro", true, false),
			Apprenticeship: pick(t, "app", true, false)}
	}
	for range rapid.IntRange(0, 10).Draw(t, "fundings") {
		c.Funding = append(c.Funding, schema.Funding{Type: opts(t, "type"),
			Funder: drawCoded(t, "funder", "0", "2", "10", "20", "21"), Scheme: opts(t, "scheme"),
			Measure: opts(t, "measure"), Reference: opts(t, "reference"), Conventioned: pick(t, "conventioned", true, false)})
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "sessions") {
		c.Sessions = append(c.Sessions, drawSession(t, i))
	}
	for range rapid.IntRange(0, 2).Draw(t, "others") {
		c.Other = append(c.Other, schema.Labelled{Label: anyText.Draw(t, "label"), Text: anyText.Draw(t, "other")})
	}
	return schema.Record{Source: schema.Source{Site: "demo",
		URL:       pick(t, "url", "https://demo.example.org/a?b=c", "https://demo.example.org/é è", "x"),
		UpdatedOn: pick(t, "updated", "2025-03-31")}, Course: c}
}

// drawAdded draws what records had not always.
func drawAdded(t *rapid.T, c *schema.Course) {
	c.Codes.CPF = drawCodes(t, "cpf", "235678", "1234")
	c.DisabilityAccess, c.Assessment, c.Methods, c.Equivalences = opts(t, "disability"), opts(t, "assessment"), opts(t, "methods"), opts(t, "equivalences")
	c.CPFEligible, c.Positioning, c.EnrolmentUntil = pick(t, "eligible", true, false), pick(t, "positioning", true, false), pick(t, "enrol", "2027-03-01")
	if rapid.Bool().Draw(t, "delay?") {
		c.AccessDelay = &schema.Delay{Days: pick(t, "days", 0, 15), Text: opts(t, "delay")}
	}
	if rapid.Bool().Draw(t, "certification?") {
		c.Certification = &schema.Certification{Certifier: ptr("x" + anyText.Draw(t, "certifier")), RegisteredFrom: pick(t, "from", "2023-04-29")}
	}
	if rapid.Bool().Draw(t, "group?") {
		c.GroupSize = &schema.GroupSize{Min: pick(t, "min", 6), Max: ptr(12), Text: opts(t, "group")}
	}
	if rapid.Bool().Draw(t, "remaining?") {
		c.RemainingCost = &schema.Amount{AmountEUR: pick(t, "remaining", 0.0, 210.0), Text: ptr("x" + anyText.Draw(t, "remaining text"))}
	}
	if rapid.Bool().Draw(t, "alternance?") {
		c.Alternance = &schema.Alternance{Company: pick(t, "company", 3.0), Unit: ptr("week"), Text: opts(t, "rhythm")}
	}
	for range rapid.IntRange(0, 4).Draw(t, "meetings") {
		c.InformationDates = append(c.InformationDates, schema.InformationDate{Date: pick(t, "meeting", "2027-02-03"), Text: "x" + anyText.Draw(t, "meeting text")})
	}
	for range rapid.IntRange(0, 2).Draw(t, "results") {
		c.Results = append(c.Results, schema.Figure{What: "x" + anyText.Draw(t, "what"), Value: pick(t, "value", 92.5), Unit: pick(t, "unit", "%"), Raw: "x" + anyText.Draw(t, "raw")})
	}
	for range rapid.IntRange(0, 2).Draw(t, "blocks") {
		c.Blocks = append(c.Blocks, schema.Block{Code: pick(t, "block", "RNCP37275BC01"), Label: ptr("x" + anyText.Draw(t, "block label"))})
	}
	for range rapid.IntRange(0, 2).Draw(t, "prices") {
		c.Prices = append(c.Prices, schema.Price{AmountEUR: ptr(590.0), Tax: pick(t, "tax", "ttc", "ht", "exempt"), Kind: pick(t, "price kind", "inter", "intra")})
	}
	if rapid.Bool().Draw(t, "derived?") {
		c.Derived = map[string]string{"certifying": "codes.rncp"}
	}
}

// drawActions gives a record actions, each with things of its own, and its sessions to them.
func drawActions(t *rapid.T) schema.Record {
	r := drawRecord(t)
	c := r.Course
	var said []schema.Action
	for i := range rapid.IntRange(1, 3).Draw(t, "actions") {
		own := drawRecord(t).Course
		own.Outline = nil
		a := schema.Action{NativeID: fmt.Sprintf("99_%d", i), Reference: pick(t, "ref", "12"), CreatedOn: pick(t, "made", "2024-01-02"),
			CostsCovered: pick(t, "costs", true, false), EntryLevelRequired: pick(t, "asked", true, false)}
		if rapid.Bool().Draw(t, "no number?") {
			a.NativeID = schema.ActionPlace(i)
		}
		a.State(own)
		a.Other = append(a.Other, schema.Labelled{Label: labelAudience, Text: "x" + anyText.Draw(t, "audiences in words")})
		said = append(said, a)
	}
	c.SetActions(said)
	for i := range c.Sessions {
		s := &c.Sessions[i]
		s.Action = &said[rapid.IntRange(0, len(said)-1).Draw(t, "of")].NativeID
		s.Address, s.PlaceName, s.Latitude, s.Longitude = opts(t, "street"), opts(t, "place"), pick(t, "y", 44.5), pick(t, "x", -0.5)
		if rapid.Bool().Draw(t, "enrolment?") {
			s.Enrolment = &schema.Address{Street: opts(t, "enrol street"), City: ptr("x" + anyText.Draw(t, "enrol city")), Region: pick(t, "enrol region", "75")}
		}
	}
	for range rapid.IntRange(0, 3).Draw(t, "left") {
		r.Unclaimed = append(r.Unclaimed, schema.Unclaimed{Label: "x", Text: "x" + anyText.Draw(t, "left text"), Where: rapid.SampledFrom([]string{
			"formation/action/url-action/urlweb", "formation/action[2]/session/cycle/type-cycle", "formation/action/langue-formation[2]",
			"formation/extras[info=a%2Fb]/extra[info=c]", "formation/action/@tag", "formation/nowhere", "formation/", "div[3]",
			"formation/action/equipement/commentaire", "formation/action/session[9]/nb-places", "formation/intitule-formation/x"}).Draw(t, "where")})
	}
	return r
}

func drawSession(t *rapid.T, i int) schema.Session {
	s := schema.Session{NativeID: ptr(fmt.Sprintf("%08d", i)), RCOID: pick(t, "session rco", "02_00589155"),
		PublishedOn: pick(t, "published", "2025-03-31", "2024-02-29"),
		EntryExit:   drawCoded(t, "session entry/exit", "0", "1"), City: opts(t, "city"),
		PostalCode: pick(t, "postal", "33000", "33 00"), Department: pick(t, "department", "33", "2A", "974", "9"),
		Commune: pick(t, "commune", "33063", "2A004"), Region: pick(t, "region", "75", "975"),
		Provider:    drawOrg(t, "deliverer"),
		State:       pick(t, "state", "upcoming", "tomorrow", "open", "closed", "full", "waiting", "ended"),
		CPFEligible: pick(t, "cpf", true, false), Seats: pick(t, "seats", 0, 12, 200000), Hours: pick(t, "hours", 35.0, 7.5),
		Price:    pick(t, "session price", 0.0, 1234.56),
		Contacts: drawContacts(t, "session contacts"), Text: opts(t, "session text")}
	s.DatePrecision = rapid.SampledFrom([]string{"day", "month", "season", "none"}).Draw(t, "precision")
	d := time.Date(2025, time.Month(rapid.IntRange(1, 12).Draw(t, "month")), 1, 0, 0, 0, 0, time.UTC)
	switch s.DatePrecision {
	case "day":
		s.Start, s.End = ptr(d.AddDate(0, 0, rapid.IntRange(0, 27).Draw(t, "day")).Format("2006-01-02")),
			pick(t, "end", "2026-12-31")
	case "month", "season":
		s.Start, s.End = ptr(d.Format("2006-01-02")), ptr(d.AddDate(0, 3, -1).Format("2006-01-02"))
	}
	return s
}

func drawCoded(t *rapid.T, name string, codes ...string) *schema.Coded {
	if rapid.IntRange(0, 2).Draw(t, name+"?") == 0 {
		return nil
	}
	v := schema.Coded{Raw: anyText.Draw(t, name+" raw")}
	if len(codes) > 0 {
		if v.Code = pick(t, name, codes...); v.Code != nil {
			v.Fit = rapid.SampledFrom([]string{"exact", "near"}).Draw(t, name+" fit")
		}
	}
	return &v
}

func drawList(t *rapid.T, name string, codes ...string) []schema.Coded {
	var out []schema.Coded
	for range rapid.IntRange(0, 4).Draw(t, name+"s") {
		if v := drawCoded(t, name, codes...); v != nil {
			out = append(out, *v)
		}
	}
	return out
}

func drawCodes(t *rapid.T, name string, codes ...string) []schema.Code {
	var out []schema.Code
	for range rapid.IntRange(0, 6).Draw(t, name+"s") {
		out = append(out, schema.Code{Code: rapid.SampledFrom(codes).Draw(t, name), Version: pick(t, name+" version", "V14")})
	}
	return out
}

func drawOrg(t *rapid.T, name string) *schema.Organisation {
	if rapid.IntRange(0, 3).Draw(t, name+"?") == 0 {
		return nil
	}
	o := &schema.Organisation{Name: opts(t, name), SIRET: pick(t, "siret", "73282932000074", "1"),
		NDA: pick(t, "nda", "11755555575", "9304P001004", "x"), Reference: opts(t, "reference"),
		Address: opts(t, "address"), PostalCode: pick(t, "postal", "33000"), City: opts(t, "city"),
		Commune: pick(t, "commune", "33063"), Department: pick(t, "department", "33", "974"),
		Region: pick(t, "region", "75"), Website: opts(t, "website")}
	o.Phones, o.Faxes, o.Emails = drawStrings(t, "+33199001234", "+33639980001", "+262262000000"),
		drawStrings(t, "+33199001235"), drawStrings(t, "a@example.org", "b@example.org")
	return o
}

func drawContacts(t *rapid.T, name string) []schema.Contact {
	var out []schema.Contact
	for range rapid.IntRange(0, 2).Draw(t, name) {
		out = append(out, schema.Contact{Name: opts(t, "name"), Role: pick(t, "role", "Accueil", "Formatrice"),
			Phones: drawStrings(t, "+33199001234", "+33639980001"),
			Faxes:  drawStrings(t, "+33199001235"), Emails: drawStrings(t, "a@example.org", "b@example.org")})
	}
	return out
}

func drawStrings(t *rapid.T, from ...string) []string {
	out := []string{}
	for range rapid.IntRange(0, 4).Draw(t, "n") {
		out = append(out, rapid.SampledFrom(from).Draw(t, "of"))
	}
	return out
}
