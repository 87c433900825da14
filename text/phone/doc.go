// Package phone reads telephone numbers, which of them are faxes, and which runs of digits look like a number and are
// none. Numbers are given in E.164.
package phone
