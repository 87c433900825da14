//go:build !unix

package sqlite

import "os"

// lockFile does nothing where there is no lock that ends with its process: two harvests of one database are not
// kept apart there.
func lockFile(*os.File) error { return nil }

// lockedElsewhere cannot know.
func lockedElsewhere(*os.File) bool { return true }

// writable leaves it to SQLite to say what may not be written.
func writable(string) bool { return true }
