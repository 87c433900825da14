// Package crawler walks one site politely and loses nothing: it fetches what the frontier says, names the
// outcome of every fetch and hands it to a visit function. colly never leaves this folder. It is not for
// parsing records, keeping bytes, or storing anything: the visit function and the store behind schema.CrawlStore do
// that.
//
// The way of one entry, and the files along it: walk.go claims it; bounds.go says whether it is a trap; fetch.go
// follows it over redirects (cookies.go), each hop through colly (engine.go) and the chain below it (chain.go: address
// guard, robots.txt with robots.go, pace with gates.go; package wire: codings, limits, the wire). reading.go is called
// back with the answer: it names the outcome (packages skim and judge), compares the page with the last one, parses
// it where it is new (parser/page) and takes its links (package links); decide.go says what becomes of the entry.
// When nothing is left, reconcile.go looks at the listings again.
package crawler
