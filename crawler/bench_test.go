package crawler

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"carif/sites"
)

// coursePage is a page of about 35 kB such as catalogues serve.
func coursePage() []byte {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Tenir une comptabilité</title><script>var a=1;</script></head><body><nav><ul>`)
	for range 40 {
		b.WriteString(`<li class="menu-item"><a href="/rubrique/dix" class="menu-link">Une rubrique du site</a></li>`)
	}
	b.WriteString(`</ul></nav><main id="contenu"><h1>Tenir une comptabilité</h1>`)
	for i := range 60 {
		b.WriteString(`<div class="field field-` + itoa(i) + `"><h3 class="label">Objectif et programme</h3><p class="value">Apprendre à tenir les comptes d'une petite entreprise, de la facture au bilan, avec des exercices sur des cas réels et une évaluation finale de 14h00 à 17h00 le 12/10/2026.</p></div>`)
	}
	for i := range 30 {
		b.WriteString(`<a href="/formation/2023021541` + itoa(10+i) + `">Voir la session</a>`)
	}
	b.WriteString(`</main><footer>Page servie à 10:22:33</footer></body></html>`)
	return []byte(b.String())
}

func BenchmarkScan(b *testing.B) {
	body := coursePage()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		scanPage(body)
	}
}

func BenchmarkClassify(b *testing.B) {
	body := coursePage()
	s := scanPage(body)
	a := Answer{Status: 200, Header: http.Header{"Content-Type": {"text/html"}}, Body: body, Kind: sites.KindCourse}
	for b.Loop() {
		if o, why := classify(a, s); o != "ok" {
			b.Fatal(o, why)
		}
	}
}

func BenchmarkHash(b *testing.B) {
	s := scanPage(coursePage())
	for b.Loop() {
		s.hash()
	}
}

func BenchmarkLinks(b *testing.B) {
	site, err := sites.Parse([]byte("id: essai\nname: Essai\nregion: \"75\"\ncarif: [\"02\"]\nstatus: demo\nhosts: [h.example.org]\nstart: ['http://h.example.org/']\ncourse: ['^/formation/\\d{12}$']\n"), "essai.yaml")
	if err != nil {
		b.Fatal(err)
	}
	base, _ := url.Parse("http://h.example.org/recherche")
	s := scanPage(coursePage())
	for b.Loop() {
		if n := len(linksOf(s, base, site)); n != 30 {
			b.Fatal(n)
		}
	}
}
