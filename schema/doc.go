// Package schema is the ground floor of carif: the words everything else speaks.
//
// It holds the plain types of a fetched page (Page, Outcome), of what was read on it in the page's own
// words (Draft), of the typed record made from that (Record, Course, Session …: the contract that exports,
// the API and the store share), and of a harvest (Run, Change). It also holds what is true of those types
// alone: keys, fingerprints, the ordered list of columns, the JSON Schema.
//
// It is not for behaviour that needs a page, a vocabulary, a database or the network, and it imports the
// standard library only.
package schema
