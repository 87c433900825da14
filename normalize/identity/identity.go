// Package identity tells which providers and which courses are the same thing seen twice: on two sites, or under
// two spellings. It gives links with their evidence and a confidence; it never merges anything, and a title alone
// is never evidence. It is not for storing links or for reading pages.
package identity

import (
	"cmp"
	"slices"
	"strings"

	"carif/text"
)

// Provider is what is known of one provider as one site prints it.
type Provider struct {
	Key, Site     string
	Name          string
	SIRET         string
	Commune       string // INSEE code
	Department    string // INSEE code
	Phones        []string
	Emails        []string
	Website       string
	ResponsibleOf int // courses, for people who look at the link
}

// Course is what is known of one course.
type Course struct {
	Key, Site   string
	RCO         string
	Title       string
	ProviderKey string
	Numbers     []string // of the certifications it leads to, with their register: "rncp:4495"
	Sessions    []Session
}

// Session is one planned run of a Course.
type Session struct {
	RCO, Start, Commune string
}

// Link says that two keys speak of the same thing. A < B.
type Link struct {
	A          string  `db:"a"`
	B          string  `db:"b"`
	Evidence   string  `db:"evidence"`   // what they share: "siret", "name+commune", "rco" …
	Confidence float64 `db:"confidence"` // 0–1, declared a rule, never computed
}

// The confidences of the rules.
const (
	sure   = 1.0
	strong = 0.9
	fair   = 0.75
	weak   = 0.6
)

// links collects one link a pair, the surest evidence first.
type links struct {
	seen     map[[2]string]int
	list     []Link
	compared int // keys looked at: a test holds that they grow no faster than what is put
}

func (l *links) add(a, b, evidence string, confidence float64) {
	l.compared++
	if a == b {
		return
	}
	if a > b {
		a, b = b, a
	}
	k := [2]string{a, b}
	if i, ok := l.seen[k]; ok {
		old := &l.list[i]
		if !strings.Contains(old.Evidence, evidence) {
			old.Evidence += ", " + evidence
		}
		old.Confidence = max(old.Confidence, confidence)
		return
	}
	l.seen[k] = len(l.list)
	l.list = append(l.list, Link{a, b, evidence, confidence})
}

