package main

import (
	"bytes"
	"fmt"
	"testing"
)

func TestTableEndsNoLineInBlanks(t *testing.T) {
	var b bytes.Buffer
	w := newTable(&b)
	fmt.Fprint(w, "NAME\tNOTE\n", "a\t\n", "long name\tsome  words\n", "\t\n")
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), "NAME       NOTE\na\nlong name  some  words\n\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
