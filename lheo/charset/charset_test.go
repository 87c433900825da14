package charset

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func read(t *testing.T, s string) (string, *Reader) {
	t.Helper()
	d := NewReader(iotest.HalfReader(strings.NewReader(s)))
	b, err := io.ReadAll(d)
	if err != nil {
		t.Fatal(err)
	}
	return string(b), d
}

// TestChunks: no letter is lost where one chunk ends, whatever stands there.
func TestChunks(t *testing.T) {
	head := `<?xml version="1.0" encoding="ISO-8859-1"?>`
	for shift := range 9 {
		want := head + strings.Repeat("x", shift) + strings.Repeat("é€ ", 20*chunk)
		if got, d := read(t, want); got != want || !d.Guessed(0, int64(len(want))) {
			t.Fatalf("shift %d: UTF-8 is not read as it stands", shift)
		}
		latin := head + strings.Repeat("x", shift) + strings.Repeat("\xe9t\xe9 ", 20*chunk)
		if got, d := read(t, latin); got != strings.ReplaceAll(latin, "\xe9", "é") || d.Guessed(0, 1<<40) {
			t.Fatalf("shift %d: latin 1 is not read as declared", shift)
		}
	}
}

// TestChunksWithoutASCII: words of other alphabets are as long as they like.
func TestChunksWithoutASCII(t *testing.T) {
	for shift := range 9 {
		want := strings.Repeat("x", shift) + strings.Repeat("школаΔ€😀", 2*chunk)
		if got, d := read(t, want); got != want || d.Guessed(0, 1<<40) {
			t.Errorf("shift %d: UTF-8 is not read as it stands", shift)
		}
	}
}

// TestFeedOfTwoCharsets: each part is read by its own bytes, and only what is not as declared is told.
func TestFeedOfTwoCharsets(t *testing.T) {
	latin, utf := strings.Repeat("\xe9t\xe9 en ville; ", chunk), strings.Repeat("été en ville; ", chunk)
	got, d := read(t, `<?xml version='1.0' encoding='windows-1252'?>`+latin+utf)
	if strings.Contains(got, "Ã") || strings.Count(got, "été") < 2*chunk-2 {
		t.Errorf("%d of %d words are right", strings.Count(got, "été"), 2*chunk)
	}
	half := int64(len(utf))
	if d.Guessed(0, half-chunk) || !d.Guessed(half+chunk, 2*half) {
		t.Error("the wrong part is told")
	}
}

// TestFewLetters: what could be one letter of UTF-8 is two of latin 1 where all else is.
func TestFewLetters(t *testing.T) {
	ascii := strings.Repeat("x", 2*chunk)
	got, _ := read(t, `<?xml version="1.0" encoding="ISO-8859-1"?>`+strings.Repeat("\xe9t\xe9 ", 9)+ascii+"CAF\xc9\xbb"+ascii)
	if !strings.Contains(got, "CAFÉ»") {
		t.Errorf("not read: %.20q", got[strings.Index(got, "CAF"):])
	}
}

// TestStrayBytes: a byte of windows-1252 in a feed of UTF-8 costs no other letter.
func TestStrayBytes(t *testing.T) {
	got, d := read(t, "<a>été, été, été, l\x92été</a>")
	if got != "<a>été, été, été, l’été</a>" || d.Charset() != "utf-8" || !d.Guessed(0, 99) || d.Declared() != "utf-8" {
		t.Errorf("%q in %s", got, d.Charset())
	}
}

func FuzzRead(f *testing.F) {
	f.Add("\uFEFF<a>é</a>", 3)
	f.Add("\xff\xfe<\x00a\x00", 1)
	f.Add(`<?xml version="1.0" encoding="utf-16"?><a>`+"\xe9", 2)
	f.Fuzz(func(t *testing.T, s string, n int) {
		d := NewReader(strings.NewReader(s))
		b, err := io.ReadAll(io.LimitReader(d, 1<<20))
		if err != nil {
			t.Skip()
		}
		d.Guessed(0, int64(n))
		if d.whole == nil && int64(len(b)) != d.n {
			t.Fatalf("%d bytes given, %d counted", len(b), d.n)
		}
	})
}
