package redact

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"carif/normalize/course"
	"carif/schema"
	"carif/storage"
	"carif/text"
)

// namePieces is the longest name, in runs of letters, that a list of Known looks for whole.
const namePieces = 8

// Known makes an empty list of people who are not forgotten but kept apart. It goes by the letters of their names, so
// that a name is found however its words are parted and whichever of them comes first ("LEGOFF Yann" for "Yann Le
// Goff"), and a text costs some steps for each of its words, however many people are known. It is a
// storage.Acquaintance.
func Known() *List {
	r := New([]byte("known"), nil)
	r.marks = map[uint32]bool{}
	return r
}

// Keyed implements storage.Acquaintance.
func (r *List) Keyed(key []byte) { r.macs, r.seed = macsOf(key), mark(0, string(key)) }

// Contact implements storage.Acquaintance.
func (r *List) Contact(c schema.Contact) { r.Know(PersonOf(&c)) }

// Former implements storage.Acquaintance.
func (r *List) Former(t storage.Trace) {
	r.set[string(t.HMAC)] = true
	r.marks[t.Mark] = true
}

// Nobody implements storage.Acquaintance.
func (r *List) Nobody(words string, town bool) {
	if town {
		r.Unknow(words)
	} else {
		r.House(words)
	}
}

// Know adds a person to a list of Known.
func (r *List) Know(p storage.Person) {
	for _, t := range r.Traces(p) {
		r.Former(t)
	}
}

// PersonOf is how a contact is known: by a full name, numbers and mailboxes. A surname alone is no name, nor is a desk.
func PersonOf(c *schema.Contact) storage.Person {
	p := storage.Person{Phones: slices.Concat(c.Phones, c.Faxes), Emails: c.Emails}
	if c.Name != nil {
		if name := course.PersonName(*c.Name); name != "" {
			p.Names = []string{name}
		}
	}
	return p
}

// Traces are what a list of Known goes by, of the same key.
func (r *List) Traces(p storage.Person) (all []storage.Trace) {
	for _, n := range p.Names {
		for _, letters := range spellings(n) {
			all = append(all, storage.Trace{HMAC: []byte(r.hash(kindLetters, letters)), Mark: mark(r.seed, letters)})
		}
	}
	for _, h := range r.Hashes(storage.Person{Phones: p.Phones, Emails: p.Emails}) {
		all = append(all, storage.Trace{HMAC: h})
	}
	return all
}

// spellings are the letters of a name for each of its words that may come first (none that a particle stands before);
// of one too long to be looked for whole, those of each part of it.
func spellings(name string) (all []string) {
	pieces := wordsOf(foldWord(name), false)
	if len(pieces) > namePieces {
		for part := range slices.Chunk(pieces, namePieces) {
			all = append(all, strings.Join(part, ""))
		}
		return all
	}
	for i := range pieces {
		if i > 0 && course.NameParticle(pieces[i-1]) {
			continue
		}
		all = append(all, strings.Join(pieces[i:], "")+strings.Join(pieces[:i], ""))
	}
	return all
}

// mark goes on with a short mark of letters (FNV-1a): what has another mark is another name.
func mark(m uint32, letters string) uint32 {
	if m == 0 {
		m = 2166136261
	}
	for i := range len(letters) {
		m = (m ^ uint32(letters[i])) * 16777619
	}
	return m
}

// piece is a run of letters of a text.
type piece struct {
	from, to int
	folded   string
}

// letters adds the names of known people in a text, the longest at each word. In prose, a part of a double name is not
// the name: "Anne Exemple-Durand" is not Anne Exemple.
func (r *List) letters(found []Span, s string, loose bool) []Span {
	var ahead []piece
	next := 0
	for {
		for len(ahead) < namePieces {
			from, to, ok := wordAt(s, next, false)
			if !ok {
				break
			}
			ahead, next = append(ahead, piece{from, to, foldWord(s[from:to])}), to
		}
		if len(ahead) == 0 {
			return found
		}
		if x, ok := r.beginning(s, ahead, loose); ok {
			found = append(found, x)
		}
		ahead = append(ahead[:0], ahead[1:]...)
	}
}

// beginning gives the longest known name that begins with the first of some pieces of a text.
func (r *List) beginning(s string, ahead []piece, loose bool) (longest Span, ok bool) {
	m, size := r.seed, 0
	for n, p := range ahead {
		m, size = mark(m, p.folded), size+len(p.folded)
		if !r.marks[m] || n == 0 && size < gluedBytes || !loose && great(firstWord(s[p.to:])) {
			continue
		}
		var b strings.Builder
		for _, q := range ahead[:n+1] {
			b.WriteString(q.folded)
		}
		if (loose || !great(lastWord(s[:ahead[0].from]))) && r.has(kindLetters, b.String()) {
			longest, ok = Span{ahead[0].from, p.to, KindName}, true
		}
	}
	return longest, ok
}

// lastWord is the word that a hyphen at the end of a text ties to what follows, firstWord the one that a hyphen or an
// apostrophe at its beginning ties to what was before; "" where there is none.
func lastWord(s string) string {
	r, n := utf8.DecodeLastRuneInString(s)
	if !strings.ContainsRune(hyphens, r) || n == 0 {
		return ""
	}
	s = s[:len(s)-n]
	return s[strings.LastIndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })+1:]
}

func firstWord(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if !strings.ContainsRune(joints, r) || n == 0 {
		return ""
	}
	return s[n:]
}

// great reports whether a word begins with a capital, as a part of a name does.
func great(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

// Unknow takes a name out that is a town's, whole.
func (r *List) Unknow(words string) {
	for _, letters := range spellings(words) {
		delete(r.set, r.hash(kindLetters, letters))
	}
}

// House tells the name of a house, which may be called after somebody: there, and nowhere else, the name stays.
func (r *List) House(name string) {
	for _, x := range r.letters(nil, name, false) {
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

// InProse finds people in prose: numbers and mailboxes in any writing, and names printed as names are, with a capital
// somewhere. In the addresses that stand there names are found in any writing, too.
func (r *List) InProse(s string) []Span {
	if r.Empty() {
		return nil
	}
	found := slices.DeleteFunc(r.readings(s, false), func(x Span) bool {
		return x.Kind == KindName && (!capital(s[x.From:x.To]) || r.inHouse(s, x))
	})
	found = withoutRunIns(s, found)
	if strings.Contains(s, "://") || strings.Contains(s, "www.") {
		for _, m := range addressInText.FindAllStringIndex(s, -1) {
			for _, x := range r.InAddress(s[m[0]:m[1]]) {
				found = append(found, Span{m[0] + x.From, m[0] + x.To, x.Kind})
			}
		}
	}
	return Merged(found)
}

// withoutRunIns leaves out names that only seem to begin in words before a name: in "une rose blanche, Rose Blanche"
// none is called Blanche Rose.
func withoutRunIns(s string, found []Span) []Span {
	kept := found[:0]
	for i, x := range found {
		runsIn := i+1 < len(found) && found[i+1].From < x.To && found[i+1].To > x.To && x.Kind == KindName &&
			found[i+1].Kind == KindName && !great(s[x.From:]) && great(s[found[i+1].From:])
		if !runsIn {
			kept = append(kept, x)
		}
	}
	return kept
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
