package amount

import "testing"

// TestRoleRules: every rule names a role that is known, and says what it looks for.
func TestRoleRules(t *testing.T) {
	for i, r := range roleRules {
		if roleNames[r.Role] == roleNone || len(r.Stems)+len(r.Words) == 0 {
			t.Errorf("roles.yaml, rule %d: %+v", i+1, r)
		}
	}
}
