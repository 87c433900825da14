// Package chrome is a render.Browser: Chromium, driven over its DevTools protocol by chromedp. It starts the browser
// when the first page is drawn, gives it a new session every 50 pages and a new process every 500 or when it has grown
// too large, and starts it again where it died.
//
// It is not for deciding what a page may load: that is the crawler's, and so is every answer.
package chrome

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/remote"

	"carif/crawler/render"
)

// Options is which browser, and how long one is kept. Zero values are the defaults.
type Options struct {
	Program string // path of the browser; either this or Remote
	Remote  string // address of one that runs already
	Log     *slog.Logger

	// Folder makes a folder for the profile of a browser; done is told when that is gone. nil makes one that stays where
	// this process is killed.
	Folder func() (path string, done func() error, err error)

	SessionPages int   // pages after which cookies and caches are thrown away; 0 = 50
	BrowserPages int   // pages after which the browser is started anew; 0 = 500
	Memory       int64 // bytes of memory after which it is; 0 = 1.5 GB
	Tabs         int   // pages drawn at once; 0 = 4
}

// Chrome is a render.Browser.
type Chrome struct {
	o    Options
	tabs chan struct{}

	mu     sync.Mutex
	now    *process // the browser that new pages are given to; nil for none
	closed bool
	Starts int // browsers started, for tests
}

// process is one browser, from its start to its end.
type process struct {
	ctx     context.Context // of the session that new pages are given to
	session context.CancelFunc
	root    context.Context
	end     []context.CancelFunc
	folder  string // of its profile; "" for one that runs elsewhere
	done    func() error
	socket  string // the folder of its lock, which Chromium keeps elsewhere: paths of sockets are short
	pages   int
	open    int  // pages being drawn
	old     bool // no further pages
}

var _ render.Browser = (*Chrome)(nil)

// New makes a Chrome; nothing is started yet.
func New(o Options) *Chrome {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Folder == nil {
		o.Folder = func() (string, func() error, error) {
			dir, err := os.MkdirTemp("", "carif-browser-")
			return dir, func() error { return nil }, err
		}
	}
	o.SessionPages, o.BrowserPages = cmp.Or(o.SessionPages, 50), cmp.Or(o.BrowserPages, 500)
	o.Memory, o.Tabs = cmp.Or(o.Memory, 1536<<20), cmp.Or(o.Tabs, 4)
	return &Chrome{o: o, tabs: make(chan struct{}, o.Tabs)}
}

// Start starts the browser before it is needed, to learn whether it can be.
func (c *Chrome) Start() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ready()
}

// ready makes sure that there is a browser for the next page.
func (c *Chrome) ready() error {
	if c.closed {
		return errors.New("the browser is closed")
	}
	if b := c.now; b != nil && (b.lost() || b.pages >= c.o.BrowserPages || c.heavy(b)) {
		c.retire(b)
	}
	if c.now != nil {
		return nil
	}
	b, err := c.start()
	if err != nil {
		return fmt.Errorf("%w: start browser: %w", render.ErrLost, err)
	}
	c.now = b
	c.Starts++
	return nil
}

// Draw implements render.Browser. A page that its browser died on is drawn once more, in a new one.
func (c *Chrome) Draw(ctx context.Context, p render.Page) (render.Drawn, error) {
	select {
	case c.tabs <- struct{}{}:
		defer func() { <-c.tabs }()
	case <-ctx.Done():
		return render.Drawn{}, ctx.Err()
	}
	for try := 0; ; try++ {
		d, err := c.draw(ctx, p)
		if !errors.Is(err, render.ErrLost) || try == 1 || ctx.Err() != nil {
			return d, err
		}
		c.o.Log.Warn("the browser was lost and is started again", "url", p.URL, "err", err)
	}
}

func (c *Chrome) draw(ctx context.Context, p render.Page) (render.Drawn, error) {
	b, within, err := c.take()
	if err != nil {
		return render.Drawn{}, err
	}
	t := &tab{page: p, log: c.o.Log}
	d, err := t.draw(ctx, within)
	lost := b.lost() || errors.Is(err, errTab) && ctx.Err() == nil
	c.giveBack(b, lost)
	if err != nil && lost && ctx.Err() == nil {
		err = fmt.Errorf("%w: %w", render.ErrLost, err)
	}
	return d, err
}

// take gives a browser for one page, and the session the page belongs to.
func (c *Chrome) take() (*process, context.Context, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.ready(); err != nil {
		return nil, nil, err
	}
	b := c.now
	if b.pages%c.o.SessionPages == 0 && b.open == 0 || b.session == nil {
		if b.session != nil {
			b.session()
		}
		b.ctx, b.session = chromedp.NewContext(b.root, chromedp.WithNewBrowserContext())
		late := time.AfterFunc(startWithin, b.session)
		err := chromedp.Do(b.ctx)
		late.Stop()
		if err != nil {
			c.retire(b)
			return nil, nil, fmt.Errorf("%w: open session: %w", render.ErrLost, err)
		}
	}
	b.pages++
	b.open++
	return b, b.ctx, nil
}

