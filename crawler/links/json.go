package links

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"carif/schema"
	"carif/sites"
)

// The bounds of a JSON listing.
const (
	mostJSONDepth  = 64
	mostJSONValues = 500_000
)

var errTooLarge = errors.New("more values than a listing may have, or deeper ones")

// ReadJSON gives what a JSON listing leads to: the course of each object that has the keys of the profile's
// api.course_url, what texts of it are addresses of the profile's courses and listings, and the next page where
// api.next counts them. An error means that it is no JSON.
func ReadJSON(body []byte, at *url.URL, site *sites.Site) ([]schema.Found, error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		return nil, err
	}
	r := &jsonReader{site: site, at: at, parent: site.CanonicalURL(at), left: mostJSONValues, seen: map[string]bool{}}
	r.walk(tree, 0, site.API.Items == "")
	if r.left < 0 {
		return r.found, errTooLarge
	}
	if r.courses > 0 && site.API.Next != "" {
		r.add(nextPage(at, site.API.Next))
	}
	return r.found, nil
}

type jsonReader struct {
	site    *sites.Site
	at      *url.URL
	parent  string
	left    int
	courses int
	seen    map[string]bool
	found   []schema.Found
}

// walk goes over a value; within tells that it stands in the list that holds the courses.
func (r *jsonReader) walk(v any, depth int, within bool) {
	if r.left--; r.left < 0 || depth > mostJSONDepth {
		r.left = -1
		return
	}
	switch v := v.(type) {
	case string:
		if strings.HasPrefix(v, "/") || strings.HasPrefix(v, "http") {
			r.add(Resolve(r.at, v))
		}
	case []any:
		for _, x := range v {
			r.walk(x, depth+1, within)
		}
	case map[string]any:
		if within {
			address := r.site.CourseAddress(func(key string) string { return valueAt(v, key) })
			if u, err := url.Parse(address); err == nil && u.Host != "" {
				r.add(u)
				within = false // what stands in a course is of the course
			}
		}
		for _, k := range sorted(v) {
			r.walk(v[k], depth+1, within || k == r.site.API.Items && depth < 8)
		}
	}
}

func sorted(o map[string]any) []string {
	keys := make([]string, 0, len(o))
	for k := range o {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// valueAt is the text or number under a key, or under keys with points between them.
func valueAt(o map[string]any, path string) string {
	key, rest, deeper := strings.Cut(path, ".")
	switch v := o[key].(type) {
	case map[string]any:
		if deeper {
			return valueAt(v, rest)
		}
	case string:
		if !deeper {
			return v
		}
	case json.Number:
		if !deeper {
			return v.String()
		}
	}
	return ""
}

func (r *jsonReader) add(u *url.URL) {
	if u == nil || u.User != nil {
		return
	}
	kind := r.site.Kind(u)
	if kind == sites.KindCourse {
		r.courses++
	} else if kind != sites.KindListing {
		return
	}
	if c := r.site.CanonicalURL(u); !r.seen[c] && c != r.parent {
		r.seen[c] = true
		r.found = append(r.found, schema.Found{URL: c, Kind: kind, Parent: r.parent})
	}
}

// nextPage is an address with the number under a query key one higher; where it has none, that is the first page.
func nextPage(at *url.URL, key string) *url.URL {
	u := *at
	pairs := strings.Split(u.RawQuery, "&")
	for i, p := range pairs {
		k, v, _ := strings.Cut(p, "=")
		if k != key {
			continue
		}
		n, err := strconv.Atoi(v)
		if err != nil {
			return nil
		}
		pairs[i] = k + "=" + strconv.Itoa(n+1)
		u.RawQuery = strings.Join(pairs, "&")
		return &u
	}
	u.RawQuery = strings.TrimPrefix(u.RawQuery+"&"+key+"=2", "&")
	return &u
}
