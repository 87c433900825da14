package harvest

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"

	"carif/crawler"
	"carif/schema"
)

// checkSentinel looks whether a page with known facts still says them: the canary of a changed layout or a
// domain that now shows something else.
func (j *job) checkSentinel(url string, recs []schema.Record) {
	for _, s := range j.site.Sentinels {
		if s.URL != url {
			continue
		}
		wrong := "no course was found on it"
		if len(recs) > 0 && recs[0].Course != nil {
			wrong = missingFact(recs[0].Course, s.Fields)
		}
		j.mu.Lock()
		if j.sentinels == nil {
			j.sentinels = map[string]string{}
		}
		j.sentinels[url] = wrong
		j.mu.Unlock()
	}
}

// missingFact names the first expected field (in name order) whose value does not hold the expected words.
func missingFact(c *schema.Course, want map[string]string) string {
	b, err := json.Marshal(c)
	if err != nil {
		return err.Error() // unreachable: Course holds only plain data
	}
	var fields map[string]any
	if err := json.Unmarshal(b, &fields); err != nil {
		return err.Error() // unreachable: just marshalled
	}
	names := make([]string, 0, len(want))
	for n := range want {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		var v any = fields
		for _, part := range strings.Split(n, ".") {
			m, _ := v.(map[string]any)
			v = m[part]
		}
		if got := fmt.Sprint(v); !strings.Contains(strings.ToLower(got), strings.ToLower(want[n])) {
			return fmt.Sprintf("field %s does not say %q any more", n, want[n])
		}
	}
	return ""
}

// silentSentinels lists the sentinels that did not prove in this run that the site is what it was: a run
// with one of them closes nothing. A sentinel that was not modified proves it.
func (j *job) silentSentinels(rep crawler.Report) []string {
	var out []string
	for _, s := range j.site.Sentinels {
		wrong, read := j.sentinels[s.URL]
		outcome, asked := rep.Sentinels[s.URL]
		switch {
		case read && wrong != "":
			out = append(out, fmt.Sprintf("sentinel %s: %s", s.URL, wrong))
		case !read && !asked:
			out = append(out, fmt.Sprintf("sentinel %s was not requested", s.URL))
		case !read && !outcome.Good():
			out = append(out, fmt.Sprintf("sentinel %s: %s", s.URL, outcome))
		}
	}
	return out
}
