package lexicon

import "strings"

// Title weighs what speaks for a line being the title of a page; title.yaml says what each weight is for.
type Title struct {
	Headings    []int    `yaml:"headings"`
	InTitle     int      `yaml:"in_title"`
	HoldsTitle  int      `yaml:"holds_title"`
	Styled      int      `yaml:"styled"`
	Class       int      `yaml:"class"`
	ClassWords  []string `yaml:"class_words"`
	Big         int      `yaml:"big"`
	BigWords    []string `yaml:"big_words"`
	Near        int      `yaml:"near"`
	Behind      int      `yaml:"behind"`
	Link        int      `yaml:"link"`
	OverAddress int      `yaml:"over_address"`
	Elsewhere   int      `yaml:"elsewhere"`
	Site        int      `yaml:"of_site"`
	Offers      []string `yaml:"offers"`
	Names       []string `yaml:"names"`
}

// IsName reports whether folded words are the page's own name.
func (w *Title) IsName(f string) bool {
	for _, n := range w.Names {
		if f == n {
			return true
		}
	}
	return false
}

// OfSite is how much folded words speak of the site instead of a course.
func (w *Title) OfSite(f string) (points int) {
	for _, n := range w.Names {
		if strings.HasPrefix(f, n) || strings.HasSuffix(f, " "+n) {
			points += w.Site
		}
	}
	for _, o := range w.Offers {
		if strings.Contains(f, o) {
			return points + w.Site
		}
	}
	return points
}

// ByClass adds to points what a class attribute says of a title.
func (w *Title) ByClass(points int, class string) int {
	class = strings.ToLower(class)
	if hasAny(class, w.ClassWords) {
		points = w.Class
	}
	if hasAny(class, w.BigWords) {
		points += w.Big
	}
	return points
}

func hasAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
