package claim

import (
	"strings"

	"carif/parser/lexicon"
	"carif/parser/outline"
	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/phone"
)

// looseText deals with text under no label: chrome by its words, the provider's address block beside the title,
// a value of the session, else unclaimed.
func (r *Reader) looseText(i, end int, sc shape.Scope, s *session.Session) int {
	k := i + 1
	box := r.BoxOf(i)
	for k < end && !r.Pieces[k].Skip && r.Pieces[k].Claim == "" && r.TableAt(k) == nil &&
		(r.Pieces[k].Label == "" || !r.FiresLoose(&r.Pieces[k], sc)) && r.BoxOf(k) == box {
		k++
	}
	if sc == shape.InSession && s != nil {
		r.sessionText(i, k, s)
		return k
	}
	if sc == shape.InCourse {
		if k := r.factsBeside(i, end); k > 0 {
			return k
		}
	}
	if sc == shape.InCourse && r.addressBlock(i, end) {
		return r.addressProvider(i, end)
	}
	pr := r.Collect(i, k, false)
	if pr.Text == "" {
		r.ClaimChrome(i, k)
		return k
	}
	if r.knownLoose(i, k, pr, sc) {
		return k
	}
	label := r.headingLabel(i)
	if sc == shape.InCourse && (r.datedLines(i, k) || r.byClass(i, k, label, pr) || r.putByKind(i, k, label, pr)) {
		return k
	}
	if sc == shape.InCourse {
		if j := r.metaAmong(i, k); j >= 0 {
			if j > i {
				r.leave(i, j, label, r.Collect(i, j, false))
			}
			r.claim(j, j+1, "meta", "meta line")
			return j + 1
		}
	}
	r.leave(i, k, label, pr)
	return k
}

// metaAmong reads the line about the sheet itself among several lines that no label names; -1 when there is none.
func (r *Reader) metaAmong(i, k int) int {
	for j := i; j < k && k > i+1; j++ {
		if !r.Pieces[j].Skip && r.metaLine(r.Collect(j, j+1, false)) {
			return j
		}
	}
	return -1
}

// headingLabel gives the words of the unknown heading that piece i stands under, "" for none.
func (r *Reader) headingLabel(i int) string {
	if i >= r.headingEnd {
		return ""
	}
	p := &r.Pieces[r.heading]
	if p.Label == "" {
		return r.Lay.Lines[p.Line].Text
	}
	return p.Label
}

// knownLoose finds the field of text that no label names, by its place or its own words.
func (r *Reader) knownLoose(i, k int, pr shape.Printed, sc shape.Scope) bool {
	if r.Plain && i == r.TitleAt+1 && k-i == 1 && len(pr.Text) < 120 && r.blockField == "" { // the line under the title
		r.group++
		r.put(schema.FieldProvider, "", pr, nil, r.group)
		r.claim(i, k, string(schema.FieldProvider), "under the title")
		return true
	}
	if sc == shape.InCourse && wording.TellsState(pr.Text) {
		r.addState(pr)
		r.claim(i, k, string(schema.FieldSessionState), "words")
		return true
	}
	if r.metaLine(pr) {
		r.claim(i, k, "meta", "meta line")
		return true
	}
	if f := codeLine(pr); f != "" {
		r.put(f, "", pr, nil, 0)
		r.claim(i, k, string(f), "code")
		return true
	}
	if f := saysItself(pr.Text); f != "" {
		r.put(f, "", pr, nil, 0)
		r.claim(i, k, string(f), "words")
		return true
	}
	if o := r.over; o.e != nil && i < o.end && sc == shape.InCourse && !outline.Single(o.e.Field) {
		f, also := o.e.Field, o.e.Also
		r.put(f, o.label, pr, also, 0)
		r.claim(i, k, string(f), "label over")
		return true
	}
	if sc == shape.InCourse && wording.PostalLine(pr.Text) && r.blockField != "" && !r.addressed && len(pr.Text) < 200 && i-r.blockAt < 12 {
		q := pr
		q.Items = nil
		r.put(schema.FieldProviderAddress, "", q, nil, r.blockGroup)
		r.claim(i, k, string(schema.FieldProviderAddress), "address")
		return true
	}
	return false
}

