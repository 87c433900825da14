package schema

func courseTable() Table {
	return Table{Name: "course", Meaning: "One row is one training course, in the version shown now.", Key: []string{"key"}, rows: courseRows,
		Columns: cols(courseIdentity(), courseTexts(), courseCoded(), courseFigures(), courseHistory())}
}

func courseIdentity() []Column {
	return row(
		typed("search_id", TypeInteger, "Row number in the full-text index of this file", "", "").must().internal().from(searchID),
		text("key", "Site and native id: stable across harvests", "", "").must().derived().
			from(func(x *Row) any { return x.course.Key }),
		text("site", "Id of the site profile", "", "").must().
			from(func(x *Row) any { return x.Record.Source.Site }),
		text("url", "Canonical URL of the page it was read from", "page", "url-formation").
			from(func(x *Row) any { return opt(x.Record.Source.URL) }),
		text("native_id", "The id the site itself gives", "numéro de formation", "formation/@numero").
			from(func(x *Row) any { return opt(x.course.NativeID) }),
		text("rco_id", "National id <Carif number>_<local id>", "identifiant RCO", "formation/@numero").derived().
			from(func(x *Row) any { return opt(x.course.RCOID) }),
		text("title", "Title", "intitulé", "intitule-formation").
			from(func(x *Row) any { return opt(x.course.Title) }),
		typed("updated_on", TypeDate, "Last update printed on the page", "date de mise à jour", "formation/@datemaj").
			from(func(x *Row) any { return opt(x.Record.Source.UpdatedOn) }),
	)
}

func courseTexts() []Column {
	return row(
		text("highlights", "What the course has more", "le + de cette formation", "").
			from(func(x *Row) any { return opt(x.course.Highlights) }),
		text("objective", "What a trainee will be able to do", "objectif", "objectif-formation").
			from(func(x *Row) any { return opt(x.course.Objective) }),
		text("programme", "Content, one item a line", "programme", "contenu-formation").
			from(func(x *Row) any { return opt(x.course.Programme) }),
		text("prerequisites", "What a trainee must know before", "prérequis pédagogiques", "conditions-specifiques").
			from(func(x *Row) any { return opt(x.course.Prerequisites) }),
		text("admission", "Conditions of admission", "conditions d'accès", "conditions-specifiques").
			from(func(x *Row) any { return opt(x.course.Admission) }),
		text("pace", "Pace, one item a line", "rythme", "rythme-formation").
			from(func(x *Row) any { return lines(x.course.Pace) }),
		text("follow_up", "What may follow", "suite de parcours possible", "").
			from(func(x *Row) any { return opt(x.course.FollowUp) }),
	)
}

func courseCoded() []Column {
	return cols(
		coded("general_objective", "General objective", "objectif général", "objectif-general-formation",
			func(x *Row) *Coded { return x.course.GeneralObjective }),
		coded("entry_level", "Level required to enter", "niveau d'entrée requis", "code-niveau-entree",
			func(x *Row) *Coded { return x.course.EntryLevel }),
		coded("exit_level", "Level at the end", "niveau de sortie", "code-niveau-sortie",
			func(x *Row) *Coded { return x.course.ExitLevel }),
		coded("pathway", "Kind of pathway", "parcours de formation", "parcours-de-formation",
			func(x *Row) *Coded { return x.course.Pathway }),
		coded("teaching_mode", "On site, mixed or remote", "modalités d'enseignement", "modalites-enseignement",
			func(x *Row) *Coded { return x.course.TeachingMode }),
		coded("entry_exit", "Fixed dates (0) or permanent (1)", "entrées/sorties", "modalites-entrees-sorties",
			func(x *Row) *Coded { return x.course.EntryExit }),
	)
}

