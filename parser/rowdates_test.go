package parser

import (
	"testing"
)

// TestPeriodsOfARow: several whole periods in one cell are as many sessions, unless the row has a number of its own.
func TestPeriodsOfARow(t *testing.T) {
	const dates = `<td>du 4 au 8 janvier 2027<br>du 1 au 5 mars 2027</td></tr></table>`
	checkPages(t, []pageCase{
		{"two periods", basket(`<h2>Sessions</h2><table><tr><th>Ville</th><th>Dates</th></tr><tr><td>Brest (29)</td>` + dates),
			[]string{"sessions 2", "1 session.city Brest (29)", "1 session.dates du 4 au 8 janvier 2027", "2 session.city Brest (29)",
				"2 session.dates du 1 au 5 mars 2027"}, nil},
		{"two periods in digits", basket(`<h2>Sessions</h2><table><tr><th>Ville</th><th>Dates</th></tr><tr><td>Brest (29)</td>` +
			`<td>du 04/01/2027 au 08/01/2027<br>du 01/03/2027 au 05/03/2027</td></tr></table>`),
			[]string{"sessions 2", "1 session.dates du 04/01/2027 au 08/01/2027", "2 session.city Brest (29)"}, nil},
		{"stretches of a numbered row", basket(`<h2>Sessions</h2><table><tr><th>Numéro de session</th><th>Ville</th><th>Dates</th></tr>` +
			`<tr><td>S-20417</td><td>Brest (29)</td>` + dates),
			[]string{"sessions 1", "1 session.native_id S-20417", "1 session.dates du 1 au 5 mars 2027"}, nil},
		{"a period and words", basket(`<h2>Sessions</h2><table><tr><th>Ville</th><th>Dates</th></tr><tr><td>Brest (29)</td>` +
			`<td>du 4 au 8 janvier 2027<br>retour le vendredi suivant</td></tr></table>`), []string{"sessions 1"}, nil},
	})
}

// TestEndColumn: a column of days right of the first days is that of the last days, whatever its head says.
func TestEndColumn(t *testing.T) {
	const head = `<h2>Sessions</h2><table><tr><th>Ville</th><th>Date de début</th><th>Achèvement</th></tr><tr><td>Brest (29)</td><td>04/01/2027</td>`
	checkPages(t, []pageCase{
		{"days", basket(head + `<td>08/01/2027</td></tr><tr><td>Quimper (29)</td><td>01/03/2027</td><td>05/03/2027</td></tr></table>`),
			[]string{"sessions 2", "1 session.end 08/01/2027", "2 session.end 05/03/2027"}, nil},
		{"numbers", basket(head + `<td>12 places</td></tr></table>`), []string{"sessions 1", "1 session.start 04/01/2027"}, []string{"session.end"}},
		{"a column of last days stands already", basket(`<h2>Sessions</h2><table><tr><th>Date de début</th><th>Bilan</th><th>Date de fin</th></tr>` +
			`<tr><td>04/01/2027</td><td>12/02/2027</td><td>08/01/2027</td></tr></table>`), []string{"sessions 1", "1 session.end 08/01/2027"},
			[]string{"session.end 12/02/2027"}},
	})
}
