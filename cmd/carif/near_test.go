package main

import "testing"

func TestDidYouMean(t *testing.T) {
	list := []string{"audience", "entry_level", "exit_level", "title", "price"}
	for word, want := range map[string]string{
		"audiance":   ": did you mean audience?",
		"Audience":   ": did you mean audience?",
		"aud":        ": did you mean audience?",
		"titel":      ": did you mean title?",
		"entrylevel": ": did you mean entry_level?",
		"colour":     "",
		"":           "",
	} {
		if got := didYouMean(word, list); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
}

func TestSlips(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"csv", "csvv", 1}, {"titel", "title", 1}, {"formt", "format", 1}, {"zip", "csv", 3}} {
		if got := slips(c.a, c.b); got != c.want {
			t.Errorf("%q → %q: got %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
