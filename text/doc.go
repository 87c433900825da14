// Package text holds what both readers of a page know of printed words: one folding, the tokens of a value, and a
// package a kind of value below it (date, phone, email, amount, code, level). The parser asks whether a text holds a
// value of a kind and where; normalize asks for the value itself.
//
// It is not for wordings that a vocabulary lists (vocab), for places (geo), or for saying which field of a course a
// value belongs to (parser). It is pure: no clock, so that "today" never becomes a value.
package text
