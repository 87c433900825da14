package redact

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"carif/storage"
	"carif/text"
)

// Known makes an empty list of people who are not forgotten but kept apart: it may know the words of their names, so
// that a text without any of them costs a look at each of its words.
func Known() *List {
	r := New([]byte("known"), nil)
	r.heads = map[string]bool{}
	return r
}

// Know adds a person to a list of Known.
func (r *List) Know(p storage.Person) {
	r.Add(r.Hashes(p))
	for _, n := range p.Names {
		for _, folded := range foldNames(n) {
			for _, w := range strings.Fields(folded) {
				r.heads[w] = true
			}
		}
	}
}

// Unknow takes a name out that is a town's, whole.
func (r *List) Unknow(words string) {
	for _, x := range r.allNames(nil, words, true) {
		if x.To-x.From < len(strings.TrimSpace(words)) {
			continue
		}
		for _, folded := range foldNames(words[x.From:x.To]) {
			parts := strings.Fields(folded)
			for i := range parts {
				delete(r.set, r.hash(KindName, strings.Join(slices.Concat(parts[i:], parts[:i]), " ")))
			}
		}
	}
}

// House tells the name of a house, which may be called after somebody: there, and nowhere else, the name stays.
func (r *List) House(name string) {
	for _, x := range r.allNames(nil, name, true) {
		if r.houses == nil {
			r.houses = map[string][]string{}
		}
		key := text.FoldWording(name[x.From:x.To])
		if house := text.FoldWording(name); len(r.houses[key]) < mostHouses && !slices.Contains(r.houses[key], house) {
			r.houses[key] = append(r.houses[key], house)
		}
	}
}

// mostHouses is the most houses called after one person.
const mostHouses = 50

// inHouse reports whether a name that was found stands in the name of a house.
func (r *List) inHouse(s string, x Span) bool {
	name := text.FoldWording(s[x.From:x.To])
	for _, house := range r.houses[name] {
		before, behind, _ := strings.Cut(house, name)
		before, behind = strings.TrimSpace(before), strings.TrimSpace(behind)
		from, to := max(0, x.From-2*len(house)), min(len(s), x.To+2*len(house))
		left := " " + text.FoldWording(strings.ToValidUTF8(s[from:x.From], ""))
		right := text.FoldWording(strings.ToValidUTF8(s[x.To:to], "")) + " "
		if (before == "" || strings.HasSuffix(left, " "+before)) && (behind == "" || strings.HasPrefix(right, behind+" ")) {
			return true
		}
	}
	return false
}

// Names finds names in prose, printed as names are: with a capital somewhere. In the addresses that stand there they
// are found in any writing.
func (r *List) Names(s string) []Span {
	if r.Empty() {
		return nil
	}
	found := slices.DeleteFunc(r.allNames(nil, s, true), func(x Span) bool {
		return !capital(s[x.From:x.To]) || r.inHouse(s, x)
	})
	if strings.Contains(s, "://") || strings.Contains(s, "www.") {
		for _, m := range addressInText.FindAllStringIndex(s, -1) {
			for _, x := range r.InAddress(s[m[0]:m[1]]) {
				found = append(found, Span{m[0] + x.From, m[0] + x.To, x.Kind})
			}
		}
	}
	return Merged(found)
}

// InAddress finds the places of an address that tell somebody, not the whole of it.
func (r *List) InAddress(s string) []Span {
	if r.Empty() {
		return nil
	}
	return Merged(r.readings(s, true))
}

func capital(s string) bool {
	for i, r := range s {
		if before, _ := utf8.DecodeLastRuneInString(s[:i]); unicode.IsUpper(r) && !unicode.IsLetter(before) {
			return true
		}
	}
	return false
}
