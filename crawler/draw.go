package crawler

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/gocolly/colly/v2"

	"carif/crawler/judge"
	"carif/crawler/render"
	"carif/crawler/skim"
	"carif/crawler/wire"
	"carif/schema"
	"carif/sites"
)

// Pages of a scripted site are asked for like any other; a browser then makes of the answer what a reader sees. All
// that it asks for meanwhile goes down the chain of pages, or is not sent.

// drawings is what a walk knows of the pages that are drawn.
type drawings struct {
	mu     sync.Mutex
	on     map[sites.Kind]bool           // classes that are drawn since their pages came as shells
	shells map[sites.Kind][]schema.Entry // pages that came as shells, of classes that are not drawn
	good   map[sites.Kind]bool           // classes of which a page came with something on it
	before map[string]bool               // shells of this run that another process asked for, by URL
	static map[string]*static            // scripts and styles, by URL, for the run
}

// static is a script or style of the site, asked for once a run.
type static struct {
	lock chan struct{}
	ans  render.Answer
	have bool
}

func newDrawings() drawings {
	return drawings{on: map[sites.Kind]bool{}, shells: map[sites.Kind][]schema.Entry{}, good: map[sites.Kind]bool{},
		before: map[string]bool{}, static: map[string]*static{}}
}

// draws tells whether pages of a kind are drawn.
func (k *walk) draws(kind sites.Kind) bool {
	if k.w.o.Render == nil || kind != sites.KindCourse && kind != sites.KindListing {
		return false
	}
	if k.site.Render == sites.RenderAlways {
		return true
	}
	k.drawn.mu.Lock()
	defer k.drawn.mu.Unlock()
	return k.drawn.on[kind]
}

// drawnType is what a drawn page is.
const drawnType = "text/html; charset=utf-8"

// draw puts what a browser makes of an answer in the answer's place, where its page is to be drawn.
func (y *way) draw(ctx context.Context, r *colly.Response) (bad error) {
	k, f := y.k, y.f
	if !k.draws(f.Entry.Kind) || k.site.IsJSON(y.at) || r.StatusCode != http.StatusOK || len(r.Body) == 0 ||
		!strings.Contains(strings.ToLower((*r.Headers).Get("Content-Type")), "html") {
		return nil
	}
	within, cancel := context.WithCancel(ctx)
	defer cancel()
	l := &loads{y: y, cancel: cancel, shell: render.Answer{Status: r.StatusCode, Header: *r.Headers, Body: r.Body}}
	d, err := k.w.o.Render.Draw(within, render.Page{URL: y.at.String(), Bounds: k.w.lim.Render, Load: l.load})
	cancel()
	l.close()
	f.Parts = append(f.Parts, l.parts...)
	var over *render.Over
	switch {
	case l.end != nil:
		return l.end
	case ctx.Err() != nil:
		return &ending{ctx.Err()}
	case l.fault != nil:
		return l.fault
	case errors.As(err, &over):
		return &wire.Fault{Outcome: schema.OutcomeTooBig, Limit: over.Limit, Err: fmt.Errorf("draw page: %w", err)}
	case err != nil:
		return &wire.Fault{Outcome: schema.OutcomeBroken, Err: fmt.Errorf("draw page: %w", err)}
	}
	if d.Cut != "" {
		k.bounds.count(d.Cut)
		if f.Entry.Kind == sites.KindListing {
			k.fail(fmt.Sprintf("listing %s was not drawn to its end (%s)", f.Entry.URL, d.Cut))
		}
	}
	r.Body, f.Drawn = d.HTML, true
	(*r.Headers).Set("Content-Type", drawnType)
	k.mu.Lock()
	k.rep.Drawn++
	k.mu.Unlock()
	return nil
}

// loads answers what one page asks for while it is drawn.
type loads struct {
	y      *way
	shell  render.Answer // the page's own answer, which is there already
	cancel func()        // of the drawing

	mu      sync.Mutex // guards what follows, and the cookies of the way
	running sync.WaitGroup
	closed  bool
	parts   []schema.Exchange
	fault   error // of something the page cannot be drawn without
	end     error // of the walk
}

// close waits for what is under way: nothing is asked for a page that was left.
func (l *loads) close() {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	l.running.Wait()
}

func (l *loads) begin() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.closed {
		l.running.Add(1)
	}
	return !l.closed
}

