// Package parser reads one course page into a Draft: the page's own words under the fields they belong to.
//
// The way is always the same, whatever the site: package page decodes and parses (once, for the crawler too) → one
// walk that lays the page out as a flat list of segments → an outline of labelled blocks → the label lexicon names the
// field of each block → values and sessions. Content that no field takes is listed as unclaimed; menus,
// forms, footers and help texts are chrome by rule.
//
// It is pure: no clock, no network, no database, no globals with state. It is not for typing values (dates,
// hours, places, codes): normalize does that from the words found here.
package parser
