// Package export hands the store's records to people as files their tools read: CSV, JSON lines, Parquet, Excel,
// GeoJSON, SQLite, a Frictionless data package, LHÉO. There is one file a format and ONE list of formats (Formats);
// the tables of every tabular format come from ONE flattening, that of package schema (Table.Rows, Column.Cell), and
// what is personal is taken out in ONE place (package scrub) before any format sees a record.
//
// A format is one file here, beside the few that all of them share (job, stage, table, manifest).
//
// A file is written aside in the folder it will stand in, synced, then renamed: whoever looks sees the old file or the
// new one, never half of one. The package has no clock and no randomness in what it writes: the same records give the
// same bytes.
//
// It is not for reading files back (that is lheo's and the store's business), nor for choosing what is published.
package export
