package sites

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"
)

// mostSecret is more bytes than any secret has.
const mostSecret = 64 << 10

// SecretFile reads a file that only its owner may read, whole. Its error is a reason that follows the file's name, and
// tells nothing of what stands in it.
func SecretFile(path string) ([]byte, error) {
	info, err := os.Stat(path) // opening what is no file may wait for ever
	if err == nil {
		err = onlyOwners(info)
	}
	if err != nil {
		return nil, unnamed(err)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, unnamed(err)
	}
	defer f.Close()
	if info, err = f.Stat(); err == nil { // it may be another by now
		err = onlyOwners(info)
	}
	if err != nil {
		return nil, unnamed(err)
	}
	b, err := io.ReadAll(io.LimitReader(f, mostSecret+1))
	if err != nil {
		return nil, unnamed(err)
	}
	if len(b) > mostSecret {
		return nil, fmt.Errorf("has more than %d bytes: is it the right file?", mostSecret)
	}
	return b, nil
}

// SecretLine is the first line of a SecretFile without its end: blanks are part of a secret. A line of nothing else is
// an error.
func SecretLine(path string) (string, error) {
	b, err := SecretFile(path)
	if err != nil {
		return "", err
	}
	line, _, _ := strings.Cut(string(b), "\n")
	if strings.TrimSpace(line) == "" {
		return "", errors.New("its first line is empty")
	}
	return strings.TrimSuffix(line, "\r"), nil
}

func onlyOwners(info fs.FileInfo) error {
	switch {
	case !info.Mode().IsRegular():
		return errors.New("is not a file")
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		return fmt.Errorf("may be read by others than its owner (mode %04o): chmod 600 it", info.Mode().Perm())
	}
	return nil
}

// unnamed is an error without the name of its file.
func unnamed(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
