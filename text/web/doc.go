// Package web recognises the address of a web site in printed words. It is not for resolving links (crawler).
package web
