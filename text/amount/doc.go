// Package amount reads numbers that count something: hours, euros, seats. A printed zero means that nobody typed a
// number in, and several different amounts have no single reading.
package amount
