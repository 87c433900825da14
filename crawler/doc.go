// Package crawler walks one site politely and loses nothing: it fetches what the frontier says, names the
// outcome of every fetch and hands it to a visit function. colly never leaves this folder. It is not for
// parsing records, keeping bytes, or storing anything: the visit function and the Store interface do that.
//
// The way of one entry, and the files along it: walk.go claims it; bounds.go says whether it is a trap; fetch.go
// judges each hop (guard.go: address and port; robots_*.go: rules), waits for the host's turn (pace.go, health.go,
// window.go) and sends (engine.go is colly, transport.go the wire and its limits, decode.go the content codings);
// learn.go reads the answer in one pass (lexer.go, scan.go), names its outcome (classify.go, sniff.go), compares it
// with the last one (hash.go) and takes its links (links.go, sitemap.go); decide.go says what becomes of the entry.
// When nothing is left, reconcile.go looks at the listings again.
package crawler