func courseFigures() []Column {
	return row(
		typed("certifying", TypeBoolean, "Leads to a certification", "certifiante", "certifiante").
			from(func(x *Row) any { return opt(x.course.Certifying) }),
		typed("personalisable", TypeBoolean, "The pathway can be fitted to the trainee", "parcours personnalisable", "").
			from(func(x *Row) any { return opt(x.course.Personalisable) }),
		typed("professionalisation_contract", TypeBoolean, "Open to professionalisation contracts", "contrat de professionnalisation", "").
			from(func(x *Row) any { return opt(x.contracts().Professionalisation) }),
		typed("apprenticeship_contract", TypeBoolean, "Open to apprenticeship contracts", "contrat d'apprentissage", "").
			from(func(x *Row) any { return opt(x.contracts().Apprenticeship) }),
		typed("total_hours", TypeReal, "Length", "durée totale", "nombre-heures-total").in("h").
			from(func(x *Row) any { return opt(x.duration().TotalHours) }),
		typed("centre_hours", TypeReal, "Hours in the training centre", "durée en centre", "nombre-heures-centre").in("h").
			from(func(x *Row) any { return opt(x.duration().CentreHours) }),
		typed("company_hours", TypeReal, "Hours in a company", "durée en entreprise", "nombre-heures-entreprise").in("h").
			from(func(x *Row) any { return opt(x.duration().CompanyHours) }),
		typed("weekly_hours", TypeReal, "Hours a week", "durée hebdomadaire", "").in("h").
			from(func(x *Row) any { return opt(x.duration().WeeklyHours) }),
		text("duration_text", "Length as printed", "durée", "duree-indicative").
			from(func(x *Row) any { return opt(x.duration().Text) }),
		typed("price_eur", TypeReal, "Price", "prix", "prix-total-TTC").in("EUR").
			from(func(x *Row) any { return opt(x.price().AmountEUR) }),
		text("price_text", "Price as printed", "prix", "info-prix").
			from(func(x *Row) any { return opt(x.price().Text) }),
		text("provider_key", "Responsible provider: row of provider", "organisme responsable", "organisme-formation-responsable").derived().
			from(func(x *Row) any { return word(providerKey(x.Record.Source.Site, x.course.Provider)) }),
	)
}

func courseHistory() []Column {
	return row(
		text("status", "open, or closed when the site no longer has it", "", "").must().derived().
			fromHistory(func(h *History) any { return h.Status }),
		typed("version", TypeInteger, "Number of the version, from 1", "", "").must().derived().
			fromHistory(func(h *History) any { return int64(h.Version) }),
		typed("first_seen", TypeTime, "First harvest that had it", "", "").must().derived().
			fromHistory(func(h *History) any { return h.FirstSeen }),
		typed("changed_at", TypeTime, "When this version was first read", "", "").must().derived().
			fromHistory(func(h *History) any { return h.ChangedAt }),
		typed("closed_at", TypeTime, "When it was found closed", "", "").derived().
			fromHistory(func(h *History) any { return opt(h.ClosedAt) }),
		typed("fetched_at", TypeTime, "When the page of this version was received", "", "").
			from(func(x *Row) any { return opt(x.Record.Source.FetchedAt) }),
		text("parser_version", "Parser that read it", "", "").must().
			from(func(x *Row) any { return x.Record.Source.ParserVersion }),
		text("fingerprint", "Hash of all values", "", "").must().derived().
			fromHistory(func(h *History) any { return h.Fingerprint }),
	)
}

func codeTable() Table {
	return Table{Name: "course_code", Key: []string{"course_key", "position"}, rows: codeRows,
		Meaning: "One row is one code of an outside list found on a course's page.",
		Columns: cols(child(), row(
			text("list", "rncp, rs, certifinfo, rome, formacode or nsf", "nomenclature", "").must().
				from(func(x *Row) any { return x.list }),
			text("code", "The code", "code", "code-FORMACODE, code-NSF, code-ROME, code-RNCP, code-RS, code-CERTIFINFO").must().
				from(func(x *Row) any { return x.code.Code }),
			text("label", "Label printed beside it", "libellé", "").
				from(func(x *Row) any { return opt(x.code.Label) }),
			text("version", "Version of the list, where the page tells", "version", "").
				from(func(x *Row) any { return opt(x.code.Version) }),
			typed("from_link", TypeBoolean, "It stands only in a link's address", "", "").must().
				from(func(x *Row) any { return x.code.FromLink }),
		))}
}

