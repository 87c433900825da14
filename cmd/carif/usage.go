package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// args wraps cobra's argument checks so that a mistake exits with 2 and says in words of the command what is wanted.
func args(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, got []string) error {
		if check(cmd, got) == nil {
			return nil
		}
		_, takes, _ := strings.Cut(cmd.Use, " ")
		_, name, _ := strings.Cut(cmd.CommandPath(), " ")
		if n, extra := surplus(cmd, check, got); extra {
			switch {
			case cmd.HasSubCommands():
				return noSuchCommand(cmd, got)
			case n == 0:
				return usagef("%s takes no words, only flags: %q is not one (see `carif %[1]s --help`)", name, got[n])
			}
			return usagef("%s takes %s: %q is one too many (see `carif %[1]s --help`)", name, takes, got[n])
		}
		return usagef("%s needs %s%s (see `carif %[1]s --help`)", name, takes, exampleOf(cmd))
	}
}

// surplus tells whether fewer words would do, and how many: then the next one is too many.
func surplus(cmd *cobra.Command, check cobra.PositionalArgs, got []string) (n int, yes bool) {
	for n := len(got) - 1; n >= 0; n-- {
		if check(cmd, got[:n]) == nil {
			return n, true
		}
	}
	return 0, false
}

// exampleOf is the first example of a command's help, to be read after what it needs.
func exampleOf(cmd *cobra.Command) string {
	line, _, _ := strings.Cut(strings.TrimSpace(cmd.Example), "\n")
	if line == "" {
		return ""
	}
	return ", for example `" + line + "`"
}

// noSuchCommand refuses a word that is no command, and names those it may have meant.
func noSuchCommand(cmd *cobra.Command, got []string) error {
	if len(got) == 0 {
		return nil
	}
	return usagef("unknown command %q for %q%s (see `%s --help`)", got[0], cmd.CommandPath(),
		didYouMean(got[0], namesOf(cmd)), cmd.CommandPath())
}

// namesOf lists the commands below a command.
func namesOf(cmd *cobra.Command) (names []string) {
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() || c.Name() == "help" {
			names = append(names, c.Name())
		}
	}
	return names
}

// notListed refuses a word that is none of the things of its kind, names those it may have meant, and lists them all.
func notListed(kind, word string, list []string) error {
	plural := kind + "s"
	if stem, y := strings.CutSuffix(kind, "y"); y {
		plural = stem + "ies"
	}
	near, the := didYouMean(word, list), "; the"
	if near != "" {
		the = " The"
	}
	return usagef("%q is not a %s%s%s %s are %s", word, kind, near, the, plural, strings.Join(list, " "))
}

// badFlag says in plain words what is wrong with a flag.
func badFlag(cmd *cobra.Command, err error) error {
	var (
		unknown *pflag.NotExistError
		value   *pflag.InvalidValueError
		missing *pflag.ValueRequiredError
	)
	see := fmt.Sprintf(" (see `%s --help`)", cmd.CommandPath())
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "":
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
		word := "--" + unknown.GetSpecifiedName()
		return usagef("unknown flag: %s%s%s", word, didYouMean(word, names), see)
	case errors.As(err, &value):
		return usagef("--%s %q %s%s", value.GetFlag().Name, value.GetValue(), badValue(value.GetFlag().Value), see)
	case errors.As(err, &missing) && missing.GetSpecifiedShortnames() == "":
		return usagef("--%s needs a value%s", missing.GetSpecifiedName(), see)
	}
	return usagef("%v%s", err, see)
}

// badValue says what a flag of that type would take.
func badValue(v pflag.Value) string {
	switch v.Type() {
	case "int":
		return "is not a whole number of 0 or more"
	case "float64":
		return "is not a number: write it like 0.25"
	case "duration":
		return "is not a duration: write it with its unit, like 5s, 1500ms or 2m"
	case "bool":
		return "is neither true nor false"
	}
	return "cannot be read"
}

// number is a flag for a whole number that is not negative: a limit, a count.
type number int

// numberVar defines a flag for a whole number of 0 or more.
func numberVar(f *pflag.FlagSet, p *int, name string, value int, usage string) {
	*p = value
	f.Var((*number)(p), name, usage)
}

func (n *number) String() string { return strconv.Itoa(int(*n)) }
func (n *number) Type() string   { return "int" }

func (n *number) Set(s string) error {
	v, err := strconv.ParseUint(s, 10, 31)
	if err != nil {
		return err
	}
	*n = number(v)
	return nil
}

// oneOf checks a flag whose values are a closed list.
func oneOf(flag, got string, allowed ...string) error {
	for _, v := range allowed {
		if got == v {
			return nil
		}
	}
	return usagef("--%s %q is none of %s%s", flag, got, strings.Join(allowed, ", "), didYouMean(got, allowed))
}

// refuseOver refuses an --out that names one of the files that are read, by whatever path: the database with what
// SQLite and carif keep beside it, or an input. What is read would be gone.
func refuseOver(out, db string, inputs ...string) error {
	to, err := os.Stat(out)
	if err != nil || out == "-" {
		return nil // nothing stands there; what cannot be looked at cannot be written either
	}
	for _, beside := range []string{"", "-wal", "-shm", ".lock"} {
		inputs = append(inputs, db+beside)
	}
	for _, in := range inputs {
		if is, err := os.Stat(in); in != "" && err == nil && os.SameFile(is, to) {
			return usagef("--out %s would write over %s, which is read here: name another file", out, in)
		}
	}
	return nil
}
