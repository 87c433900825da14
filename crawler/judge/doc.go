// Package judge names the outcome of an answer: a course page, or one of the many things that stand in its place with
// status 200 or any other, or the fault that left no answer at all.
//
// It is not for what follows from an outcome (retries, closing a host): the walk decides that.
package judge
