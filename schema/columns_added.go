package schema

import (
	"maps"
	"slices"
	"strings"
)

// courseAdded are the columns of a course that came later: they stand behind the others, so that these keep their
// place.
func courseAdded() []Column {
	return cols(addedTexts(), addedFigures(), row(
		text("derived", "Columns that no word of the page states, and what each was derived from: field=source, one per line",
			"", "").
			derived().from(func(x *Row) any { return word(derivedLines(x.course.Derived)) }),
	))
}

func addedTexts() []Column {
	return row(
		text("disability_access", "Access for people with disabilities",
			"accessibilité aux personnes handicapées", "acces-handicapes").
			from(func(x *Row) any { return opt(x.course.DisabilityAccess) }),
		text("assessment", "How trainees are assessed", "modalités d'évaluation", "").
			from(func(x *Row) any { return opt(x.course.Assessment) }),
		text("methods", "Teaching methods and means", "méthodes mobilisées", "modalites-pedagogiques").
			from(func(x *Row) any { return opt(x.course.Methods) }),
		typed("access_delay_days", TypeInteger, "Time to enter the course, if the page states one",
			"délai d'accès", "").in("d").
			from(func(x *Row) any { return optInt(part(x.course.AccessDelay).Days) }),
		text("access_delay_text", "Time to enter the course, as printed", "délai d'accès", "").
			from(func(x *Row) any { return opt(part(x.course.AccessDelay).Text) }),
		text("equivalences", "Equivalences and gateways", "équivalences, passerelles", "").
			from(func(x *Row) any { return opt(x.course.Equivalences) }),
		text("certifier", "Who awards the certification", "certificateur", "").
			from(func(x *Row) any { return opt(part(x.course.Certification).Certifier) }),
		typed("registered_from", TypeDate, "The certification is registered from", "date d'enregistrement", "").
			from(func(x *Row) any { return opt(part(x.course.Certification).RegisteredFrom) }),
		typed("registered_until", TypeDate, "The certification is registered until",
			"date d'échéance de l'enregistrement", "").
			from(func(x *Row) any { return opt(part(x.course.Certification).RegisteredUntil) }),
	)
}

func addedFigures() []Column {
	return row(
		typed("cpf_eligible", TypeBoolean, "Can be paid with a personal training account",
			"éligible au CPF", "code-CPF").
			from(func(x *Row) any { return opt(x.course.CPFEligible) }),
		typed("group_min", TypeInteger, "Smallest group", "effectif minimal", "effectif-minimal").
			from(func(x *Row) any { return optInt(part(x.course.GroupSize).Min) }),
		typed("group_max", TypeInteger, "Largest group", "effectif maximal", "effectif-maximal").
			from(func(x *Row) any { return optInt(part(x.course.GroupSize).Max) }),
		text("group_text", "Size of the group as printed", "effectif", "").
			from(func(x *Row) any { return opt(part(x.course.GroupSize).Text) }),
		typed("enrolment_until", TypeDate, "Last day to enrol",
			"date limite d'inscription", "periode-inscription").
			from(func(x *Row) any { return opt(x.course.EnrolmentUntil) }),
		typed("positioning", TypeBoolean, "Trainees are placed by a test or interview before",
			"positionnement", "positionnement").
			from(func(x *Row) any { return opt(x.course.Positioning) }),
		typed("remaining_cost_eur", TypeReal, "What the trainee still has to pay",
			"reste à charge", "frais-restants").in("EUR").
			from(func(x *Row) any { return opt(part(x.course.RemainingCost).AmountEUR) }),
		text("remaining_cost_text", "What the trainee still has to pay, as printed",
			"reste à charge", "frais-restants").
			from(func(x *Row) any { return opt(part(x.course.RemainingCost).Text) }),
		text("alternance_type", "Kind of work-study rhythm, as printed",
			"type d'alternance", "modalites-alternance").
			from(func(x *Row) any { return opt(part(x.course.Alternance).Type) }),
		typed("alternance_centre", TypeReal, "Time at the centre in each turn, in alternance_unit",
			"rythme de l'alternance", "").
			from(func(x *Row) any { return opt(part(x.course.Alternance).Centre) }),
		typed("alternance_company", TypeReal, "Time in the company in each turn, in alternance_unit",
			"rythme de l'alternance", "").
			from(func(x *Row) any { return opt(part(x.course.Alternance).Company) }),
		text("alternance_unit", "day, week or month", "rythme de l'alternance", "").
			from(func(x *Row) any { return opt(part(x.course.Alternance).Unit) }),
		text("alternance_text", "Work-study rhythm as printed",
			"rythme de l'alternance", "modalites-alternance").
			from(func(x *Row) any { return opt(part(x.course.Alternance).Text) }),
		text("price_tax", "ttc (tax included), ht (without) or exempt; null if the page does not say",
			"TTC, HT, exonéré", "").
			from(func(x *Row) any { return opt(part(x.course.Price).Tax) }),
		text("price_kind", "inter (open to all) or intra (for one company); null if the page does not say",
			"inter, intra", "").
			from(func(x *Row) any { return opt(part(x.course.Price).Kind) }),
	)
}

