package harvest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"carif/parser/draft"
	"carif/parser/site"
	"carif/schema"
	"carif/sites"
	"carif/storage"
	"carif/text"
)

// moved is the share of a sample that may be other pages, or say something else, before its model is built again.
const moved = 0.05

// Learnt is what a build learnt of one host.
type Learnt struct {
	Host   string
	Model  storage.SiteModel // the version that was stored; Version is 0 where none was
	Diff   []string          // from the model in use
	Drift  []Notice          // where the pages no longer look as the model in use says
	Report site.Report       // what was not learnt, and why
}

// BuildModels builds the models of a site's hosts from its archived pages and stores those that say something new. The
// first of a host and one that only adds are in use at once; any other waits for a person's word.
func (r *Runner) BuildModels(ctx context.Context, s *sites.Site) ([]Learnt, error) {
	j := &job{r: r, site: s}
	return j.build(ctx, true)
}

// learn builds models at the end of a complete night: the first of a host, and a new one where its sample has moved.
// Where one comes into use, the night's pages are read again with it before anybody sees them.
func (j *job) learn(ctx context.Context) error {
	list, err := j.build(ctx, false)
	if err != nil {
		return err
	}
	for _, l := range list {
		for _, line := range l.Report {
			j.r.Log.Debug("site model", "host", l.Host, "note", line)
		}
		for _, n := range l.Drift {
			j.alarm(n)
		}
		switch {
		case l.Model.Version == 0:
		case l.Model.State == storage.ModelWaiting:
			j.alarm(Notice{What: fmt.Sprintf("%s: a new model waits: look at it with `carif sites model diff %s`, "+
				"take it into use with `carif sites model accept %s`", l.Host, j.site.ID, j.site.ID),
				Do: "carif sites model diff " + j.site.ID})
		default:
			j.learnt = append(j.learnt, fmt.Sprintf("%s: model %s from %s of %s", l.Host, l.Model.Model,
				count(l.Model.Pages, "page"), count(l.Model.Givers, "provider")))
		}
	}
	return j.prepare(ctx)
}

// build builds the models of the site's hosts; always builds where the sample has not moved too.
func (j *job) build(ctx context.Context, always bool) ([]Learnt, error) {
	versions, err := j.r.Store.Models(ctx, j.site.ID)
	if err != nil {
		return nil, fmt.Errorf("load models of %s: %w", j.site.ID, err)
	}
	byHost, err := j.pagesByHost(ctx)
	if err != nil {
		return nil, err
	}
	trusted := sync.OnceValues(func() (bool, error) { return j.trusted(ctx) }) // it counts all courses
	var out []Learnt
	for _, host := range sortedKeys(byHost) {
		b := j.hostBuild(host, byHost[host], versions)
		if !always {
			if b.newest != nil && !sampleMoved(b.newest.Sample, b.sample) {
				continue
			}
			if b.trusted, err = trusted(); err != nil {
				return out, err
			}
			if b.current == nil && !b.trusted {
				continue
			}
		}
		l, err := b.run(ctx)
		if err != nil {
			return out, fmt.Errorf("build model of %s: %w", host, err)
		}
		out = append(out, l)
	}
	return out, nil
}

// trusted reports whether the night may teach: one that the gate objects to is no measure of the site.
func (j *job) trusted(ctx context.Context) (bool, error) {
	if j.r.Gate.Force {
		return true, nil
	}
	lost, err := j.lostTooMuch(ctx)
	if err != nil || lost != "" {
		return false, err
	}
	reasons, err := j.objections(ctx)
	return len(reasons) == 0, err
}

func pageURL(p storage.Page) string { return p.URL }

