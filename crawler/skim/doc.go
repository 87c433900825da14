// Package skim reads a page in one pass over its bytes, before it is parsed: the hash by which an unchanged page is
// known again, and the signs by which a page is told from an excuse. Both cost a fraction of a tree.
//
// It is not for links, values, or anything else that the tree of package page gives.
package skim
