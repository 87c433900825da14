package export

// Layout is what an export leaves at its path.
type Layout string

// The layouts.
const (
	OneFile Layout = "file"
	Folder  Layout = "folder" // or a zip, where the path ends in .zip; one file, where one table is asked for
	Zip     Layout = "zip"
)

// Format is one way of writing the records.
type Format struct {
	Name       string
	Extensions []string // usual endings of the path, the first is the default; "" for a folder
	Meaning    string   // one line for people
	Writes     Layout
	Tables     bool // --table chooses tables
	flat       bool // it holds the flat tables and look-ups where none are named
	single     bool // one table alone is one file
	onDisk     bool // it is put together on disk and cannot go to a stream
	open       func(*job, *stage) (sink, error)
	lines      func(*job, *stage) (sink, error) // the rows of one table instead, in a format of whole records
}

// Formats is the one list of formats, in the order help prints them.
func Formats() []Format {
	return []Format{
		{Name: "csv", Extensions: []string{".csv", ".zip", ""},
			Meaning: "tables as RFC 4180 CSV, UTF-8; with --excel for a French Excel", Writes: Folder, Tables: true,
			single: true, open: openCSV},
		{Name: "jsonl", Extensions: []string{".jsonl"},
			Meaning: "whole records, one JSON object per line; with --table the rows of one table",
			Writes:  OneFile, open: openJSONL, lines: openRowsJSONL},
		{Name: "parquet", Extensions: []string{".parquet", ".zip", ""},
			Meaning: "tables as Parquet: typed columns, dictionaries, zstd; for DuckDB, pandas, R", Writes: Folder,
			Tables: true, single: true, open: openParquet},
		{Name: "xlsx", Extensions: []string{".xlsx"},
			Meaning: "one Excel workbook: a sheet of courses and one of sessions, names beside codes; " +
				"with --table other tables", Writes: OneFile, Tables: true, flat: true, onDisk: true, open: openXLSX},
		{Name: "geojson", Extensions: []string{".geojson", ".json"},
			Meaning: "sessions as points at the centre of their commune", Writes: OneFile, open: openGeoJSON},
		{Name: "lheo", Extensions: []string{".xml"},
			Meaning: "LHÉO 2.3, the exchange language of French training offers, valid under its XSD", Writes: OneFile,
			open: openLHEO},
		{Name: "sqlite", Extensions: []string{".db", ".sqlite"},
			Meaning: "a clean SQLite database of the tables, with views and indexes", Writes: OneFile, Tables: true,
			onDisk: true, open: openSQLite},
		{Name: "datapackage", Extensions: []string{".zip", ""},
			Meaning: "Frictionless Data Package: CSV tables with schema, licence, sources and hashes, " +
				"and DCAT beside; the citable form", Writes: Folder, Tables: true, open: openPackage},
	}
}

func formatNamed(name string) (Format, bool) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

func formatNames() []string {
	var ns []string
	for _, f := range Formats() {
		ns = append(ns, f.Name)
	}
	return ns
}