// heavy looks at a browser's memory, every tenth page.
func (c *Chrome) heavy(b *process) bool {
	return b.folder != "" && b.pages%10 == 9 && memoryOf(b.folder) > c.o.Memory
}

func (c *Chrome) giveBack(b *process, lost bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	b.open--
	if lost {
		c.retire(b)
	} else if b.old && b.open == 0 {
		b.close()
	}
}

// retire takes a browser out of use; it ends with its last page.
func (c *Chrome) retire(b *process) {
	b.old = true
	if c.now == b {
		c.now = nil
	}
	if b.open == 0 {
		b.close()
	}
}

// startWithin bounds the start of a browser: a machine that is busy takes seconds.
const startWithin = 60 * time.Second

func (c *Chrome) start() (*process, error) {
	b := &process{}
	// the browser outlives the page that it is started for: its life is not bound to that page's context
	life, end := context.WithCancel(context.Background())
	b.end = append(b.end, end)
	alloc, stop, err := c.allocator(life, b)
	if err != nil {
		b.close()
		return nil, err
	}
	b.end = append(b.end, stop)
	root, cancel := chromedp.NewContext(alloc, chromedp.WithErrorf(c.quiet), chromedp.WithLogf(c.quiet))
	b.root, b.end = root, append(b.end, cancel)
	late := time.AfterFunc(startWithin, end)
	err = chromedp.Do(root)
	if !late.Stop() && err == nil {
		err = context.DeadlineExceeded
	}
	if err != nil {
		b.close()
		return nil, err
	}
	if to, err := os.Readlink(filepath.Join(b.folder, "SingletonSocket")); err == nil && filepath.IsAbs(to) {
		b.socket = filepath.Dir(to)
	}
	return b, nil
}

func (c *Chrome) allocator(life context.Context, b *process) (context.Context, context.CancelFunc, error) {
	if c.o.Remote != "" {
		alloc, stop := remote.NewAllocator(life, c.o.Remote)
		return alloc, stop, nil
	}
	var err error
	if b.folder, b.done, err = c.o.Folder(); err != nil {
		b.folder = ""
		return nil, nil, fmt.Errorf("make browser folder: %w", err)
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:], // as root chromedp adds no-sandbox
		chromedp.ExecPath(c.o.Program), chromedp.UserDataDir(b.folder), chromedp.DisableGPU,
		chromedp.WindowSize(1280, 2000),
		// whatever may slip past Fetch finds no host, no proxy and no peer
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"),
		chromedp.Flag("force-webrtc-ip-handling-policy", "disable_non_proxied_udp"),
		chromedp.Flag("disable-features", "Translate,BlinkGenPropertyTrees,IsolateOrigins,site-per-process,"+
			"OptimizationHints,MediaRouter,DialMediaRouteProvider,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable"),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("no-pings", true),
		chromedp.Flag("mute-audio", true),
		chromedp.Flag("lang", "fr-FR"),
		chromedp.Flag("blink-settings", "imagesEnabled=false"),
		chromedp.Env("LANG=fr_FR.UTF-8", "TZ=Europe/Paris"))
	if len(b.folder) <= longestFolder { // what it keeps elsewhere goes with its folder, too
		flags = append(flags, chromedp.Env("TMPDIR="+b.folder))
	}
	alloc, stop := chromedp.NewExecAllocator(life, flags...)
	return alloc, stop, nil
}

// longestFolder leaves room for the path of a socket in it.
const longestFolder = 60

func (c *Chrome) quiet(format string, args ...any) { c.o.Log.Debug(fmt.Sprintf(format, args...)) }

// lost reports that the browser is gone.
func (b *process) lost() bool {
	at := chromedp.FromContext(b.root)
	if at == nil || at.Browser == nil {
		return true
	}
	select {
	case <-at.Browser.LostConnection:
		return true
	default:
		return b.root.Err() != nil
	}
}

// close ends the browser, whatever state it is in, and takes its folder away.
func (b *process) close() {
	if b.session != nil && !b.lost() {
		b.session()
	}
	for i := len(b.end) - 1; i >= 0; i-- {
		b.end[i]()
	}
	b.end = nil
	if b.folder == "" {
		return
	}
	if strings.HasPrefix(filepath.Base(b.socket), "org.chromium.") {
		_ = os.RemoveAll(b.socket) // where it was killed
	}
	for range 20 { // its last processes may still write there
		if os.RemoveAll(b.folder) == nil {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	_ = b.done() // what is left the next run sweeps
}

// Close implements render.Browser.
func (c *Chrome) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	if c.now != nil {
		c.now.open = 0
		c.retire(c.now)
	}
	return nil
}
