package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
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
	args               []string // as given
	sitesDir, vocabDir string
}

// terminal reports whether a stream is one a person looks at.
func terminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// width gives the characters of a terminal's line; 0 where nobody looks.
func width(w any) int {
	if !terminal(w) {
		return 0
	}
	n, _, err := term.GetSize(int(w.(*os.File).Fd()))
	if err != nil {
		return 0
	}
	return n
}

// colour reports whether to print colours on a stream (https://no-color.org).
func colour(w any) bool {
	return terminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// reader reads pages by the built-in profiles and vocabularies and the user's own; what is wrong with those is bad
// configuration.
func (a *app) reader() (*harvest.Reader, error) {
	r, err := harvest.NewReader(a.sitesDir, a.vocabDir)
	return r, a.ownFiles(err)
}

// ownFiles makes bad configuration of an error that reading vocabularies of one's own gave.
func (a *app) ownFiles(err error) error {
	if err != nil && a.vocabDir != "" {
		return withCode(exitUsage, err)
	}
	return err
}

const longHelp = `carif harvests the course pages of French regional training catalogues
(Carif-Oref), turns each page into a typed record, keeps every page and every
change, and gives you a clean dataset.

Start here:
  carif harvest --demo              harvest the invented demo catalogue into carif.db
  carif export --out dataset        write the dataset as CSV tables
  carif parse page.html --explain   see how carif reads one saved page

Analysts: carif query, carif export, carif search, carif why, carif changes, carif
diff.
Researchers: carif compare, carif verify.
Night operators: carif harvest --all, carif schedule, carif runs, carif check, carif
backup.
Site maintainers: carif sites probe, carif sites new, carif parse --explain.

Every flag can also be set with an environment variable: --db is CARIF_DB,
--allow-loopback is CARIF_ALLOW_LOOPBACK. A flag overrides the environment;
carif config shows the values in effect and where they come from.

Exit codes: 0 done, 1 failed, 2 wrong usage or bad configuration, 3 the gate
refused to publish, 4 finished but incomplete, 5 nothing of the site was
reached, 130 interrupted (run the same command again to continue).`

// newRoot builds the command tree.
func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:           "carif",
		Short:         "Harvest French regional training catalogues into a clean dataset",
		Long:          longHelp,
		Version:       versionText(),
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          noSuchCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			if err := fromEnvironment(cmd.Flags()); err != nil {
				return err
			}
			if err := namedFilters(cmd.Flags()); err != nil {
				return err
			}
			return errors.Join(folderOf("--sites", a.sitesDir), folderOf("--vocab", a.vocabDir))
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
	root.SetFlagErrorFunc(badFlag)
	for _, build := range commands {
		root.AddCommand(build(a))
	}
	strictBuiltins(root)
	return root
}

// strictBuiltins makes cobra's own commands refuse a word they do not know; by themselves they print help and succeed.
func strictBuiltins(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	root.InitDefaultHelpCmd()
	for _, c := range root.Commands() {
		switch c.Name() {
		case "completion":
			c.Args = noSuchCommand
			c.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		case "help":
			c.Args = func(_ *cobra.Command, got []string) error {
				if found, rest, err := root.Find(got); err != nil || len(rest) > 0 {
					return noSuchCommand(found, append(rest, got...))
				}
				return nil
			}
		}
	}
}

// interruptedLine is printed when a person stops a command.
const interruptedLine = "carif: interrupted; run the same command again to continue"

// run executes one command line and returns its exit code.
func run(ctx context.Context, args []string, s streams) int {
	a := &app{streams: s, args: args}
	root := newRoot(a)
	root.SetArgs(sqlWords(args))
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

// checkURL refuses an address that is not one of the web.
func checkURL(raw string) error {
	if u, err := url.Parse(raw); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return usagef("%q is not an http or https URL", raw)
	}
	return nil
}

// pathsExist refuses paths named on the command line that are not there; "-" is stdin.
func pathsExist(paths []string) error {
	for _, p := range paths {
		if _, err := os.Stat(p); p != "-" && err != nil {
			return withCode(exitUsage, harvest.PlainPathError(err))
		}
	}
	return nil
}

// folderOf refuses a folder named by a flag that is not there or is a file; "" is none.
func folderOf(flag, dir string) error {
	if dir == "" {
		return nil
	}
	switch info, err := os.Stat(dir); {
	case errors.Is(err, os.ErrNotExist):
		return usagef("%s: no such folder (%s)", dir, flag)
	case err != nil:
		return withCode(exitUsage, harvest.PlainPathError(err))
	case !info.IsDir():
		return usagef("%s: is a file: name a folder (%s)", dir, flag)
	}
	return nil
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
			bad = usagef("environment variable %s=%q %s", envName(f.Name), v, badValue(f.Value))
		}
	})
	return bad
}

// count is a number of things in words: "1 page", "2 pages".
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

func printf(w io.Writer, format string, args ...any) { fmt.Fprintf(w, format, args...) }
