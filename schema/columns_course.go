package schema

func courseTable() Table {
	return Table{Name: "course", Meaning: "One row per training course, in its current version.", Key: []string{"key"},
		rows: courseRows,
		Columns: cols(courseIdentity(), courseTexts(), courseCoded(), courseFigures(), courseHistory(), courseAdded(),
			courseOfFeeds(), courseScales())}
}

func courseIdentity() []Column {
	return row(
		typed("search_id", TypeInteger, "Row number in this file's full-text index",
			"", "").must().internal().from(searchID),
		text("key", "Site id and native id: stays the same from harvest to harvest", "", "").must().derived().
			from(func(x *Row) any { return x.course.Key }),
		text("site", "Id of the site profile", "", "").must().
			from(func(x *Row) any { return x.Record.Source.Site }),
		text("url", "Canonical URL of the page the course was read from", "page", "url-formation").
			from(func(x *Row) any { return opt(x.Record.Source.URL) }),
		text("native_id", "Id given by the site itself", "numéro de formation", "formation/@numero").
			from(func(x *Row) any { return opt(x.course.NativeID) }),
		text("rco_id", "National id: <Carif number>_<local id>", "identifiant RCO", "formation/@numero").derived().
			from(func(x *Row) any { return opt(x.course.RCOID) }),
		text("title", "Title", "intitulé", "intitule-formation").
			from(func(x *Row) any { return opt(x.course.Title) }),
		typed("updated_on", TypeDate, "Date of last update printed on the page", "date de mise à jour",
			"formation/@datemaj").
			from(func(x *Row) any { return opt(x.Record.Source.UpdatedOn) }),
	)
}

func courseTexts() []Column {
	return row(
		text("highlights", "What sets this course apart, in the provider's words", "le + de cette formation", "").
			from(func(x *Row) any { return opt(x.course.Highlights) }),
		text("objective", "What trainees will be able to do afterwards", "objectif", "objectif-formation").
			from(func(x *Row) any { return opt(x.course.Objective) }),
		text("programme", "Course content, one item per line", "programme", "contenu-formation").
			from(func(x *Row) any { return opt(x.course.Programme) }),
		text("prerequisites", "What trainees must already know", "prérequis pédagogiques", "conditions-specifiques").
			from(func(x *Row) any { return opt(x.course.Prerequisites) }),
		text("admission", "Admission requirements", "conditions d'accès", "conditions-specifiques").
			from(func(x *Row) any { return opt(x.course.Admission) }),
		text("pace", "Pace (full time, evenings …), one item per line", "rythme", "rythme-formation").
			from(func(x *Row) any { return lines(x.course.Pace) }),
		text("follow_up", "Possible next steps after the course", "suite de parcours possible", "").
			from(func(x *Row) any { return opt(x.course.FollowUp) }),
	)
}

func courseCoded() []Column {
	return cols(
		coded("general_objective", "General objective", "objectif général", "objectif-general-formation",
			func(x *Row) *Coded { return x.course.GeneralObjective }),
		coded("entry_level", "Level required for entry", "niveau d'entrée requis", "code-niveau-entree",
			func(x *Row) *Coded { return x.course.EntryLevel }),
		coded("exit_level", "Level reached at the end", "niveau de sortie", "code-niveau-sortie",
			func(x *Row) *Coded { return x.course.ExitLevel }),
		coded("pathway", "Type of pathway", "parcours de formation", "parcours-de-formation",
			func(x *Row) *Coded { return x.course.Pathway }),
		coded("teaching_mode", "On site, blended or remote", "modalités d'enseignement", "modalites-enseignement",
			func(x *Row) *Coded { return x.course.TeachingMode }),
		coded("entry_exit", "Entry on fixed dates (0) or at any time (1)", "entrées/sorties",
			"modalites-entrees-sorties",
			func(x *Row) *Coded { return x.course.EntryExit }),
	)
}

