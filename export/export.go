package export

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"carif/export/scrub"
	"carif/schema"
	"carif/storage"
	"carif/vocab"
)

// Errors that a caller tells apart: all of them mean wrong use.
var (
	ErrFormat = errors.New("unknown format")
	ErrTable  = errors.New("unknown table")
	ErrOut    = errors.New("cannot write")
)

// ErrEmpty is what Write gives, and nothing is written, when a source has no course to export.
var ErrEmpty = errors.New("nothing to export")

// Options say what is exported, as what, and where to.
type Options struct {
	Format string   // a name of Formats
	Out    string   // path of the file or folder; "-" for Stdout, where the format is one stream
	Tables []string // names of schema tables; empty for all. Formats that have no tables refuse it
	Filter storage.Filter
	// Excel gives CSV that a French Excel opens by a double click: BOM, semicolons, decimal commas, every cell quoted,
	// and cells that a spreadsheet would run as a formula defused by a leading ' (UndoExcel takes it off again).
	Excel bool
	// WithContacts keeps what is personal: named contacts, telephone numbers, e-mail addresses. It is off by default
	// and recorded in every manifest.
	WithContacts bool
	Meta         Meta
	Progress     func(done, total int) // called as courses are written; total is Meta.Courses
	Geo          Geo                   // centroids for geojson; nil leaves geometries out
	Vocab        *vocab.Set            // names the codes of the look-up tables; nil for the embedded vocabularies
	Sites        []Site                // names the sites of the look-up tables
	// AsOf is the ISO date that open_on is for; "" for Meta.Date.
	AsOf string
	// Empty lets an export hold no course at all: a list of news may be empty. Else that is ErrEmpty.
	Empty  bool
	Stdout io.Writer // what "-" means
}

// Meta is what a reader needs to cite the export. It holds no time of writing: the same database gives the same file.
type Meta struct {
	Title       string         `json:"title"`
	Description string         `json:"description,omitempty"`
	Licence     Licence        `json:"licence"`
	Sources     []SourceNote   `json:"sources,omitempty"`
	Runs        []int64        `json:"runs,omitempty"`    // ids of the runs whose records these are
	Date        string         `json:"date,omitempty"`    // ISO date on which the last of those runs ended
	Version     string         `json:"version,omitempty"` // of carif
	Filter      map[string]any `json:"filter,omitempty"`  // what was asked for, in words of the command line
	Courses     int            `json:"-"`                 // expected number of courses, for Progress; 0 when unknown
}

// Licence names the terms the data may be used under.
type Licence struct {
	Name string `json:"name"` // an SPDX or opendefinition.org name, "" when nobody has said
	URL  string `json:"url,omitempty"`
}

// Site is what is known of a site beside its id.
type Site struct {
	ID, Name, Region string // Region is the INSEE code of the region it is the catalogue of; "" where it is of none
}

// SourceNote names one site the records came from.
type SourceNote struct {
	Site  string `json:"site"`
	Title string `json:"title"`
	URL   string `json:"url,omitempty"`
}

// Report tells what was written.
type Report struct {
	Format   string         `json:"format"`
	Contacts bool           `json:"contacts"`
	Courses  int            `json:"courses"`
	Sessions int            `json:"sessions"`
	Rows     map[string]int `json:"rows"` // by table; empty for formats that have none
	Files    []File         `json:"files"`
	Warnings []Warning      `json:"warnings"`
}

