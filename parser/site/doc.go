// Package site learns from many pages of one site what no single page can tell: what the site says on every page,
// which lines are labels there, where the sheet's own date and number stand.
//
// A Sketch is what the reader notes of one page; Build turns sketches into a Model; the parser asks the model about
// its lines before it reads a page. A model never extracts a value by itself: it only annotates lines, so what it has
// wrong stays small, and the reader stays the one place of truth.
//
// Everything here is a pure function: no clock, no network, no files. Building does not depend on the order of pages,
// and a model's id is a hash of what it was built from. The package is not for single pages, and not for profiles,
// which people write.
package site
