package schema

func sessionTable() Table {
	return Table{Name: "session", Key: []string{"course_key", "position"},
		rows:    each(func(x *Row) []Session { return x.course.Sessions }, func(x *Row, v *Session) { x.session = v }),
		Meaning: "One row per scheduled session of a course: dates, place, enrolment.",
		Columns: cols(child(), row(
			text("native_id", "Id given by the site itself", "numéro Carif", "session/@numero").
				from(func(x *Row) any { return opt(x.session.NativeID) }),
			text("rco_id", "National id: <Carif number>_<local id>", "identifiant RCO", "action/@numero").derived().
				from(func(x *Row) any { return opt(x.session.RCOID) }),
			typed("published_on", TypeDate, "Date of publication", "publiée le", "session/@datemaj").
				from(func(x *Row) any { return opt(x.session.PublishedOn) }),
			typed("start_on", TypeDate, "First day; the first of the month if date_precision is month", "date de début",
				"periode/debut").
				from(func(x *Row) any { return opt(x.session.Start) }),
			typed("end_on", TypeDate, "Last day; the last of the month if date_precision is month", "date de fin",
				"periode/fin").
				from(func(x *Row) any { return opt(x.session.End) }),
			text("date_precision", "day, month, season or none", "", "").must().derived().
				from(func(x *Row) any { return orNone(x.session.DatePrecision) }),
		), coded("entry_exit", "Entry on fixed dates (0) or at any time (1)", "entrées/sorties",
			"modalites-entrees-sorties",
			func(x *Row) *Coded { return x.session.EntryExit }), row(
			text("city", "City as printed", "ville", "ville").
				from(func(x *Row) any { return opt(x.session.City) }),
			text("postal_code", "Postal code", "code postal", "codepostal").
				from(func(x *Row) any { return opt(x.session.PostalCode) }),
			text("department", "INSEE code of the department", "département", "departement").
				from(func(x *Row) any { return opt(x.session.Department) }),
			typed("department_stated", TypeBoolean, "The department is printed on the page itself", "", "").must().
				from(func(x *Row) any { return x.session.DepartmentStated }),
			text("commune", "INSEE code of the commune", "commune", "code-INSEE-commune").derived().
				from(func(x *Row) any { return opt(x.session.Commune) }),
			text("region", "INSEE code of the region (2016)", "région", "region").derived().
				from(func(x *Row) any { return opt(x.session.Region) }),
			text("place_confidence", "Confidence in the derived place codes: high, medium, low or none",
				"", "").must().derived().
				from(func(x *Row) any { return orNone(x.session.PlaceConfidence) }),
			text("place_how", "How the place codes were found", "", "").must().derived().
				from(func(x *Row) any { return x.session.PlaceHow }),
			text("provider_key", "Delivering provider: key in table provider", "organisme formateur",
				"organisme-formateur").derived().
				from(func(x *Row) any { return word(ProviderKey(x.Record.Source.Site, x.session.Provider)) }),
			text("state", "upcoming, tomorrow, open, closed, full, waiting or ended", "état du recrutement",
				"etat-recrutement").
				from(func(x *Row) any { return opt(x.session.State) }),
			typed("cpf_eligible", TypeBoolean, "Can be paid for with a personal training account",
				"éligible au CPF", "").
				from(func(x *Row) any { return opt(x.session.CPFEligible) }),
			typed("seats", TypeInteger, "Number of places", "places", "nombre-places").
				from(func(x *Row) any { return optInt(x.session.Seats) }),
			typed("hours", TypeReal, "Length of this session", "durée", "").in("h").
				from(func(x *Row) any { return opt(x.session.Hours) }),
			typed("price_eur", TypeReal, "Price of this session", "prix", "prix-total-TTC").in("EUR").
				from(func(x *Row) any { return opt(x.session.Price) }),
			text("text", "Anything else the page says about the session", "", "").
				from(func(x *Row) any { return opt(x.session.Text) }),
		), sessionOfFeeds())}
}