// addedTables are the tables of what a page may say several times.
func addedTables() []Table {
	return []Table{
		{Name: "course_price", Key: []string{"course_key", "position"},
			Meaning: "One row per price of a course that has several.",
			rows:    each(func(x *Row) []Price { return x.course.Prices }, func(x *Row, v *Price) { x.cost = v }),
			Columns: cols(child(), row(
				typed("amount_eur", TypeReal, "The price", "prix", "prix-total-TTC").in("EUR").
					from(func(x *Row) any { return opt(x.cost.AmountEUR) }),
				text("tax", "ttc, ht or exempt", "TTC, HT, exonéré", "").
					from(func(x *Row) any { return opt(x.cost.Tax) }),
				text("kind", "inter or intra", "inter, intra", "").
					from(func(x *Row) any { return opt(x.cost.Kind) }),
				text("text", "As printed", "prix", "").from(func(x *Row) any { return opt(x.cost.Text) }),
			))},
		{Name: "course_result", Key: []string{"course_key", "position"},
			Meaning: "One row per figure of what became of earlier trainees.",
			rows:    each(func(x *Row) []Figure { return x.course.Results }, func(x *Row, v *Figure) { x.outcome = v }),
			Columns: cols(child(), row(
				text("what", "What was measured, as printed", "indicateur", "").must().
					from(func(x *Row) any { return x.outcome.What }),
				typed("value", TypeReal, "The figure, in unit", "valeur", "").
					from(func(x *Row) any { return opt(x.outcome.Value) }),
				text("unit", "% or the top of the scale (/5, /10, /20)", "unité", "").
					from(func(x *Row) any { return opt(x.outcome.Unit) }),
				typed("n", TypeInteger, "How many trainees or answers it is of", "effectif", "").
					from(func(x *Row) any { return optInt(x.outcome.N) }),
				text("period", "Year or years", "période", "").
					from(func(x *Row) any { return opt(x.outcome.Period) }),
				text("method", "How it was computed, where the page tells", "mode de calcul", "").
					from(func(x *Row) any { return opt(x.outcome.Method) }),
				text("raw", "As printed", "", "").must().from(func(x *Row) any { return x.outcome.Raw }),
			))},
		{Name: "course_block", Key: []string{"course_key", "position"},
			Meaning: "One row per bloc de compétences of a course's certification.",
			rows:    each(func(x *Row) []Block { return x.course.Blocks }, func(x *Row, v *Block) { x.block = v }),
			Columns: cols(child(), row(
				text("code", "Number of the block in the register", "bloc de compétences", "blocs-competences").
					from(func(x *Row) any { return opt(x.block.Code) }),
				text("label", "Its name", "bloc de compétences", "blocs-competences").
					from(func(x *Row) any { return opt(x.block.Label) }),
			))},
		{Name: "information_date", Key: []string{"course_key", "position"},
			Meaning: "One row per information meeting before a course.",
			rows: eachOf(func(c *Course) []InformationDate { return c.InformationDates },
				func(a *Action) []InformationDate { return a.InformationDates },
				func(x *Row, v *InformationDate) { x.meeting = v }),
			Columns: cols(child(), row(
				typed("date", TypeDate, "The day", "date d'information", "date-information").
					from(func(x *Row) any { return opt(x.meeting.Date) }),
				text("text", "As printed", "réunion d'information", "").must().
					from(func(x *Row) any { return x.meeting.Text }),
			), ofAction())},
	}
}

// derivedLines writes what was derived, a field a line.
func derivedLines(m map[string]string) string {
	out := make([]string, 0, len(m))
	for _, f := range slices.Sorted(maps.Keys(m)) {
		out = append(out, f+"="+m[f])
	}
	return strings.Join(out, "\n")
}

