package site

import (
	"fmt"
	"maps"
	"slices"
)

// Diff tells what changed between two models of a site, a line each, for a person who decides which one to use.
func Diff(from, to *Model) []string {
	var out []string
	sets := []struct {
		name     string
		old, new map[string]string
	}{
		{"chrome", constants(from.Chrome), constants(to.Chrome)},
		{"placeholder", constants(from.Placeholders), constants(to.Placeholders)},
		{"tail", tailSet(from), tailSet(to)},
		{"template", templateSet(from), templateSet(to)},
		{"label", labelSet(from), labelSet(to)},
		{"sessions", regionSet(from.Sessions), regionSet(to.Sessions)},
		{"other courses", regionSet(from.Others), regionSet(to.Others)},
		{"native id", idSet(from), idSet(to)},
	}
	for _, s := range sets {
		for _, k := range slices.Sorted(maps.Keys(s.old)) {
			switch v, kept := s.new[k]; {
			case !kept:
				out = append(out, fmt.Sprintf("- %s %q", s.name, k))
			case v != s.old[k]:
				out = append(out, fmt.Sprintf("~ %s %q: %s, was %s", s.name, k, v, s.old[k]))
			}
		}
		for _, k := range slices.Sorted(maps.Keys(s.new)) {
			if _, had := s.old[k]; !had {
				out = append(out, fmt.Sprintf("+ %s %q", s.name, k))
			}
		}
	}
	return out
}

func constants(list []Constant) map[string]string {
	out := map[string]string{}
	for _, c := range list {
		out[c.Text] = ""
	}
	return out
}

func tailSet(m *Model) map[string]string {
	out := map[string]string{}
	for _, t := range m.Tails {
		out[t.Under+t.Text] = ""
	}
	return out
}

func templateSet(m *Model) map[string]string {
	out := map[string]string{}
	for _, t := range m.Templates {
		out[t.Line] = ""
	}
	return out
}

func labelSet(m *Model) map[string]string {
	out := map[string]string{}
	for _, l := range m.Labels {
		out[l.Text] = string(l.Field)
	}
	return out
}

func regionSet(list []Region) map[string]string {
	out := map[string]string{}
	for _, r := range list {
		cols := ""
		for _, c := range slices.Sorted(maps.Keys(r.Columns)) {
			cols += " " + c + "=" + string(r.Columns[c])
		}
		out[r.At] = cols
	}
	return out
}

func idSet(m *Model) map[string]string {
	if m.NativeID == nil {
		return nil
	}
	p := *m.NativeID
	p.Seen = ""
	return map[string]string{"in the URL": fmt.Sprintf("%+v", p)}
}
