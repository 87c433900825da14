// Package parser reads one course page into a Draft: the page's own words under the fields they belong to.
//
// The steps are the same for every site. Package page settles the charset by evidence and makes a tree of the page once,
// for the crawler too, without the scripts, styles and comments that no reader sees; a page nested too deep for a tree
// is read from its tokens. One walk lays the page out as a flat list of lines. Lines are split into pieces, a label and its value each, and the lexicon
// names the field of each label; tables, sessions and values are read from the pieces. Content that no field takes is
// listed as unclaimed; menus, forms, footers and help texts are set aside as page chrome by rule.
//
// The package is pure: no clock, no network, no database, no state outside a Parser and the page it is given. It does
// not type values (dates, hours, places, codes): normalize does that from the words found here.
package parser
