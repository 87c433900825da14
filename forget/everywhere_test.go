package forget_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carif/crawler"
	"carif/sites"
	"carif/storage"
)

// talkative is a catalogue that names one person wherever a server can.
func talkative(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	page := func(title, more string) {
		fmt.Fprintf(w, `<html lang="fr"><head><title>%s</title></head><body><main><h1>%[1]s</h1><h2>Objectif</h2>`+
			`<p>Apprendre le métier, du début à la fin.</p><h2>Programme</h2><p>Les bases et des exercices.</p>%s</main></body></html>`,
			title, more)
	}
	switch r.RequestURI {
	case "/robots.txt":
		h.Set("Content-Type", "text/plain")
		h.Set("X-Contact", "QUILLIVERÉ Zéphyrine")
		fmt.Fprint(w, "User-agent: mauvais (z.quillivere@example.org)\nDisallow: /\nUser-agent: *\nDisallow: /prive/\n"+
			"Disallow: /equipe/zephyrine-quillivere/\nDisallow: /z%C3%A9phyrine_quilliver%C3%A9\nSitemap: "+
			"http://"+r.Host+"/plan.xml?de=z.quillivere%40example.org\nDisallow: /c?z.quillivere@example.org\n# z.quillivere [at] example.org\n")
	case "/":
		var links strings.Builder
		for _, l := range []string{"/f/1", "/f/2", "/f/3", "/f/4", "/f/5", "/f/6", "/f/zephyrine-quillivere",
			"/f/7?de=z.quillivere%40example.org", "/f/gone", "/f/8", "/f/9", "/f/10",
			"/f/11?n=Z%E9phyrine+Quilliver%E9",
			"/f/12?de=z.quillivere%2540example.org", "/f/13?n=ZephyrineQuillivere",
			"/f/14?n=quillivere-zephyrine&amp;x=%zz"} {
			fmt.Fprintf(&links, `<p><a href="%s">Une formation</a></p>`, l)
		}
		page("Catalogue", links.String())
	case "/f/gone":
		h.Set("X-Webmaster", "z.quillivere@example.org")
		h.Set("X-Team", "=?UTF-8?Q?Z=C3=A9phyrine_Quilliver=C3=A9?=")
		h.Set("X-Latin", "Z\xe9phyrine Quilliver\xe9")
		h.Set("X-Escaped", "mailto:z.quillivere%40example.org")
		w.WriteHeader(http.StatusNotFound)
		page("Page introuvable", "<p>Écrire à z.quillivere@example.org</p>")
	case "/f/1":
		page("Un", "<h2>Contact</h2><p>QUILLIVERÉ Zéphyrine</p><p>Quillivere, Zephyrine</p>")
	case "/f/2":
		page("Deux", "<p>z.quillivere [at] example.org, z.quillivere(at)example.org, z.quillivere (arobase) example (point) org</p>"+
			"<p>z.quillivere<span>[at]</span>example.org</p>")
	case "/f/3":
		h.Set("Set-Cookie", "auteur=z.quillivere@example.org; Path=/")
		http.Redirect(w, r, "/f/1?par=z.quillivere@example.org", http.StatusFound)
	case "/f/4":
		h.Set("Content-Encoding", "gzip") // and it is none
		page("Quatre", "<p>z.quillivere@example.org</p>")
	case "/f/5":
		h.Set("ETag", `"z.quillivere@example.org"`)
		h.Set("X-Webmaster", "Zéphyrine Quilliveré <z.quillivere@example.org>")
		page("Cinq", "")
	case "/f/6":
		http.Redirect(w, r, "http://ailleurs.example.org/zephyrine.quillivere?m=z.quillivere%40example.org", http.StatusFound)
	case "/f/9":
		h.Add("Set-Cookie", "visiteur=zephyrine-quillivere; Path=/")
		h.Add("Set-Cookie", "nom=Z%C3%A9phyrine%20Quilliver%C3%A9; Path=/")
		h.Set("X-Zephyrine-Quillivere", "oui")
		h.Set("Link", `</equipe/zephyrine-quillivere>; rel="author", </q%75illivere>; rel="next"`)
		h.Set("Content-Type", "text/html; charset=utf-8; author=z.quillivere@example.org")
		h.Set("Content-Location", "/f/9?par=quillivere.zephyrine")
		page("Neuf", `<script>x = {"slug": "zephyrine-quillivere",
			"name": "Z\u00e9phyrine Quilliver\u00e9"}</script>`)
	case "/f/10":
		page("Dix", "<p>Z&eacute;phyrine Quilliver&eacute;, Z&#233;phyrine <b>Quilliver&eacute;</b>, "+
			"Ze\u0301phyrine Quillivere\u0301.</p>"+
			"<p>La formation de toute la vie est animée par "+
			"Zéphyrine <em>Quilliveré</em> et par toute la bonne équipe</p>"+
			"<p>Zéphyrine Quilli&shy;veré</p><p>Zéphyrine</p><p>Quilliveré</p>"+
			"<p title='zephyrine-quillivere'>Zéphyrine Quilliveré at example.org</p>")
	case "/f/8":
		var z bytes.Buffer
		gz := gzip.NewWriter(&z)
		_, _ = gz.Write([]byte("z.quillivere@example.org"))
		_ = gz.Close()
		h.Set("Content-Type", "application/gzip")
		_, _ = w.Write(z.Bytes())
	default:
		page("Formation "+r.URL.Path, `<p><a href="/equipe/zephyrine-quillivere">l'équipe</a></p>`)
	}
}

