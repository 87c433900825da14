package aside

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
)

// Sum gives the size of a file in bytes and its SHA-256 in hexadecimal.
func Sum(path string) (size int64, sum string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer f.Close()
	h := sha256.New()
	size, err = io.Copy(h, f)
	return size, hex.EncodeToString(h.Sum(nil)), err
}

// SyncFile puts what a file holds on the disk.
func SyncFile(path string) error { return sync(path, os.O_RDWR) }

// SyncFolder puts the names in a folder on the disk: those of what was made, renamed and removed there.
func SyncFolder(path string) error { return sync(path, os.O_RDONLY) }

func sync(path string, mode int) error {
	f, err := os.OpenFile(path, mode, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
