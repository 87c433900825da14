//go:build unix

package aside

import (
	"os"

	"golang.org/x/sys/unix"
)

// locks tells that there is a lock that ends with its process.
const locks = true

// alive takes the kernel's lock of an open file or folder, or tells that a living process has it.
func alive(f *os.File) bool { return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) != nil }
