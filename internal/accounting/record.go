package accounting

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"carif/schema"
)

// ToRecord finds what values of the draft say and the record has not, neither in a text nor typed: level C.
func ToRecord(d *schema.Draft, r *schema.Record) ([]Loss, error) {
	b, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("print record: %w", err)
	}
	var tree any
	if err := json.Unmarshal(b, &tree); err != nil {
		return nil, fmt.Errorf("read record: %w", err)
	}
	k := kept{words: bag{}, provenance: r.Provenance}
	k.walk(tree)
	k.digits, k.codes = k.all.String(), k.short.String()
	var out []Loss
	for _, v := range d.Values {
		out = k.value(v, out)
	}
	for _, s := range d.Sessions {
		for _, v := range s.Values {
			out = k.value(v, out)
		}
	}
	return out, nil
}

// kept is what a record has.
type kept struct {
	words      bag
	all, short strings.Builder
	provenance []schema.Origin
	digits     string // all digits of numbers and of telephone numbers, one after another
	codes      string // all short texts without their blanks, folded: ids and codes may be printed in groups
}

func (k *kept) walk(v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, x := range v {
			k.walk(x)
		}
	case []any:
		for _, x := range v {
			k.walk(x)
		}
	case string:
		k.words.add(v)
		if plain, err := url.PathUnescape(v); err == nil && plain != v { // an address of the web
			k.words.add(plain)
		}
		k.number(v)
	case float64:
		k.number(fmt.Sprint(v))
		k.words.add(fmt.Sprint(v))
	}
}

func (k *kept) number(s string) {
	if len(s) <= longestCode {
		k.short.WriteString(strings.Join(fold(s), "") + " ")
	}
	for _, r := range s {
		if r >= '0' && r <= '9' {
			k.all.WriteRune(r)
		}
	}
	k.all.WriteByte(' ')
}

// value adds the words of one value that the record has nowhere.
func (k *kept) value(v schema.Value, out []Loss) []Loss {
	if typed[v.Field] && len(v.Text) < longestTyped && k.traced(v) {
		return out
	}
	for l := range strings.SplitSeq(v.Text, "\n") {
		var lost []string
		for _, w := range fold(l) {
			if !k.has(w) && !k.glued(w) {
				lost = append(lost, w)
			}
		}
		if len(lost) > 0 {
			out = append(out, Loss{Level: 'C', Kind: string(v.Field), Words: strings.Join(lost, " "), In: l})
		}
	}
	return out
}

// has reports whether the record has a word, or needs none such.
func (k *kept) has(w string) bool { return k.words[w] > 0 || joining[w] || naming[w] || k.numbered(w) }

// glued reports whether a word is several without a gap, all of which the record has: "01Courriel", "Siteexemple".
func (k *kept) glued(w string) bool {
	for i := 1; i < len(w); i++ {
		if digit(w[i-1]) != digit(w[i]) && k.has(w[:i]) && (k.has(w[i:]) || k.glued(w[i:])) ||
			naming[w[:i]] && k.words[w[i:]] > 0 || k.words[w[:i]] > 0 && naming[w[i:]] {
			return true
		}
	}
	return false
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// longestTyped is the length, in bytes, up to which words may become one typed value; longer ones must be kept as a
// text.
const longestTyped = 200

// typed are the fields whose few words become a date, a number, a code or a yes: the words stand in the provenance.
var typed = map[schema.Field]bool{
	schema.FieldUpdatedOn: true, schema.FieldCertifying: true, schema.FieldPersonalisable: true,
	schema.FieldCPFEligible: true, schema.FieldPositioning: true, schema.FieldRegisteredFrom: true,
	schema.FieldRegisteredUntil: true, schema.FieldEnrolmentUntil: true,
	schema.FieldConventioned: true, schema.FieldProContract: true, schema.FieldApprenticeship: true,
	schema.FieldRNCP:       true,
	schema.FieldCertifInfo: true, schema.FieldROME: true, schema.FieldNSF: true,
	schema.FieldSessionDates: true, schema.FieldSessionStart: true, schema.FieldSessionEnd: true,
	schema.FieldSessionState: true, schema.FieldSessionCPF: true, schema.FieldSessionSeats: true,
	schema.FieldSessionHours: true, schema.FieldSessionPrice: true, schema.FieldSessionEntryExit: true,
	schema.FieldSessionPostal: true,
}

// naming are words that name the value beside them: a telephone or fax number, a mailbox, an address of the web, a
// code; those that ask to click on it; and those that spell the marks of a mailbox.
var naming = map[string]bool{"tel": true, "t": true, "port": true, "mobile": true, "fax": true, "f": true,
	"telecopie": true, "courriel": true, "mail": true, "site": true, "web": true, "www": true, "contact": true,
	"ref": true, "rome": true, "cliquez": true, "ici": true, "at": true, "arobase": true, "dot": true, "point": true}

// traced reports whether the provenance has a value as printed.
func (k *kept) traced(v schema.Value) bool {
	for i := range k.provenance {
		if o := &k.provenance[i]; o.Field == v.Field && strings.Join(fold(o.Raw), " ") == strings.Join(fold(v.Text), " ") {
			return true
		}
	}
	return false
}

// longestCode is the most bytes of an id or code.
const longestCode = 20

// numbered reports digits that a number of the record may stand for, alone or in a code.
func (k *kept) numbered(w string) bool {
	if strings.ContainsAny(w, "0123456789") && strings.Contains(k.codes, w) {
		return true
	}
	w = strings.TrimLeft(w, "0")
	return w == "" || strings.Trim(w, "0123456789") == "" && strings.Contains(k.digits, w)
}
