package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"carif/parser"
)

// version is set by the build (-ldflags "-X main.version=…"); "dev" otherwise.
var version = "dev"

// versionText names the program's version, the parser's and what it was built with.
func versionText() string {
	rev := ""
	if bi, ok := debug.ReadBuildInfo(); ok {
		for _, s := range bi.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				rev = " (" + s.Value[:12] + ")"
			}
		}
	}
	return fmt.Sprintf("carif %s%s\nparser %s\n%s %s/%s\n",
		version, rev, parser.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

func versionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the versions of the program and its parser",
		Args:  args(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			printf(a.out, "%s", versionText())
			return nil
		},
	}
}
