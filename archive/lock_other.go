//go:build !unix

package archive

import (
	"errors"
	"os"
)

// lockFile refuses: without a lock two writers would mix their records.
func lockFile(*os.File) (held bool, err error) { return false, errors.ErrUnsupported }
