package main

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"carif/harvest"
	"carif/schema"
)

func TestMetrics(t *testing.T) {
	m := newMetrics()
	err := m.serve("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer m.close()
	m.update(harvest.Progress{Site: "demo", Outcome: schema.OutcomeOK, Due: 7, Added: 3})
	m.update(harvest.Progress{Site: "demo", Outcome: schema.OutcomeGone, Due: 6, Added: 3})
	m.update(harvest.Progress{Site: "demo", Finished: true, Added: 3, Same: 1})
	resp, err := http.Get("http://" + m.addr + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`carif_pages_total{outcome="ok",site="demo"} 1`,
		`carif_pages_total{outcome="gone",site="demo"} 1`,
		`carif_pages_due{site="demo"} 0`,
		`carif_courses{change="added",site="demo"} 3`,
		`carif_courses{change="same",site="demo"} 1`,
		`go_goroutines `,
	} {
		if !strings.Contains(string(body), want) {
			t.Errorf("metrics do not say %s", want)
		}
	}
}
