// Package crawler walks one site politely and loses nothing: it fetches what the frontier says, names the
// outcome of every fetch and hands it to a visit function. colly never leaves this folder. It is not for
// parsing records, keeping bytes, or storing anything: the visit function and the Store interface do that.
package crawler
