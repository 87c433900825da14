package data

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
)

// courseState is the state of a page as an application has it.
const courseState = `{"props":{"pageProps":{"formation":{"id":12,"intitule":"Vannerie d'osier","dureeHeures":35,"prerequis":"<p>Aimer l&#39;osier</p><ul><li>Être patient</li></ul>",
"organisme":{"nom":"Atelier Osier","ville":"Brest"},"contact":{"nom":"Odile Inventée"},"publics":[{"code":"80056","libelle":"Tout public"}],
"sessions":[{"dateDebut":"2027-03-03T23:00:00.000Z","dateFin":"2027-03-06","lieu":{"ville":"Brest","codePostal":"29200"}}]},
"similaires":[{"intitule":"Poterie","prerequis":"Aimer la terre"}]}}}`

// vannerie says whether the state of a page tells of the course.
func vannerie(t *testing.T, name, page string) {
	t.Helper()
	trees, bad := State(page)
	o := Named(trees, "VANNERIE D’OSIER", func(s string) bool { return s == "Atelier Osier" })
	if o == nil || bad > 0 {
		t.Errorf("%s: object %v, %d bad", name, o, bad)
		return
	}
	facts := map[string]string{}
	for _, f := range o.Facts {
		facts[f.Name] = f.Text
	}
	for path, want := range map[string]string{"dureeHeures": "35", "prerequis": "Aimer l'osier\n- Être patient", "organisme.nom": "Atelier Osier", "contact.nom": ""} {
		if facts[path] != want {
			t.Errorf("%s: %s is %q, want %q", name, path, facts[path], want)
		}
	}
	for _, l := range o.Lists {
		if l.Name != "sessions" {
			continue
		}
		for _, f := range l.Items[0] {
			if f.Name == "sessions.dateDebut" && Day(f.Text) == "2027-03-04" {
				return
			}
		}
	}
	t.Errorf("%s: no session that begins on the 4th: %v", name, o.Lists)
}

// TestStates reads the same course in the forms that frameworks have for the state of a page.
func TestStates(t *testing.T) {
	quoted := strconv.Quote(courseState)
	attribute := strings.NewReplacer("&", "&amp;", `"`, "&quot;").Replace(courseState)
	bare := strings.NewReplacer(`"props":`, "props:", `"pageProps":`, "pageProps :", `"similaires"`, "'similaires'", `"id":12`, "id:a", `"Atelier Osier"`, "b", `"Poterie"`, "void 0").Replace(courseState)
	half := len(quoted) / 2
	for strings.Contains(`\ulibe`, quoted[half-1:half]) {
		half++
	}
	for name, page := range map[string]string{
		"Next":     `<script id="__NEXT_DATA__" type="application/json">` + courseState + `</script>`,
		"plain":    `<script type='application/json' data-x>` + courseState + `</script>`,
		"Angular":  `<script id="ng-state" type="application/json">` + strings.NewReplacer("&", "&a;", `"`, "&q;", "'", "&s;", "<", "&l;", ">", "&g;").Replace(courseState) + `</script>`,
		"Nuxt 2":   `<script>window.__NUXT__=(function(a,b){return ` + bare + `}(12,"Atelier Osier"));</script>`,
		"assigned": `<script>window.__INITIAL_STATE__ = ` + courseState + `;(function(){var s;}());</script>`,
		"parsed":   `<script>window["__STATE__"]=JSON.parse(` + quoted + `)</script>`,
		"variable": `<script>var x=1; const initialData = ` + courseState + `;</script>`,
		"Inertia":  `<div id="app" data-page="` + attribute + `"></div>`,
		"streamed": `<script>self.__next_f.push([0])</script><script>self.__next_f.push([1,` + strconv.Quote("5:"+courseStateLine()[:200]) + `])</script><script>self.__next_f.push([1,` + strconv.Quote(courseStateLine()[200:]+"\n6:I[1]\n") + `])</script>`,
		"Nuxt 3":   `<script type="application/json" id="__NUXT_DATA__">` + folded(t) + `</script>`,
	} {
		vannerie(t, name, page)
	}
}

func courseStateLine() string { return strings.ReplaceAll(courseState, "\n", "") }

