// Package place reads a printed place: a city, a city with its postal code or department, a whole address. It parts the
// words and looks the town up in the tables of geo.
//
// It is not for the tables or for resolving a bare name: that is geo itself.
package place
