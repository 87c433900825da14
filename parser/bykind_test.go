package parser

import (
	"testing"
)

// TestByKind: under a label of no list, a value whose kind leaves no doubt finds its field; it gives way to a known label.
func TestByKind(t *testing.T) {
	checkPages(t, []pageCase{
		{"hours", basket(`<dl><dt>Zorglub</dt><dd>21 heures</dd></dl>`), []string{"duration 21 heures"}, nil},
		{"a mode", basket(`<dl><dt>Machinchose</dt><dd>À distance</dd></dl>`), []string{"teaching_mode À distance"}, nil},
		{"audiences", basket(`<dl><dt>Zorglub</dt><dd>Demandeur d'emploi, Salarié</dd></dl>`), []string{"audience Demandeur d'emploi, Salarié"}, nil},
		{"ways of selection", basket(`<dl><dt>Zorglub</dt><dd>Entretien, Dossier</dd></dl>`), []string{"selection Entretien, Dossier"}, nil},
		{"one of them is none", basket(`<dl><dt>Zorglub</dt><dd>Salarié, Trucmuche</dd></dl>`), nil, []string{"audience"}},
		{"a label beside the course", basket(`<dl><dt>Hébergement</dt><dd>35 heures</dd><dt>Pauses</dt><dd>2 heures</dd></dl>`), nil, []string{"duration"}},
		{"a known label goes before", basket(`<dl><dt>Zorglub</dt><dd>21 heures</dd><dt>Durée</dt><dd>14 heures</dd></dl>`),
			[]string{"duration 14 heures", "other 21 heures"}, []string{"duration 21"}},
	})
}
