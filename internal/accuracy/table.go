package main

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The measured part of docs/accuracy.md stands between these two lines.
const (
	begin = "<!-- measured: make score -->"
	end   = "<!-- end of measured -->"
)

// figures is all that is measured.
type figures struct {
	Profiles, Generic score
	LeaveOut          map[string]leftOut
	Coverage          map[string]*siteCoverage
	Coding            *coding
}

// markdown is the measured part, with the day.
func (f *figures) markdown(day string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nMeasured %s.\n\n", begin, day)
	b.WriteString("| site | with profile | generic | left out | labels left out | pages | records | " +
		"unclaimed, median |\n|---|---|---|---|---|---|---|---|\n")
	sum, n := 0.0, 0
	for _, h := range slices.Sorted(maps.Keys(f.LeaveOut)) {
		l := f.LeaveOut[h]
		sum, n = sum+l.F1, n+1
		c := f.Coverage[h]
		if c == nil {
			c = &siteCoverage{}
		}
		fmt.Fprintf(&b, "| %s | %.4f | %.4f | %.4f | %d | %d | %d | %.1f %% |\n", shortHost(h), f.Profiles.Hosts[h],
			f.Generic.Hosts[h], l.F1, l.Dropped,
			c.Pages, c.Records, c.median())
	}
	fmt.Fprintf(&b, "| **macro** | %.4f | %.4f | %.4f | | | | |\n\n", f.Profiles.Macro, f.Generic.Macro,
		sum/float64(max(n, 1)))
	b.WriteString("| field | with profile | generic |\n|---|---|---|\n")
	for _, k := range slices.Sorted(maps.Keys(f.Profiles.Fields)) {
		fmt.Fprintf(&b, "| %s | %.4f | %.4f |\n", k, f.Profiles.Fields[k], f.Generic.Fields[k])
	}
	if f.Coding != nil {
		b.WriteString(f.Coding.markdown())
	}
	b.WriteString(end + "\n")
	return b.String()
}

// leftOutMarkdown is the table of sites read without what only they taught, and nothing else.
func (f *figures) leftOutMarkdown(day string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Measured %s.\n\n| site | left out | labels left out |\n|---|---|---|\n", day)
	sum := 0.0
	for _, h := range slices.Sorted(maps.Keys(f.LeaveOut)) {
		l := f.LeaveOut[h]
		sum += l.F1
		fmt.Fprintf(&b, "| %s | %.4f | %d |\n", shortHost(h), l.F1, l.Dropped)
	}
	fmt.Fprintf(&b, "| **macro** | %.4f | |\n", sum/float64(max(len(f.LeaveOut), 1)))
	return b.String()
}

var row = regexp.MustCompile(`(?m)^\| (\S+) \| ([0-9.]+) \| ([0-9.]+) \| ([0-9.]+) \|.*\|$`)

// columns are the figures of a site that are held, in the order of the table.
var columns = [3]string{"with profile", "generic", "left out"}

// bySite gives the figures of each site, and of all under the table's word for them.
func (f *figures) bySite() map[string][3]float64 {
	out, sum := map[string][3]float64{}, 0.0
	for h, l := range f.LeaveOut {
		out[shortHost(h)] = [3]float64{f.Profiles.Hosts[h], f.Generic.Hosts[h], l.F1}
		sum += l.F1
	}
	out["**macro**"] = [3]float64{f.Profiles.Macro, f.Generic.Macro, sum / float64(max(len(f.LeaveOut), 1))}
	return out
}

// check compares the figures by site, all three columns and their macro, with those of the file.
func (f *figures) check(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	now := f.bySite()
	var bad []string
	held := map[string]bool{}
	for _, m := range row.FindAllStringSubmatch(string(data), -1) {
		cur, ok := now[m[1]]
		if !ok {
			continue
		}
		held[m[1]] = true
		for i, name := range columns {
			was, err := strconv.ParseFloat(m[2+i], 64)
			if err != nil {
				return fmt.Errorf("%s: %q is not a figure", path, m[2+i])
			}
			if cur[i] < was-fall {
				bad = append(bad, fmt.Sprintf("%s %s: %.4f, the table says %.4f", m[1], name, cur[i], was))
			}
		}
	}
	for _, site := range slices.Sorted(maps.Keys(now)) {
		if !held[site] {
			return fmt.Errorf("%s holds no figures of %s: run make score", path, site)
		}
	}
	if len(bad) > 0 {
		return fmt.Errorf("the reader got worse:\n  %s", strings.Join(bad, "\n  "))
	}
	return nil
}

// rewrite puts the table between the two marks of the file, aside first.
func rewrite(path, table string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	text := string(data)
	i, j := strings.Index(text, begin), strings.Index(text, end)
	if i < 0 || j < i {
		return fmt.Errorf("%s: the marks %q and %q are not there", path, begin, end)
	}
	tmp := path + ".new"
	if err := os.WriteFile(tmp, []byte(text[:i]+table+text[j+len(end)+1:]), 0o644); err != nil {
		return err
	}
	return os.Rename(tmp, path)
}
