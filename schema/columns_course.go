package schema

func courseTable() Table {
	return Table{Name: "course", Meaning: "One row is one training course, in the version shown now.", Key: []string{"key"},
		Columns: cols(courseIdentity(), courseTexts(), courseCoded(), courseFigures(), courseHistory())}
}

func courseIdentity() []Column {
	return row(
		typed("search_id", TypeInteger, "Row number in the full-text index of this file", "", "").must().internal(),
		text("key", "Site and native id: stable across harvests", "", "").must().derived(),
		text("site", "Id of the site profile", "", "").must(),
		text("url", "Canonical URL of the page it was read from", "page", "url-formation"),
		text("native_id", "The id the site itself gives", "numéro de formation", "formation/@numero"),
		text("rco_id", "National id <Carif number>_<local id>", "identifiant RCO", "formation/@numero").derived(),
		text("title", "Title", "intitulé", "intitule-formation"),
		typed("updated_on", TypeDate, "Last update printed on the page", "date de mise à jour", "formation/@datemaj"),
	)
}

func courseTexts() []Column {
	return row(
		text("highlights", "What the course has more", "le + de cette formation", ""),
		text("objective", "What a trainee will be able to do", "objectif", "objectif-formation"),
		text("programme", "Content, one item a line", "programme", "contenu-formation"),
		text("prerequisites", "What a trainee must know before", "prérequis pédagogiques", "conditions-specifiques"),
		text("admission", "Conditions of admission", "conditions d'accès", "conditions-specifiques"),
		text("pace", "Pace, one item a line", "rythme", "rythme-formation"),
		text("follow_up", "What may follow", "suite de parcours possible", ""),
	)
}

func courseCoded() []Column {
	return cols(
		coded("general_objective", "General objective", "objectif général", "objectif-general-formation"),
		coded("entry_level", "Level required to enter", "niveau d'entrée requis", "code-niveau-entree"),
		coded("exit_level", "Level at the end", "niveau de sortie", "code-niveau-sortie"),
		coded("pathway", "Kind of pathway", "parcours de formation", "parcours-de-formation"),
		coded("teaching_mode", "On site, mixed or remote", "modalités d'enseignement", "modalites-enseignement"),
		coded("entry_exit", "Fixed dates (0) or permanent (1)", "entrées/sorties", "modalites-entrees-sorties"),
	)
}

func courseFigures() []Column {
	return row(
		typed("certifying", TypeBoolean, "Leads to a certification", "certifiante", "certifiante"),
		typed("personalisable", TypeBoolean, "The pathway can be fitted to the trainee", "parcours personnalisable", ""),
		typed("professionalisation_contract", TypeBoolean, "Open to professionalisation contracts", "contrat de professionnalisation", ""),
		typed("apprenticeship_contract", TypeBoolean, "Open to apprenticeship contracts", "contrat d'apprentissage", ""),
		typed("total_hours", TypeReal, "Length", "durée totale", "nombre-heures-total").in("h"),
		typed("centre_hours", TypeReal, "Hours in the training centre", "durée en centre", "nombre-heures-centre").in("h"),
		typed("company_hours", TypeReal, "Hours in a company", "durée en entreprise", "nombre-heures-entreprise").in("h"),
		typed("weekly_hours", TypeReal, "Hours a week", "durée hebdomadaire", "").in("h"),
		text("duration_text", "Length as printed", "durée", "duree-indicative"),
		typed("price_eur", TypeReal, "Price", "prix", "prix-total-TTC").in("EUR"),
		text("price_text", "Price as printed", "prix", "info-prix"),
		text("provider_key", "Responsible provider: row of provider", "organisme responsable", "organisme-formation-responsable").derived(),
	)
}

func courseHistory() []Column {
	return row(
		text("status", "open, or closed when the site no longer has it", "", "").must().derived(),
		typed("version", TypeInteger, "Number of the version, from 1", "", "").must().derived(),
		typed("first_seen", TypeTime, "First harvest that had it", "", "").must().derived(),
		typed("changed_at", TypeTime, "When this version was first read", "", "").must().derived(),
		typed("closed_at", TypeTime, "When it was found closed", "", "").derived(),
		typed("fetched_at", TypeTime, "When the page of this version was received", "", ""),
		text("parser_version", "Parser that read it", "", "").must(),
		text("fingerprint", "Hash of all values", "", "").must().derived(),
	)
}

func codeTable() Table {
	return Table{Name: "course_code", Meaning: "One row is one code of an outside list found on a course's page.", Key: []string{"course_key", "position"},
		Columns: cols(child(), row(
			text("list", "rncp, rs, certifinfo, rome, formacode or nsf", "nomenclature", "").must(),
			text("code", "The code", "code", "code-FORMACODE, code-NSF, code-ROME, code-RNCP, code-RS, code-CERTIFINFO").must(),
			text("label", "Label printed beside it", "libellé", ""),
			text("version", "Version of the list, where the page tells", "version", ""),
			typed("from_link", TypeBoolean, "It stands only in a link's address", "", "").must(),
		))}
}

func codedTable(name, meaning, french, lheo string) Table {
	return Table{Name: name, Meaning: meaning, Key: []string{"course_key", "position"},
		Columns: cols(child(), row(
			text("code", "Code of the vocabulary, null where none fits", french, lheo).derived(),
			text("label", "The code's label", french, "").derived(),
			text("raw", "As printed", french, "").must(),
			text("fit", "exact, or near for an approximation that the vocabulary declares", "", "").derived(),
		))}
}

func outlineTable() Table {
	return Table{Name: "course_outline", Meaning: "One row is one item of a course's programme, or a heading that has none.", Key: []string{"course_key", "position"},
		Columns: cols(child(), row(
			typed("heading_no", TypeInteger, "Number of the heading, from 0", "", "").must(),
			text("heading", "The heading", "programme", "contenu-formation").must(),
			text("item", "What stands under it", "programme", "contenu-formation"),
		))}
}

func fundingTable() Table {
	return Table{Name: "funding", Meaning: "One row is one way a course is paid for.", Key: []string{"course_key", "position"},
		Columns: cols(child(), row(
			text("type", "Kind of funding as printed", "type", "conventionnement"),
		), coded("funder", "Who pays", "financeur", "code-financeur"), row(
			text("scheme", "Scheme as printed", "dispositif", ""),
			text("measure", "Measure as printed", "mesure", ""),
			text("reference", "Reference as printed", "référence", ""),
			typed("conventioned", TypeBoolean, "Under an agreement with a public funder", "conventionnée", "conventionnement"),
		))}
}

func otherTable() Table {
	return Table{Name: "course_other", Meaning: "One row is a text that the page prints under a label without a field of its own.", Key: []string{"course_key", "position"},
		Columns: cols(child(), row(
			text("label", "The label", "", "").must(),
			text("text", "The text", "", "").must(),
		))}
}