// File is one file of an export.
type File struct {
	Path   string `json:"path"` // as it stands now; inside a folder or zip: relative to it
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Write exports the records of a source. On any error, a cancelled context included, what stood at Out is untouched
// and nothing new is left beside it.
func Write(ctx context.Context, src Source, o Options) (Report, error) {
	f, ok := formatNamed(o.Format)
	if !ok {
		return Report{}, fmt.Errorf("%w %q (known: %s)", ErrFormat, o.Format, strings.Join(formatNames(), " "))
	}
	switch {
	case len(o.Tables) == 0 || f.Tables:
	case f.lines == nil:
		return Report{}, fmt.Errorf("%w: %s holds whole records, it has no tables to choose from", ErrTable, f.Name)
	case len(o.Tables) > 1:
		return Report{}, fmt.Errorf("%w: %s is whole records or the rows of one table, not of %d", ErrTable, f.Name,
			len(o.Tables))
	default:
		f.open = f.lines
	}
	if o.Excel && f.Name != "csv" {
		return Report{}, fmt.Errorf("%w: Excel's way of writing CSV goes with csv, not with %s", ErrFormat, f.Name)
	}
	tables, err := chooseTables(o.Tables, f, o.WithContacts)
	if err != nil {
		return Report{}, err
	}
	look, err := newLookups(o.Vocab, o.Sites)
	if err != nil {
		return Report{}, err
	}
	o.AsOf = cmp.Or(o.AsOf, o.Meta.Date)
	j := &job{Options: o, format: f, tables: tables, named: tablesToName(tables), look: look,
		rep: Report{Format: f.Name, Contacts: o.WithContacts, Rows: map[string]int{}}}
	// Contacts are always read: without them the names that stand in free text could not be told from other words.
	o.Filter.WithContacts, o.Filter.WithHistory = true, true
	if err := j.run(ctx, src, o.Filter); err != nil {
		return Report{}, fmt.Errorf("export %s: %w", f.Name, err)
	}
	j.rep.Warnings = j.warn.list()
	return j.rep, nil
}

// job is one export under way.
type job struct {
	Options
	format Format
	tables []*table
	look   *lookups
	named  []*table // not exported, but read for the codes that look-up tables are to explain
	flat   *flat    // makes the rows of the flat tables; nil where none was chosen
	rep    Report
	warn   warnings
}

// sink takes records and makes files of them.
type sink interface {
	record(r *schema.Record) error
	// close finishes the files. It is called once, and only when every record was taken.
	close() error
}

func (j *job) run(ctx context.Context, src Source, filter storage.Filter) error {
	if err := j.checkOut(); err != nil {
		return err
	}
	st, err := newStage(j.Out, j.layout(), j.Stdout)
	if err != nil {
		return err
	}
	defer func() {
		j.flat.close()
		st.discard()
	}()
	sk, err := j.format.open(j, st)
	if err != nil {
		return err
	}
	if err := j.feed(ctx, src, filter, sk); err != nil {
		return err
	}
	if j.rep.Courses == 0 && !j.Empty {
		return ErrEmpty
	}
	if err := sk.close(); err != nil {
		return err
	}
	if err := j.besideFile(st); err != nil {
		return err
	}
	j.rep.Files, err = st.publish()
	return err
}

// feed hands every record to the sink, and the runs to those that have a table of them.
func (j *job) feed(ctx context.Context, src Source, filter storage.Filter, sk sink) error {
	if j.chosen(panelTable) {
		if err := j.panel(ctx, src, filter, sk); err != nil || len(j.tables) == 1 {
			return err
		}
	}
	scrubber := scrub.Scrubber{Keep: j.WithContacts, Warn: j.warn.add}
	var err error
	if !j.WithContacts {
		if scrubber.People, err = scrub.People(ctx, src); err != nil {
			return err
		}
	}
	err = src.Courses(ctx, filter, func(r schema.Record) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if r.Course == nil {
			return nil
		}
		r = scrubber.Record(r)
		if err := sk.record(&r); err != nil {
			return err
		}
		j.rep.Courses++
		j.rep.Sessions += len(r.Course.Sessions)
		if j.Progress != nil {
			j.Progress(j.rep.Courses, j.Meta.Courses)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if f, ok := sk.(interface {
		runs(context.Context, Source) error
	}); ok {
		return f.runs(ctx, src)
	}
	return nil
}

// layout tells what stands at Out: a file, a zip or a folder.
func (j *job) layout() Layout {
	if j.format.Writes != Folder {
		return j.format.Writes
	}
	ext := strings.ToLower(filepath.Ext(j.Out))
	if ext == ".zip" {
		return Zip
	}
	if len(j.tables) == 1 && j.format.single && (j.Out == "-" || ext != "" && !strings.HasSuffix(j.Out, "/")) {
		return OneFile
	}
	return Folder
}

// checkOut refuses a path that names one file for what is several, and a stream for what is none.
func (j *job) checkOut() error {
	if j.Out == "-" && j.format.onDisk {
		return fmt.Errorf("%w to stdout: %s is no stream: name a path with --out", ErrOut, j.format.Name)
	}
	if j.layout() != Folder || j.Out == "" {
		return nil
	}
	if ext := strings.ToLower(filepath.Ext(j.Out)); j.Out == "-" || j.format.single && ext == j.format.Extensions[0] {
		where := j.Out
		if where == "-" {
			where = "to stdout"
		}
		return fmt.Errorf("%w %s: %d tables are not one file: name a folder or a .zip with --out, or one table with --table",
			ErrOut, where, len(j.tables))
	}
	return nil
}