// ofAction is the column that tells which action a row of a course's list belongs to.
func ofAction() []Column {
	return row(text("action", "The action that says it, its native_id; null if all of the course do", "action",
		"action/@numero").from(func(x *Row) any {
		if x.action == nil {
			return nil
		}
		return x.action.NativeID
	}))
}

// eachOf walks a list of the course, and after it those that its actions have of their own.
func eachOf[T any](list func(*Course) []T, own func(*Action) []T, put func(*Row, *T)) rowsOf {
	return func(x *Row, yield func(*Row) bool) {
		x.action, x.Position = nil, 0
		for i := -1; i < len(x.course.Actions); i++ {
			var items []T
			if i < 0 {
				items = list(x.course)
			} else {
				x.action = &x.course.Actions[i]
				items = own(x.action)
			}
			for k := range items {
				put(x, &items[k])
				if !yield(x) {
					return
				}
				x.Position++
			}
		}
	}
}

// saidOfActions are the columns that a course and its actions both have; of gives what a row is of.
func saidOfActions(of func(*Row) *Course) []Column {
	return cols(row(
		typed("entry_level_required", TypeBoolean, "Nobody enters below the level of entry", "niveau d'entrée obligatoire",
			"niveau-entree-obligatoire").
			from(func(x *Row) any { return opt(of(x).EntryLevelRequired) }),
		typed("costs_covered", TypeBoolean, "The costs of the training may be paid for",
			"prise en charge des frais possible", "prise-en-charge-frais-possible").
			from(func(x *Row) any { return opt(of(x).CostsCovered) }),
	), coded("recruitment_area", "Where trainees may come from", "périmètre de recrutement",
		"code-perimetre-recrutement", func(x *Row) *Coded { return of(x).RecruitmentArea }))
}

// courseOfFeeds are the columns of a course that came with feeds of actions.
func courseOfFeeds() []Column {
	return cols(row(
		text("reference", "Second number of the course, of another system", "référence", "formation/@ref").
			from(func(x *Row) any { return opt(x.course.Reference) }),
		typed("created_on", TypeDate, "Date on which the source made the record", "date de création",
			"formation/@datecrea").
			from(func(x *Row) any { return opt(x.Record.Source.CreatedOn) }),
	), saidOfActions(func(x *Row) *Course { return x.course }))
}

func actionTable() Table {
	own := func(x *Row) *Course { return x.own }
	return Table{Name: "action", Key: []string{"course_key", "position"},
		Meaning: "One row per action of a course that has some: what it says otherwise than the others.",
		rows: each(func(x *Row) []Action { return x.course.Actions },
			func(x *Row, a *Action) {
				own := a.Own()
				x.action, x.own = a, &own
			}),
		Columns: cols(child(), row(
			text("native_id", "Its number, or its place (#1) if it has none: what sessions and lists name it by", "action",
				"action/@numero").must().
				from(func(x *Row) any { return x.action.NativeID }),
			text("reference", "Its second number, of another system", "référence", "action/@ref").
				from(func(x *Row) any { return opt(x.action.Reference) }),
			typed("created_on", TypeDate, "Date on which the source made it", "date de création", "action/@datecrea").
				from(func(x *Row) any { return opt(x.action.CreatedOn) }),
			typed("updated_on", TypeDate, "Date of its last update", "date de mise à jour", "action/@datemaj").
				from(func(x *Row) any { return opt(x.action.UpdatedOn) }),
			text("admission", "Admission requirements", "conditions d'accès", "conditions-specifiques").
				from(func(x *Row) any { return opt(x.action.Admission) }),
		), coded("teaching_mode", "On site, blended or remote", "modalités d'enseignement", "modalites-enseignement",
			func(x *Row) *Coded { return x.action.TeachingMode }), actionFigures(), saidOfActions(own)),
	}
}

