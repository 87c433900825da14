package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"carif/harvest"
)

// streams are the three a program has; tests give their own.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// app is what every command shares.
type app struct {
	streams
	sitesDir, vocabDir string
}

// terminal reports whether a stream is one a person looks at.
func terminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// colour reports whether to print colours on a stream (https://no-color.org).
func colour(w any) bool {
	return terminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

func (a *app) reader() (*harvest.Reader, error) { return harvest.NewReader(a.sitesDir, a.vocabDir) }

const longHelp = `carif harvests the course pages of French regional training catalogues
(Carif-Oref), turns each page into a typed record, keeps every page and every
change, and gives you a clean dataset.

Start here:
  carif harvest --demo              harvest the invented demo catalogue into carif.db
  carif export --out dataset        write the dataset as CSV tables
  carif parse page.html --explain   see how carif reads one saved page

Analysts: carif export, carif search, carif why.
Night operators: carif harvest --all, carif runs, carif check, carif backup.
Site maintainers: carif sites new ID, carif parse --explain, carif coverage.

Every flag can also be set with an environment variable: --db is CARIF_DB,
--allow-loopback is CARIF_ALLOW_LOOPBACK. A flag overrides the environment;
carif config shows the values in effect and where they come from.

Exit codes: 0 done, 1 failed, 2 wrong usage or bad configuration, 3 the gate
refused to publish, 4 finished but incomplete, 130 interrupted (run the same
command again to continue).`

// newRoot builds the command tree.
func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:                        "carif",
		Short:                      "Harvest French regional training catalogues into a clean dataset",
		Long:                       longHelp,
		Version:                    versionText(),
		SilenceUsage:               true,
		SilenceErrors:              true,
		SuggestionsMinimumDistance: 2,
		Args:                       noSuchCommand,
		RunE:                       func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			return fromEnvironment(cmd.Flags())
		},
	}
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetVersionTemplate("{{.Version}}")
	f := root.PersistentFlags()
	f.StringVar(&a.sitesDir, "sites", "",
		"folder with your own site profiles; they take precedence over the built-in ones")
	f.StringVar(&a.vocabDir, "vocab", "", "folder with your own vocabularies, added to the built-in ones")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef("%v (see `%s --help`)", err, cmd.CommandPath())
	})
	for _, build := range commands {
		root.AddCommand(build(a))
	}
	return root
}

// interruptedLine is printed when a person stops a command.
const interruptedLine = "carif: interrupted; run the same command again to continue"

// run executes one command line and returns its exit code.
func run(ctx context.Context, args []string, s streams) int {
	a := &app{streams: s}
	root := newRoot(a)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	var ce *codeError
	switch {
	case errors.Is(err, context.Canceled):
		printf(a.err, "%s\n", interruptedLine)
	case !errors.As(err, &ce) || ce.err != nil:
		say(a.err, err)
	}
	return exitCode(err)
}

// noSuchCommand refuses a word that is no command, and names those it may have meant.
func noSuchCommand(cmd *cobra.Command, got []string) error {
	if len(got) == 0 {
		return nil
	}
	near := ""
	if list := cmd.SuggestionsFor(got[0]); len(list) > 0 {
		near = ": did you mean " + strings.Join(list, " or ") + "?"
	}
	return usagef("unknown command %q for %q%s (see `%s --help`)", got[0], cmd.CommandPath(), near, cmd.CommandPath())
}

// envName is the environment variable of a flag.
func envName(flag string) string {
	return "CARIF_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// noEnvironment marks flags that only a command line may set.
const noEnvironment = "carif_no_environment"

// fromEnvironment gives every flag that was not set the value of its environment variable.
func fromEnvironment(fs *pflag.FlagSet) error {
	var bad error
	fs.VisitAll(func(f *pflag.Flag) {
		v, ok := os.LookupEnv(envName(f.Name))
		_, closed := f.Annotations[noEnvironment]
		if f.Changed || closed || !ok || v == "" || f.Name == "help" || f.Name == "version" || bad != nil {
			return
		}
		if err := fs.Set(f.Name, v); err != nil {
			bad = usagef("environment variable %s=%q: %v", envName(f.Name), v, err)
		}
	})
	return bad
}

// args wraps cobra's argument checks so that a mistake exits with 2 and says what to try.
func args(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, got []string) error {
		if err := check(cmd, got); err != nil {
			return usagef("%v (see `%s --help`)", err, cmd.CommandPath())
		}
		return nil
	}
}

// oneOf checks a flag whose values are a closed list.
func oneOf(flag, got string, allowed ...string) error {
	for _, v := range allowed {
		if got == v {
			return nil
		}
	}
	return usagef("--%s %q is none of %s", flag, got, strings.Join(allowed, ", "))
}

// count is a number of things in words: "1 page", "2 pages".
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

func printf(w io.Writer, format string, args ...any) { fmt.Fprintf(w, format, args...) }
