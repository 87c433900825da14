package report

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"carif/crawler/render/chrome"
)

// screen is a way to look at a page.
type screen struct {
	name   string
	width  int64
	scheme string // "light" or "dark"
	media  string // "print", or "" for a screen
}

var screens = []screen{{"phone", 390, "light", ""}, {"phone-dark", 390, "dark", ""}, {"wide", 1280, "light", ""},
	{"wide-dark", 1280, "dark", ""}, {"paper", 1280, "dark", "print"}}

// viewer is a real browser with one tab, and what it complained of.
type viewer struct {
	t   *testing.T
	ctx context.Context
	mu  sync.Mutex
	bad []string
}

func newViewer(t *testing.T) *viewer {
	t.Helper()
	program, _, err := chrome.Find("")
	if err != nil {
		t.Skip("no Chromium here: the report was not opened in a browser")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	t.Cleanup(cancel)
	flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.DisableGPU,
		chromedp.UserDataDir(t.TempDir()), chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"))
	ctx, stop := chromedp.NewExecAllocator(ctx, flags...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(ctx)
	t.Cleanup(end)
	v := &viewer{t: t, ctx: ctx}
	if err := chromedp.Listen(ctx, v.event); err != nil {
		t.Fatal(err)
	}
	for _, enable := range []func() error{
		func() error { _, err := chromedp.Call(ctx, runtime.Enable, cdp.Empty{}); return err },
		func() error { _, err := chromedp.Call(ctx, cdplog.Enable, cdp.Empty{}); return err },
		func() error { _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); return err },
	} {
		if err := enable(); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

// event notes errors of the console, and whatever is asked for beside the page itself.
func (v *viewer) event(ev any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch e := ev.(type) {
	case *runtime.EventConsoleAPICalled:
		v.bad = append(v.bad, "console: "+string(e.Type))
	case *runtime.EventExceptionThrown:
		v.bad = append(v.bad, "exception: "+e.ExceptionDetails.Text)
	case *cdplog.EventEntryAdded:
		v.bad = append(v.bad, "log: "+e.Entry.Text)
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, "file:") {
			v.bad = append(v.bad, "asks for "+e.Request.URL)
		}
	}
}

func (v *viewer) do(_ any, err error) {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
}

// open shows a file as it looks on a screen.
func (v *viewer) open(file string, s screen) {
	v.t.Helper()
	v.do(chromedp.Call(v.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: s.width,
		Height: 844, DeviceScaleFactor: 1, Mobile: s.width < 600}))
	v.do(chromedp.Call(v.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: s.media,
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: s.scheme}}}))
	if err := chromedp.Do(v.ctx, chromedp.Navigate("file://"+file)); err != nil {
		v.t.Fatal(err)
	}
}

func eval[T any](v *viewer, script string) T {
	v.t.Helper()
	got, err := chromedp.Run(v.ctx, chromedp.Evaluate[T](script, awaitPromise))
	if err != nil {
		v.t.Fatal(err)
	}
	return got
}

func awaitPromise(p *runtime.EvaluateParams) {
	p.AwaitPromise = new(true)
}

// tooWide names what stands out of the page on its right, but for what scrolls in its own box.
const tooWide = `(() => { const w = document.documentElement.clientWidth, out = [];
	if (document.documentElement.scrollWidth > w) out.push("the page scrolls sideways: " + document.documentElement.scrollWidth);
	for (const e of document.querySelectorAll("body *")) if (!e.closest("table, svg") && e.getBoundingClientRect().right > w + 0.5)
		out.push(e.tagName + " " + e.textContent.slice(0, 40)); return out })()`

// tooFaint names text whose contrast to what is behind it is less than 4.5 to 1.
const tooFaint = `(() => { const out = [], rgb = c => c.match(/[\d.]+/g).map(Number);
	const light = c => { const [r, g, b] = rgb(c).slice(0, 3).map(x => (x /= 255) <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
		return 0.2126 * r + 0.7152 * g + 0.0722 * b };
	const behind = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor, p = rgb(c);
		if (p.length < 4 || p[3] > 0) return c } return "rgb(255, 255, 255)" };
	let n = 0;
	for (const e of document.querySelectorAll("body *")) {
		if (![...e.childNodes].some(c => c.nodeType === 3 && c.textContent.trim())) continue;
		const s = getComputedStyle(e), a = light(e instanceof SVGElement ? s.fill : s.color), b = light(behind(e)); n++;
		const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
		if (ratio < 4.5) out.push(ratio.toFixed(2) + " " + e.textContent.slice(0, 40)) }
	return n < 100 ? ["only " + n + " texts were looked at"] : out })()`

