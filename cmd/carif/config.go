package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func configCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "config [COMMAND]",
		Short: "Show the value of each flag and where it comes from",
		Long: `Show the value that each flag has when a command is run without flags, and whether
it is the default or comes from the environment: for one command, or for all. A
hyphen is a flag that is not set and stands for nothing.`,
		Example: "  carif config harvest\n  CARIF_DB=/data/carif.db carif config export",
		Args:    args(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, got []string) error {
			list := cmd.Root().Commands()
			if len(got) == 1 {
				c, _, err := cmd.Root().Find(got)
				if err != nil || c == cmd.Root() {
					return usagef("%q is not a command%s", got[0], didYouMean(got[0], namesOf(cmd.Root())))
				}
				list = []*cobra.Command{c}
			}
			t := newTable(a.out)
			fmt.Fprintln(t, "COMMAND\tFLAG\tVALUE\tFROM")
			for _, c := range list {
				flags := pflag.NewFlagSet(c.Name(), pflag.ContinueOnError)
				flags.AddFlagSet(c.LocalFlags())
				flags.AddFlagSet(c.InheritedFlags())
				flags.VisitAll(func(f *pflag.Flag) {
					if f.Name == "help" || f.Hidden {
						return
					}
					value, from := inEffect(f, flags), "default"
					if v, ok := os.LookupEnv(envName(f.Name)); ok && v != "" && f.Annotations[noEnvironment] == nil {
						value, from = v, envName(f.Name)
					}
					fmt.Fprintf(t, "%s\t--%s\t%s\t%s\n", c.Name(), f.Name, dash(value), from)
				})
			}
			return t.Flush()
		},
	}
}

// inEffect is what a flag that nobody sets amounts to: its default, or what the command puts in its place.
func inEffect(f *pflag.Flag, all *pflag.FlagSet) string {
	if f.Name == "archive" && f.DefValue == "" {
		db := dbOptions{db: all.Lookup("db").DefValue}
		if v := os.Getenv(envName("db")); v != "" {
			db.db = v
		}
		return db.archiveDir()
	}
	if words := f.Annotations[standIn]; len(words) > 0 {
		return words[0]
	}
	return f.DefValue
}

// standIn marks flags whose empty default stands for something else, and says for what.
const standIn = "carif_stand_in"

func standsFor(f *pflag.FlagSet, name, words string) {
	// the error would be that the flag is not there, which every test of the command tree shows at once
	_ = f.SetAnnotation(name, standIn, []string{words})
}
