// Package polite keeps the manners of a walk towards the hosts it asks: the gap between requests over all processes,
// the hours in which a site may be asked, the rest a host asks for, and the signs that it has had enough.
//
// It is not for robots.txt (package robots), nor for deciding what to ask.
package polite
