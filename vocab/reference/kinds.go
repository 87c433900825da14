package reference

import "strings"

// kind is what the files of one publisher look like. Column names are folded: letters and digits only.
type kind struct {
	name   string
	code   []string // columns of the code
	labels []string // columns of the label, the first that says something counts
	extras []string // columns kept beside, as the publisher spells them
	read   func(string) (list, code string)
}

// kinds are the files that are known, by their publishers' headers:
//   - rncp: France compétences, "export_fiches_CSV_Standard" (data.gouv.fr), both registers in one file
//   - rome: France Travail, "referentiel_code_rome"
//   - formacode: Centre Inffo
//   - siret: INSEE, StockEtablissement or an extract of it
func kinds() []kind {
	return []kind{
		{"rncp", []string{"numerofiche"}, []string{"intitule"},
			[]string{"Nomenclature_Europe_Niveau", "Abrege_Libelle", "Actif"}, readRegister},
		{"rome", []string{"coderome"}, []string{"libellerome"}, []string{"Statut"}, readROME},
		{"formacode", []string{"codeformacode", "formacode", "formacodecode"},
			[]string{"libelleformacode", "libelle", "intitule"}, []string{"Champ"}, digits("formacode", 5)},
		{"siret", []string{"siret"}, []string{"denominationunitelegale", "denominationusuelleetablissement",
			"enseigne1etablissement", "denomination", "nom"},
			[]string{"codePostalEtablissement", "libelleCommuneEtablissement", "etatAdministratifEtablissement"},
			digits("siret", 14)},
	}
}

// readRegister reads "RNCP34441" and "RS5695": the prefix names the register.
func readRegister(s string) (list, code string) {
	s = strings.ToUpper(strings.ReplaceAll(s, " ", ""))
	for _, p := range []string{"RNCP", "RS"} {
		if n, ok := strings.CutPrefix(s, p); ok && n != "" && len(n) <= 6 && allDigits(n) {
			return strings.ToLower(p), n
		}
	}
	return "", ""
}

// readROME reads a letter and four digits.
func readROME(s string) (list, code string) {
	s = strings.ToUpper(s)
	if len(s) != 5 || s[0] < 'A' || s[0] > 'N' || !allDigits(s[1:]) {
		return "", ""
	}
	return "rome", s
}

func digits(list string, n int) func(string) (string, string) {
	return func(s string) (string, string) {
		s = strings.ReplaceAll(s, " ", "")
		if len(s) != n || !allDigits(s) {
			return "", ""
		}
		return list, s
	}
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
