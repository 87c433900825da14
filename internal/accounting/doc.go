// Package accounting checks that the reader loses nothing in silence: every word a page shows stands in its outline,
// every word of a block that is not chrome stands in the draft, and every value of the draft ends in the record.
//
// It walks the page's tree on its own and knows of the reader only what it hands out, so that a word the reader never
// saw is missed here too. It does not say whether a word stands in the right field: internal/layouts and
// internal/accuracy compare with truth. It is for tests; no command runs it.
package accounting
