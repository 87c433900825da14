package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"carif/export"
	"carif/geo"
	"carif/sites"
	"carif/storage"
	"carif/text"
)

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
			return usagef("--site %q is no site of %s; %s (`carif sites` lists the profiles)", id, db, holds)
		}
		printf(a.err, "carif: note: nothing of %s was harvested into %s; %s\n", id, db, holds)
	}
	return nil
}

// findSite gives the profile that a word names, and says which one it may have meant when there is none.
func findSite(set *sites.Set, word string) (*sites.Site, error) {
	s, err := set.Find(word)
	if !errors.Is(err, sites.ErrUnknownSite) {
		return s, err
	}
	var ids []string
	for _, s := range set.All() {
		ids = append(ids, s.ID)
	}
	return nil, fmt.Errorf("%w%s", err, didYouMean(word, ids))
}

func profiled(set *sites.Set, id string) bool {
	return id == sites.Generic().ID || slices.ContainsFunc(set.All(), func(s *sites.Site) bool { return s.ID == id })
}

// regionCodes turns the words of --region into INSEE codes: a region is given by its code or by its name.
func regionCodes(words []string) ([]string, error) {
	if len(words) == 0 {
		return nil, nil
	}
	index, err := geo.Default()
	if err != nil {
		return nil, err
	}
	var codes, names, all []string
	for _, r := range index.Regions() {
		names = append(names, r.Name)
		all = append(all, r.Code+" "+r.Name)
	}
	for _, w := range words {
		i := slices.IndexFunc(index.Regions(), func(r geo.Region) bool {
			return r.Code == strings.TrimSpace(w) || text.Fold(r.Name) == text.Fold(w)
		})
		if i < 0 {
			near := didYouMean(w, names)
			if near == "" {
				near = ": the regions are " + strings.Join(all, ", ")
			}
			return nil, usagef("--region %q is neither the INSEE code nor the name of a region of today%s", w, near)
		}
		codes = append(codes, index.Regions()[i].Code)
	}
	return codes, nil
}

// nothingFound says why an export is empty.
func nothingFound(o exportOptions, f storage.Filter, meta export.Meta) string {
	from := ""
	if len(o.sites) > 0 {
		from = " of " + strings.Join(o.sites, ", ")
	}
	switch {
	case o.latest:
	case len(meta.Runs) == 0 && !f.AsOf.IsZero():
		return fmt.Sprintf("nothing%s had been published by the end of %s (UTC); `carif runs` lists when runs ended",
			from, f.AsOf.Format(time.DateOnly))
	case len(meta.Runs) == 0:
		return fmt.Sprintf("nothing%s has been published; `carif runs` lists the runs and how they ended, "+
			"--latest exports unpublished data too", from)
	}
	var flags []string
	for i, code := range f.Regions {
		name := o.regions[i]
		if name == code {
			flags = append(flags, "--region "+code)
		} else {
			flags = append(flags, fmt.Sprintf("--region %s (%s)", code, name))
		}
	}
	if o.since != "" {
		flags = append(flags, "--changed-since "+o.since)
	}
	if len(flags) == 0 {
		return fmt.Sprintf("what was published%s holds no open course; --with-closed includes closed ones", from)
	}
	return fmt.Sprintf("no course%s matches %s", from, strings.Join(flags, " and "))
}