func codedTable(name, meaning, french, lheo string, list func(*Course) []Coded) Table {
	return Table{Name: name, Key: []string{"course_key", "position"}, rows: each(func(x *Row) []Coded { return list(x.course) }, func(x *Row, v *Coded) { x.coded = v }),
		Meaning: meaning,
		Columns: cols(child(), row(
			text("code", "Code of the vocabulary, null where none fits", french, lheo).derived().
				from(func(x *Row) any { return opt(x.coded.Code) }),
			text("label", "The code's label", french, "").derived().
				from(func(x *Row) any { return opt(x.coded.Label) }),
			text("raw", "As printed", french, "").must().
				from(func(x *Row) any { return x.coded.Raw }),
			text("fit", "exact, or near for an approximation that the vocabulary declares", "", "").derived().
				from(func(x *Row) any { return word(x.coded.Fit) }),
		))}
}

func outlineTable() Table {
	return Table{Name: "course_outline", Key: []string{"course_key", "position"}, rows: outlineRows,
		Meaning: "One row is one item of a course's programme, or a heading that has none.",
		Columns: cols(child(), row(
			typed("heading_no", TypeInteger, "Number of the heading, from 0", "", "").must().
				from(func(x *Row) any { return int64(x.headingNo) }),
			text("heading", "The heading", "programme", "contenu-formation").must().
				from(func(x *Row) any { return x.heading.Title }),
			text("item", "What stands under it", "programme", "contenu-formation").
				from(func(x *Row) any { return opt(x.item) }),
		))}
}

func fundingTable() Table {
	return Table{Name: "funding", Key: []string{"course_key", "position"}, rows: each(func(x *Row) []Funding { return x.course.Funding }, func(x *Row, v *Funding) { x.funding = v }),
		Meaning: "One row is one way a course is paid for.",
		Columns: cols(child(), row(
			text("type", "Kind of funding as printed", "type", "conventionnement").
				from(func(x *Row) any { return opt(x.funding.Type) }),
		), coded("funder", "Who pays", "financeur", "code-financeur",
			func(x *Row) *Coded { return x.funding.Funder }), row(
			text("scheme", "Scheme as printed", "dispositif", "").
				from(func(x *Row) any { return opt(x.funding.Scheme) }),
			text("measure", "Measure as printed", "mesure", "").
				from(func(x *Row) any { return opt(x.funding.Measure) }),
			text("reference", "Reference as printed", "référence", "").
				from(func(x *Row) any { return opt(x.funding.Reference) }),
			typed("conventioned", TypeBoolean, "Under an agreement with a public funder", "conventionnée", "conventionnement").
				from(func(x *Row) any { return opt(x.funding.Conventioned) }),
		))}
}

func otherTable() Table {
	return Table{Name: "course_other", Key: []string{"course_key", "position"}, rows: each(func(x *Row) []Labelled { return x.course.Other }, func(x *Row, v *Labelled) { x.other = v }),
		Meaning: "One row is a text that the page prints under a label without a field of its own.",
		Columns: cols(child(), row(
			text("label", "The label", "", "").must().
				from(func(x *Row) any { return x.other.Label }),
			text("text", "The text", "", "").must().
				from(func(x *Row) any { return x.other.Text }),
		))}
}

// searchID is null in a row that has no number yet.
func searchID(x *Row) any {
	if x.History == nil || x.History.SearchID == 0 {
		return nil
	}
	return x.History.SearchID
}

// The parts of a course that may be absent: their columns are then null.

func (x *Row) contracts() *Contracts {
	if c := x.course.Contracts; c != nil {
		return c
	}
	return &Contracts{}
}

func (x *Row) duration() *Duration {
	if d := x.course.Duration; d != nil {
		return d
	}
	return &Duration{}
}

func (x *Row) price() *Price {
	if p := x.course.Price; p != nil {
		return p
	}
	return &Price{}
}
