// Package code reads identifiers that have a form or a check digit: SIRET, activity number, UAI, RNCP, RS, CertifInfo,
// ROME, Formacode, NSF. Each reader gives the code in its one form, "" for a text that is none, and why.
//
// It is not for looking codes up: their labels are in vocab/reference.
package code
