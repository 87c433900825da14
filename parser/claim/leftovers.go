package claim

import (
	"strings"

	"carif/parser/lexicon"
	"carif/parser/shape"
	"carif/schema"
	"carif/text"
)

// bare reports a label without a field of its own that has no value.
func bare(f schema.Field, pr shape.Printed) bool {
	return pr.Text == "" && !pr.Icon && (f == schema.FieldOther || f == schema.FieldSessionText)
}

// sayNothing deals with a label without a field of its own that has no value: the page names a thing and says nothing of
// it, or what it says is the page's own words.
func (r *Reader) sayNothing(i, k int) {
	p := &r.Pieces[i]
	for j := i + 1; j < k; j++ {
		if r.Pieces[j].Claim == "chrome" {
			r.claim(i, k, "chrome", "chrome:label")
			return
		}
	}
	r.Draft.Absent = append(r.Draft.Absent, schema.Absent{Field: schema.FieldOther, Raw: p.Label})
	r.claim(i, k, "absent", "empty")
}

// dropTwins forgets loose lines that only repeat a value: the title for printing, the provider under the title.
func (r *Reader) dropTwins() {
	if len(r.Draft.Unclaimed) == 0 {
		return
	}
	said := map[string]bool{}
	for _, v := range r.Draft.Values {
		if len(v.Text) < 300 {
			said[text.FoldLabel(v.Text)] = true
			if first, _, more := strings.Cut(v.Text, "\n"); more {
				said[text.FoldLabel(first)] = true
			}
		}
	}
	r.keepLeft(func(i int, u schema.Unclaimed) string {
		if len(u.Text) < 300 && said[text.FoldLabel(u.Text)] {
			return "twin"
		}
		return ""
	})
}

// keepLeft keeps the unclaimed texts for which rule gives ""; the others are claimed under the rule given.
func (r *Reader) keepLeft(rule func(i int, u schema.Unclaimed) string) {
	var kept []schema.Unclaimed
	var left []int
	for n, u := range r.Draft.Unclaimed {
		i := r.left[n]
		why := rule(i, u)
		if why == "" {
			kept, left = append(kept, u), append(left, i)
			continue
		}
		end := len(r.Pieces)
		if n+1 < len(r.left) {
			end = r.left[n+1]
		}
		for j := i; j < end && (r.Pieces[j].Claim == "unclaimed" || r.Pieces[j].Claim == "chrome"); j++ {
			if r.Pieces[j].Claim == "chrome" {
				continue
			}
			if r.Pieces[j].Claim, r.Pieces[j].Rule = "chrome", why; why == "twin" || why == "name" {
				r.Pieces[j].Claim = "twin"
			}
		}
	}
	r.Draft.Unclaimed, r.left = kept, left
}

// providerByName takes a loose line beside the title as the provider where the page names none and the line's
// class or link says so.
func (r *Reader) providerByName() {
	for _, v := range r.Draft.Values {
		if strings.HasPrefix(string(v.Field), "provider") {
			return
		}
	}
	done := false
	r.keepLeft(func(i int, u schema.Unclaimed) string {
		if done || i < r.TitleAt-3 || i > r.TitleAt+6 || len(u.Text) > 120 || !r.SpeaksOfProvider(i) {
			return ""
		}
		done = true
		r.put(schema.FieldProvider, "", r.Collect(i, i+1, false), nil, 0)
		return "name"
	})
}

// providerFromContact makes the provider of a contact's block that is an organisation with its address, where the page
// names no provider otherwise.
func (r *Reader) providerFromContact() {
	for _, v := range r.Draft.Values {
		if v.Field == schema.FieldProvider || v.Field == schema.FieldProviderName {
			return
		}
	}
	group := 0
	for n := range r.Draft.Values {
		v := &r.Draft.Values[n]
		if group == 0 && v.Field == schema.FieldContact && v.Group > 0 && lexicon.HasPostalLine(v.Text) && addressIn(v.Text) {
			group = v.Group
		}
	}
	if group == 0 {
		return
	}
	to := map[schema.Field]schema.Field{schema.FieldContact: schema.FieldProvider, schema.FieldContactPhone: schema.FieldProviderPhone, schema.FieldContactEmail: schema.FieldProviderEmail}
	for n := range r.Draft.Values {
		if v := &r.Draft.Values[n]; v.Group == group && to[v.Field] != "" {
			v.Field = to[v.Field]
		}
	}
}
