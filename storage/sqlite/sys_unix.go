//go:build unix

package sqlite

import (
	"os"

	"golang.org/x/sys/unix"
)

// lockFile takes the kernel's lock of an open file, or fails at once. It ends with the process, however that ends.
func lockFile(f *os.File) error {
	return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
}

// lockedElsewhere tells whether anybody has the lock of an open file. To find out it takes a share of it for a moment.
func lockedElsewhere(f *os.File) bool {
	return unix.Flock(int(f.Fd()), unix.LOCK_SH|unix.LOCK_NB) != nil
}

// writable tells whether this user may write the file or folder.
func writable(path string) bool { return unix.Access(path, unix.W_OK) == nil }
