package storage

import "errors"

// Decisions a caller may take on an error; each message says what, where and what to do when printed.
var (
	ErrNotADatabase = errors.New("not a carif database")
	ErrUnfinished   = errors.New("the database is half made")
	ErrDamaged      = errors.New("the database is damaged")
	ErrNewerSchema  = errors.New("the database was written by a newer carif")
	ErrReadOnly     = errors.New("the database cannot be written")
	ErrInUse        = errors.New("the database is in use by another harvest")
	ErrNoFTS5       = errors.New("this binary was built without full-text search: build with -tags sqlite_fts5")
	ErrDiskFull     = errors.New("the disk is full")
	ErrNotFound     = errors.New("no such course")
)
