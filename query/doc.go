// Package query asks a database in its own words, SQL: one statement that only reads, with the functions that analysts
// miss in SQLite, within a time, and without the people whom exports leave out. It says where a statement is wrong and
// what was probably meant, and knows ten ready questions.
//
// It is not for reading records (that is the store's business), nor for writing files (that is export's).
package query
