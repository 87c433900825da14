// Command changes tells in words what the reader says of the authored pages now and did not say in a revision of
// git: one line per change, then a count by field. It writes nothing. It is for contributors (`make golden-diff`);
// for pages of one's own there is `carif runs`.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"carif/internal/golden"
)

func main() {
	rev := flag.String("rev", "HEAD", "revision of git whose goldens are compared with")
	root := flag.String("root", ".", "folder of go.mod")
	flag.Parse()
	if err := run(os.Stdout, *root, *rev); err != nil {
		fmt.Fprintln(os.Stderr, "changes:", err)
		os.Exit(1)
	}
}

func run(w io.Writer, root, rev string) error {
	was, err := golden.At(root, rev)
	if err != nil {
		return err
	}
	if was.Version == "" {
		return fmt.Errorf("%s holds no goldens: name a later revision with -rev", rev)
	}
	now, err := golden.Read(root)
	if err != nil {
		return err
	}
	changes := golden.Diff(was.Set, now)
	if len(changes) == 0 {
		_, err := fmt.Fprintf(w, "The reader says of %d pages what it said in %s.\n", len(now.Pages()), rev)
		return err
	}
	for _, c := range changes {
		if _, err := fmt.Fprintln(w, c); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(w, "\n%s", golden.Summary(changes))
	return err
}
