// Package sqlite keeps everything in one SQLite file: the store that carif uses unless told otherwise.
//
// It is not for queries of analysts (the tidy tables and views are made to be read with any SQLite tool) and not
// for a file on a network disk, where SQLite's write-ahead log must not be used.
//
// Its files stand side by side because each is methods of the one Store, or of the one transaction, over the same
// tables; what does not need the database (who is to be forgotten: storage/redact) has a room of its own.
//
// One connection writes, and one goroutine at a time; a pool of read-only connections reads. The death of the
// process loses nothing that was acknowledged. A power cut may take back the last second of saved pages, whole with
// their place in the frontier, so that they are fetched again.
package sqlite
