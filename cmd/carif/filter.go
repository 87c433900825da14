package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"carif/export"
	"carif/geo"
	"carif/night/schedule"
	"carif/schema"
	"carif/sites"
	"carif/storage"
	"carif/text"
)

// namedFilters refuses a filter that is given and names nothing: an empty variable of a script must not mean "all".
func namedFilters(fs *pflag.FlagSet) (err error) {
	fs.Visit(func(f *pflag.Flag) {
		words := []string{f.Value.String()}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			words = list.GetSlice()
		}
		empty := len(words) == 0 || slices.ContainsFunc(words, func(w string) bool { return strings.TrimSpace(w) == "" })
		if empty && err == nil && slices.Contains(filters, f.Name) {
			err = usagef("--%s names nothing: give it a name, or leave the flag away for all", f.Name)
		}
	})
	return err
}

// filters are the flags that leave a part of what there is.
var filters = []string{"site", "region", "department", "table", "as-of", "changed-since", "since"}

// sitesIn lists the sites of a database: those that a run, whatever its end, has written to it.
func sitesIn(ctx context.Context, st storage.Runs) ([]string, error) {
	runs, err := st.Runs(ctx, "", 0)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, r := range runs {
		ids = append(ids, r.Site)
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// checkSiteFilter refuses a --site that is neither in the database nor the id of a profile: with such a filter nothing
// would ever be found. A site with a profile that has not been harvested yet is told, and finds nothing.
func (a *app) checkSiteFilter(ctx context.Context, st storage.Runs, db string, wanted ...string) error {
	wanted = slices.DeleteFunc(slices.Clone(wanted), func(id string) bool { return id == "" })
	if len(wanted) == 0 {
		return nil
	}
	have, err := sitesIn(ctx, st)
	if err != nil {
		return err
	}
	set, err := sites.NewSet(a.sitesDir)
	if err != nil {
		return err
	}
	holds := "it holds no site yet"
	if len(have) > 0 {
		holds = "its sites are " + strings.Join(have, " ")
	}
	for _, id := range wanted {
		if slices.Contains(have, id) {
			continue
		}
		if !profiled(set, id) {
			return usagef("--site %q is no site of %s; %s (`carif sites` lists the profiles)%s", id, db, holds,
				nearSite(set, id, have))
		}
		printf(a.err, "carif: note: nothing of %s was harvested into %s; %s\n", id, db, holds)
	}
	return nil
}

// nearSite is the site that a word may have meant.
func nearSite(set *sites.Set, word string, more []string) string {
	ids := slices.Clone(more)
	for _, s := range set.All() {
		ids = append(ids, s.ID)
	}
	return didYouMean(word, ids)
}

// findSite gives the profile that a word names, and says which one it may have meant when there is none.
func findSite(set *sites.Set, word string) (*sites.Site, error) {
	s, err := set.Find(word)
	if !errors.Is(err, sites.ErrUnknownSite) {
		return s, err
	}
	return nil, fmt.Errorf("%w%s", err, nearSite(set, word, nil))
}

func profiled(set *sites.Set, id string) bool {
	return id == sites.Generic().ID || slices.ContainsFunc(set.All(), func(s *sites.Site) bool { return s.ID == id })
}

// named is a place with its INSEE code.
type named struct{ code, name string }

// regionCodes turns the words of --region into INSEE codes: a region is given by its code or by its name.
func regionCodes(words []string) ([]string, error) {
	index, err := geo.Default()
	if err != nil {
		return nil, err
	}
	var list []named
	names := map[string]string{}
	for _, r := range index.Regions() {
		list = append(list, named{r.Code, r.Name})
		names[r.Code] = r.Code + " " + r.Name
	}
	old := map[string]string{}
	for _, d := range index.Departments() {
		if d.OldRegionName != "" {
			old[text.Fold(d.OldRegionName)] = names[d.Region]
		}
	}
	return placeCodes("region", "a region of today", words, list, func(w string) string {
		if today := old[text.Fold(w)]; today != "" {
			return ": its region of today is " + today
		}
		return ""
	})
}

// departmentCodes is regionCodes for the words of --department.
func departmentCodes(words []string) ([]string, error) {
	index, err := geo.Default()
	if err != nil {
		return nil, err
	}
	var list []named
	for _, d := range index.Departments() {
		list = append(list, named{d.Code, d.Name})
	}
	return placeCodes("department", "a department", words, list, func(w string) string {
		return nearCode(strings.TrimSpace(w), list)
	})
}

// nearCode names the departments whose codes a number may have meant: 9 is written 09, and 20 is two of today.
func nearCode(number string, list []named) string {
	meant := []string{"0" + number}
	if number == "20" {
		meant = []string{"2A", "2B"}
	}
	var near []string
	for _, p := range list {
		if slices.Contains(meant, p.code) {
			near = append(near, p.code+" "+p.name)
		}
	}
	if len(near) == 0 {
		return ""
	}
	return ": did you mean " + strings.Join(near, " or ") + "?"
}

// placeCodes finds the codes of places; other says what a word that is none of them may have meant.
func placeCodes(
	flag, what string, words []string, list []named, other func(word string) string,
) (codes []string, err error) {
	var names, all []string
	for _, p := range list {
		names, all = append(names, p.name), append(all, p.code+" "+p.name)
	}
	for _, w := range words {
		i := slices.IndexFunc(list, func(p named) bool {
			return strings.EqualFold(p.code, strings.TrimSpace(w)) || text.Fold(p.name) == text.Fold(w)
		})
		if i < 0 {
			near := other(w)
			if near == "" {
				near = didYouMean(w, names)
			}
			if near == "" {
				near = ": the " + flag + "s are " + strings.Join(all, ", ")
			}
			return nil, usagef("--%s %q is neither the INSEE code nor the name of %s%s", flag, w, what, near)
		}
		codes = append(codes, list[i].code)
	}
	return codes, nil
}

// nothingFound says why an export is empty.
func nothingFound(o exportOptions, f storage.Filter, meta export.Meta, unpublished []string) string {
	from := ""
	if len(o.sites) > 0 {
		from = " of " + strings.Join(o.sites, ", ")
	}
	switch {
	case o.latest:
	case len(meta.Runs) == 0 && o.asOf.word != "":
		return fmt.Sprintf("nothing%s had been published %s; `carif runs` lists when runs ended", from, o.asOf.end())
	case len(meta.Runs) == 0 && len(unpublished) > 0:
		return strings.Join(unpublished, "; ")
	case len(meta.Runs) == 0:
		return fmt.Sprintf("nothing%s has been published; `carif runs` lists the runs and how they ended, "+
			"--latest exports unpublished data too", from)
	}
	var flags []string
	flags = append(flags, asGiven("region", f.Regions, o.regions)...)
	flags = append(flags, asGiven("department", f.Departments, o.departments)...)
	if o.since.word != "" {
		flags = append(flags, "--changed-since "+o.since.word)
	}
	if len(flags) == 0 {
		return fmt.Sprintf("what was published%s holds no open course; --with-closed includes closed ones", from)
	}
	return fmt.Sprintf("no course%s matches %s", from, strings.Join(flags, " and "))
}

// asGiven writes the flags of places with their codes, and with the words that were given for them.
func asGiven(flag string, codes, words []string) (flags []string) {
	for i, code := range codes {
		if words[i] == code {
			flags = append(flags, "--"+flag+" "+code)
		} else {
			flags = append(flags, fmt.Sprintf("--%s %s (%s)", flag, code, words[i]))
		}
	}
	return flags
}

// moment is what --as-of and --changed-since name: a day, a time, or a run. The zero moment is none.
type moment struct {
	word string // as given
	at   time.Time
	next time.Time // of a day, which begins at at: when the next one does; else zero
	run  int64
}

// timeLayouts are the ways to write a time; without a zone it is UTC.
var timeLayouts = []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04",
	"2006-01-02 15:04:05", "2006-01-02 15:04"}

// parseMoment reads a moment. A bare number is a run.
func parseMoment(flag, word string) (moment, error) {
	m := moment{word: word}
	if word == "" {
		return m, nil
	}
	id, named := strings.CutPrefix(word, "run:")
	if n, err := strconv.ParseInt(id, 10, 64); err == nil && n > 0 {
		m.run = n
		return m, nil
	}
	if !named {
		if begin, next, err := schedule.DayBounds(word); err == nil {
			m.at, m.next = begin, next
			return m, nil
		}
		for _, layout := range timeLayouts {
			if t, err := time.Parse(layout, word); err == nil {
				m.at = t.UTC()
				return m, nil
			}
		}
	}
	return m, usagef("--%s %q is neither a date (2026-11-30), a time (2026-11-30T04:00:00Z) nor a run (run:12)", flag,
		word)
}

// check refuses a run that is not there or still goes on.
func (m moment) check(ctx context.Context, st storage.Runs, flag, db string) error {
	if m.run == 0 {
		return nil
	}
	run, ok, err := st.Run(ctx, m.run)
	switch {
	case err != nil:
		return err
	case !ok:
		return usagef("--%s %s: there is no run %d in %s (`carif runs` lists them; a date is written 2026-11-30)", flag,
			m.word, m.run, db)
	case run.State == schema.RunRunning || run.Ended.IsZero():
		return usagef("--%s %s: run %d has not ended yet (`carif runs` shows how runs ended)", flag, m.word, m.run)
	}
	return nil
}

// end names the moment for people: a day counts to its end.
func (m moment) end() string {
	switch {
	case m.run > 0:
		return fmt.Sprintf("by the end of run %d", m.run)
	case !m.next.IsZero():
		return "by the end of " + m.word + " in France"
	}
	return "by " + m.at.Format(time.RFC3339)
}