// shows wants a page to fit its screen, to be readable on it, and the browser to have nothing to say.
func (v *viewer) shows(file string, s screen) {
	v.t.Helper()
	v.open(file, s)
	for what, script := range map[string]string{"sticks out": tooWide, "can hardly be read": tooFaint} {
		if s.media == "print" && what == "sticks out" {
			continue
		}
		if bad := eval[[]string](v, script); len(bad) > 0 {
			v.t.Errorf("%s: %s: %q", s.name, what, bad)
		}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.bad) > 0 {
		v.t.Errorf("%s: %q", s.name, v.bad)
	}
	v.bad = nil
}

// reportFile writes a report aside and gives its path.
func reportFile(t *testing.T, r *Report) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "night.html")
	if err := os.WriteFile(file, written(t, r)["html"], 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// longest is a report of words without a place to break them.
func longest() *Report {
	r := authored()
	long := strings.Repeat("Donaudampfschifffahrtsgesellschaft", 12)
	r.Summary.Notices[1].Pages = append(r.Summary.Notices[1].Pages, "https://catalogue.example.org/"+long)
	r.Summary.Notices[0].What, r.Summary.Run.Note, r.Summary.Run.Site = long, long, long
	r.Summary.Faults[0].URL, r.Summary.Faults[0].Last, r.Summary.Politeness[0].Host = long, long, long
	r.Examples[0].Key, r.Examples[0].Field, r.Examples[0].Old, r.Examples[0].New = long, long, &long, &long
	return r
}

// TestInABrowser opens the report as people do: on a phone, on a wide screen, in the dark and on paper.
func TestInABrowser(t *testing.T) {
	v := newViewer(t)
	for name, r := range map[string]*Report{"authored": authored(), "hostile": withNights(hostile()), "long words": longest()} {
		file := reportFile(t, r)
		for _, s := range screens {
			t.Run(name+", "+s.name, func(t *testing.T) {
				v.t = t
				v.shows(file, s)
			})
		}
	}
}

// tornWords names words of tables that are broken although they fit beside each other, and boxes that cut a table
// off and do not scroll.
const tornWords = `(() => { const out = [], r = document.createRange();
	for (const td of document.querySelectorAll("td.t")) for (const n of td.childNodes) if (n.nodeType === 3)
		for (const m of n.textContent.matchAll(/\S+/g)) if (m[0].length < 32 && !m[0].includes("-")) {
			r.setStart(n, m.index); r.setEnd(n, m.index + m[0].length);
			if (r.getBoundingClientRect().height > 1.5 * parseFloat(getComputedStyle(td).lineHeight)) out.push(m[0]) }
	for (const e of document.querySelectorAll(".scroll")) if (e.scrollWidth > e.clientWidth) {
		e.scrollLeft = 1e6; if (e.scrollLeft < e.scrollWidth - e.clientWidth - 1) out.push("cut off: " + e.ariaLabel) }
	return out })()`

// TestWordsWhole: the name of a field stands in one piece, on a phone in a box that scrolls.
func TestWordsWhole(t *testing.T) {
	v, r := newViewer(t), authored()
	before, now := strings.Repeat("Apprentissage en entreprise ", 6), strings.Repeat("Alternance en centre ", 6)
	for i := range r.Examples {
		r.Examples[i].Field, r.Examples[i].Old, r.Examples[i].New = "contracts.professionalisation", &before, &now
	}
	file := reportFile(t, r)
	for _, s := range screens[:4] {
		v.open(file, s)
		if torn := eval[[]string](v, tornWords); len(torn) > 0 {
			t.Errorf("%s: %q", s.name, torn)
		}
	}
}

// withNights gives a report the nights of the authored one: enough text to look at.
func withNights(r *Report) *Report {
	a := authored()
	r.Nights, r.Fill, r.Filled = append(a.Nights[:29], r.Nights[1]), a.Fill, a.Filled
	return r
}

// TestPrinted prints the report: pages of A4, and nothing cut off at their right edge.
func TestPrinted(t *testing.T) {
	v := newViewer(t)
	v.open(reportFile(t, authored()), screens[0])
	got, err := chromedp.Call(v.ctx, page.PrintToPDF, page.PrintToPDFParams{PrintBackground: new(true), PaperWidth: 8.27,
		PaperHeight: 11.69})
	if err != nil || !bytes.HasPrefix(got.Data, []byte("%PDF-")) {
		t.Fatalf("printed: %d bytes, %v", len(got.Data), err)
	}
	if n := bytes.Count(got.Data, []byte("/Type /Page\n")); n < 2 || n > 8 {
		t.Errorf("%d pages", n)
	}
	// the width of A4 between the margins Chromium gives it, in CSS pixels
	v.open(reportFile(t, authored()), screen{"A4", 718, "light", "print"})
	if wide := eval[float64](v, `Math.max(...[...document.querySelectorAll("body *")].map(e => e.getBoundingClientRect().right))`); wide > 719 {
		t.Errorf("what is printed is %g pixels wide, and the paper 718", wide)
	}
	if dir := os.Getenv("CARIF_PRINTED"); dir != "" { // to look at it
		high := eval[int64](v, `document.body.scrollHeight`)
		err := errors.Join(os.WriteFile(filepath.Join(dir, "night.pdf"), got.Data, 0o600),
			os.WriteFile(filepath.Join(dir, "paper.png"), v.picture("h1", 718, high), 0o600))
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestAxe has axe-core, which this project did not write, look for what keeps people from reading the report.
func TestAxe(t *testing.T) {
	axe, err := os.ReadFile("testdata/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Skip("run npm ci in night/report/testdata: the report was not looked at by axe-core")
	}
	v := newViewer(t)
	file := reportFile(t, authored())
	for _, s := range screens[:4] {
		v.open(file, s)
		eval[string](v, string(axe)+`; ""`)
		found := eval[[]string](v, `axe.run().then(r => r.passes.length < 10 ? ["only " + r.passes.length + " rules were looked at"] :
			r.violations.map(x => x.id + ": " + x.help + ": " + x.nodes.map(n => n.html).slice(0, 3).join(" ")))`)
		if len(found) > 0 {
			t.Errorf("%s: %s", s.name, strings.Join(found, "\n"))
		}
	}
}

// picture takes what a page shows from the top of an element on, as a PNG.
func (v *viewer) picture(selector string, width, high int64) []byte {
	v.t.Helper()
	top := eval[float64](v, `document.querySelector("`+selector+`").getBoundingClientRect().top + scrollY`)
	shot, err := chromedp.Call(v.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{CaptureBeyondViewport: new(true),
		Format: page.CaptureScreenshotFormatPng,
		Clip:   &page.Viewport{Y: max(top-24, 0), Width: float64(width), Height: float64(high), Scale: 1}})
	v.do(shot, err)
	return shot.Data
}

// TestPictures: the pictures in the docs are there; -update takes them anew of the authored report.
func TestPictures(t *testing.T) {
	for _, shot := range []struct {
		name     string
		s        screen
		selector string
		high     int64
	}{
		{"report-wide", screens[2], "h1", 1000}, {"report-nights", screens[2], "h2:has(+ p + svg)", 800},
		{"report-phone-dark", screens[1], "h1", 1200},
	} {
		file := "../../docs/img/" + shot.name + ".png"
		if *update {
			v := newViewer(t)
			v.open(reportFile(t, authored()), shot.s)
			if err := os.WriteFile(file, v.picture(shot.selector, shot.s.width, shot.high), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c, err := png.DecodeConfig(bytes.NewReader(b))
		if err != nil || int64(c.Width) != shot.s.width || int64(c.Height) != shot.high {
			t.Errorf("%s: %v, %v", shot.name, c, err)
		}
	}
}
