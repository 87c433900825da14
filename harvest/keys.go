package harvest

import "carif/schema"

// setApart gives the courses of one page that would have one key a key each. Where they share an id, the first keeps
// it and the others say so in an issue; where the page gives none, its address is the key of none of them alone.
func setApart(recs []schema.Record) {
	n := map[string]int{}
	for i := range recs {
		n[recs[i].Course.Key]++
	}
	seen := map[string]bool{}
	for i := range recs {
		c := recs[i].Course
		key := c.Key
		if n[key] < 2 || !schema.NoID(key) && !seen[key] {
			seen[key] = true
			continue
		}
		c.Key = schema.KeyApart(key, c)
		if !schema.NoID(key) {
			recs[i].Issues = append(recs[i].Issues, schema.DuplicateID(c, key))
		}
	}
}
