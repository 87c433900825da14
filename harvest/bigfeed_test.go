package harvest_test

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"carif/harvest"
	"carif/lheo"
	"carif/schema"
	"carif/sites"
	"carif/storage"
)

// feedTowns are places as feeds print them: with and without codes, in capitals, of before 2016.
var feedTowns = [...]string{
	`<codepostal>68300</codepostal><ville>Saint-Louis</ville><departement>68</departement><code-INSEE-commune>68297</code-INSEE-commune><region>44</region><pays>FR</pays>`,
	`<codepostal>17000</codepostal><ville>LA ROCHELLE</ville>`,
	`<codepostal>76000</codepostal><ville>Rouen</ville><departement>76</departement><region>23</region>`,
	`<codepostal>13002</codepostal><ville>MARSEILLE 2EME</ville>`,
	`<codepostal>54000</codepostal><ville>Nancy</ville><departement>54</departement><code-INSEE-commune>54395</code-INSEE-commune><region>44</region>`,
}

const feedWords = "apprendre le métier en atelier et en entreprise avec un formateur gérer la relation client " +
	"préparer la certification comprendre les règles de sécurité réaliser un projet par étapes évaluer ses acquis "

// bigFeed writes a LHÉO 2.3 feed of an invented region until it has at least so many bytes, and gives the number of
// its formations: the shape of the national feed, 7 to 12 kB a formation.
func bigFeed(w io.Writer, bytes int64) (n int, err error) {
	out := bufio.NewWriterSize(w, 1<<20)
	r := rand.New(rand.NewPCG(1, 2))
	var done int64
	put := func(format string, args ...any) {
		k, e := fmt.Fprintf(out, format, args...)
		if done += int64(k); err == nil {
			err = e
		}
	}
	put(`<?xml version="1.0" encoding="UTF-8"?><lheo xmlns="http://lheo.gouv.fr/2.3"><offres>`)
	for ; done < bytes && err == nil; n++ {
		org := r.IntN(3000)
		put(`<formation numero="99_GE%07d" datecrea="20240312" datemaj="2025%02d%02d"><domaine-formation>`+
			`<code-FORMACODE ref="V14" tag="principal">15235</code-FORMACODE></domaine-formation>`+
			`<intitule-formation>Formation %d de l'atelier</intitule-formation>`+
			`<objectif-formation>&lt;p&gt;%s&lt;/p&gt;</objectif-formation><resultats-attendus>Attestation de suivi`+
			`</resultats-attendus><contenu-formation>%s</contenu-formation><certifiante>0</certifiante>`+
			`<parcours-de-formation>1</parcours-de-formation><code-niveau-entree>1</code-niveau-entree>`,
			n, 1+r.IntN(12), 1+r.IntN(28), n, feedText(r, 600), feedText(r, 1500))
		for a := range 1 + r.IntN(3) {
			put(`<action numero="99_GE%d%d"><rythme-formation>Temps plein</rythme-formation>`+
				`<code-public-vise ref="V14">81022</code-public-vise><code-public-vise ref="V12">80006</code-public-vise>`+
				`<modalites-enseignement>0</modalites-enseignement><conditions-specifiques>Positionnement</conditions-specifiques>`+
				`<lieu-de-formation tag="principal"><coordonnees><adresse><ligne>1 rue de l'Essai</ligne>%s</adresse>`+
				`</coordonnees></lieu-de-formation><modalites-entrees-sorties>1</modalites-entrees-sorties>`+
				`<session numero="GE%d%d"><periode><debut>20250%d01</debut><fin>20261218</fin></periode>`+
				`<adresse-inscription><adresse><ligne>-</ligne><codepostal>68300</codepostal><ville>Saint-Louis</ville></adresse>`+
				`</adresse-inscription><etat-recrutement>1</etat-recrutement><contact-session><coordonnees><nom>Essai</nom>`+
				`<prenom>Camille</prenom><telfixe><numtel>01 99 00 %02d %02d</numtel></telfixe>`+
				`<courriel>c.essai@example.org</courriel></coordonnees></contact-session></session>`+
				`<nombre-heures-total>70</nombre-heures-total><conventionnement>1</conventionnement><organisme-financeur>`+
				`<code-financeur>2</code-financeur></organisme-financeur></action>`,
				n, a, feedTowns[r.IntN(len(feedTowns))], n, a, 1+r.IntN(9), r.IntN(100), r.IntN(100))
		}
		put(`<organisme-formation-responsable numero="99_%d"><numero-activite>00000000000</numero-activite>`+
			`<SIRET-organisme-formation><SIRET>00000000000000</SIRET></SIRET-organisme-formation>`+
			`<nom-organisme>Atelier %d</nom-organisme><raison-sociale>Atelier %d SA</raison-sociale><coordonnees-organisme>`+
			`<coordonnees><adresse><ligne>56 rue de l'Essai</ligne>%s</adresse></coordonnees></coordonnees-organisme>`+
			`</organisme-formation-responsable></formation>`, org, org, org, feedTowns[org%len(feedTowns)])
	}
	put(`</offres></lheo>`)
	if e := out.Flush(); err == nil {
		err = e
	}
	return n, err
}

