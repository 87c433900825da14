package wire

import (
	"net/http"
	"net/url"
	"os"
	"strings"

	"carif/sites"
)

// Secrets puts the secrets that a feed's address names into its query, on the last stretch of the way: whatever is
// noted, logged, stored and archived above has their names alone. An answer that repeats one is given its name again.
// They go to the address of the profile alone: an answer may lead elsewhere, but takes no secret along.
func Secrets(next http.RoundTripper) http.RoundTripper {
	return RoundTrip(func(req *http.Request) (*http.Response, error) {
		feed := CallOf(req).Site.Feed
		if feed == nil || len(feed.Secrets()) == 0 {
			return next.RoundTrip(req)
		}
		at := feed.Address()
		own := req.URL.Scheme == at.Scheme && sites.HostPort(req.URL) == sites.HostPort(at)
		bare := req.URL.RawQuery
		var back []string
		for _, name := range feed.Secrets() {
			v := os.Getenv(name)
			if v == "" {
				return nil, Refuse("feed.url: the variable %s is not set", name)
			}
			back = append(back, url.QueryEscape(v), "${"+name+"}", v, "${"+name+"}")
			bare = sites.FillSecret(bare, name, url.QueryEscape(v))
		}
		if own {
			filled := *req.URL
			filled.RawQuery = bare
			to := *req
			to.URL = &filled
			req = &to
		}
		res, err := next.RoundTrip(req)
		if res != nil {
			names := strings.NewReplacer(back...)
			for _, values := range res.Header {
				for i := range values {
					values[i] = names.Replace(values[i])
				}
			}
		}
		return res, err
	})
}
