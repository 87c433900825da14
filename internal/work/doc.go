// Package work holds the test that reading a page is work in proportion to the page, whatever the page holds. It counts
// the statements that run and never the time: the program is built with the counters of the coverage tool in it, reads
// pages of one shape in three sizes, and the counts are compared.
package work
