package chrome

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"carif/crawler/render"
)

// tab draws one page.
type tab struct {
	page render.Page
	log  *slog.Logger
	ctx  context.Context // of the target
	asks context.Context // of what the page asks for: the caller's, until the tab is closed
	main cdp.FrameID
	ours runtime.ExecutionContextID // the world that our scripts run in; 0 while there is none

	expired chan struct{} // the span on the page's clock is over
	moved   chan struct{} // something was loaded, or began to be
	over    chan *render.Over

	mu      sync.Mutex
	asked   map[string]*loaded // by kind, method, URL and body: a page is given one thing once
	events  int
	loading int
	begun   bool // the document was given

	frameless bool // a frame that was waited for did not come
}

// loaded is one thing that the page asked for, with its answer once it is there.
type loaded struct {
	done chan struct{}
	ans  render.Answer
	err  error
}

func (t *tab) draw(ctx, session context.Context) (d render.Drawn, err error) {
	t.expired, t.moved = make(chan struct{}, 1), make(chan struct{}, 1)
	t.over = make(chan *render.Over, 1)
	t.asked = map[string]*loaded{}
	own, cancel := chromedp.NewContext(session)
	defer cancel()
	stop := context.AfterFunc(ctx, cancel)
	defer stop()
	t.ctx = own
	asks, done := context.WithCancel(ctx)
	defer done()
	t.asks = asks
	if _, err := awaited(ctx, t, func() (struct{}, error) { return struct{}{}, t.open() }); err != nil {
		return d, t.why(ctx, fmt.Errorf("%w: %w", errTab, err))
	}
	if err := t.navigate(ctx); err != nil {
		return d, t.why(ctx, err)
	}
	if err := t.unfold(ctx, &d); err != nil {
		return d, t.why(ctx, err)
	}
	err = t.take(ctx, &d)
	if d.Cut == "" && t.frameless {
		d.Cut = "render_frames"
	}
	return d, t.why(ctx, err)
}

// errTab means that the browser opens no more pages: it is of no use, be it alive or not.
var errTab = errors.New("open tab")