func providerTable() Table {
	return Table{Name: "provider", Key: []string{"key"}, rows: providerRows, Shared: true,
		Meaning: "One row per training provider, as one site prints it.",
		Columns: row(
			text("key", "Site id and a hash of the printed details", "", "").must().derived().
				from(func(x *Row) any { return x.key }),
			text("site", "Id of the site profile", "", "").must().
				from(func(x *Row) any { return x.Record.Source.Site }),
			text("name", "Name", "organisme de formation", "nom-organisme").
				from(func(x *Row) any { return opt(x.provider.Name) }),
			text("siret", "National number of the establishment", "SIRET", "SIRET").
				from(func(x *Row) any { return opt(x.provider.SIRET) }),
			text("nda", "Number of the declaration of activity", "numéro de déclaration d'activité", "numero-activite").
				from(func(x *Row) any { return opt(x.provider.NDA) }),
			text("reference", "The provider's own reference", "référence organisme", "@ref").
				from(func(x *Row) any { return opt(x.provider.Reference) }),
			text("address", "Street address", "adresse", "adresse/ligne").
				from(func(x *Row) any { return opt(x.provider.Address) }),
			text("postal_code", "Postal code", "code postal", "codepostal").
				from(func(x *Row) any { return opt(x.provider.PostalCode) }),
			text("city", "City as printed", "ville", "ville").
				from(func(x *Row) any { return opt(x.provider.City) }),
			text("commune", "INSEE code of the commune", "commune", "code-INSEE-commune").derived().
				from(func(x *Row) any { return opt(x.provider.Commune) }),
			text("department", "INSEE code of the department", "département", "departement").
				from(func(x *Row) any { return opt(x.provider.Department) }),
			text("region", "INSEE code of the region (2016)", "région", "region").derived().
				from(func(x *Row) any { return opt(x.provider.Region) }),
			text("website", "Web address", "site web", "web").
				from(func(x *Row) any { return opt(x.provider.Website) }),
			text("legal_name", "Legal name, where the source gives one", "raison sociale", "raison-sociale").
				from(func(x *Row) any { return opt(x.provider.LegalName) }),
		)}
}

// providerCanonicalTable has a row for each row of provider.
func providerCanonicalTable() Table {
	return Table{Name: "provider_canonical", Key: []string{"provider_id"}, Shared: true,
		Meaning: "One row per row of provider: which organisation it is. Rows of one organisation share canonical_id.",
		rows: func(x *Row, yield func(*Row) bool) {
			if x.History == nil || x.History.Canonical == nil {
				return
			}
			providerRows(x, func(x *Row) bool {
				c, ok := x.History.Canonical(x.key)
				x.canonical = &c
				return !ok || yield(x)
			})
		},
		Columns: row(
			text("provider_id", "The row: key in table provider", "", "").must().derived().
				from(func(x *Row) any { return x.key }),
			text("canonical_id", "The organisation: siret: and its number, or name: and a hash of name and commune; the same "+
				"in every database", "", "").must().derived().from(func(x *Row) any { return x.canonical.ID }),
			text("name", "The name that most rows of the organisation print", "organisme de formation", "").derived().
				from(func(x *Row) any { return word(x.canonical.Name) }),
			text("siret", "Its SIRET, where a row prints one", "SIRET", "").derived().
				from(func(x *Row) any { return word(x.canonical.SIRET) }),
			text("evidence", "Why the row belongs to it: siret, name+commune, name+site, alone, or yours", "", "").
				must().derived().from(func(x *Row) any { return x.canonical.Evidence }),
			typed("confidence", TypeReal, "How sure that is, 0 to 1, declared a rule", "", "").must().derived().
				from(func(x *Row) any { return x.canonical.Confidence }),
		)}
}

