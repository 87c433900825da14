package reference

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRows(t *testing.T) {
	for _, tt := range []struct {
		name, kind, in string
		want           []Row
		skipped        int
	}{
		{"register", "", "\ufeff\"Id_Fiche\";\"Numero_Fiche\";\"Intitule\";\"Nomenclature_Europe_Niveau\";\"Actif\"\n1;RNCP99901;\"Titre d'essai ; avec point-virgule\";NIV4;ACTIVE\n2;RS9902;Certificat d'essai;;INACTIVE\n3;X1;Rien;;\n",
			[]Row{{"rncp", "99901", "Titre d'essai ; avec point-virgule", `{"Actif":"ACTIVE","Nomenclature_Europe_Niveau":"NIV4"}`}, {"rs", "9902", "Certificat d'essai", `{"Actif":"INACTIVE"}`}}, 1},
		{"occupations", "", "code_rome,code_fiche_em,code_ogr,libelle_rome,statut\nA1101,1,2,\"Essai, conduite\",1\n",
			[]Row{{"rome", "A1101", "Essai, conduite", `{"Statut":"1"}`}}, 0},
		{"formacode in Windows-1252", "", "Code Formacode;Libell\xe9\r\n31054;Essai de qualit\xe9\r\n", []Row{{"formacode", "31054", "Essai de qualité", ""}}, 0},
		{"formacode named", "formacode", "code\tlibellé\n15254\tAnglais\n999\tTrop court\n", []Row{{"formacode", "15254", "Anglais", ""}}, 1},
		{"establishments", "", "siren,nic,siret,denominationUniteLegale,enseigne1Etablissement,codePostalEtablissement\n732829320,00074,73282932000074,,Atelier d'essai,33000\n",
			[]Row{{"siret", "73282932000074", "Atelier d'essai", `{"codePostalEtablissement":"33000"}`}}, 0},
		{"apostrophes doubled by SQL", "", "\"code_rome\",\"libelle_rome\"\n\"A1101\",\"Conduite d''essai et d''à-côté\"\n",
			[]Row{{"rome", "A1101", "Conduite d'essai et d'à-côté", ""}}, 0},
		{"what is not told", "", "siret,denominationUniteLegale,enseigne1Etablissement,codePostalEtablissement\n73282932000074,[ND],[ND],[ND]\n73282932000082,[ND],Atelier d'essai,[ND]\n",
			[]Row{{"siret", "73282932000082", "Atelier d'essai", ""}}, 1},
		{"formacode as downloaded", "formacode", "11001;ESSAI QUALITE;essai qualité;DOM;110 MATHEMATIQUES\n11002;ESSAI DEUX;essai deux;DES;110 MATHEMATIQUES\n",
			[]Row{{"formacode", "11001", "essai qualité", ""}, {"formacode", "11002", "essai deux", ""}}, 0},
		{"occupations without a header", "rome", "1,A1101,\"Essai, conduite\",1\n", []Row{{"rome", "A1101", "Essai, conduite", ""}}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tab, err := Open(strings.NewReader(tt.in), tt.kind)
			if err != nil {
				t.Fatal(err)
			}
			var got []Row
			for r, err := range tab.Rows() {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, r)
			}
			if d := cmp.Diff(tt.want, got); d != "" || tab.Skipped != tt.skipped {
				t.Errorf("rows (-want +got), %d skipped, want %d:\n%s", tab.Skipped, tt.skipped, d)
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, tt := range []struct{ name, kind, in, want string }{
		{"empty", "", " \n", "empty"},
		{"zip", "", "PK\x03\x04…", "zip or xlsx"},
		{"binary", "", "a\x00b", "no text"},
		{"unknown header", "", "a;b\n1;2\n", "fits no known list"},
		{"code and label alone", "", "code;libelle\n15254;Anglais\n", "--kind"},
		{"unknown kind", "hats", "code;libelle\n", `"hats" is not a kind`},
		{"wrong kind", "rome", "a;b\n", "no columns of code and label"},
	} {
		if _, err := Open(strings.NewReader(tt.in), tt.kind); err == nil || !errors.Is(err, ErrFile) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: Open() = %v, want ErrFile and %q", tt.name, err, tt.want)
		}
	}
}

func TestNoRowIsAMistake(t *testing.T) {
	tab, err := Open(strings.NewReader("code_rome;libelle_rome\nx;y\n"), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, err = range tab.Rows() {
	}
	if !errors.Is(err, ErrFile) {
		t.Errorf("rows of a table without codes end with %v, want ErrFile", err)
	}
}

func TestOpenZip(t *testing.T) {
	pack := func(files ...string) (*bytes.Reader, int64) {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for i := 0; i < len(files); i += 2 {
			w, err := z.Create(files[i])
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write([]byte(files[i+1])); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return bytes.NewReader(b.Bytes()), int64(b.Len())
	}
	const rome, blocks, register = "\"Numero_Fiche\";\"Codes_Rome_Code\";\"Codes_Rome_Libelle\"\nRNCP99901;M1607;Essai\n",
		"\"Numero_Fiche\";\"Bloc_Competences_Code\"\nRNCP99901;RNCP99901BC01\n", "\"Id_Fiche\";\"Numero_Fiche\";\"Intitule\"\n1;RNCP99901;Titre d'essai\n"
	for name, tt := range map[string]struct {
		files []string
		want  string
		err   string
	}{
		"as downloaded": {[]string{"export_fiches_CSV_Rome_2026_11_29.csv", rome, "export_fiches_CSV_Blocs_De_Compétences_2026_11_29.csv", blocks,
			"export_fiches_CSV_Standard_2026_11_29.csv", register}, "rncp 99901 Titre d'essai", ""},
		"one known list":     {[]string{"a/readme.txt", "x", "a/liste.csv", "code_rome;libelle_rome\nA1101;Essai\n"}, "rome A1101 Essai", ""},
		"a layout not known": {[]string{"a.csv", blocks}, "", "a.csv: its header fits no known list"},
		"an xlsx":            {[]string{"xl/workbook.xml", "<x/>"}, "", "no CSV file"},
	} {
		t.Run(name, func(t *testing.T) {
			r, size := pack(tt.files...)
			tab, in, err := OpenZip(r, size, "")
			if tt.err != "" {
				if !errors.Is(err, ErrFile) || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("%v, want %q", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer in.Close()
			for row, err := range tab.Rows() {
				if got := row.List + " " + row.Code + " " + row.Label; err != nil || got != tt.want {
					t.Errorf("%q, %v; want %q", got, err, tt.want)
				}
			}
		})
	}
	if _, _, err := OpenZip(strings.NewReader("PK\x03\x04"), 4, ""); !errors.Is(err, ErrFile) {
		t.Errorf("a broken zip: %v", err)
	}
}
