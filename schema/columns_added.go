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
			rows: each(func(x *Row) []InformationDate { return x.course.InformationDates },
				func(x *Row, v *InformationDate) { x.meeting = v }),
			Columns: cols(child(), row(
				typed("date", TypeDate, "The day", "date d'information", "date-information").
					from(func(x *Row) any { return opt(x.meeting.Date) }),
				text("text", "As printed", "réunion d'information", "").must().
					from(func(x *Row) any { return x.meeting.Text }),
			))},
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
