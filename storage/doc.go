// Package storage is the contract of the database: what a harvest writes, what readers ask for, and the words
// (sentinel errors, filters, findings) both share. storage/sqlite stands behind it; storage/storagetest is the
// suite that every backend passes.
//
// It is not for deciding what a page says (parser, normalize), whether a run is good enough to be seen (the
// harvest's gate) or how a file for analysts looks (export).
//
// Vocabulary. A page is a URL of a site and, at the same time, its place in the frontier. A record is what one
// page said of one course. A course has versions, numbered from 1, each valid from the run that opened it to
// the run that superseded or closed it. The tidy tables (course, session …) show one version of each course;
// course_version holds them all. People stand in the contact table: no version keeps a contact, or a provider's
// phones and e-mails, and only the newest version has contact rows. What the page says of people in a text, or in
// words that could not be read, stays there until it is forgotten.
package storage