func actionFigures() []Column {
	return row(
		text("pace", "Pace (full time, evenings …), one item per line", "rythme", "rythme-formation").
			from(func(x *Row) any { return lines(x.action.Pace) }),
		typed("total_hours", TypeReal, "Total length", "durée totale", "nombre-heures-total").in("h").
			from(func(x *Row) any { return opt(part(x.action.Duration).TotalHours) }),
		typed("centre_hours", TypeReal, "Hours spent at the training centre", "durée en centre",
			"nombre-heures-centre").in("h").
			from(func(x *Row) any { return opt(part(x.action.Duration).CentreHours) }),
		typed("company_hours", TypeReal, "Hours spent in a company", "durée en entreprise",
			"nombre-heures-entreprise").in("h").
			from(func(x *Row) any { return opt(part(x.action.Duration).CompanyHours) }),
		typed("weekly_hours", TypeReal, "Hours per week", "durée hebdomadaire", "").in("h").
			from(func(x *Row) any { return opt(part(x.action.Duration).WeeklyHours) }),
		text("duration_text", "Length as printed", "durée", "duree-indicative").
			from(func(x *Row) any { return opt(part(x.action.Duration).Text) }),
		typed("professionalisation_contract", TypeBoolean, "Open to professionalisation contracts",
			"contrat de professionnalisation", "").
			from(func(x *Row) any { return opt(part(x.action.Contracts).Professionalisation) }),
		typed("apprenticeship_contract", TypeBoolean, "Open to apprenticeship contracts",
			"contrat d'apprentissage", "").
			from(func(x *Row) any { return opt(part(x.action.Contracts).Apprenticeship) }),
		text("disability_access", "Access for people with disabilities",
			"accessibilité aux personnes handicapées", "acces-handicapes").
			from(func(x *Row) any { return opt(x.action.DisabilityAccess) }),
		text("methods", "Teaching methods and means", "méthodes mobilisées", "modalites-pedagogiques").
			from(func(x *Row) any { return opt(x.action.Methods) }),
		typed("remaining_cost_eur", TypeReal, "What the trainee still has to pay",
			"reste à charge", "frais-restants").in("EUR").
			from(func(x *Row) any { return opt(part(x.action.RemainingCost).AmountEUR) }),
		text("remaining_cost_text", "What the trainee still has to pay, as printed",
			"reste à charge", "frais-restants").
			from(func(x *Row) any { return opt(part(x.action.RemainingCost).Text) }),
		text("alternance_text", "Work-study rhythm as printed",
			"rythme de l'alternance", "modalites-alternance").
			from(func(x *Row) any { return opt(part(x.action.Alternance).Text) }),
	)
}

// sessionOfFeeds are the columns of a session that came with feeds of actions.
func sessionOfFeeds() []Column {
	return row(
		text("action", "Its action: native_id in table action", "action", "action/@numero").
			from(func(x *Row) any { return opt(x.session.Action) }),
		text("reference", "Its second number, of another system", "référence", "session/@ref").
			from(func(x *Row) any { return opt(x.session.Reference) }),
		typed("created_on", TypeDate, "Date on which the source made it", "date de création", "session/@datecrea").
			from(func(x *Row) any { return opt(x.session.CreatedOn) }),
		text("place_name", "Name of the place", "lieu de formation", "denomination").
			from(func(x *Row) any { return opt(x.session.PlaceName) }),
		text("address", "Street address of the place", "adresse", "lieu-de-formation ligne").
			from(func(x *Row) any { return opt(x.session.Address) }),
		typed("latitude", TypeReal, "Latitude of the place, as the source gives it", "latitude", "latitude").in("°").
			from(func(x *Row) any { return opt(x.session.Latitude) }),
		typed("longitude", TypeReal, "Longitude of the place, as the source gives it", "longitude", "longitude").in("°").
			from(func(x *Row) any { return opt(x.session.Longitude) }),
		text("enrolment_name", "Name of the place to enrol at", "adresse d'inscription", "adresse-inscription").
			from(func(x *Row) any { return opt(part(x.session.Enrolment).Name) }),
		text("enrolment_address", "Street address to enrol at", "adresse d'inscription", "adresse-inscription").
			from(func(x *Row) any { return opt(part(x.session.Enrolment).Street) }),
		text("enrolment_postal_code", "Postal code to enrol at", "adresse d'inscription", "adresse-inscription").
			from(func(x *Row) any { return opt(part(x.session.Enrolment).PostalCode) }),
		text("enrolment_city", "City to enrol at", "adresse d'inscription", "adresse-inscription").
			from(func(x *Row) any { return opt(part(x.session.Enrolment).City) }),
		text("enrolment_commune", "INSEE code of the commune to enrol at", "adresse d'inscription", "adresse-inscription").
			from(func(x *Row) any { return opt(part(x.session.Enrolment).Commune) }),
		text("enrolment_department", "INSEE code of the department to enrol at", "adresse d'inscription",
			"adresse-inscription").
			from(func(x *Row) any { return opt(part(x.session.Enrolment).Department) }),
		text("enrolment_region", "INSEE code of the region to enrol at", "adresse d'inscription", "adresse-inscription").
			from(func(x *Row) any { return opt(part(x.session.Enrolment).Region) }),
	)
}
