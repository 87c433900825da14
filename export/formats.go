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
	single     bool // one table alone is one file
	open       func(*job, *stage) (sink, error)
}

// Formats is the one list of formats, in the order help prints them.
func Formats() []Format {
	return []Format{
		{Name: "csv", Extensions: []string{".csv", ".zip", ""}, Meaning: "tables as RFC 4180 CSV, UTF-8; with --excel for a French Excel", Writes: Folder, Tables: true, single: true, open: openCSV},
		{Name: "jsonl", Extensions: []string{".jsonl"}, Meaning: "whole records, one JSON object a line", Writes: OneFile, open: openJSONL},
	}
}

func find(name string) (Format, bool) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

func names() []string {
	var ns []string
	for _, f := range Formats() {
		ns = append(ns, f.Name)
	}
	return ns
}
