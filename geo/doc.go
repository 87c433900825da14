// Package geo reads the places that pages print — "33000 BORDEAUX CEDEX 9",
// "Mans (Le)", "LYON 03", "St-Etienne" + "(42)" — as INSEE codes: commune,
// department, region of today and region before 2016, with how it was decided
// and how sure that is.
//
// It is not a geocoder: it reads no street, looks nothing up on a network and
// never takes the nearest spelling. A name that fits several communes gives no
// commune but the candidates; a name that fits none gives what the postal code
// or the department tell, and no more.
//
// The tables (Code officiel géographique, postal codes, names since 1943) are
// embedded; gen rebuilds them, NOTICE says whose they are.
package geo

//go:generate go run ./gen