func contactTable() Table {
	return Table{Name: "contact", Key: []string{"course_key", "position"}, rows: contactRows, Person: true,
		Meaning: "One row per person or office to contact: personal data, exported only on request.",
		Columns: cols(child(), row(
			text("owner", "Whose contact it is: course, provider, session or session_provider", "", "").must().
				from(func(x *Row) any { return x.owner }),
			typed("session_position", TypeInteger,
				"Position of the session, if the owner is session or session_provider", "", "").
				from(func(x *Row) any { return optInt(x.inSession) }),
			text("name", "Name", "nom", "coordonnees/nom").person().
				from(func(x *Row) any { return opt(x.contact.Name) }),
			text("role", "Job title", "fonction", "").person().
				from(func(x *Row) any { return opt(x.contact.Role) }),
			text("phones", "Phone numbers in E.164, as a JSON list", "téléphone", "telfixe/numtel").must().person().
				from(func(x *Row) any { return jsonList(x.contact.Phones) }),
			text("faxes", "Fax numbers in E.164, as a JSON list", "télécopie", "fax/numtel").must().person().
				from(func(x *Row) any { return jsonList(x.contact.Faxes) }),
			text("emails", "E-mail addresses, as a JSON list", "courriel", "courriel").must().person().
				from(func(x *Row) any { return jsonList(x.contact.Emails) }),
			text("url", "Page it was read from", "", "").
				from(func(x *Row) any { return opt(x.Record.Source.URL) }),
			typed("seen_at", TypeTime, "When it was read", "", "").must().from(seenAt),
			text("civility", "Form of address, where the source has it apart", "civilité", "civilite").person().
				from(func(x *Row) any { return opt(x.contact.Civility) }),
			text("first_name", "First name, where the source has it apart", "prénom", "prenom").person().
				from(func(x *Row) any { return opt(x.contact.FirstName) }),
			text("last_name", "Family name, where the source has it apart", "nom", "nom").person().
				from(func(x *Row) any { return opt(x.contact.LastName) }),
			typed("of_provider", TypeBoolean, "It is the organisation's own contact, not that of the course or session", "",
				"contact-organisme, contact-formateur").
				from(func(x *Row) any {
					if !x.contact.OfProvider {
						return nil
					}
					return true
				}),
		))}
}

func issueTable() Table {
	return Table{Name: "issue", Key: []string{"course_key", "position"},
		rows:    each(func(x *Row) []Issue { return x.Record.Issues }, func(x *Row, v *Issue) { x.issue = v }),
		Meaning: "One row per printed value that could not be read, for review.",
		Columns: cols(child(), row(
			text("code", "Kind of problem: unknown_value, bad_date …", "", "").must().derived().
				from(func(x *Row) any { return x.issue.Code }),
			text("field", "The field", "", "").must().
				from(func(x *Row) any { return string(x.issue.Field) }),
			text("raw", "The words as printed", "", "").must().person().
				from(func(x *Row) any { return x.issue.Raw }),
			text("place", "Their place on the page", "", "").must().
				from(func(x *Row) any { return x.issue.Where }),
		))}
}

func unclaimedTable() Table {
	return Table{Name: "unclaimed", Key: []string{"course_key", "position"},
		rows: each(func(x *Row) []Unclaimed { return x.Record.Unclaimed },
			func(x *Row, v *Unclaimed) { x.unclaimed = v }),
		Meaning: "One row per piece of content that no field claimed.",
		Columns: cols(child(), row(
			text("label", "The label printed above it; empty if there is none", "", "").must().
				from(func(x *Row) any { return x.unclaimed.Label }),
			text("text", "The text", "", "").must().person().
				from(func(x *Row) any { return x.unclaimed.Text }),
			text("place", "Its place on the page", "", "").must().
				from(func(x *Row) any { return x.unclaimed.Where }),
		))}
}

func absentTable() Table {
	return Table{Name: "absent", Key: []string{"course_key", "position"},
		rows:    each(func(x *Row) []Absent { return x.Record.Absent }, func(x *Row, v *Absent) { x.absent = v }),
		Meaning: "One row per field that the page names but leaves empty.",
		Columns: cols(child(), row(
			text("field", "The field", "", "").must().
				from(func(x *Row) any { return string(x.absent.Field) }),
			text("raw", "The printed placeholder", "", "").must().
				from(func(x *Row) any { return x.absent.Raw }),
		))}
}

// seenAt is when a contact was read: a database keeps the time of the harvest, which may be later than the page's.
func seenAt(x *Row) any {
	if x.History != nil && x.History.SeenAt != "" {
		return x.History.SeenAt
	}
	return opt(x.Record.Source.FetchedAt)
}
