// Package gate is what a night is judged by, as pure functions over numbers and words: the class of a failure, the band
// that good nights span, the floors they give.
//
// It reads no database and decides nothing: package harvest does.
package gate