func (l *links) sorted() []Link {
	slices.SortFunc(l.list, func(x, y Link) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
	return l.list
}

// group links every member of a bucket with its smallest one, so that a group of n gives n-1 links. Neither the order
// of buckets nor that of members shows: a pair that meets again here only repeats the same evidence.
func (l *links) group(bucket map[string][]string, evidence string, confidence float64) {
	for _, keys := range bucket {
		l.compared += len(keys)
		first := slices.Min(keys)
		for _, k := range keys {
			l.add(first, k, evidence, confidence)
		}
	}
}

// Providers links providers: by SIRET, else by folded name with commune, telephone or e-mail domain.
func Providers(ps []Provider) []Link {
	return providers(ps).sorted()
}

func providers(ps []Provider) *links {
	l := &links{seen: map[[2]string]int{}}
	siret, nameCommune, namePhone, nameDomain := map[string][]string{}, map[string][]string{}, map[string][]string{},
		map[string][]string{}
	conflict := map[string]string{}
	for _, p := range ps {
		conflict[p.Key] = p.SIRET
		put(siret, p.SIRET, p.Key)
		name := FoldName(p.Name)
		if name == "" {
			continue
		}
		if p.Commune != "" {
			put(nameCommune, name+"\x00"+p.Commune, p.Key)
		}
		for _, ph := range p.Phones {
			put(namePhone, name+"\x00"+ph, p.Key)
		}
		for _, d := range domains(p) {
			put(nameDomain, name+"\x00"+d, p.Key)
		}
	}
	l.group(siret, "siret", sure)
	l.group(nameCommune, "name+commune", strong)
	l.group(namePhone, "name+phone", strong)
	l.group(nameDomain, "name+domain", fair)
	// Two establishments with SIRETs of their own are two, whatever else they share.
	l.list = slices.DeleteFunc(l.list, func(k Link) bool {
		a, b := conflict[k.A], conflict[k.B]
		return a != "" && b != "" && a != b
	})
	return l
}

// Courses links courses of different sites: by national id, by the national id of a session, else by what is taught —
// a certification's number or the title — together with the same provider (linked) and a session that starts on the
// same day, in the same commune where one is told. Where no day is told by both, or none is the same, the number or the
// title and the provider are enough if each site has one such course only.
func Courses(cs []Course, providers []Link) []Link {
	return courses(cs, providers).sorted()
}

func courses(cs []Course, providers []Link) *links {
	l := &links{seen: map[[2]string]int{}}
	same := unions(providers)
	site := map[string]string{}
	buckets := make([]map[string][]string, len(evidence))
	for i := range buckets {
		buckets[i] = map[string][]string{}
	}
	for _, c := range cs {
		site[c.Key] = c.Site
		c.marks(same, func(rule byte, mark string) { put(buckets[rule], mark, c.Key) })
	}
	for rule, e := range evidence {
		if !e.alone {
			l.group(buckets[rule], e.name, e.confidence)
			continue
		}
		onePerSite(buckets[rule], site)
		known := len(l.list)
		weaker := &links{seen: map[[2]string]int{}}
		weaker.group(buckets[rule], e.name, e.confidence)
		l.compared += weaker.compared
		for _, k := range weaker.list {
			if at, ok := l.seen[[2]string{k.A, k.B}]; !ok || at >= known {
				l.add(k.A, k.B, k.Evidence, k.Confidence) // what surer evidence links needs no weaker one
			}
		}
	}
	l.list = slices.DeleteFunc(l.list, func(k Link) bool { return site[k.A] == site[k.B] })
	return l
}

// onePerSite takes out the buckets in which a site has several courses: which of them is meant nobody can tell.
func onePerSite(bucket map[string][]string, site map[string]string) {
	for mark, keys := range bucket {
		of := make(map[string]string, len(keys))
		for _, k := range keys {
			if other, ok := of[site[k]]; ok && other != k {
				delete(bucket, mark)
				break
			}
			of[site[k]] = k
		}
	}
}

// put adds a member to a bucket. One that is put twice costs a place and nothing else: add makes one link of a pair.
func put(m map[string][]string, k, v string) {
	if k != "" {
		m[k] = append(m[k], v)
	}
}

// unions gives each provider the smallest key of those linked with it.
func unions(ls []Link) func(string) string {
	parent := map[string]string{}
	var root func(string) string
	root = func(k string) string {
		if p, ok := parent[k]; ok && p != k {
			parent[k] = root(p)
			return parent[k]
		}
		return k
	}
	for _, k := range ls {
		a, b := root(k.A), root(k.B)
		if a > b {
			a, b = b, a
		}
		parent[b] = a
	}
	return root
}

// legalForms are words of a name that tell one spelling from another, not one body from another.
var legalForms = text.Set(words.LegalForms)

// FoldName is a provider's name as it is compared: folded words without legal forms, in their order.
func FoldName(name string) string {
	var kept []string
	for _, w := range strings.Fields(text.FoldWording(name)) {
		if !legalForms[w] {
			kept = append(kept, w)
		}
	}
	if len(kept) == 1 && len(kept[0]) < 4 {
		return "" // an acronym of three letters names many
	}
	return strings.Join(kept, " ")
}

// shared are mailbox hosts that tell nothing of who writes.
var shared = text.Set(words.SharedMail)

func domains(p Provider) []string {
	var out []string
	for _, e := range p.Emails {
		if _, d, ok := strings.Cut(strings.ToLower(e), "@"); ok && !shared[d] {
			out = append(out, d)
		}
	}
	host := strings.ToLower(p.Website)
	if _, rest, ok := strings.Cut(host, "://"); ok {
		host = rest
	}
	host, _, _ = strings.Cut(strings.TrimPrefix(host, "www."), "/")
	if strings.Contains(host, ".") {
		out = append(out, host)
	}
	return out
}
