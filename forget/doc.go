// Package forget lets a person leave: the words of the person go out of the database, its search and its log, and out
// of the archived pages, which are rewritten. From then on nothing that is harvested, imported or read again from the
// archive brings the person back; only keyed hashes of what was given are kept.
//
// Harvests ask it to clean each answer before it is archived (Eraser.Redactor) and each record that was read from a
// cleaned answer (Eraser.Unmark). The database's own share (rows, texts, hashes) is the store's work.
//
// What has been kept long enough leaves the same way (Prune): the bytes of old answers, of which the database keeps
// what was read.
//
// It is not for keeping people out of exports, who are not forgotten there but left out: that is export's scrubber.
package forget
