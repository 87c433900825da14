package amount

import (
	_ "embed"
	"slices"

	"carif/text"
)

//go:embed roles.yaml
var rolesYAML []byte

// rule tells a role by the folded words around an amount: one of the stems or words, and none of those that speak of
// something else.
type rule struct {
	Role   string   `yaml:"role"`
	Stems  []string `yaml:"stems"`
	Words  []string `yaml:"words"`
	Unless []string `yaml:"unless"`
}

// roleRules are asked in their order.
var roleRules = text.Embedded[[]rule](rolesYAML)

var roleNames = map[string]role{"total": roleTotal, "centre": roleCentre, "company": roleCompany,
	"weekly": roleWeekly, "other": roleOther, "theory": roleTheory, "practice": rolePractice,
	"lessons": roleLessons}

// roleOf reads a role from folded words.
func roleOf(s string) role {
	if s == "" {
		return roleNone
	}
	for i := range roleRules {
		if r := &roleRules[i]; r.fits(s) {
			return roleNames[r.Role]
		}
	}
	return roleNone
}

func (r *rule) fits(s string) bool {
	has := func(w string) bool { return text.HasWords(s, w) }
	stem := func(w string) bool { return text.HasStem(s, w) }
	return (slices.ContainsFunc(r.Stems, stem) || slices.ContainsFunc(r.Words, has)) &&
		!slices.ContainsFunc(r.Unless, stem)
}