// load is the page's only way out.
func (l *loads) load(ctx context.Context, r render.Request) (render.Answer, error) {
	if !l.begin() {
		return render.Answer{}, errors.New("the page was left")
	}
	defer l.running.Done()
	k := l.y.k
	if r.Kind == render.Other {
		return render.Answer{}, errors.New("it adds no words")
	}
	u, err := url.Parse(r.URL)
	if err != nil {
		return render.Answer{}, err
	}
	sites.Sendable(u)
	if r.Kind == render.Document && sent(u) == sent(l.y.at) {
		return l.shell, nil
	}
	if limit, why := k.barred(u, r); why != "" {
		k.bounds.count(limit)
		return render.Answer{}, errors.New(why)
	}
	if r.Kind == render.Script || r.Kind == render.Style {
		return l.static(ctx, u, r)
	}
	return l.ask(ctx, u, r)
}

// sent is what of a URL goes to a server.
func sent(u *url.URL) string { return sites.HostPort(u) + sites.PathQuery(u) }

// barred tells why a page may not ask for a thing, and under which name that is counted; "" where it may. Its address
// and robots.txt are judged by the chain.
func (k *walk) barred(u *url.URL, r render.Request) (limit, why string) {
	post := r.Method == http.MethodPost
	switch bad := k.allowed(u, true); {
	case !k.site.Serves(u):
		return "render_foreign", bad.Error()
	case bad != nil:
		return "render_ignored", bad.Error()
	case r.Method != http.MethodGet && !(post && k.site.MayPost(u)):
		return "render_post", r.Method + " is not asked: api.post of the profile does not name it"
	}
	return "", ""
}

// mostStatic is how many scripts and styles are kept at once; of those above longStatic none is.
const (
	mostStatic = 60
	longStatic = 2 << 20
)

// static gives a script or style, which all pages of the run share.
func (l *loads) static(ctx context.Context, u *url.URL, r render.Request) (render.Answer, error) {
	d := &l.y.k.drawn
	d.mu.Lock()
	s := d.static[r.URL]
	if s == nil {
		if len(d.static) >= mostStatic {
			clear(d.static) // addresses that change with every page are no use to the next
		}
		s = &static{lock: make(chan struct{}, 1)}
		d.static[r.URL] = s
	}
	d.mu.Unlock()
	select {
	case s.lock <- struct{}{}:
		defer func() { <-s.lock }()
	case <-ctx.Done():
		return render.Answer{}, ctx.Err()
	}
	if s.have {
		return s.ans, nil
	}
	ans, err := l.ask(ctx, u, r)
	if err == nil && ans.Status == http.StatusOK && len(ans.Body) <= longStatic {
		s.ans, s.have = ans, true
	}
	return ans, err
}

// accepts are the media types that are asked for where a script does not say.
var accepts = map[render.Kind]string{render.Frame: acceptPage, render.Style: "text/css,*/*;q=0.1",
	render.Script: "*/*", render.Data: acceptJSON}

// ask sends one request of the page down the chain: guard, robots.txt, pace, bounds.
func (l *loads) ask(ctx context.Context, u *url.URL, r render.Request) (render.Answer, error) {
	k := l.y.k
	c := &wire.Call{Site: k.site, Bound: k.bound(sites.KindListing), Method: r.Method, Body: r.Body}
	accept := r.Accept
	if accept == "" {
		accept = accepts[r.Kind]
	}
	h := k.w.header(accept)
	if r.Type != "" && len(r.Body) > 0 {
		h.Set("Content-Type", r.Type)
	}
	l.mu.Lock()
	l.y.cookies.send(h, u)
	l.mu.Unlock()
	ctx = context.WithValue(ctx, pageKey{}, (*call)(nil)) // the page's own call is over
	res, err := k.chain.RoundTrip((&http.Request{Method: r.Method, URL: u, Header: h}).WithContext(wire.With(ctx, c)))
	l.mu.Lock()
	defer l.mu.Unlock()
	if c.Exchange.Status != 0 {
		l.parts = append(l.parts, c.Exchange)
	}
	var end *ending
	if errors.As(err, &end) {
		if l.end == nil && ctx.Err() == nil {
			l.end = end
			l.cancel()
		}
		return render.Answer{}, end
	}
	if err != nil {
		l.failed(u, err)
		return render.Answer{}, err
	}
	l.y.cookies.take(res.Header, u)
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return render.Answer{}, err
	}
	if res.StatusCode >= 400 {
		o, why := judge.Page(judge.Answer{Status: res.StatusCode, Header: res.Header}, &skim.Signs{})
		if o.Retry() || o == schema.OutcomeBlocked || o == schema.OutcomeChallenge {
			l.failed(u, &wire.Fault{Outcome: o, Err: errors.New(why)})
		}
	}
	return render.Answer{Status: res.StatusCode, Header: res.Header, Body: body}, nil
}