func courseFigures() []Column {
	return row(
		typed("certifying", TypeBoolean, "Leads to a certification", "certifiante", "certifiante").
			from(func(x *Row) any { return opt(x.course.Certifying) }),
		typed("personalisable", TypeBoolean, "The pathway can be adapted to the trainee",
			"parcours personnalisable", "").
			from(func(x *Row) any { return opt(x.course.Personalisable) }),
		typed("professionalisation_contract", TypeBoolean, "Open to professionalisation contracts",
			"contrat de professionnalisation", "").
			from(func(x *Row) any { return opt(part(x.course.Contracts).Professionalisation) }),
		typed("apprenticeship_contract", TypeBoolean, "Open to apprenticeship contracts",
			"contrat d'apprentissage", "").
			from(func(x *Row) any { return opt(part(x.course.Contracts).Apprenticeship) }),
		typed("total_hours", TypeReal, "Total length", "durée totale", "nombre-heures-total").in("h").
			from(func(x *Row) any { return opt(part(x.course.Duration).TotalHours) }),
		typed("centre_hours", TypeReal, "Hours spent at the training centre", "durée en centre",
			"nombre-heures-centre").in("h").
			from(func(x *Row) any { return opt(part(x.course.Duration).CentreHours) }),
		typed("company_hours", TypeReal, "Hours spent in a company", "durée en entreprise",
			"nombre-heures-entreprise").in("h").
			from(func(x *Row) any { return opt(part(x.course.Duration).CompanyHours) }),
		typed("weekly_hours", TypeReal, "Hours per week", "durée hebdomadaire", "").in("h").
			from(func(x *Row) any { return opt(part(x.course.Duration).WeeklyHours) }),
		text("duration_text", "Length as printed", "durée", "duree-indicative").
			from(func(x *Row) any { return opt(part(x.course.Duration).Text) }),
		typed("price_eur", TypeReal, "Price", "prix", "prix-total-TTC").in("EUR").
			from(func(x *Row) any { return opt(part(x.course.Price).AmountEUR) }),
		text("price_text", "Price as printed", "prix", "info-prix").
			from(func(x *Row) any { return opt(part(x.course.Price).Text) }),
		text("provider_key", "Responsible provider: key in table provider", "organisme responsable",
			"organisme-formation-responsable").derived().
			from(func(x *Row) any { return word(ProviderKey(x.Record.Source.Site, x.course.Provider)) }),
	)
}

func courseHistory() []Column {
	return row(
		text("status", "open, or closed once the site no longer lists it", "", "").must().derived().
			lived(func(h *History) any { return h.Status }),
		typed("version", TypeInteger, "Version number, starting at 1", "", "").must().derived().
			lived(func(h *History) any { return int64(h.Version) }),
		typed("first_seen", TypeTime, "Time of the first harvest that found it", "", "").must().derived().
			lived(func(h *History) any { return h.FirstSeen }),
		typed("changed_at", TypeTime, "When this version was first read", "", "").must().derived().
			lived(func(h *History) any { return h.ChangedAt }),
		typed("last_seen", TypeTime, "End of the last run that saw it; null where that is not known any more (in carif.db: "+
			"view v_seen)", "", "").derived().unstored().
			lived(func(h *History) any { return opt(h.LastSeen) }),
		typed("closed_at", TypeTime, "When it was found to be closed", "", "").derived().
			lived(func(h *History) any { return opt(h.ClosedAt) }),
		typed("fetched_at", TypeTime, "When the page behind this version was received", "", "").
			from(func(x *Row) any { return opt(x.Record.Source.FetchedAt) }),
		text("parser_version", "Version of the parser that read it", "", "").must().
			from(func(x *Row) any { return x.Record.Source.ParserVersion }),
		text("fingerprint", "Hash of all values of the course", "", "").must().derived().
			fromHistory(func(h *History) any { return h.Fingerprint }),
	)
}

// courseScales are the columns of Scales.
func courseScales() []Column {
	return cols(
		levelScale("level_scale", "Level reached at the end", "niveau de sortie",
			func(s *Scales) *LevelScale { return s.Exit }),
		levelScale("entry_level_scale", "Level required for entry", "niveau d'entrée requis",
			func(s *Scales) *LevelScale { return s.Entry }),
		row(
			domain("domain", "Field of training on one scale for all sites: NSF domain of two digits; null if no code "+
				"of the page leads to one", func(d *DomainScale) string { return d.Code }),
			domain("domain_label", "Field of training: label of the NSF domain",
				func(d *DomainScale) string { return d.Label }),
			domain("domain_source", "The list and code that the domain was read from, such as formacode:43436",
				func(d *DomainScale) string { return d.Source }),
			domain("domain_fit", "exact if the page prints an NSF code, near if another list's code was mapped",
				func(d *DomainScale) string { return d.Fit }),
		))
}

func levelScale(name, meaning, french string, get func(*Scales) *LevelScale) []Column {
	cell := func(part func(*LevelScale) any) func(*History) any {
		return func(h *History) any {
			if h.Scales == nil || get(h.Scales) == nil {
				return nil
			}
			return part(get(h.Scales))
		}
	}
	return row(
		typed(name, TypeInteger, meaning+", 1 to 8 of the framework of 2019; null if the printed level has no counterpart",
			french, "").derived().scale().lived(cell(func(l *LevelScale) any { return int64(l.Level) })),
		text(name+"_source", meaning+": the printed scale and level it was read from, such as 1969:III or 2019:5",
			french, "").derived().scale().lived(cell(func(l *LevelScale) any { return l.Source })),
		text(name+"_fit", meaning+": exact, or near where one level of then is two of 2019, or the printed level was near",
			french, "").derived().scale().lived(cell(func(l *LevelScale) any { return l.Fit })),
	)
}

func domain(name, meaning string, part func(*DomainScale) string) Column {
	return text(name, meaning, "domaine de spécialité", "").derived().scale().lived(func(h *History) any {
		if h.Scales == nil || h.Scales.Domain == nil {
			return nil
		}
		return part(h.Scales.Domain)
	})
}

