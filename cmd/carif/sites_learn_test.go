package main

import (
	"slices"
	"testing"

	"carif/sites"
	"carif/vocab"
)

func TestUnknownStates(t *testing.T) {
	s, err := sites.Parse([]byte(`{id: a, name: A, historic: true, hosts: [a.example.org], page: {sessions: {rows: li, fields: {
  session.city: {css: b, map: {x: Zorglub}},
  session.state: {css: i, map: {a: Complet, b: Zorglub, c: Inscriptions ouvertes, d: Zorglub, e: ''}}}}}}`), "a.yaml")
	if err != nil {
		t.Fatal(err)
	}
	words, err := vocab.Load("")
	if err != nil {
		t.Fatal(err)
	}
	if odd := unknownStates(s, words); !slices.Equal(odd, []string{"Zorglub"}) {
		t.Errorf("got %q", odd)
	}
}
