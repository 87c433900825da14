package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"carif/harvest"
	"carif/schema"
	"carif/sites"
)

type parseOptions struct {
	site, url, format string
	explain, alone    bool
}

func parseCommand(a *app) *cobra.Command {
	var o parseOptions
	cmd := &cobra.Command{
		Use:   "parse FILE|DIR|- …",
		Short: "Read saved pages and print their records",
		Long: `Read saved course pages and print one record per course. Nothing is stored.

A folder is read with all its subfolders; source.file is then the path within that
folder. The profile is chosen by the page's host, which comes from --url, from the
folder's name, or from an index.csv in the folder (columns host, id, url); without
a match the generic profile is used. --site chooses a profile explicitly.

The pages of a folder are read twice: first to learn what the site prints on all its
pages (one host at a time, with the model in models/ beside the folder where there
is one), then to read them. --no-learn reads page by page.

A page that is not a course gives no record; the reason is printed on stderr.`,
		Example: `  carif parse page.html
  carif parse page.html --explain
  carif parse pages/ --format jsonl > records.jsonl
  curl -s https://example.org/f/12 | carif parse - --url https://example.org/f/12`,
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, files []string) error { return a.parse(cmd.Context(), o, files) },
	}
	f := cmd.Flags()
	f.StringVar(&o.site, "site", "", "profile to use: an id, a .yaml file, or generic (default: by host)")
	f.StringVar(&o.url, "url", "", "URL of the page (one file only)")
	f.StringVar(&o.format, "format", "json", "json | jsonl | text")
	f.BoolVar(&o.alone, "no-learn", false, "read every page by itself: nothing is learnt from the others of its folder")
	f.BoolVar(&o.explain, "explain", false, "show every block of the page and its field, or why it has none")
	return cmd
}

func (a *app) parse(ctx context.Context, o parseOptions, files []string) error {
	if err := oneOf("format", o.format, "json", "jsonl", "text"); err != nil {
		return err
	}
	r, err := a.reader()
	if err != nil {
		return err
	}
	var site *sites.Site
	if o.site != "" {
		if site, err = findSite(r.Sites, o.site); err != nil {
			return err
		}
	}
	if o.url != "" && len(files) > 1 {
		return usagef("--url is for one page, but %d files are given", len(files))
	}
	if o.url != "" {
		if err := checkURL(o.url); err != nil {
			return err
		}
	}
	if err := pathsExist(files); err != nil {
		return err
	}
	w := bufio.NewWriter(a.out)
	p := &recordPrinter{w: w, format: o.format, single: len(files) == 1, explain: o.explain,
		colour: colour(a.out), width: width(a.out)}
	var read, failed int
	if o.explain {
		r.Parser = r.Parser.Explaining()
	}
	src := harvest.Files{Paths: files, Stdin: a.in, URL: o.url, Reader: r, Site: site, Alone: o.alone,
		Note: a.leftOut}
	err = src.Each(ctx, func(name string, got harvest.Reading, err error) error {
		if err != nil {
			failed++
			say(a.err, err)
			return nil
		}
		if got.Refusal != nil && !o.explain {
			printf(a.err, "carif: %s: no record: %s: %s\n", printable(name), got.Refusal.Reason, printable(got.Refusal.Detail))
		}
		if r := got.Refusal; r != nil && (r.Reason == schema.RefuseUnreadable || r.Reason == schema.RefuseTooComplex) {
			failed++
		} else {
			read++
		}
		return p.print(name, got)
	})
	if err = errors.Join(err, p.close(), w.Flush()); err != nil {
		return err
	}
	switch {
	case failed > 0 && read == 0:
		return withCode(exitFailed, nil)
	case failed > 0:
		printf(a.err, "carif: %d of %s could not be read\n", failed, count(failed+read, "page"))
		return withCode(exitIncomplete, nil)
	}
	return nil
}

// leftOut tells what of a folder is no page.
func (a *app) leftOut(line string) {
	printf(a.err, "carif: note: %s; `carif import` reads WARC and LHÉO files\n", printable(line))
}

// recordPrinter writes records in one of the formats of `carif parse`.
type recordPrinter struct {
	w       io.Writer
	format  string
	single  bool // one path was given: one record is printed as an object, several as an array
	explain bool
	colour  bool
	width   int // of the terminal; 0: none
	held    *schema.Record
	n       int
}

func (p *recordPrinter) print(name string, got harvest.Reading) error {
	if p.explain {
		return printExplanation(p.w, name, got, p.colour, p.width)
	}
	for i := range got.Records {
		if err := p.record(&got.Records[i]); err != nil {
			return err
		}
	}
	return nil
}

func (p *recordPrinter) record(rec *schema.Record) error {
	p.n++
	switch p.format {
	case "jsonl":
		return writeJSON(p.w, rec, "")
	case "text":
		return recordText(p.w, rec, p.colour)
	}
	if p.n == 1 {
		p.held = rec // whether it stands alone is known with the next one
		return nil
	}
	if p.held != nil {
		if _, err := io.WriteString(p.w, "[\n"); err != nil {
			return err
		}
		held := p.held
		p.held = nil
		if err := writeJSON(p.w, held, "  "); err != nil {
			return err
		}
	}
	if _, err := io.WriteString(p.w, ",\n"); err != nil {
		return err
	}
	return writeJSON(p.w, rec, "  ")
}

func (p *recordPrinter) close() error {
	if p.format != "json" || p.explain {
		return nil
	}
	switch {
	case p.held != nil && p.single:
		return writeJSON(p.w, p.held, "  ")
	case p.held != nil:
		if _, err := io.WriteString(p.w, "[\n"); err != nil {
			return err
		}
		if err := writeJSON(p.w, p.held, "  "); err != nil {
			return err
		}
		_, err := io.WriteString(p.w, "]\n")
		return err
	case p.n > 1:
		_, err := io.WriteString(p.w, "]\n")
		return err
	case !p.single:
		_, err := io.WriteString(p.w, "[]\n")
		return err
	}
	return nil
}

// writeJSON writes one JSON value and a newline, HTML characters as they are.
func writeJSON(w io.Writer, v any, indent string) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}
