package compare

import (
	"context"
	"fmt"
)

// leastMix is the share of the whole's courses that must be of domains a unit has courses of, for its shares to be
// standardised: of the others nothing is known there.
const leastMix = "0.95"

// standardised is what gives a share as it was if each unit had the mix of domains of all open courses of the
// catalogues (direct standardisation): the mean of a unit's shares by domain, weighted by the whole's courses of each.
func (m *Measure) standardised(u *Unit, ctes, sites []string) string {
	from, unit := u.from(m.level, sites)
	q := withTables(ctes)
	q.add("d", fmt.Sprintf("SELECT %s AS unit, c.domain AS domain, 1.0 * count(CASE WHEN %s THEN 1 END) / count(*) AS p\n"+
		"    FROM %s%s GROUP BY 1, 2", unit, m.hit, from, where(m.open(), m.base, m.known(), "c.domain IS NOT NULL")))
	q.add("w", fmt.Sprintf("SELECT c.domain AS domain, count(*) AS w FROM course c WHERE c.site IN (%s) "+
		"AND c.status = 'open' AND c.domain IS NOT NULL GROUP BY 1", quoteAll(sites)))
	return q.text + "\nSELECT d.unit AS unit, sum(d.p * w.w) / sum(w.w) AS value\nFROM d JOIN w ON w.domain = d.domain\n" +
		"GROUP BY 1 HAVING sum(w.w) >= " + leastMix + " * (SELECT sum(w) FROM w)"
}

// numbers reads two columns, a unit and a number.
func (x *runner) numbers(ctx context.Context, query string) (map[string]float64, error) {
	rows, err := x.tx.QueryContext(ctx, "SELECT unit, value FROM ("+query+") WHERE unit IS NOT NULL")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]float64{}
	for rows.Next() {
		var unit string
		var v float64
		if err := rows.Scan(&unit, &v); err != nil {
			return nil, err
		}
		all[unit] = v
	}
	return all, rows.Err()
}
