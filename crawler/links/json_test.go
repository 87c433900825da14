package links

import (
	"net/url"
	"strings"
	"testing"

	"carif/sites"
)

func TestReadJSON(t *testing.T) {
	const head = "id: x\nname: X\nhosts: [example.org]\nstart: ['https://example.org/api/liste']\n" +
		"listing: ['^/api/liste']\ncourse: ['^/api/f/']\n"
	tests := []struct{ name, api, at, body, want string }{
		{"key by key", `{json: ['^/api/'], course_url: "https://example.org/api/f/{id}/{lieu.code}"}`, "/api/liste",
			`{"x": [{"id": 12, "lieu": {"code": "a b", "id": 9}}, {"id": 13}, {"id": "é/1", "lieu": {"code": 2}}]}`,
			"/api/f/12/a%20b /api/f/%C3%A9%2F1/2"},
		{"in one list alone", `{json: ['^/api/'], course_url: "https://example.org/api/f/{id}", items: cours}`, "/api/liste",
			`{"facettes": [{"id": 1}], "page": {"cours": [{"id": 2, "organisme": {"id": 3}}]}}`, "/api/f/2"},
		{"addresses", `{json: ['^/api/']}`, "/api/liste", `{"suivant": "/api/liste?p=2", "self": "/api/liste",
			"items": ["https://example.org/api/f/1", "https://other.example/api/f/2", "/mentions"]}`, "/api/f/1 /api/liste?p=2"},
		{"counted pages", `{json: ['^/api/'], course_url: "https://example.org/api/f/{id}", next: p}`, "/api/liste?n=20&p=9&t=x",
			`[{"id": 1}]`, "/api/f/1 /api/liste?n=20&p=10&t=x"},
		{"the second page", `{json: ['^/api/'], course_url: "https://example.org/api/f/{id}", next: p}`, "/api/liste",
			`[{"id": 1}]`, "/api/f/1 /api/liste?p=2"},
		{"the end", `{json: ['^/api/'], course_url: "https://example.org/api/f/{id}", next: p}`, "/api/liste?p=3", `[]`, ""},
		{"no JSON", `{json: ['^/api/']}`, "/api/liste", "<html>", "!"},
		{"too deep", `{json: ['^/api/']}`, "/api/liste", strings.Repeat("[", 100) + strings.Repeat("]", 100), "!"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			site, err := sites.Parse([]byte(head+"api: "+tt.api+"\n"), "x.yaml")
			if err != nil {
				t.Fatal(err)
			}
			at, _ := url.Parse("https://example.org" + tt.at)
			found, err := ReadJSON([]byte(tt.body), at, site)
			if (err != nil) != (tt.want == "!") {
				t.Fatalf("error %v", err)
			}
			var got []string
			for _, f := range found {
				got = append(got, strings.TrimPrefix(f.URL, "https://example.org"))
			}
			if s := strings.Join(got, " "); err == nil && s != tt.want {
				t.Errorf("got %q, want %q", s, tt.want)
			}
		})
	}
}

// FuzzReadJSON: whatever a listing says, it leads to no other host, and does not fail.
func FuzzReadJSON(f *testing.F) {
	site, err := sites.Parse([]byte("id: x\nname: X\nhosts: [example.org]\nstart: ['https://example.org/l']\nlisting: ['^/l']\n"+
		"course: ['.']\napi: {json: ['^/'], course_url: 'https://example.org/{a}', next: p}\n"), "x.yaml")
	if err != nil {
		f.Fatal(err)
	}
	at, _ := url.Parse("https://example.org/l?p=1")
	f.Add([]byte(`{"a": "//other.example/", "b": ["http:x", "/%zz", "/\u0000", {"a": 1e999}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		found, _ := ReadJSON(body, at, site)
		for _, l := range found {
			if u, err := url.Parse(l.URL); err != nil || u.Host != "example.org" {
				t.Errorf("leads to %q", l.URL)
			}
		}
	})
}
