package accounting

import (
	"encoding/json"
	"fmt"
	"strings"

	"carif/schema"
)

// ToRecord finds what values of the draft say and the record has not, in any of its texts: level C.
func ToRecord(d *schema.Draft, r *schema.Record) ([]Loss, error) {
	b, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("print record: %w", err)
	}
	var tree any
	if err := json.Unmarshal(b, &tree); err != nil {
		return nil, fmt.Errorf("read record: %w", err)
	}
	k := kept{words: bag{}}
	k.walk(tree)
	k.digits = k.all.String()
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
	words  bag
	all    strings.Builder
	digits string // all digits of numbers and of telephone numbers, one after another
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
		k.number(v)
	case float64:
		k.number(fmt.Sprint(v))
		k.words.add(fmt.Sprint(v))
	}
}

func (k *kept) number(s string) {
	for _, r := range s {
		if r >= '0' && r <= '9' {
			k.all.WriteRune(r)
		}
	}
	k.all.WriteByte(' ')
}

// value adds the words of one value that the record has nowhere.
func (k *kept) value(v schema.Value, out []Loss) []Loss {
	for l := range strings.SplitSeq(v.Text, "\n") {
		var lost []string
		for _, w := range fold(l) {
			if k.words[w] == 0 && !joining[w] && !k.typed(w) {
				lost = append(lost, w)
			}
		}
		if len(lost) > 0 {
			out = append(out, Loss{Level: 'C', Kind: string(v.Field), Words: strings.Join(lost, " "), In: l})
		}
	}
	return out
}

// typed reports a word that a number of the record may stand for.
func (k *kept) typed(w string) bool {
	w = strings.TrimLeft(w, "0")
	return w == "" || strings.Trim(w, "0123456789") == "" && strings.Contains(k.digits, w)
}
