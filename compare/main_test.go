//go:build sqlite_fts5 || fts5

package compare_test

import (
	stdcontext "context"
	"fmt"
	"os"
	"testing"
)

func context() stdcontext.Context { return stdcontext.Background() }

func TestMain(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "compare"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(folder) // what is left lies in the system's temporary folder
	os.Exit(code)
}
