package vocab

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLoad(t *testing.T) {
	s, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	want := "audience entry-exit funder level objective pathway placeholder selection state teaching validation yesno"
	if got := strings.Join(s.Names(), " "); got != want {
		t.Errorf("Names() = %s, want %s", got, want)
	}
}

func TestMatch(t *testing.T) {
	s, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, raw, code, fit string }{
		{Audiences, "Demandeur d'emploi", "80006", Exact},
		{Audiences, "Demandeurs d’emploi", "80006", Exact},
		{Audiences, "DEMANDEURS D'EMPLOI", "80006", Exact},
		{Audiences, "Jeune de moins de 26 ans", "81024", Near},
		{Audiences, "Jeunes de moins de 26 ans", "81024", Near},
		{Audiences, "Personne handicapée", "81020", Exact},
		{Audiences, "Salarié(e)", "82044", Exact},
		{Audiences, "Salarié·e·s", "82044", Exact},
		{Audiences, "Actif(ve) non salarié(e)", "82058", Near},
		{Audiences, "Tout public", "83056", Exact},
		{Audiences, "Tous publics", "83056", Exact},
		{Audiences, "Handicapés", "81020", Exact},
		{Audiences, "public sans emploi", "80001", Exact},
		{Audiences, "Demandeur d'emploi moins de 26 ans", "80009", Exact},
		{Audiences, "Bénéficiaire ARE", "80006", Near},
		{Audiences, "Bénéficiaire du RSA", "80010", Exact},
		{Audiences, "Particulier, individuel", "81050", Exact},
		{Audiences, "Marin pêcheur", "", ""},
		{Objectives, "Perfectionnement, élargissement des compétences", "2", Exact},
		{Objectives, "Se Qualifier", "6", Near},
		{Objectives, "Elargissement de compétences", "2", Exact},
		{EntryExit, "Entrée / sortie à date fixe", "0", Exact},
		{EntryExit, "Entrée/Sortie permanente", "1", Exact},
		{EntryExit, "entrées-sorties permanentes :", "1", Exact},
		{EntryExit, "Pas d'entrée sortie permanente", "0", Exact},
		{EntryExit, "Inscription permanente : Non", "0", Exact},
		{EntryExit, "entrée-sortie permanente", "1", Exact},
		{Teaching, "formation mixte", "1", Exact},
		{Teaching, "À distance", "2", Exact},
		{Teaching, "Présentiel", "0", Exact},
		{Pathways, "En groupe (non personnalisable)", "1", Exact},
		{Selection, "Entretien", "8", Exact},
		{Selection, "Admission après test", "4", Near},
		{Selection, "Inscription directe ou par un conseiller en insertion professionnelle", "", ""},
		{Funders, "FINANCEMENT INDIVIDUEL", "10", Exact},
		{Funders, "CONSEIL REGIONAL ILE-DE-FRANCE", "2", Exact},
		{Funders, "REGION Nord-Pas de Calais", "2", Exact},
		{Funders, "PÔLE EMPLOI Nord-Pas de Calais", "4", Exact},
		{Funders, "DEPARTEMENT DES HAUTS-DE-SEINE (92)", "8", Exact},
		{States, "formation terminée", "ended", Exact},
		{States, "Place non disponible", "full", Exact},
		{States, "Ouvert", "open", Exact},
		{Validation, "Attestation de fin de formation", "att-formation", Exact},
		{Validation, "Titre professionnel assistant(e) de vie aux familles", "cert-titre", Exact},
		{YesNo, "Non éligible", "0", Exact},
		{YesNo, "Cette formation est conventionnée.", "1", Exact},
		{Placeholder, "Sans objet", "none", Exact},
		{Placeholder, "consulter l'organisme de formation.", "none", Exact},
		{Placeholder, "Sans condition d'accès", "", ""},
		{Placeholder, "Cette formation ne nécessite aucun pré requis", "", ""},
		{Levels, "Sans Niveau Spécifique", "1", Exact},
		{Levels, "Tous niveaux", "1", Exact},
	} {
		got, ok := s.Match(tt.name, tt.raw)
		code := ""
		if got.Code != nil {
			code = *got.Code
		}
		if code != tt.code || got.Fit != tt.fit || ok != (tt.code != "") || got.Raw != tt.raw {
			t.Errorf("Match(%s, %q) = code %q fit %q ok %v raw %q, want code %q fit %q", tt.name, tt.raw, code, got.Fit, ok, got.Raw, tt.code, tt.fit)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	for _, tt := range []struct{ name, yaml, want string }{
		{"unknown code", "name: audience\nentries:\n  - code: \"99999\"\n    wordings: [x]\n", `line 3: code "99999" is not in the dictionary`},
		{"twice", "name: audience\nentries:\n  - code: \"80006\"\n  - code: \"80006\"\n", `line 4: code "80006" is there twice`},
		{"two codes for a wording", "name: audience\nentries:\n  - code: \"80006\"\n    wordings: [Zouave]\n  - code: \"82044\"\n    wordings: [zouaves]\n", `line 6: "zouaves" is already a wording of code "80006" (line 4)`},
		{"unknown key", "name: audience\nentires: []\n", `line 2: unknown key "entires"`},
		{"key twice", "name: audience\nname: audience\n", "line 2: not YAML: mapping key \"name\" already defined"},
		{"list for a word", "name: [audience]\n", "line 1: expected a single value"},
		{"word for a list", "name: audience\nentries: x\n", `line 2: "x" has the wrong type: expected sequence`},
		{"word for yes or no", "name: audience\nentries:\n  - code: \"80006\"\n    obsolete: maybe\n", `line 4: "maybe" has the wrong type: expected bool`},
		{"empty wording", "name: audience\nentries:\n  - code: \"80006\"\n    wordings: [~]\n", `line 3: code "80006" has an empty wording`},
		{"not YAML", "name: 'audience\n", "line 1: not YAML"},
		{"unknown vocabulary", "name: hats\n", "unknown vocabulary"},
		{"no name", "title: x\n", "no name"},
		{"rule of an unknown code", "name: audience\nrules:\n  - code: \"1\"\n    any: [x]\n", `line 3: a rule gives code "1"`},
		{"bad fit", "name: audience\nrules:\n  - code: \"80006\"\n    any: [x]\n    fit: close\n", "neither exact nor near"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "mine.yaml"), []byte(tt.yaml), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := Load(dir)
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "mine.yaml") {
				t.Errorf("Load() = %v, want an error with mine.yaml and %q", err, tt.want)
			}
		})
	}
}

func TestLayer(t *testing.T) {
	dir := t.TempDir()
	yaml := "name: audience\nentries:\n  - code: \"80006\"\n    wordings: [Zouave, Salarié]\nrules:\n  - code: \"82044\"\n    any: [matelot*]\n"
	if err := os.WriteFile(filepath.Join(dir, "mine.yaml"), []byte(yaml), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	base, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	if s.Version() == base.Version() {
		t.Errorf("Version() = %s for both, want another one for the layered set", s.Version())
	}
	for raw, want := range map[string]string{"zouaves": "80006", "Salarié": "80006", "Les matelots du port": "82044", "Tout public": "83056"} {
		got, _ := s.Find(Audiences, raw)
		if got.Code != want {
			t.Errorf("Find(%q) = %q, want %q", raw, got.Code, want)
		}
	}
}