// addState gives a state told outside any session to the one read last, or to the only one to come.
func (r *Reader) addState(pr shape.Printed) {
	v := r.SessionValue(schema.FieldSessionState, "", pr)
	if n := len(r.found); n > 0 {
		r.found[n-1].Add(v)
		return
	}
	r.loose.Add(v)
}

// codeLine tells the field of loose lines that are codes: lines that begin with a ROME code, a link to a RNCP sheet.
func codeLine(pr shape.Printed) schema.Field {
	t := strings.TrimPrefix(pr.Text, "- ")
	if len(t) > 5 && t[0] >= 'A' && t[0] <= 'N' && wording.Digit(t[1]) && wording.Digit(t[2]) && wording.Digit(t[3]) && wording.Digit(t[4]) && !wording.Letter(t[5:]) {
		return schema.FieldROME
	}
	if len(t) < 60 && !strings.Contains(t, "\n") {
		if at := rncpCode.FindStringIndex(t); at != nil && at[1]-at[0] > len(t)/3 {
			return schema.FieldRNCP // a badge
		}
	}
	for _, l := range pr.Links {
		if strings.Contains(strings.ToLower(l.Href), "rncp") && len(pr.Text) < 120 {
			return schema.FieldRNCP
		}
	}
	return ""
}

// saysItself tells the field of a sentence that needs no label: "Cette formation est conventionnée."
func saysItself(t string) schema.Field {
	if len(t) > 160 || strings.Contains(t, "\n") {
		return ""
	}
	t = strings.TrimPrefix(t, "- ")
	f := text.FoldLabel(t)
	switch {
	case len(t) < 40 && lexicon.SaysEligible(t):
		return schema.FieldCPFEligible
	case len(t) < 60 && wording.Permanent(t):
		return schema.FieldEntryExit
	case strings.Contains(f, "formation") && (strings.Contains(f, "est conventionnee") || strings.Contains(f, "n est pas conventionnee")):
		return schema.FieldConventioned
	case strings.HasPrefix(f, "financement ") || strings.HasPrefix(f, "formation financee") || strings.HasPrefix(f, "formation eligible au "):
		return schema.FieldFunding
	}
	return ""
}

// addressBlock reports whether an unlabelled postal address begins near piece i, with no label between: the
// provider as many pages print it beside the title.
func (r *Reader) addressBlock(i, end int) bool {
	if r.blockField != "" && !(i < r.headingEnd && r.heading > r.blockAt) { // but for one under a heading of its own
		return false
	}
	for j := i; j < min(i+7, end); j++ {
		q := &r.Pieces[j]
		if q.Skip {
			continue
		}
		if r.SheetLine(j) {
			return false
		}
		if q.Label != "" && (q.Known || q.Sure >= shape.Styled) || r.Lx.IsKind("invite", r.Text(q), text.FoldLabel(r.Text(q))) {
			return false
		}
		if wording.PostalLine(r.Text(q)) {
			if j == i && len(r.Text(q)) <= 25 || !r.ShareBox(i, j) {
				return false
			}
			return r.siteOwner().name == "" || r.answers(i, j) // a body's page prints its places
		}
	}
	return false
}

