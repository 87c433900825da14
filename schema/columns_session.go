package schema

func sessionTable() Table {
	return Table{Name: "session", Meaning: "One row is one planned run of a course: dates, place, state.", Key: []string{"course_key", "position"},
		Columns: cols(child(), row(
			text("native_id", "The id the site itself gives", "numéro Carif", "session/@numero"),
			text("rco_id", "National id <Carif number>_<local id>", "identifiant RCO", "action/@numero").derived(),
			typed("published_on", TypeDate, "When it was published", "publiée le", "session/@datemaj"),
			typed("start_on", TypeDate, "First day; the month's first when date_precision is month", "date de début", "periode/debut"),
			typed("end_on", TypeDate, "Last day; the month's last when date_precision is month", "date de fin", "periode/fin"),
			text("date_precision", "day, month, season or none", "", "").must().derived(),
		), coded("entry_exit", "Fixed dates (0) or permanent (1)", "entrées/sorties", "modalites-entrees-sorties"), row(
			text("city", "City as printed", "ville", "ville"),
			text("postal_code", "Postal code", "code postal", "codepostal"),
			text("department", "INSEE code of the department", "département", "departement"),
			typed("department_stated", TypeBoolean, "The page itself printed the department", "", "").must(),
			text("commune", "INSEE code of the commune", "commune", "code-INSEE-commune").derived(),
			text("region", "INSEE code of the region (2016)", "région", "region").derived(),
			text("place_confidence", "high, medium, low or none: of the derived codes", "", "").must().derived(),
			text("place_how", "How the codes were decided", "", "").must().derived(),
			text("provider_key", "Delivering provider: row of provider", "organisme formateur", "organisme-formateur").derived(),
			text("state", "upcoming, tomorrow, open, closed, full, waiting or ended", "état du recrutement", "etat-recrutement"),
			typed("cpf_eligible", TypeBoolean, "Can be paid from a personal training account", "éligible au CPF", ""),
			typed("seats", TypeInteger, "Places", "places", "nombre-places"),
			typed("hours", TypeReal, "Length of this session", "durée", "").in("h"),
			typed("price_eur", TypeReal, "Price of this session", "prix", "prix-total-TTC").in("EUR"),
			text("text", "Anything else said of the session", "", ""),
		))}
}

func providerTable() Table {
	return Table{Name: "provider", Meaning: "One row is one training provider as one site prints it.", Key: []string{"key"},
		Columns: row(
			text("key", "Site and a hash of what is printed", "", "").must().derived(),
			text("site", "Id of the site profile", "", "").must(),
			text("name", "Name", "organisme de formation", "nom-organisme"),
			text("siret", "National number of the establishment", "SIRET", "SIRET"),
			text("nda", "Activity declaration number", "numéro de déclaration d'activité", "numero-activite"),
			text("reference", "The provider's own reference", "référence organisme", "@ref"),
			text("address", "Street address", "adresse", "adresse/ligne"),
			text("postal_code", "Postal code", "code postal", "codepostal"),
			text("city", "City as printed", "ville", "ville"),
			text("commune", "INSEE code of the commune", "commune", "code-INSEE-commune").derived(),
			text("department", "INSEE code of the department", "département", "departement"),
			text("region", "INSEE code of the region (2016)", "région", "region").derived(),
			text("website", "Web address", "site web", "web"),
		)}
}

func contactTable() Table {
	return Table{Name: "contact", Meaning: "One row is a person or desk to write to: personal data, never exported unless asked for.", Key: []string{"course_key", "position"},
		Columns: cols(child(), row(
			text("owner", "course, provider, session or session_provider: whose contact it is", "", "").must(),
			typed("session_position", TypeInteger, "The session, for an owner of one", "", ""),
			text("name", "Name", "nom", "coordonnees/nom").person(),
			text("role", "Function", "fonction", "").person(),
			text("phones", "Phones in E.164, a JSON list", "téléphone", "telfixe/numtel").must().person(),
			text("faxes", "Faxes in E.164, a JSON list", "télécopie", "fax/numtel").must().person(),
			text("emails", "E-mail addresses, a JSON list", "courriel", "courriel").must().person(),
			text("url", "Page it was read on", "", ""),
			typed("seen_at", TypeTime, "When it was read", "", "").must(),
		))}
}

func issueTable() Table {
	return Table{Name: "issue", Meaning: "One row is something that could not be read, for review.", Key: []string{"course_key", "position"},
		Columns: cols(child(), row(
			text("code", "unknown_value, bad_date …", "", "").must().derived(),
			text("field", "The field", "", "").must(),
			text("raw", "The printed words", "", "").must().person(),
			text("place", "Where they stand on the page", "", "").must(),
		))}
}

func unclaimedTable() Table {
	return Table{Name: "unclaimed", Meaning: "One row is content text that no field took.", Key: []string{"course_key", "position"},
		Columns: cols(child(), row(
			text("label", "The printed label over it, empty when there is none", "", "").must(),
			text("text", "The text", "", "").must().person(),
			text("place", "Where it stands on the page", "", "").must(),
		))}
}

func absentTable() Table {
	return Table{Name: "absent", Meaning: "One row is a field that the page names and says nothing of.", Key: []string{"course_key", "position"},
		Columns: cols(child(), row(
			text("field", "The field", "", "").must(),
			text("raw", "The placeholder as printed", "", "").must(),
		))}
}
