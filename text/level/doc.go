// Package level recognises the words of levels: the roman numerals of 1969, the numbers of either nomenclature, and
// diplomas that name a level by themselves.
//
// It is not for choosing the code of a level: which nomenclature holds on a page is normalize's to tell.
package level
