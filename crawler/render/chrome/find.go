package chrome

import (
	"errors"
	"fmt"
	"net/url"
	"os/exec"
	"strings"
)

// names are those of the browsers that are looked for.
var names = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless-shell"}

// ErrNone means that there is no browser to draw with.
var ErrNone = errors.New("no browser found")

// Find tells which browser a setting means: a program by its path or name, a running one by its address
// (http://host:port or ws://…); for "" the first that is installed.
func Find(setting string) (program, remote string, err error) {
	if strings.Contains(setting, "://") {
		u, err := url.Parse(setting)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "ws" && u.Scheme != "wss" {
			return "", "", fmt.Errorf("%w: %q is not the address of a browser: http://host:port or ws://…", ErrNone, setting)
		}
		return "", setting, nil
	}
	look := names
	if setting != "" {
		look = []string{setting}
	}
	for _, name := range look {
		if program, err = exec.LookPath(name); err == nil {
			return program, "", nil
		}
	}
	if setting != "" {
		return "", "", fmt.Errorf("%w: %s is not a program that can be run", ErrNone, setting)
	}
	return "", "", ErrNone
}
