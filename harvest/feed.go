package harvest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"carif/lheo"
	"carif/schema"
	"carif/sites"
)

// Feed imports a LHÉO 2.2 or 2.3 feed: each formation becomes a record as a page would have given it. The feed
// is streamed; what was read before a fault is stored, and the fault says where it stands. The site is the
// import's own, else the one that an earlier export of ours wrote into the feed, else "lheo".
func (im *Import) Feed(ctx context.Context, path string) (err error) {
	fh, err := os.Open(path)
	if err != nil {
		return PlainPathError(err)
	}
	defer func() { err = errors.Join(err, fh.Close()) }()
	o := lheo.ReadOptions{File: filepath.ToSlash(path), Vocab: im.r.Reader.Normalizer.Vocabularies(),
		Phone: im.r.Reader.Normalizer.Phone}
	if im.site != nil {
		o.Site = im.site.ID
	}
	n := 0
	sum, err := lheo.Read(ctx, fh, o, func(rec schema.Record) error {
		n++
		url := fmt.Sprintf("feed:%s#%s", filepath.Base(path), rec.Course.Key)
		if rec.Source.URL != nil {
			url = *rec.Source.URL
		}
		return im.Record(ctx, im.feedSite(rec.Source.Site), url, rec)
	})
	if err != nil {
		return fmt.Errorf("import %s (read before it: %s): %w", path, count(n, "course"), err)
	}
	if sum.Formations == 0 {
		return fmt.Errorf("import %s: the feed holds no formation", path)
	}
	return nil
}

// feedSite is the profile a feed's record is stored under; an id that no profile has gets a bare one.
func (im *Import) feedSite(id string) *sites.Site {
	if im.site != nil {
		return im.site
	}
	if s, err := im.r.Reader.Sites.Find(id); err == nil {
		return s
	}
	s := *sites.Generic()
	s.ID, s.Name = id, id
	return &s
}
