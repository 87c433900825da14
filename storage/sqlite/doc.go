// Package sqlite keeps everything in one SQLite file: the store that carif uses unless told otherwise.
//
// It is not for queries of analysts (the tidy tables and views are made to be read with any SQLite tool) and not
// for a file on a network disk, where SQLite's write-ahead log must not be used.
//
// One connection writes, and one goroutine at a time; a pool of read-only connections reads. Writes that must
// survive a power cut wait for the disk; claims and leases, which a restart gives back anyway, do not.
package sqlite
