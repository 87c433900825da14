package export

import "carif/schema"

func sessionRows(r *schema.Record, emit func(*item) error) error {
	for i := range r.Course.Sessions {
		if err := emit(&item{pos: i, session: &r.Course.Sessions[i]}); err != nil {
			return err
		}
	}
	return nil
}

var sessionColumns = func() map[string]func(*item) any {
	m := child(map[string]func(*item) any{
		"native_id":         func(x *item) any { return opt(x.session.NativeID) },
		"rco_id":            func(x *item) any { return opt(x.session.RCOID) },
		"published_on":      func(x *item) any { return opt(x.session.PublishedOn) },
		"start_on":          func(x *item) any { return opt(x.session.Start) },
		"end_on":            func(x *item) any { return opt(x.session.End) },
		"date_precision":    func(x *item) any { return orNone(x.session.DatePrecision) },
		"city":              func(x *item) any { return opt(x.session.City) },
		"postal_code":       func(x *item) any { return opt(x.session.PostalCode) },
		"department":        func(x *item) any { return opt(x.session.Department) },
		"department_stated": func(x *item) any { return x.session.DepartmentStated },
		"commune":           func(x *item) any { return opt(x.session.Commune) },
		"region":            func(x *item) any { return opt(x.session.Region) },
		"place_confidence":  func(x *item) any { return orNone(x.session.PlaceConfidence) },
		"place_how":         func(x *item) any { return x.session.PlaceHow },
		"provider_key":      func(x *item) any { return providerKey(x.r.Source.Site, x.session.Provider) },
		"state":             func(x *item) any { return opt(x.session.State) },
		"cpf_eligible":      func(x *item) any { return optB(x.session.CPFEligible) },
		"seats":             func(x *item) any { return optI(x.session.Seats) },
		"hours":             func(x *item) any { return optF(x.session.Hours) },
		"price_eur":         func(x *item) any { return optF(x.session.Price) },
		"text":              func(x *item) any { return opt(x.session.Text) },
	})
	addCoded(m, "entry_exit", func(x *item) *schema.Coded { return x.session.EntryExit })
	return m
}()

// orNone writes the empty word of a closed list as the "none" it means.
func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func providerRows(r *schema.Record, emit func(*item) error) error {
	if r.Course.Provider != nil {
		if err := emit(&item{provider: r.Course.Provider}); err != nil {
			return err
		}
	}
	for i := range r.Course.Sessions {
		if p := r.Course.Sessions[i].Provider; p != nil {
			if err := emit(&item{provider: p}); err != nil {
				return err
			}
		}
	}
	return nil
}

var providerColumns = map[string]func(*item) any{
	"key":         func(x *item) any { return providerKey(x.r.Source.Site, x.provider) },
	"site":        func(x *item) any { return x.r.Source.Site },
	"name":        func(x *item) any { return opt(x.provider.Name) },
	"siret":       func(x *item) any { return opt(x.provider.SIRET) },
	"nda":         func(x *item) any { return opt(x.provider.NDA) },
	"reference":   func(x *item) any { return opt(x.provider.Reference) },
	"address":     func(x *item) any { return opt(x.provider.Address) },
	"postal_code": func(x *item) any { return opt(x.provider.PostalCode) },
	"city":        func(x *item) any { return opt(x.provider.City) },
	"commune":     func(x *item) any { return opt(x.provider.Commune) },
	"department":  func(x *item) any { return opt(x.provider.Department) },
	"region":      func(x *item) any { return opt(x.provider.Region) },
	"website":     func(x *item) any { return opt(x.provider.Website) },
}

// contactRows gives the contacts of the course, of its provider, of each session and of each session's provider.
func contactRows(r *schema.Record, emit func(*item) error) error {
	pos := 0
	put := func(owner string, sess *int, c schema.Contact) error {
		pos++
		return emit(&item{pos: pos - 1, kind: owner, sess: sess, contact: &c})
	}
	org := func(owner string, sess *int, o *schema.Organisation) error {
		if o == nil || len(o.Phones)+len(o.Faxes)+len(o.Emails) == 0 {
			return nil
		}
		return put(owner, sess, schema.Contact{Phones: o.Phones, Faxes: o.Faxes, Emails: o.Emails})
	}
	for _, c := range r.Course.Contacts {
		if err := put("course", nil, c); err != nil {
			return err
		}
	}
	if err := org("provider", nil, r.Course.Provider); err != nil {
		return err
	}
	for i := range r.Course.Sessions {
		s := &r.Course.Sessions[i]
		for _, c := range s.Contacts {
			if err := put("session", &i, c); err != nil {
				return err
			}
		}
		if err := org("session_provider", &i, s.Provider); err != nil {
			return err
		}
	}
	return nil
}

var contactColumns = child(map[string]func(*item) any{
	"owner":            func(x *item) any { return x.kind },
	"session_position": func(x *item) any { return optI(x.sess) },
	"name":             func(x *item) any { return opt(x.contact.Name) },
	"role":             func(x *item) any { return opt(x.contact.Role) },
	"phones":           func(x *item) any { return jsonList(x.contact.Phones) },
	"faxes":            func(x *item) any { return jsonList(x.contact.Faxes) },
	"emails":           func(x *item) any { return jsonList(x.contact.Emails) },
	"url":              func(x *item) any { return opt(x.r.Source.URL) },
	"seen_at":          func(x *item) any { return opt(x.r.Source.FetchedAt) },
})
