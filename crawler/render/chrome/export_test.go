package chrome

import (
	"github.com/chromedp/chromedp"
)

// Kill kills the browser that draws, as a machine short of memory does.
func Kill(c *Chrome) {
	c.mu.Lock()
	defer c.mu.Unlock()
	_ = chromedp.FromContext(c.now.root).Browser.Process().Kill()
}
