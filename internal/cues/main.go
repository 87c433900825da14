// Command cues learns what texts under unknown headings are about: it reads folders of pages with their truth
// (pages/HOST/ID.html and gold/HOST.json, as ../shared/gold/README.md has them), gives each heading with its text the
// field that the truth says, and writes the weights of their words to parser/lexicon/cues.tsv.
//
//	go run -tags sqlite_fts5 ./internal/cues -out parser/lexicon/cues.tsv DIR…
//	go run -tags sqlite_fts5 ./internal/cues -check DIR…     each folder in turn is left out and told by the others
//
// It is for annotated pages of sites that are invented: those of the corpus are left out, so that what is measured on
// them is measured on pages that nothing was learnt from. It is not for labels that the lexicon knows: it learns from
// their texts, too, but never has to tell them.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	out := flag.String("out", "parser/lexicon/cues.tsv", "file of weights to write")
	check := flag.Bool("check", false, "leave out each folder in turn and tell how well the others tell it; write nothing")
	flag.Parse()
	if err := run(flag.Args(), *out, *check); err != nil {
		fmt.Fprintln(os.Stderr, "cues:", err)
		os.Exit(1)
	}
}

func run(dirs []string, out string, check bool) error {
	if len(dirs) == 0 {
		return fmt.Errorf("no folder given: want folders that hold pages/ and gold/")
	}
	all, err := examples(dirs)
	if err != nil {
		return err
	}
	if check {
		return leaveOut(all)
	}
	m := learn(all)
	fmt.Fprintf(os.Stderr, "%d examples, %d fields, %d words\n", len(all), len(m.classes), len(m.features))
	return m.write(out)
}
