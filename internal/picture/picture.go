// Package picture draws the README's picture of a page becoming rows: on the left an invented page of the demo
// catalogue, on the right the rows that a harvest made of it. All text in it comes from the page and the database, so
// a test can tell when the picture no longer says what carif does.
//
// It writes SVG, so that it needs no browser. It is not a chart library: it knows one page and five tables.
package picture

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"net/http/httptest"
)

// Course is the course of the demo catalogue that the picture shows.
const Course = "202606105125"

// Demo fetches the course's page from the demo catalogue and draws it beside the rows the database has for it.
func Demo(ctx context.Context, catalogue http.Handler, db *sql.DB) ([]byte, error) {
	w := httptest.NewRecorder()
	catalogue.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://127.0.0.1:18413/formation/"+Course, nil))
	if w.Code != http.StatusOK {
		return nil, fmt.Errorf("draw picture: the demo catalogue answers %d for course %s", w.Code, Course)
	}
	p, err := readPage(w.Body.Bytes(), w.Header().Get("Content-Type"))
	if err != nil {
		return nil, fmt.Errorf("draw picture: %w", err)
	}
	tables, err := readRows(ctx, db, "demo/"+Course)
	if err != nil {
		return nil, fmt.Errorf("draw picture: %w", err)
	}
	return draw(p, tables), nil
}