// failed notes what a page was refused that it may live without (robots.txt, addresses), and what it may not: a page
// whose data did not come says less than it should, and must not be taken for one that has nothing to say.
func (l *loads) failed(u *url.URL, err error) {
	o, limit, why := judge.Fault(err)
	switch o {
	case schema.OutcomeRobots:
		l.y.k.bounds.count("render_robots")
	case schema.OutcomeRefused:
		l.y.k.bounds.count("render_foreign")
	default:
		if l.fault == nil {
			l.fault = &wire.Fault{Outcome: o, Limit: limit,
				Err: fmt.Errorf("what the page loads from %s did not come: %s", u, why)}
		}
	}
}

// enoughShells is how many pages of a class that come as shells have the class drawn.
const enoughShells = 5

// noteShell looks, where pages are drawn only when they must be, whether one came as a shell.
func (k *walk) noteShell(f *Fetched) {
	kind := f.Entry.Kind
	if k.site.Render != sites.RenderAuto || f.Alias || k.draws(kind) || f.Drawn || kind == sites.KindSitemap {
		return
	}
	if u, err := url.Parse(f.Entry.URL); err != nil || k.site.IsJSON(u) {
		return
	}
	shell := f.Outcome == schema.OutcomeEmpty && len(f.Page.Body) > 0
	if kind == sites.KindListing && f.Outcome == schema.OutcomeOK && len(f.Found) == 0 && len(f.Page.Body) > 0 {
		doc := k.document(f)
		shell = doc.Over == "" && !doc.Shows(judge.ShellLength)
	}
	k.drawn.mu.Lock()
	defer k.drawn.mu.Unlock()
	if shell {
		k.drawn.shells[kind] = append(k.drawn.shells[kind], f.Entry)
	} else if f.Outcome.Good() {
		k.drawn.good[kind] = true
	}
}

// blanks takes up the shells of a run that was interrupted: where pages are drawn only when they must be, nobody drew
// them, and nothing else asks for them again that night.
func (k *walk) blanks(ctx context.Context) error {
	store, ok := k.w.store.(schema.Unreader)
	if !ok || k.site.Render != sites.RenderAuto {
		return nil
	}
	list, err := store.Blank(ctx, k.site.ID, k.run)
	if err != nil {
		return fmt.Errorf("look for shells of %s: %w", k.site.ID, err)
	}
	for _, e := range list {
		if u, err := url.Parse(e.URL); err == nil && !k.site.IsJSON(u) {
			k.drawn.shells[e.Kind] = append(k.drawn.shells[e.Kind], e)
			k.drawn.before[e.URL] = true
		}
	}
	return nil
}

// redraw has a class drawn from now on when enough of its pages came as shells, and asks for those again. At the end of
// a walk all of them are enough, where no page of the class was any better.
func (k *walk) redraw(ctx context.Context, eng *engine, over bool) (again bool, err error) {
	var due []schema.Entry
	k.drawn.mu.Lock()
	for _, kind := range []sites.Kind{sites.KindListing, sites.KindCourse} {
		n := len(k.drawn.shells[kind])
		if n == 0 || k.drawn.on[kind] || n < enoughShells && (!over || k.drawn.good[kind]) {
			continue
		}
		if k.w.o.Render == nil {
			k.drawn.shells[kind] = slices.Clip(k.drawn.shells[kind][:0])
			k.drawn.good[kind] = true
			why := fmt.Sprintf("pages of kind %s came as shells that scripts fill, and there is no browser to draw them", kind)
			if k.alarm(why); kind == sites.KindListing { // what it lists is not known
				k.fail(why)
			}
			continue
		}
		k.drawn.on[kind] = true
		due = append(due, k.drawn.shells[kind]...)
		k.drawn.shells[kind] = nil
		k.alarm(fmt.Sprintf("%d pages of kind %s came as shells that scripts fill: a browser drew this kind from then on; "+
			"`render: always` in the profile saves asking for the shells first", n, kind))
	}
	k.drawn.mu.Unlock()
	for _, e := range due {
		if !k.drawn.before[e.URL] {
			k.uncount(e.URL)
		}
		if err := k.handle(ctx, eng, e); err != nil {
			return true, err
		}
	}
	return len(due) > 0, nil
}

// uncount takes a page out of the report that is counted again as what it turns out to be.
func (k *walk) uncount(url string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.rep.Pages--
	if fault := k.faults[url]; fault != nil {
		k.rep.Outcomes[fault.Class]--
	} else {
		k.rep.Outcomes[schema.OutcomeOK]--
	}
}
