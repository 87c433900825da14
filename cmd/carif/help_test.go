package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// commandsBelow lists every command that carif itself has, groups included.
func commandsBelow(cmd *cobra.Command) []*cobra.Command {
	var out []*cobra.Command
	for _, c := range cmd.Commands() {
		if c.Name() != "help" && c.Name() != "completion" {
			out = append(append(out, c), commandsBelow(c)...)
		}
	}
	return out
}

// TestHelpTeaches: every command says in one line what it does, shows how (itself or its group), and names each
// flag's meaning; what its examples call exists.
func TestHelpTeaches(t *testing.T) {
	root := newRoot(&app{})
	for _, c := range commandsBelow(root) {
		if c.Short == "" || len(c.Short) > 90 || strings.HasSuffix(c.Short, ".") {
			t.Errorf("%s: short help is %q", c.CommandPath(), c.Short)
		}
		if c.Example == "" && c.Parent().Example == "" && c.Name() != "version" && c.Name() != "dictionary" {
			t.Errorf("%s: no example", c.CommandPath())
		}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if f.Usage == "" {
				t.Errorf("%s: --%s says nothing", c.CommandPath(), f.Name)
			}
		})
		for _, line := range strings.Split(c.Example, "\n") {
			exampleExists(t, root, c, line)
		}
	}
}

// exampleExists checks that an example's command and flags are there.
func exampleExists(t *testing.T, root, c *cobra.Command, line string) {
	t.Helper()
	_, call, ok := strings.Cut(line, "carif ")
	if !ok {
		return
	}
	words := strings.Fields(call)
	found, _, err := root.Find(words)
	if err != nil || found == root {
		t.Errorf("%s: example calls no command: %s", c.CommandPath(), line)
		return
	}
	for _, w := range words {
		name, isFlag := strings.CutPrefix(w, "--")
		if name, _, _ = strings.Cut(name, "="); isFlag && found.Flags().Lookup(name) == nil &&
			found.InheritedFlags().Lookup(name) == nil {
			t.Errorf("%s: example has a flag that is not there: %s", c.CommandPath(), line)
		}
	}
}
