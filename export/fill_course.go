package export

import "carif/schema"

func courseRows(r *schema.Record, emit func(*item) error) error { return emit(&item{}) }

var courseColumns = func() map[string]func(*item) any {
	m := map[string]func(*item) any{
		"key":            func(x *item) any { return x.c.Key },
		"site":           func(x *item) any { return x.r.Source.Site },
		"url":            func(x *item) any { return opt(x.r.Source.URL) },
		"native_id":      func(x *item) any { return opt(x.c.NativeID) },
		"rco_id":         func(x *item) any { return opt(x.c.RCOID) },
		"title":          func(x *item) any { return opt(x.c.Title) },
		"updated_on":     func(x *item) any { return opt(x.r.Source.UpdatedOn) },
		"highlights":     func(x *item) any { return opt(x.c.Highlights) },
		"objective":      func(x *item) any { return opt(x.c.Objective) },
		"programme":      func(x *item) any { return opt(x.c.Programme) },
		"prerequisites":  func(x *item) any { return opt(x.c.Prerequisites) },
		"admission":      func(x *item) any { return opt(x.c.Admission) },
		"pace":           func(x *item) any { return lines(x.c.Pace) },
		"follow_up":      func(x *item) any { return opt(x.c.FollowUp) },
		"certifying":     func(x *item) any { return optB(x.c.Certifying) },
		"personalisable": func(x *item) any { return optB(x.c.Personalisable) },
		"provider_key":   func(x *item) any { return providerKey(x.r.Source.Site, x.c.Provider) },
		"fetched_at":     func(x *item) any { return opt(x.r.Source.FetchedAt) },
		"parser_version": func(x *item) any { return x.r.Source.ParserVersion },
	}
	addFigures(m)
	addCoded(m, "general_objective", func(x *item) *schema.Coded { return x.c.GeneralObjective })
	addCoded(m, "entry_level", func(x *item) *schema.Coded { return x.c.EntryLevel })
	addCoded(m, "exit_level", func(x *item) *schema.Coded { return x.c.ExitLevel })
	addCoded(m, "pathway", func(x *item) *schema.Coded { return x.c.Pathway })
	addCoded(m, "teaching_mode", func(x *item) *schema.Coded { return x.c.TeachingMode })
	addCoded(m, "entry_exit", func(x *item) *schema.Coded { return x.c.EntryExit })
	return m
}()

// addFigures adds the columns that stand below an object of the course which may be absent.
func addFigures(m map[string]func(*item) any) {
	contract := func(get func(*schema.Contracts) *bool) func(*item) any {
		return func(x *item) any {
			if x.c.Contracts == nil {
				return nil
			}
			return optB(get(x.c.Contracts))
		}
	}
	m["professionalisation_contract"] = contract(func(c *schema.Contracts) *bool { return c.Professionalisation })
	m["apprenticeship_contract"] = contract(func(c *schema.Contracts) *bool { return c.Apprenticeship })
	duration := func(get func(*schema.Duration) any) func(*item) any {
		return func(x *item) any {
			if x.c.Duration == nil {
				return nil
			}
			return get(x.c.Duration)
		}
	}
	m["total_hours"] = duration(func(d *schema.Duration) any { return optF(d.TotalHours) })
	m["centre_hours"] = duration(func(d *schema.Duration) any { return optF(d.CentreHours) })
	m["company_hours"] = duration(func(d *schema.Duration) any { return optF(d.CompanyHours) })
	m["weekly_hours"] = duration(func(d *schema.Duration) any { return optF(d.WeeklyHours) })
	m["duration_text"] = duration(func(d *schema.Duration) any { return opt(d.Text) })
	price := func(get func(*schema.Price) any) func(*item) any {
		return func(x *item) any {
			if x.c.Price == nil {
				return nil
			}
			return get(x.c.Price)
		}
	}
	m["price_eur"] = price(func(p *schema.Price) any { return optF(p.AmountEUR) })
	m["price_text"] = price(func(p *schema.Price) any { return opt(p.Text) })
}

func codedRows(get func(*schema.Course) []schema.Coded) func(*schema.Record, func(*item) error) error {
	return func(r *schema.Record, emit func(*item) error) error {
		list := get(r.Course)
		for i := range list {
			if err := emit(&item{pos: i, coded: &list[i]}); err != nil {
				return err
			}
		}
		return nil
	}
}

var codedColumns = child(map[string]func(*item) any{
	"code":  func(x *item) any { return opt(x.coded.Code) },
	"label": func(x *item) any { return opt(x.coded.Label) },
	"raw":   func(x *item) any { return x.coded.Raw },
	"fit":   func(x *item) any { return fitCell(x.coded) },
})

func codeRows(r *schema.Record, emit func(*item) error) error {
	c := &r.Course.Codes
	pos := 0
	for _, l := range []struct {
		name  string
		codes []schema.Code
	}{{"rncp", c.RNCP}, {"rs", c.RS}, {"certifinfo", c.CertifInfo}, {"rome", c.ROME}, {"formacode", c.Formacode}, {"nsf", c.NSF}} {
		for i := range l.codes {
			if err := emit(&item{pos: pos, kind: l.name, code: &l.codes[i]}); err != nil {
				return err
			}
			pos++
		}
	}
	return nil
}

var codeColumns = child(map[string]func(*item) any{
	"list":      func(x *item) any { return x.kind },
	"code":      func(x *item) any { return x.code.Code },
	"label":     func(x *item) any { return opt(x.code.Label) },
	"version":   func(x *item) any { return opt(x.code.Version) },
	"from_link": func(x *item) any { return x.code.FromLink },
})

func fundingRows(r *schema.Record, emit func(*item) error) error {
	for i := range r.Course.Funding {
		if err := emit(&item{pos: i, funding: &r.Course.Funding[i]}); err != nil {
			return err
		}
	}
	return nil
}

var fundingColumns = func() map[string]func(*item) any {
	m := child(map[string]func(*item) any{
		"type":         func(x *item) any { return opt(x.funding.Type) },
		"scheme":       func(x *item) any { return opt(x.funding.Scheme) },
		"measure":      func(x *item) any { return opt(x.funding.Measure) },
		"reference":    func(x *item) any { return opt(x.funding.Reference) },
		"conventioned": func(x *item) any { return optB(x.funding.Conventioned) },
	})
	addCoded(m, "funder", func(x *item) *schema.Coded { return x.funding.Funder })
	return m
}()