// pagesByHost lists the archived pages of the site that may be in the sample of their host. It does not hold all of a
// site at once.
func (j *job) pagesByHost(ctx context.Context) (map[string][]storage.Page, error) {
	byHost := map[string][]storage.Page{}
	most := site.Default().Pages
	err := j.r.Store.Pages(ctx, j.site.ID, func(p storage.Page) error {
		if host := hostOfPage(p.URL); host != "" && p.Kind != schema.KindFeed {
			if byHost[host] = append(byHost[host], p); len(byHost[host]) >= 4*most {
				byHost[host] = candidates(byHost[host], most, pageURL)
			}
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("list pages of %s: %w", j.site.ID, err)
	}
	for host, pages := range byHost {
		byHost[host] = candidates(pages, most, pageURL)
	}
	return byHost, nil
}

// Drafts proposes a profile for each host of a site from its archived pages.
func (r *Runner) Drafts(ctx context.Context, s *sites.Site, fn func(*draft.Draft) error) error {
	j := &job{r: r, site: s}
	byHost, err := j.pagesByHost(ctx)
	if err != nil {
		return err
	}
	t := site.Default()
	for _, host := range sortedKeys(byHost) {
		sketches, err := j.sketches(ctx, host, byHost[host])
		if err != nil {
			return err
		}
		m, _ := site.Build(host, sketches, t, r.Reader.Normalizer)
		d := draft.Of(host, sketches, m)
		var pages []schema.Page
		for _, p := range byHost[host] {
			if page, _, err := j.archived(p); err == nil && len(pages) < draft.MostTried {
				pages = append(pages, page)
			}
		}
		if err := d.Try(ctx, r.Reader.Parser, pages); err != nil {
			return err
		}
		if err := fn(d); err != nil {
			return err
		}
	}
	return nil
}

// sketches notes what archived pages tell of their host. A page whose bytes are gone teaches nothing: that they are is
// said when it is read.
func (j *job) sketches(ctx context.Context, host string, pages []storage.Page) ([]*site.Sketch, error) {
	out := make([]*site.Sketch, len(pages))
	gone := make([]bool, len(pages))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range pages {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			page, _, err := j.archived(p)
			if err != nil {
				gone[i] = true
				return nil
			}
			if out[i], err = j.r.reader().sketch(page, j.site, host); err != nil {
				return fmt.Errorf("%s: %w", p.URL, err)
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	n := 0
	for i, s := range out {
		if !gone[i] {
			out[n], n = s, n+1
		}
	}
	return out[:n], nil
}

// hostBuild is one build of one host's model.
type hostBuild struct {
	j               *job
	host            string
	trusted         bool // else it is only told where the pages no longer look as they did
	pages           []storage.Page
	sample          string
	newest, current *storage.SiteModel // stored before; nil for none
}

func (j *job) hostBuild(host string, pages []storage.Page, versions []storage.SiteModel) *hostBuild {
	b := &hostBuild{j: j, host: host, trusted: true, pages: pages}
	b.sample = sampleOf(b.pages)
	for i := range versions {
		if v := &versions[i]; v.Host == host {
			b.newest = v
			if v.State == storage.ModelInUse {
				b.current = v
			}
		}
	}
	return b
}

func (b *hostBuild) run(ctx context.Context) (Learnt, error) {
	out := Learnt{Host: b.host}
	t := site.Default()
	sketches, err := b.j.sketches(ctx, b.host, b.pages)
	if err != nil {
		return out, err
	}
	var m *site.Model
	m, out.Report = site.Build(b.host, sketches, t, b.j.r.Reader.Normalizer)
	state := storage.ModelInUse
	if b.current != nil {
		old, err := site.Unmarshal([]byte(b.current.Body))
		if err != nil {
			return out, err
		}
		for _, l := range old.Drift(sketches, t) {
			out.Drift = append(out.Drift, b.drifted(old, l))
		}
		if !b.trusted {
			return out, nil
		}
		m = m.With(old.Override)
		if out.Diff = site.Diff(old, m); !onlyAdds(out.Diff) {
			state = storage.ModelWaiting
		}
	}
	switch same, err := b.known(m); {
	case err != nil || m.BuiltFrom.Classes == 0:
		return out, err
	case same:
		return out, b.j.r.Store.ResampleModel(ctx, b.j.site.ID, b.host, b.newest.Version, b.sample)
	}
	body, err := m.Marshal()
	if err != nil {
		return out, err
	}
	v := storage.SiteModel{Site: b.j.site.ID, Host: b.host, Model: m.ID, State: state, Pages: m.BuiltFrom.Pages,
		Givers: m.BuiltFrom.Groups, BuiltAt: b.j.r.now(), Run: b.j.run.ID, Sample: b.sample, Body: string(body)}
	if v.Version, err = b.j.r.Store.AddModel(ctx, v); err != nil {
		return out, err
	}
	out.Model = v
	return out, nil
}

// drifted tells of a line that is gone: of a label, what it meant, and the line of a profile that says so of the one in
// its place.
func (b *hostBuild) drifted(old *site.Model, l site.Lost) Notice {
	n := Notice{Failure: schema.FailureLayout, Pages: l.Pages,
		What: fmt.Sprintf("%s: the site has changed: %s", b.host, l)}
	key := text.FoldLabel(l.Text)
	field := old.Field(key)
	if own := b.j.site.Page.Labels[l.Text]; own != "" {
		field = schema.Field(own)
	}
	if field = cmp.Or(field, b.j.r.Reader.Parser.LabelField(key)); field == "" || l.New == "" {
		return n
	}
	n.Failure = schema.FailureLabels
	n.What = fmt.Sprintf("%s: label %q (%s), which %s groups printed, is gone: it stands on %d of %d pages; new label %q "+
		"on %d of them", b.host, l.Text, field, l.Seen, l.On, l.Of, l.New, l.NewOn)
	if b.j.r.Reader.Parser.LabelField(text.FoldLabel(l.New)) != field { // else it is read as before
		n.Do = fmt.Sprintf("paste into the profile: page: {labels: {%q: %s}}; then carif reparse %s", l.New, field,
			b.j.site.ID)
	}
	return n
}

// known reports whether the newest stored model says all this already.
func (b *hostBuild) known(m *site.Model) (bool, error) {
	if b.newest == nil || b.newest.State == storage.ModelPast {
		return false, nil
	}
	newest, err := site.Unmarshal([]byte(b.newest.Body))
	if err != nil {
		return false, err
	}
	return len(site.Diff(newest, m)) == 0, nil
}

// sampleOf names pages and what they say, one short hash a line.
func sampleOf(pages []storage.Page) string {
	lines := make([]string, len(pages))
	for i, p := range pages {
		says := p.ContentHash
		if says == "" {
			says = p.SHA256
		}
		sum := sha256.Sum256([]byte(p.URL + "\t" + says))
		lines[i] = hex.EncodeToString(sum[:6])
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// sampleMoved reports whether more of a sample is new, or gone, than may be.
func sampleMoved(was, is string) bool {
	a, b := strings.Fields(was), strings.Fields(is)
	known := map[string]bool{}
	for _, x := range a {
		known[x] = true
	}
	both := 0
	for _, x := range b {
		if known[x] {
			both++
		}
	}
	return float64(max(len(a), len(b))-both) > moved*float64(max(len(a), len(b)))
}