// answers reports whether an address from piece i to its postal line j is that of an organisation one can call or write to
// there: it begins with a name, a number or a mailbox stands in its box, and it is the only such address of the content.
func (r *Reader) answers(i, j int) bool {
	if i == j || !letterLine(r.Text(&r.Pieces[i])) || r.Town(r.Text(&r.Pieces[i])) {
		return false
	}
	b := r.BoxAround(r.BoxOf(i), r.Pieces[j].Line)
	if up := r.Lay.Boxes[b].Parent; up > 0 && r.Lay.Boxes[up].Last-r.Lay.Boxes[up].First < 20 {
		b = up // the numbers may stand in a box beside the address
	}
	bx := &r.Lay.Boxes[b]
	called := false
	for li := bx.First; li < bx.Last; li++ {
		t := r.Lay.Lines[li].Text
		called = called || len(t) < 120 && (strings.Contains(t, "@") || len(phone.Paired(t)) > 0)
	}
	if !called {
		return false
	}
	from, to := r.content()
	for k := max(from, 0); k < min(to, len(r.Pieces)); k++ {
		if q := &r.Pieces[k]; !q.Skip && (q.Line < bx.First || q.Line >= bx.Last) && wording.PostalLine(r.Text(q)) {
			return false
		}
	}
	return true
}

// addressIn reports whether a text of several lines ends in a postal line and begins with a name.
func addressIn(t string) bool {
	lines := strings.Split(t, "\n")
	if wording.PostalLine(lines[0]) || strings.ContainsAny(lines[0][:min(1, len(lines[0]))], "0123456789") {
		return false
	}
	for _, l := range lines[1:] {
		if wording.PostalLine(l) {
			return true
		}
	}
	return false
}

// letterLine reports whether an address begins with a line that is no street: a name of its own.
func letterLine(t string) bool {
	first, _, _ := strings.Cut(t, "\n")
	if wording.PostalLine(first) || first == "" || wording.Digit(first[0]) {
		return false
	}
	f := text.FoldLabel(first)
	for _, w := range [...]string{"rue ", "avenue ", "av ", "bd ", "boulevard ", "place ", "route ", "quai ", "chemin ", "allee ", "bp ", "za ", "zac ", "zi ", "impasse ", "cours ", "parc ", "square "} {
		if strings.HasPrefix(f, w) {
			return false
		}
	}
	return true
}

func (r *Reader) addressProvider(i, end int) int {
	r.group++
	r.blockField, r.blockGroup = schema.FieldProvider, r.group
	k := i
	for k < end {
		q := &r.Pieces[k]
		if q.Label != "" && !q.Skip && (q.Known || q.Sure >= shape.Styled) {
			break
		}
		k++
		if !q.Skip && wording.PostalLine(r.Text(q)) {
			break
		}
	}
	pr := r.Collect(i, k, false)
	pr.Items = nil
	pr.Text = r.dropDepartment(pr)
	if n := r.NameOver(i); n != "" && !letterLine(pr.Text) {
		pr.Text = n + "\n" + pr.Text
	}
	if name := text.FoldLabel(r.providerBeside()); name != "" && letterLine(pr.Text) && !strings.HasPrefix(text.FoldLabel(pr.Text), name) {
		return r.addressContact(i, k, pr) // the block names a person or a desk of the provider's
	}
	label := ""
	if i > 0 && r.heading == i-1 {
		label = r.headingLabel(i)
	}
	r.put(schema.FieldProvider, label, pr, nil, r.group)
	r.claim(i, k, string(schema.FieldProvider), "address")
	return r.blockRest(k, min(max(r.After(r.BoxOf(i)), r.After(r.BoxOf(k-1))), end), r.group, schema.FieldProvider)
}

// addressContact reads the block of whoever answers for a provider that is named beside the title: the address is the
// provider's.
func (r *Reader) addressContact(i, k int, pr shape.Printed) int {
	r.blockField = ""
	r.put(schema.FieldContact, "", pr, nil, r.group)
	if a := addressLines(pr.Text); a != "" {
		pr.Text, pr.Links = a, nil
		r.put(schema.FieldProviderAddress, "", pr, nil, 0)
	}
	r.claim(i, k, string(schema.FieldContact), "address")
	return k
}
