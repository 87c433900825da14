package crawler_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"carif/crawler/judge"
	"carif/crawler/links"
	"carif/crawler/skim"
	document "carif/parser/page"
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
		b.WriteString(`<div class="field field-` + strconv.Itoa(i) +
			`"><h3 class="label">Objectif et programme</h3><p class="value">Apprendre à tenir les comptes d'une petite entreprise, de la facture au bilan, avec des exercices sur des cas réels et une évaluation finale de 14h00 à 17h00 le 12/10/2026.</p></div>`)
	}
	for i := range 30 {
		b.WriteString(`<a href="/formation/2023021541` + strconv.Itoa(10+i) + `">Voir la session</a>`)
	}
	b.WriteString(`</main><footer>Page servie à 10:22:33</footer></body></html>`)
	return []byte(b.String())
}

// BenchmarkSteps is what each step of reading an answer costs: those before "parse" are for every new body, those from
// it on only for pages that say or lead to something new.
func BenchmarkSteps(b *testing.B) {
	site, err := sites.Parse([]byte("id: essai\nname: Essai\nregion: \"75\"\ncarif: [\"02\"]\nstatus: demo\nhosts: [h.example.org]\n"+
		"start: ['http://h.example.org/']\ncourse: ['^/formation/\\d{12}$']\n"), "essai.yaml")
	if err != nil {
		b.Fatal(err)
	}
	base, _ := url.Parse("http://h.example.org/recherche")
	body := coursePage()
	signs, doc := skim.Read(body), document.Read(body, "text/html", "")
	answer := judge.Answer{Status: 200, Header: http.Header{"Content-Type": {"text/html"}}, Body: body,
		Kind: sites.KindCourse}
	steps := []struct {
		name string
		do   func()
	}{
		{"skim", func() { skim.Read(body) }},
		{"hash", func() { signs.Hash() }},
		{"judge", func() { judge.Page(answer, signs) }},
		{"parse", func() { document.Read(body, "text/html", "") }},
		{"leads", func() { links.Read(doc) }},
		{"links", func() { links.Read(doc).Found(base, site) }},
	}
	for _, step := range steps {
		b.Run(step.name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				step.do()
			}
		})
	}
}
