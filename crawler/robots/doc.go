// Package robots reads robots.txt files and judges URLs by them, as RFC 9309 says and Google's matcher does.
//
// It is not for fetching the files: the walk asks for them in the host's turn, and the database keeps them.
package robots
