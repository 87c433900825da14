package normalize

import (
	"strings"

	"carif/geo"
	"carif/schema"
	"carif/vocab"
)

// Knows reports whether a vocabulary tells what a short text means: such words are a course's value, even where all
// pages of a site print them.
func (n *Normalizer) Knows(text string) bool {
	return len(n.Means(text)) > 0
}

// Town reports whether a short text is the name of a French town, with or without its department or postal code.
func (n *Normalizer) Town(text string) bool {
	if len(text) > 50 || len(text) < 2 || strings.ContainsAny(text, ":\n") {
		return false
	}
	r := n.values.Places().Resolve(geo.Query{City: text})
	return r.Commune != "" && r.Confidence != geo.Low
}

// Means tells which of the course's coded fields a short text is a value of, by the vocabularies.
func (n *Normalizer) Means(text string) (fields []schema.Field) {
	if len(text) > longestKnown {
		return nil
	}
	for _, k := range knownFields {
		if _, ok := n.values.Vocab.Find(k.vocabulary, text); ok {
			fields = append(fields, k.field)
		}
	}
	return fields
}

// longestKnown is the most bytes of a text that vocabularies are asked about.
const longestKnown = 90

// knownFields are the fields whose values vocabularies code.
var knownFields = [...]struct {
	field      schema.Field
	vocabulary string
}{{schema.FieldEntryLevel, vocab.Levels}, {schema.FieldGeneralObjective, vocab.Objectives},
	{schema.FieldEntryExit, vocab.EntryExit},
	{schema.FieldTeachingMode, vocab.Teaching}, {schema.FieldPathway, vocab.Pathways},
	{schema.FieldAudience, vocab.Audiences},
	{schema.FieldSelection, vocab.Selection}, {schema.FieldFunder, vocab.Funders},
	{schema.FieldSessionState, vocab.States},
	{schema.FieldCertifying, vocab.YesNo}}
