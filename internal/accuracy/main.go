// Command accuracy measures the reader on the real pages of ../shared (which are not part of this project):
// with profiles, without any, and leaving one site out. It writes the table of docs/accuracy.md, or checks that no
// figure fell below it. It is for contributors; users run `carif parse` and `carif coverage`.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// fall is how much a figure may fall below the table before the check fails.
const fall = 0.005

func main() {
	shared := flag.String("shared", "../shared", "folder that holds corpus/ and gold/")
	write := flag.String("write", "", "rewrite the measured part of this Markdown file")
	check := flag.String("check", "", "fail when a figure is more than 0.005 below those of this Markdown file")
	loo := flag.Bool("leave-one-out", false, "print the leave-one-site-out table only")
	both := flag.Bool("together", false, "print the table of hosts left out, over corpus and layouts, only")
	layouts := flag.String("layouts", "fixtures/layouts", "with -together: folder of the layouts")
	models := flag.Bool("models", false, "print what site models bring only")
	blind := flag.String("pages", "", "with -models: a folder that holds pages/ and gold/ of other sites")
	verbose := flag.Bool("v", false, "with -models: print the models")
	keep := flag.String("records", "", "with -models: write the records read with models to this file")
	flag.Parse()
	if _, err := os.Stat(filepath.Join(*shared, "corpus")); errors.Is(err, os.ErrNotExist) {
		fmt.Fprintf(os.Stderr, "accuracy: skipped: %s has no corpus\n", *shared)
		return
	}
	var err error
	switch {
	case *models:
		err = modelsOnly(*shared, *blind, *verbose, *keep)
	case *both:
		err = togetherOnly(*shared, *layouts)
	default:
		err = run(*shared, *write, *check, *loo)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "accuracy:", err)
		os.Exit(1)
	}
}

func run(shared, write, check string, looOnly bool) error {
	m, err := newMeter(shared)
	if err != nil {
		return err
	}
	defer os.RemoveAll(m.tmp)
	var f figures
	if !looOnly {
		if f.Profiles, err = m.score(m.parser, true); err != nil {
			return err
		}
		if f.Generic, err = m.score(m.parser, false); err != nil {
			return err
		}
		f.Coverage, f.Coding = m.coverage, m.coding
	}
	if f.LeaveOut, err = m.leaveOneOut(); err != nil {
		return err
	}
	day := time.Now().Format(time.DateOnly)
	if looOnly {
		fmt.Print(f.leftOutMarkdown(day))
		return nil
	}
	table := f.markdown(day)
	switch {
	case check != "":
		fmt.Print(table)
		return f.check(check)
	case write != "":
		return rewrite(write, table)
	}
	fmt.Print(table)
	return nil
}

func modelsOnly(shared, pages string, verbose bool, keep string) error {
	m, err := newMeter(shared)
	if err != nil {
		return err
	}
	defer os.RemoveAll(m.tmp)
	return m.ablation(pages, verbose, keep)
}

func togetherOnly(shared, layouts string) error {
	m, err := newMeter(shared)
	if err != nil {
		return err
	}
	defer os.RemoveAll(m.tmp)
	return m.together(layouts)
}
