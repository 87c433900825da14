package crawler

import (
	"context"
	"fmt"
	"sort"

	"carif/schema"
)

// report closes the books.
func (k *walk) report(ctx context.Context, err error) (Report, error) {
	due, lerr := 0, error(nil)
	if k.site.Feed == nil { // pages that the site had before it was a feed are not due
		due, _, lerr = k.w.store.Left(context.WithoutCancel(ctx), k.site.ID, k.run)
	}
	if lerr != nil && err == nil {
		err = fmt.Errorf("count what is left of %s: %w", k.site.ID, lerr)
	}
	if u, ok := k.w.store.(schema.Unreader); ok && err == nil {
		n, uerr := u.Unread(context.WithoutCancel(ctx), k.site.ID, k.run)
		if uerr != nil {
			err = fmt.Errorf("count unread listings of %s: %w", k.site.ID, uerr)
		} else if n > 0 {
			k.fail(fmt.Sprintf("listings or sitemaps that were not read: %d", n))
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	r := k.rep
	r.Deferred = due
	for _, f := range k.faults {
		r.Faults = append(r.Faults, *f)
	}
	sort.Slice(r.Faults, func(i, j int) bool { return r.Faults[i].URL < r.Faults[j].URL })
	r.Limits, r.Hosts = k.bounds.fired, k.pace.Kept()
	r.CoursesListed = len(k.bounds.courses)
	switch {
	case err != nil && k.why == "":
		k.why = err.Error()
	case k.why == "" && (k.w.o.OnlyNew || !k.w.o.Since.IsZero()):
		k.why = "only some pages were requested"
	case k.why == "" && len(r.ListingShrunk) > 0:
		k.why = "a listing shrank by more than half"
	case k.why == "" && due > 0:
		k.why = "not every page was requested"
	}
	r.Why, r.Complete = k.why, k.why == ""
	return r, err
}