// why prefers the caller's reason for an end.
func (t *tab) why(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// open makes the tab ready: everything it asks for is stopped for us, and its clock stands still.
func (t *tab) open() error {
	if err := chromedp.Listen(t.ctx, t.event); err != nil {
		return err
	}
	t.main = cdp.FrameID(chromedp.FromContext(t.ctx).Target.TargetID)
	steps := []func() error{
		func() error {
			all := []*fetch.RequestPattern{{URLPattern: "*"}}
			return void(chromedp.Call(t.ctx, fetch.Enable, fetch.EnableParams{Patterns: all}))
		},
		func() error {
			return void(chromedp.Call(t.ctx, network.SetBypassServiceWorker,
				network.SetBypassServiceWorkerParams{Bypass: true}))
		},
		func() error {
			return void(chromedp.Call(t.ctx, page.AddScriptToEvaluateOnNewDocument,
				page.AddScriptToEvaluateOnNewDocumentParams{Source: alone}))
		},
		func() error { return t.clock(emulation.VirtualTimePolicyPause, 0) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func void[R any](_ R, err error) error { return err }

// mostTasks is how many tasks a page may run before its clock is moved on by force.
const mostTasks = 10_000

func (t *tab) clock(policy emulation.VirtualTimePolicy, span time.Duration) error {
	p := emulation.SetVirtualTimePolicyParams{Policy: policy}
	if span > 0 {
		ms := float64(span.Milliseconds())
		p.Budget, p.MaxVirtualTimeTaskStarvationCount = &ms, mostTasks
	}
	return void(chromedp.Call(t.ctx, emulation.SetVirtualTimePolicy, p))
}

// navigate loads the page and lets its clock run for the span.
func (t *tab) navigate(ctx context.Context) error {
	r, err := awaited(ctx, t, func() (page.NavigateResult, error) {
		return chromedp.Call(t.ctx, page.Navigate, page.NavigateParams{URL: t.page.URL})
	})
	if err == nil && r.ErrorText != "" {
		err = fmt.Errorf("navigate: %s", r.ErrorText)
	}
	if err != nil {
		return err
	}
	return t.run(ctx, t.page.Bounds.Span)
}

// run lets the page's clock run for a span; it stands still while something is loaded.
func (t *tab) run(ctx context.Context, span time.Duration) error {
	select {
	case <-t.expired: // of an earlier span
	default:
	}
	_, err := awaited(ctx, t, func() (struct{}, error) {
		return struct{}{}, t.clock(emulation.VirtualTimePolicyPauseIfNetworkFetchesPending, span)
	})
	if err != nil {
		return err
	}
	return t.await(ctx, t.expired)
}

// awaited gives what a command of the protocol gives, unless the page ends it before.
func awaited[R any](ctx context.Context, t *tab, command func() (R, error)) (out R, err error) {
	type result struct {
		out R
		err error
	}
	got, done := make(chan result, 1), make(chan struct{})
	go func() {
		r, err := command()
		got <- result{r, err}
		close(done)
	}()
	if err := t.await(ctx, done); err != nil {
		return out, err
	}
	r := <-got
	return r.out, r.err
}

// await waits for something, for a bound that the page goes beyond, or until it is stuck.
func (t *tab) await(ctx context.Context, done <-chan struct{}) error {
	stuck := time.NewTimer(t.page.Bounds.Stuck)
	defer stuck.Stop()
	for {
		select {
		case <-done:
			return nil
		case o := <-t.over:
			return o
		case <-ctx.Done():
			return ctx.Err()
		case <-t.ctx.Done():
			return fmt.Errorf("tab closed: %w", t.ctx.Err())
		case <-t.moved:
			stuck.Reset(t.page.Bounds.Stuck)
		case <-stuck.C:
			if !t.loads() {
				return &render.Over{Limit: "render_stuck",
					Why: fmt.Sprintf("the page did nothing but compute for %v", t.page.Bounds.Stuck)}
			}
			stuck.Reset(t.page.Bounds.Stuck)
		}
	}
}

func (t *tab) loads() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.loading > 0
}

// unfold opens what the page shows on demand, round by round, until a round brings nothing.
func (t *tab) unfold(ctx context.Context, d *render.Drawn) error {
	b := t.page.Bounds
	most, err := t.size(ctx, d)
	for round := 0; err == nil; round++ {
		if round == b.Rounds {
			d.Cut = "render_rounds"
			return nil
		}
		var now int
		if now, err = t.round(ctx, d); err != nil {
			return err
		}
		if d.Cut != "" || now <= most {
			return nil
		}
		if most = now; d.Clicks >= b.Clicks {
			d.Cut = "render_clicks"
			return nil
		}
	}
	return err
}

// round presses what opens more, and counts what stands there then. A frame is drawn before and after: the observers
// by which lists load are told of what comes into view, and of what left it, when one is.
func (t *tab) round(ctx context.Context, d *render.Drawn) (now int, err error) {
	if err = t.frames(ctx); err != nil {
		return 0, err
	}
	if err = t.run(ctx, glance); err != nil {
		return 0, err
	}
	pressed, err := t.number(ctx, opening(t.page.Bounds.Clicks-d.Clicks))
	if d.Clicks += pressed; err != nil {
		return 0, err
	}
	if err = t.frames(ctx); err != nil {
		return 0, err
	}
	if err = t.run(ctx, t.page.Bounds.Span); err != nil {
		return 0, err
	}
	return t.size(ctx, d)
}

// frames waits until two frames were drawn. The page's clock goes on meanwhile, glance by glance: Chromium holds the
// first frames of a page back by that clock. Where none comes, the page is read without.
func (t *tab) frames(ctx context.Context) error {
	drawn, yes := make(chan struct{}), true
	go func() {
		defer close(drawn)
		_, err := chromedp.Call(t.ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: twoFrames, ContextID: t.ours,
			AwaitPromise: &yes})
		t.note("no frame was drawn", err)
	}()
	for range mostGlances {
		wait := time.NewTimer(patience)
		select {
		case <-drawn:
			wait.Stop()
			return nil
		case <-wait.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := t.run(ctx, glance); err != nil {
			return err
		}
	}
	t.frameless = true
	return nil
}

// Frames come in real time: so often, and each time so long, they are waited for.
const (
	mostGlances = 50
	patience    = 100 * time.Millisecond
)

// glance is long enough, on the page's clock, for observers to be told.
const glance = 50 * time.Millisecond

// size counts the elements of the document, which must not be too large.
func (t *tab) size(ctx context.Context, d *render.Drawn) (nodes int, err error) {
	var is struct {
		Nodes, Bytes int
		Away         bool
	}
	if err := t.eval(ctx, measure, &is); err != nil {
		return 0, err
	}
	switch b := t.page.Bounds; {
	case is.Nodes > b.Nodes:
		return 0, &render.Over{Limit: "render_nodes", Why: fmt.Sprintf("more than %d elements", b.Nodes)}
	case is.Bytes > b.HTML:
		return 0, tooLong(b.HTML)
	}
	if is.Away {
		d.Cut = "render_away"
	}
	return is.Nodes, nil
}

func tooLong(most int) error {
	return &render.Over{Limit: "render_bytes", Why: fmt.Sprintf("a document of more than %d bytes", most)}
}

// take reads the document.
func (t *tab) take(ctx context.Context, d *render.Drawn) error {
	var got struct {
		HTML string
		Over int
	}
	if err := t.eval(ctx, final(t.page.Bounds.HTML), &got); err != nil {
		return err
	}
	if got.Over > 0 || len(got.HTML) > t.page.Bounds.HTML {
		return tooLong(t.page.Bounds.HTML)
	}
	d.HTML = []byte(got.HTML)
	return nil
}

func (t *tab) number(ctx context.Context, expression string) (n int, err error) {
	err = t.eval(ctx, expression, &n)
	return n, err
}

// eval runs a script of ours, in a world of its own: the page cannot change what it calls.
func (t *tab) eval(ctx context.Context, expression string, into any) error {
	if t.ours == 0 {
		world, err := awaited(ctx, t, func() (page.CreateIsolatedWorldResult, error) {
			return chromedp.Call(t.ctx, page.CreateIsolatedWorld,
				page.CreateIsolatedWorldParams{FrameID: t.main, WorldName: "carif"})
		})
		if err != nil {
			return fmt.Errorf("look at page: %w", err)
		}
		t.ours = world.ExecutionContextID
	}
	yes := true
	res, err := awaited(ctx, t, func() (runtime.EvaluateResult, error) {
		return chromedp.Call(t.ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: expression,
			ContextID: t.ours, ReturnByValue: &yes, AwaitPromise: &yes})
	})
	switch {
	case err != nil:
		return fmt.Errorf("look at page: %w", err)
	case res.ExceptionDetails != nil:
		return fmt.Errorf("look at page: %s", res.ExceptionDetails.Text)
	case res.Result == nil:
		return fmt.Errorf("look at page: no result")
	}
	if err := json.Unmarshal(res.Result.Value, into); err != nil {
		return fmt.Errorf("look at page: %w", err)
	}
	return nil
}

// event takes in what the browser says of the tab. It runs in the loop that reads from the browser: no command may be
// sent from here.
func (t *tab) event(ev any) {
	switch e := ev.(type) {
	case *fetch.EventRequestPaused:
		go t.answer(e)
	case *emulation.EventVirtualTimeBudgetExpired:
		signal(t.expired)
	case *page.EventJavascriptDialogOpening:
		go func() {
			err := void(chromedp.Call(t.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{}))
			t.note("a dialog was not closed", err)
		}()
	case *inspector.EventTargetCrashed:
		t.tooFar("render_crash", "the page crashed its tab")
	}
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (t *tab) tooFar(limit, why string) {
	select {
	case t.over <- &render.Over{Limit: limit, Why: why}:
	default:
	}
}

// note tells of a command that failed: as a rule the tab was closed meanwhile.
func (t *tab) note(what string, err error) {
	if err != nil && t.ctx.Err() == nil {
		t.log.Debug(what, "url", t.page.URL, "err", err)
	}
}
