package golden

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"

	"carif/fixtures"
	"carif/schema"
)

// page is one authored page under the name of its golden.
type page struct {
	name string
	page schema.Page
}

const (
	demoHost = "http://127.0.0.1:18413" // of the demo's profile
	seedHost = "https://rafael.cap-metiers.pro/recherche/formation/"
)

// pages lists every authored page: the layouts, what is no course beside them, the demo site and the seed page.
func pages(root string) ([]page, error) {
	var out []page
	for _, folder := range []struct{ path, name string }{{"pages", "layouts"}, {"nocourse", "nocourse"}} {
		list, err := layouts(root, folder.path, folder.name)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	out = append(out, demo()...)
	for _, name := range []string{"seed.txt", "seed-a.html", "seed-b.html", "seed-c.html"} {
		body, err := fixtures.Seed(name)
		if err != nil {
			return nil, err
		}
		url := seedHost + fixtures.SeedID
		golden := "seed/" + strings.TrimSuffix(name, path.Ext(name))
		out = append(out, page{golden, schema.Page{URL: url, File: "fixtures/seed/" + name, Body: body}})
	}
	return out, nil
}

// layouts lists the saved pages of invented sites in one folder of fixtures/layouts.
func layouts(root, folder, name string) ([]page, error) {
	dir := filepath.Join(root, "fixtures", "layouts", folder)
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.html"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: no pages: run this from the folder of go.mod", dir)
	}
	var out []page
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		host, base := filepath.Base(filepath.Dir(file)), filepath.Base(file)
		p := schema.Page{File: path.Join("fixtures/layouts", folder, host, base), Body: body}
		out = append(out, page{path.Join(name, host, strings.TrimSuffix(base, ".html")), p})
	}
	return out, nil
}

// demo asks the demo site for all its courses and for one page of each other kind, without any network.
func demo() []page {
	site := fixtures.Demo()
	paths := []string{"/", "/recherche", fixtures.DemoNews, fixtures.DemoShell, fixtures.DemoMissing, fixtures.DemoPrivate}
	for _, c := range site.Truth() {
		paths = append(paths, c.Path())
	}
	var out []page
	for _, p := range paths {
		answer := httptest.NewRecorder()
		site.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, demoHost+p, nil))
		name := path.Base(p)
		if p == "/" {
			name = "home"
		}
		out = append(out, page{"demo/" + name, schema.Page{URL: demoHost + p, Status: answer.Code,
			ContentType: answer.Header().Get("Content-Type"), Body: answer.Body.Bytes()}})
	}
	return out
}