func feedText(r *rand.Rand, size int) string {
	words := strings.Fields(feedWords)
	var b strings.Builder
	for b.Len() < size {
		b.WriteString(words[r.IntN(len(words))])
		b.WriteByte(' ')
	}
	return strings.TrimSpace(b.String())
}

// feedMB is the size of the benchmark's feed: CARIF_FEED_MB, else a small one.
func feedMB(t testing.TB) int64 {
	mb, err := strconv.ParseInt(os.Getenv("CARIF_FEED_MB"), 10, 64)
	if err != nil && os.Getenv("CARIF_FEED_MB") != "" {
		t.Fatal(err)
	}
	return max(mb, 4) << 20
}

// BenchmarkImportFeed imports a feed of CARIF_FEED_MB megabytes into an empty database. With CARIF_FEED_KEEP the feed is
// left there, for a run of the program itself.
func BenchmarkImportFeed(b *testing.B) {
	path := os.Getenv("CARIF_FEED_KEEP")
	if path == "" {
		path = filepath.Join(b.TempDir(), "feed.xml")
	}
	fh := must(os.Create(path))(b)
	n := must(bigFeed(fh, feedMB(b)))(b)
	size := must(fh.Seek(0, io.SeekCurrent))(b)
	if err := fh.Close(); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(size)
	var used time.Duration
	for b.Loop() {
		b.StopTimer()
		w := newWorld(b, 1)
		im := w.runner().NewImport(sites.Generic())
		b.StartTimer()
		at := cpu(b)
		err := im.Feed(b.Context(), path)
		sums := must(im.End(err))(b)
		used += cpu(b) - at
		if got := sums[0].Run.Added; got != n {
			b.Fatalf("%d courses added of %d", got, n)
		}
	}
	b.ReportMetric(float64(used.Microseconds())/float64(b.N*n), "cpu-µs/course")
}

// BenchmarkFeedParts is what BenchmarkImportFeed is made of, one after the other: the reader alone, and the store alone
// with the records at hand.
func BenchmarkFeedParts(b *testing.B) {
	path := filepath.Join(b.TempDir(), "feed.xml")
	fh := must(os.Create(path))(b)
	n := must(bigFeed(fh, feedMB(b)))(b)
	defer fh.Close()
	var reads, stores time.Duration
	for b.Loop() {
		w := newWorld(b, 1)
		o := lheo.ReadOptions{Vocab: w.reader.Normalizer.Vocabularies()}
		must(fh.Seek(0, io.SeekStart))(b)
		run, _, err := w.store.BeginRun(b.Context(), schema.Run{Site: "lheo", Kind: harvest.KindImport})
		if err != nil {
			b.Fatal(err)
		}
		var group []storage.PageResult
		store := func() {
			at := cpu(b)
			must(w.store.CommitAll(b.Context(), group))(b)
			stores += cpu(b) - at
			group = group[:0]
		}
		all := cpu(b)
		before := stores
		must(lheo.Read(b.Context(), fh, o, func(rec schema.Record) error {
			url := "feed:" + strconv.FormatInt(run, 10) + "#" + rec.Course.Key
			group = append(group, storage.PageResult{Run: run, Records: []schema.Record{rec}, Fetched: &schema.Fetched{
				Run: run, Entry: schema.Entry{Site: "lheo", URL: url, Kind: sites.KindCourse}, Outcome: schema.OutcomeOK,
				FinalURL: url}})
			if len(group) == 64 {
				store()
			}
			return nil
		}))(b)
		store()
		reads += cpu(b) - all - (stores - before)
	}
	b.ReportMetric(float64(reads.Microseconds())/float64(b.N*n), "read-µs/course")
	b.ReportMetric(float64(stores.Microseconds())/float64(b.N*n), "store-µs/course")
}
