package report

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"

	"carif/compare"
)

// csvColumns are the columns of CSV, in order.
var csvColumns = []string{"measure", "by", "unit", "name", "code", "label", "on", "value", "low", "high", "n",
	"suppressed",
	"rank", "verdict", "reasons", "records", "stated", "coded", "derived", "pages", "whole_known", "placed", "doubles",
	"oldest_read", "sites", "standardised", "standardised_sql", "sql"}

// Columns lists the columns of CSV, in order.
func Columns() []string { return slices.Clone(csvColumns) }

// CSV writes a row a figure, all of them, with the evidence and the statement of each.
func CSV(w io.Writer, r *compare.Result) error {
	out := csv.NewWriter(w)
	if err := out.Write(csvColumns); err != nil {
		return err
	}
	for i := range r.Figures {
		f := &r.Figures[i]
		rank := ""
		if f.Rank > 0 {
			rank = strconv.Itoa(f.Rank)
		}
		n, records := strconv.Itoa(f.N), strconv.Itoa(f.Records)
		if f.Suppressed && f.N == 0 {
			n, records = "", ""
		}
		row := []string{f.Measure, r.By, f.Unit, f.Name, f.Code, f.Label, r.On, exact(f.Value), exact(f.Low), exact(f.High),
			n, strconv.FormatBool(f.Suppressed), rank, string(f.Verdict), Why(f), records, exact(f.Stated), exact(f.Coded),
			exact(f.Derived), exact(f.Pages), strconv.FormatBool(f.WholeKnown), exact(f.Placed), exact(f.Doubles),
			f.OldestRead, strings.Join(f.Sites, " "), exact(f.Standardised), f.StandardisedSQL, f.SQL}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// exact writes a number with all its digits; "" for none.
func exact(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'g', -1, 64)
}
