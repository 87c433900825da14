package query

import (
	_ "embed"
	"regexp"
	"strings"
)

//go:embed ready.sql
var readySQL string

// Question is a ready question: a name, what it asks, and its statement.
type Question struct {
	Name     string `json:"name"`
	Question string `json:"question"`
	SQL      string `json:"sql"`
}

var heading = regexp.MustCompile(`(?m)^-- ([a-z]+): (.+)$`)

// Ready lists the ready questions.
func Ready() []Question {
	var out []Question
	marks := heading.FindAllStringSubmatchIndex(readySQL, -1)
	for i, m := range marks {
		end := len(readySQL)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		out = append(out, Question{Name: readySQL[m[2]:m[3]], Question: readySQL[m[4]:m[5]],
			SQL: strings.TrimSpace(readySQL[m[1]:end])})
	}
	return out
}