// folded writes the state as Nuxt does: each value once, in a list, with its place where it is used.
func folded(t *testing.T) string {
	v, err := parseJSON(courseState)
	if err != nil {
		t.Fatal(err)
	}
	cells := []any{[]any{"ShallowReactive", 1}}
	var fold func(v any) int
	fold = func(v any) int {
		i := len(cells)
		cells = append(cells, nil)
		switch v := v.(type) {
		case object:
			out := object{}
			for _, k := range keys(v) {
				out[k] = fold(v[k])
			}
			cells[i] = out
		case []any:
			out := []any{}
			for _, x := range v {
				out = append(out, fold(x))
			}
			cells[i] = out
		default:
			cells[i] = v
		}
		return i
	}
	fold(v)
	b, err := json.Marshal(cells)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestReferences: Apollo keeps objects apart, by names.
func TestReferences(t *testing.T) {
	vannerie(t, "Apollo", `<script>window.__APOLLO_STATE__={"ROOT_QUERY":{"formation({\"id\":12})":{"__ref":"Formation:12"}},
"Formation:12":{"__typename":"Formation","intitule":"Vannerie d'osier","dureeHeures":35,"prerequis":"<p>Aimer l'osier</p><p>- Être patient</p>",
"organisme":{"__ref":"Organisme:3"},"sessions":[{"__ref":"Session:1"}]},
"Organisme:3":{"nom":"Atelier Osier"},"Session:1":{"dateDebut":"2027-03-04","formation":{"__ref":"Formation:12"}}};</script>`)
}

// TestMicrodata reads a course from the attributes of its page.
func TestMicrodata(t *testing.T) {
	f := readPage(t, `<div itemscope itemtype="https://schema.org/Course"><h1 itemprop="name">Vannerie</h1><p itemprop="description">Tresser</p>
<div itemprop="provider" itemscope itemtype="https://schema.org/Organization"><a itemprop="url" href="/x"><span itemprop="name">Atelier</span></a></div>
<span itemprop="instructor" itemscope itemtype="https://schema.org/Person"><i itemprop="name">Odile Inventée</i></span>
<div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><meta itemprop="priceCurrency" content="EUR"><b itemprop="price" content="350">350 €</b></div>
<div itemprop="hasCourseInstance" itemscope itemtype="https://schema.org/CourseInstance"><time itemprop="startDate" datetime="2027-03-04">4 mars</time>
<div itemprop="location" itemscope itemtype="https://schema.org/Place"><div itemprop="address" itemscope itemtype="https://schema.org/PostalAddress">
<span itemprop="postalCode">29200</span> <span itemprop="addressLocality">Brest</span></div></div></div></div>`)
	if len(f.Courses) != 1 {
		t.Fatalf("%d courses", len(f.Courses))
	}
	c := f.Courses[0]
	if c.Name != "Vannerie" || c.Provider != "Atelier" || c.Price != "350 EUR" || len(c.Sessions) != 1 || c.Sessions[0] != (Session{"2027-03-04", "", "Brest", "29200"}) ||
		len(c.Left) != 1 || c.Left[0] != (Fact{"description", "Tresser"}) {
		t.Errorf("%+v", c)
	}
}

// TestStateBounds: states that are deep, endless, or name one another do not make work grow.
func TestStateBounds(t *testing.T) {
	round := `<script>window.__APOLLO_STATE__={"A:1":{"titre":"x y","next":{"__ref":"A:1"},"all":[{"__ref":"A:1"},{"__ref":"A:1"},{"__ref":"A:1"}]}}</script>`
	trees, bad := State(round)
	if o := Named(trees, "x y", func(string) bool { return false }); o == nil || bad > 0 {
		t.Error("a state that names itself is not read")
	}
	for _, page := range []string{
		`<script type="application/json">` + strings.Repeat("[", 100000) + `</script>`,
		`<script>window.x=` + strings.Repeat("[", 100000) + `</script>`,
		`<script>window.x={"a":` + strings.Repeat("!", 100000) + `1}</script>`,
		`<script>window.x=(function(` + strings.Repeat("a,", 100000) + `){return a}(1))</script>`,
		`<script type="application/json" id="__NUXT_DATA__">[[1],[0,0,0,0,0,0]]</script>`,
	} {
		trees, _ := State(page)
		Named(trees, "x", func(string) bool { return false })
	}
}

func FuzzState(f *testing.F) {
	f.Add(`<script id="__NEXT_DATA__" type="application/json">`+courseState+`</script>`, "Vannerie d'osier")
	f.Add(`<script>window.__NUXT__=(function(a){return {t:a,'u':[!0,void 0,-1.5e3,new Date("2027-01-02")]}}("x\u00e9\ud83d\ude00"));</script>`, "xé")
	f.Add(`<script>self.__next_f.push([1,"5:{\"t\":\"x\"}\n"])</script>`, "x")
	f.Fuzz(func(t *testing.T, page, title string) {
		trees, _ := State(page)
		if o := Named(trees, title, func(s string) bool { return len(s)%2 == 0 }); o != nil && len(o.Facts) > mostFacts {
			t.Error("beyond the bounds")
		}
	})
}