// everywhere looks for words in all files of the world: as they are, unzipped, and what is zipped in there unzipped too.
func (w *world) everywhere(words ...string) (hits []string) {
	w.t.Helper()
	hits = w.grep(words...)
	look := func(where string, b []byte) {
		low := bytes.ToLower(b)
		for _, word := range words {
			if i := bytes.Index(low, []byte(strings.ToLower(word))); i >= 0 {
				hits = append(hits, fmt.Sprintf("%s holds %s: …%q", where, word, low[max(0, i-60):min(len(low), i+40)]))
			}
		}
	}
	err := filepath.WalkDir(w.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".gz") {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		z, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			return err
		}
		if b, err = io.ReadAll(z); err != nil {
			return err
		}
		look(path+" unzipped", b)
		for i := range b {
			if !bytes.HasPrefix(b[i:], []byte("\x1f\x8b\x08")) {
				continue
			}
			if z, err := gzip.NewReader(bytes.NewReader(b[i:])); err == nil {
				z.Multistream(false)
				inner, _ := io.ReadAll(z) // as far as it goes
				look(path+" unzipped twice", inner)
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return hits
}

// TestForgetEverywhere: after forgetting, no file holds the person, in no header, address, redirect or robots.txt, and
// later harvests and reparses do not bring any of it back. A name that is a part of another leaves nothing of it.
func TestForgetEverywhere(t *testing.T) {
	whole := storage.Person{Names: []string{"Zéphyrine Quilliveré"}, Emails: []string{"z.quillivere@example.org"}}
	parts := storage.Person{Names: []string{"Quilliveré", "Zéphyrine Quilliveré"}, Emails: whole.Emails}
	for name, who := range map[string]storage.Person{"whole name": whole, "shorter name too": parts} {
		t.Run(name, func(t *testing.T) { forgetEverywhere(t, who) })
	}
}

func forgetEverywhere(t *testing.T, who storage.Person) {
	w := newWorld(t, 1)
	srv := httptest.NewServer(http.HandlerFunc(talkative))
	t.Cleanup(srv.Close)
	w.host = srv.Listener.Addr().String()
	var err error
	w.site, err = sites.Parse([]byte("id: essai\nname: Essai\nregion: \"75\"\ncarif: [\"02\"]\nstatus: demo\nhosts: ['"+w.host+
		"']\nstart: ['http://"+w.host+"/']\ncourse: ['^/f/']\npace: {delay: 1ms}\n"), "essai.yaml")
	if err != nil {
		t.Fatal(err)
	}
	run := func(what string) {
		t.Helper()
		r := w.runner()
		r.Crawl.Limits = crawler.DefaultLimits()
		r.Crawl.Limits.Retries = 0
		sum, err := r.Harvest(context.Background(), w.site)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if sum.Run.Added+sum.Run.Same == 0 {
			t.Errorf("%s: %+v", what, sum.Run)
		}
	}
	run("before")
	if len(w.everywhere("z.quillivere@example.org")) < 3 || len(w.everywhere("zephyrine-quillivere")) == 0 {
		t.Fatal("the person was not to be found before")
	}
	if _, err := w.eraser().Forget(context.Background(), who); err != nil {
		t.Fatal(err)
	}
	clean := func(when string) {
		t.Helper()
		for _, hit := range w.everywhere("quillivere", "quilliver", "z.q", "Zéphyrine", "zephyrine", "phyrine") {
			t.Errorf("%s: %s", when, hit)
		}
		if found, err := w.store.Check(context.Background(), true); err != nil || len(found) > 0 {
			t.Errorf("%s: check: %v, %+v", when, err, found)
		}
	}
	clean("after forgetting")
	run("the next night")
	run("the night after")
	clean("after two more harvests")
	if _, err := w.runner().Reparse(context.Background(), w.site); err != nil {
		t.Fatal(err)
	}
	clean("after a reparse")
	if len(w.grep("Apprendre le métier")) == 0 {
		t.Error("the courses went too")
	}
}
