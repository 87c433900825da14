// Package email reads mail addresses out of texts and mailto links. It is not for telling whose an address is.
package email
