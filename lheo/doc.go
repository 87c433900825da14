// Package lheo speaks LHÉO, the French XML language of training offers, in both directions: Writer turns records into a
// LHÉO 2.3 document that is valid under its XSD whatever the records hold, Read streams feeds of LHÉO 2.2 and 2.3 into
// the same records a page would give.
//
// One record is one formation, its actions are those of the source. A page's record has none: each of its sessions is
// one action with one session, as the national feed does it. What LHÉO makes compulsory and the source does not say is
// filled by the fillers of the trade and marked with @info; what LHÉO has no element for stands in extras; both are
// counted. What a feed says and no field of the record takes is unclaimed under its path, and is put back there.
// Element names are French because the standard's are.
//
// Reading and writing stand side by side, one file for each part of the standard and direction (decode_…, encode_…):
// both walk the same nodes and dictionaries, and a change of the one is a change of the other.
//
// It is not for choosing records, for naming files or for resolving places: export, the store and normalize do that.
package lheo

// ReaderVersion is the ParserVersion of the records that Read gives: with another one a feed reads otherwise.
const ReaderVersion = readerVersion
