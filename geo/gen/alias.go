package main

import (
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"carif/geo/fold"
	"carif/text"
)

// label is a row of codes-postaux.
type label struct {
	Code string `json:"codeCommune"`
	Text string `json:"libelleAcheminement"`
}

// addAliases gathers usage names from the hand-written file and the post
// office's labels that are no commune's name today and not a former name of the
// commune that they serve. A label shared by several communes names none of them.
func (b *builder) addAliases(reg registry, usage string) error {
	rows, err := readCSV(usage)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if b.current[r[2]] == nil {
			return fmt.Errorf("read %s: commune %s of %q is not in this edition", usage, r[2], r[0])
		}
		b.aliases = append(b.aliases, alias{r[0], r[1], r[2], "U"})
	}
	var labels []label
	if err := reg.read("codes-postaux", labelsFrom, "codes-postaux.json", &labels); err != nil {
		return err
	}
	b.addLabels(labels)
	return nil
}

func (b *builder) addLabels(labels []label) {
	known := b.official()
	once := map[string]bool{}
	for _, f := range b.formers {
		once[f.department+" "+fold.Key(f.name)+" "+f.today] = true
	}
	printed := map[alias]bool{}
	holders := map[string]map[string]string{} // department + key → commune → label
	for _, l := range labels {
		today := b.today(l.Code)
		if today == "" {
			continue
		}
		dep := departmentOf(today)
		if l.Text != capitals(b.current[today].Name) {
			printed[alias{l.Text, dep, today, "P"}] = true
		}
		text := strings.TrimSuffix(l.Text, " CEDEX")
		id := dep + " " + fold.Key(text)
		if known[id] || once[id+" "+today] {
			continue
		}
		if holders[id] == nil {
			holders[id] = map[string]string{}
		}
		holders[id][today] = text
	}
	for _, id := range slices.Sorted(maps.Keys(holders)) {
		for today, text := range holders[id] {
			if len(holders[id]) == 1 {
				b.aliases = append(b.aliases, alias{text, departmentOf(today), today, "P"})
			}
		}
	}
	b.labels = slices.SortedFunc(maps.Keys(printed), byPlace)
}

// capitals writes a name as the post office prints it: no accent, no sign.
func capitals(name string) string {
	return strings.ToUpper(text.Fold(name))
}

func readCSV(path string) ([][]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open table: %w", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return rows[1:], nil
}
