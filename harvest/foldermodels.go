package harvest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"carif/parser/draft"
	"carif/parser/site"
	"carif/schema"
	"carif/sites"
)

// With gives a reader that reads the pages of one site with what is known of it; nil reads page by page.
func (r *Reader) With(m *site.Model) *Reader {
	q := *r
	q.Parser = r.Parser.With(m)
	return &q
}

// learn builds a model of each host that the folders hold pages of, or loads the one that lies beside the folder.
func (f *Files) learn(ctx context.Context, list []savedPage) error {
	if f.Alone {
		return nil
	}
	byHost := map[string][]*savedPage{}
	for i := range list {
		if s := &list[i]; s.host != "" {
			byHost[s.host] = append(byHost[s.host], s)
		}
	}
	f.readers = map[string]*Reader{}
	for _, host := range sortedKeys(byHost) {
		m, err := f.model(ctx, host, byHost[host])
		if err != nil {
			return err
		}
		f.readers[host] = f.Reader.With(m)
	}
	return nil
}

func (f *Files) model(ctx context.Context, host string, pages []*savedPage) (*site.Model, error) {
	own, err := LoadModel(f.Reader.ownModel(host))
	if err != nil {
		return nil, err
	}
	m, err := LoadModel(ModelPath(pages[0].dir, host))
	if err == nil && m == nil {
		m, _, err = f.build(ctx, host, pages)
	}
	if err != nil {
		return nil, err
	}
	if own != nil {
		m = m.With(own.Override)
	}
	if m.Empty() {
		m = nil
	}
	return m, nil
}

// eachHost goes over the hosts below the paths, in the order of their names, with the pages of each.
func (f *Files) eachHost(fn func(host string, pages []*savedPage) error) error {
	list, err := f.list()
	if err != nil {
		return err
	}
	byHost := map[string][]*savedPage{}
	for i := range list {
		byHost[list[i].host] = append(byHost[list[i].host], &list[i])
	}
	for _, host := range sortedKeys(byHost) {
		if host == "" {
			continue
		}
		if err := fn(host, byHost[host]); err != nil {
			return err
		}
	}
	return nil
}

// Models builds a model of each host below the paths, whether one lies there or not.
func (f *Files) Models(ctx context.Context, fn func(dir, host string, m *site.Model, rep site.Report) error) error {
	return f.eachHost(func(host string, pages []*savedPage) error {
		m, rep, err := f.build(ctx, host, pages)
		if err != nil {
			return err
		}
		return fn(pages[0].dir, host, m, rep)
	})
}

// Drafts proposes a profile for each host below the paths.
func (f *Files) Drafts(ctx context.Context, fn func(*draft.Draft) error) error {
	return f.eachHost(func(host string, pages []*savedPage) error {
		sketches, err := f.sketches(ctx, host, pages)
		if err != nil {
			return err
		}
		m, _ := site.Build(host, sketches, site.Default(), f.Reader.Normalizer)
		d := draft.Of(host, sketches, m)
		var tried []schema.Page
		for _, s := range pages {
			if len(tried) == draft.MostTried {
				break
			}
			if body, err := f.load(s.path); err == nil { // that one cannot be read is said elsewhere
				tried = append(tried, schema.Page{URL: s.url, File: s.rel, Body: body})
			}
		}
		if err := d.Try(ctx, f.Reader.Parser, tried); err != nil {
			return err
		}
		return fn(d)
	})
}

// sketches reads the pages of a host one by one and notes what each tells of it.
func (f *Files) sketches(ctx context.Context, host string, pages []*savedPage) ([]*site.Sketch, error) {
	t := site.Default()
	pages = candidates(pages, t.Pages, func(s *savedPage) string { return cmp.Or(s.url, path.Base(s.rel)) })
	sketches := make([]*site.Sketch, len(pages))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(4)
	for i, s := range pages {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			body, err := f.load(s.path)
			if err != nil {
				return nil // said when the page itself is read
			}
			profile := f.Site
			if profile == nil {
				profile = s.site
			}
			sketches[i], err = f.Reader.sketch(schema.Page{URL: s.url, File: s.rel, Body: body}, profile, host)
			if err != nil {
				return fmt.Errorf("%s: %w", s.show, err)
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return sketches, nil
}

// build learns from the pages of a host.
func (f *Files) build(ctx context.Context, host string, pages []*savedPage) (*site.Model, site.Report, error) {
	t := site.Default()
	sketches, err := f.sketches(ctx, host, pages)
	if err != nil {
		return nil, nil, err
	}
	m, rep := site.Build(host, sketches, t, f.Reader.Normalizer)
	old, err := LoadModel(ModelPath(pages[0].dir, host))
	if err != nil {
		return nil, nil, err
	}
	if old != nil {
		for _, l := range old.Drift(sketches, t) {
			rep = append(rep, l.String())
		}
	}
	return m, rep, nil
}

// sketch notes what a page tells of its site. Its name is the same whether the host's folder or the one around it was
// given. A page that the parser fails on teaches nothing; that it fails is said when it is read.
func (r *Reader) sketch(page schema.Page, profile *sites.Site, host string) (out *site.Sketch, err error) {
	defer func() {
		if p := recover(); p != nil {
			out, err = nil, nil
		}
	}()
	end, why := r.begin(page)
	if why != "" {
		return nil, nil // said when the page itself is read
	}
	defer end()
	res, err := r.Parser.Sketching().Parse(page, profile)
	if out = res.Sketch; out != nil && page.URL == "" {
		_, below, _ := strings.Cut("/"+page.File, "/"+host+"/")
		out.Name = cmp.Or(below, page.File)
	}
	return out, err
}

// candidates are the pages that may be in the sample: three for each two it takes, those with the smallest hashes.
func candidates[P any](pages []P, most int, name func(P) string) []P {
	if most += most / 2; len(pages) <= most {
		return pages
	}
	pages = slices.Clone(pages)
	slices.SortFunc(pages, func(a, b P) int {
		x, y := sha256.Sum256([]byte(name(a))), sha256.Sum256([]byte(name(b)))
		return slices.Compare(x[:], y[:])
	})
	return pages[:most]
}

// hostOf names the site a saved page is of: the folder that looks like a host, below dir or dir itself, else the host
// of its URL; "" when nothing tells.
func hostOf(dir, rel, raw string) string {
	parts := strings.Split(rel, "/")
	for i := len(parts) - 2; i >= 0; i-- {
		if hostLike(parts[i]) {
			return parts[i]
		}
	}
	if abs, err := filepath.Abs(dir); err == nil && hostLike(filepath.Base(abs)) {
		return filepath.Base(abs)
	}
	if u, err := url.Parse(raw); err == nil && u.Host != "" {
		return u.Hostname()
	}
	return ""
}

// hostLike reports whether a folder's name may be a host: labels joined by points, the last of letters.
func hostLike(s string) bool {
	ext := path.Ext(s)
	return len(ext) > 2 && strings.Trim(ext[1:], "abcdefghijklmnopqrstuvwxyz") == "" &&
		strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789.-") == "" && s[0] != '.'
}
