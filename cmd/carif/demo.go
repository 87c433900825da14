package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"carif/fixtures"
	"carif/schema"
	"carif/sites"
	"carif/storage"
)

// startDemo serves the demo site on a loopback address and gives its profile. The address is always the same
// unless asked otherwise, so that a second harvest meets the same URLs.
func startDemo(set *sites.Set, addr string) (*sites.Site, func(), error) {
	site, err := set.Find("demo")
	if err != nil {
		return nil, nil, err
	}
	if addr == "" {
		addr = site.Hosts[0]
	}
	if host, _, err := net.SplitHostPort(addr); err != nil || !net.ParseIP(host).IsLoopback() {
		return nil, nil, usagef("--demo-addr %q is not a loopback address with a port, like 127.0.0.1:18413", addr)
	}
	if addr != site.Hosts[0] {
		moved := *site
		moved.Hosts = []string{addr}
		moved.Start = replaceAll(site.Start, site.Hosts[0], addr)
		moved.Sitemaps = replaceAll(site.Sitemaps, site.Hosts[0], addr)
		site = &moved
	}
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, nil, fmt.Errorf("serve the demo site: %w: choose another address with --demo-addr 127.0.0.1:PORT", err)
	}
	srv := &http.Server{Handler: fixtures.Demo(), ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = srv.Serve(ln) }() // ends with Close below
	return site, func() { _ = srv.Close() }, nil
}

func replaceAll(list []string, old, now string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strings.ReplaceAll(s, old, now)
	}
	return out
}

// samples prints three courses with their sessions and what to try next.
func (a *app) samples(ctx context.Context, st storage.Store, db string) error {
	printf(a.out, "\nThree of the courses:\n\n")
	n := 0
	err := st.Courses(ctx, storage.Filter{Sites: []string{"demo"}}, func(rec schema.Record) error {
		// one of each layout: every 18th course of the demo catalogue
		if n++; n%18 != 1 || n > 37 {
			return nil
		}
		return recordText(a.out, &rec, colour(a.out))
	})
	if err != nil {
		return fmt.Errorf("read sample courses: %w", err)
	}
	flag := ""
	if db != "carif.db" {
		flag = " --db " + db
	}
	printf(a.out, "What to try next:\n")
	t := newTable(a.out)
	fmt.Fprintf(t, "  carif harvest --demo%s\trun it again: nothing has changed, so nothing is written\n", flag)
	fmt.Fprintf(t, "  carif export --format csv --out out%s\tthe dataset as CSV tables\n", flag)
	fmt.Fprintf(t, "  sqlite3 %s \"select * from v_session limit 5\"\tthe sessions, with names next to codes\n", db)
	fmt.Fprintf(t, "  carif runs%s\tthe list of runs\n", flag)
	return t.Flush()
}

func fileExists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