func codeTable() Table {
	return Table{Name: "course_code", Key: []string{"course_key", "position"}, rows: codeRows,
		Meaning: "One row per code of an external classification found on a course's page.",
		Columns: cols(child(), row(
			text("list", "rncp, rs, certifinfo, rome, formacode, nsf or cpf", "nomenclature", "").must().
				from(func(x *Row) any { return x.list }),
			text("code", "The code", "code",
				"code-FORMACODE, code-NSF, code-ROME, code-RNCP, code-RS, code-CERTIFINFO, code-CPF").must().
				from(func(x *Row) any { return x.code.Code }),
			text("label", "Label printed next to it", "libellé", "").
				from(func(x *Row) any { return opt(x.code.Label) }),
			text("version", "Version of the list, if the page gives it", "version", "").
				from(func(x *Row) any { return opt(x.code.Version) }),
			typed("from_link", TypeBoolean, "Found only in the address of a link", "", "").must().
				from(func(x *Row) any { return x.code.FromLink }),
			typed("main", TypeBoolean, "The source calls it the principal one; null if it does not", "principal",
				"@tag").
				from(func(x *Row) any {
					if !x.code.Main {
						return nil
					}
					return true
				}),
		))}
}

// codedTable is the table of a list of coded values; own gives those of one action, nil where actions have none.
func codedTable(name, meaning, french, lheo string, list func(*Course) []Coded, own func(*Action) []Coded) Table {
	rows := each(func(x *Row) []Coded { return list(x.course) }, func(x *Row, v *Coded) { x.coded = v })
	var action []Column
	if own != nil {
		rows, action = eachOf(list, own, func(x *Row, v *Coded) { x.coded = v }), ofAction()
	}
	return Table{Name: name, Key: []string{"course_key", "position"},
		rows:    rows,
		Meaning: meaning,
		Columns: cols(child(), row(
			text("code", "Code from the vocabulary; null if none fits", french, lheo).derived().
				from(func(x *Row) any { return opt(x.coded.Code) }),
			text("label", "Label of the code", french, "").derived().
				from(func(x *Row) any { return opt(x.coded.Label) }),
			text("raw", "As printed", french, "").must().
				from(func(x *Row) any { return x.coded.Raw }),
			text("fit", "exact, or near for an approximation the vocabulary allows", "", "").derived().
				from(func(x *Row) any { return word(x.coded.Fit) }),
		), action)}
}

func outlineTable() Table {
	return Table{Name: "course_outline", Key: []string{"course_key", "position"}, rows: outlineRows,
		Meaning: "One row per item of a course's programme, or per heading without items.",
		Columns: cols(child(), row(
			typed("heading_no", TypeInteger, "Number of the heading, starting at 0", "", "").must().
				from(func(x *Row) any { return int64(x.headingNo) }),
			text("heading", "The heading", "programme", "contenu-formation").must().
				from(func(x *Row) any { return x.heading.Title }),
			text("item", "Item under the heading", "programme", "contenu-formation").
				from(func(x *Row) any { return opt(x.item) }),
		))}
}

func fundingTable() Table {
	return Table{Name: "funding", Key: []string{"course_key", "position"},
		rows: eachOf(func(c *Course) []Funding { return c.Funding }, func(a *Action) []Funding { return a.Funding },
			func(x *Row, v *Funding) { x.funding = v }),
		Meaning: "One row per way of funding a course.",
		Columns: cols(child(), row(
			text("type", "Type of funding as printed", "type", "conventionnement").
				from(func(x *Row) any { return opt(x.funding.Type) }),
		), coded("funder", "Who pays", "financeur", "code-financeur",
			func(x *Row) *Coded { return x.funding.Funder }), row(
			text("scheme", "Scheme as printed", "dispositif", "").
				from(func(x *Row) any { return opt(x.funding.Scheme) }),
			text("measure", "Measure as printed", "mesure", "").
				from(func(x *Row) any { return opt(x.funding.Measure) }),
			text("reference", "Reference as printed", "référence", "").
				from(func(x *Row) any { return opt(x.funding.Reference) }),
			typed("conventioned", TypeBoolean, "Covered by an agreement with a public funder", "conventionnée",
				"conventionnement").
				from(func(x *Row) any { return opt(x.funding.Conventioned) }),
		), ofAction())}
}

func otherTable() Table {
	return Table{Name: "course_other", Key: []string{"course_key", "position"},
		rows: eachOf(func(c *Course) []Labelled { return c.Other }, func(a *Action) []Labelled { return a.Other },
			func(x *Row, v *Labelled) { x.other = v }),
		Meaning: "One row per text that the page prints under a label carif has no column for.",
		Columns: cols(child(), row(
			text("label", "The label", "", "").must().
				from(func(x *Row) any { return x.other.Label }),
			text("text", "The text", "", "").must().
				from(func(x *Row) any { return x.other.Text }),
		), ofAction())}
}

// searchID is null in a row that has no number yet.
func searchID(x *Row) any {
	if x.History == nil || x.History.SearchID == 0 {
		return nil
	}
	return x.History.SearchID
}

// part gives a part of a course that may be absent: one that says nothing then, whose columns are null.
func part[T any](p *T) *T {
	if p == nil {
		return new(T)
	}
	return p
}
