package archive

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

const (
	lockName  = "archive.lock"
	stateSize = 512 // fixed, so that one positioned write replaces it whole
)

// state stands in the lock file. It only saves work: up to Whole bytes File was synced, so that
// recovery need not read a gigabyte to look at its last records. Anything unreadable means "unknown".
type state struct {
	PID   int    `json:"pid"`
	File  string `json:"file,omitempty"`
	Whole int64  `json:"whole,omitempty"`
}

// takeLock locks the directory for this process and returns the state the last writer left.
func (a *Archive) takeLock() (state, error) {
	f, err := a.root.OpenFile(lockName, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return state{}, fmt.Errorf("open archive lock: %w", err)
	}
	held, err := lockFile(f)
	if err == nil && held {
		err = fmt.Errorf("%w: %s is written to by process %d", ErrInUse, a.dir, readState(f).PID)
	}
	if err != nil {
		return state{}, errors.Join(fmt.Errorf("lock archive: %w", err), f.Close())
	}
	a.lock = f
	st := readState(f)
	return st, a.writeState(state{File: st.File, Whole: st.Whole})
}

func readState(r io.ReaderAt) state {
	var st state
	buf := make([]byte, stateSize)
	n, err := r.ReadAt(buf, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return state{}
	}
	if json.Unmarshal(buf[:n], &st) != nil {
		return state{}
	}
	return st
}

func (a *Archive) writeState(st state) error {
	st.PID = os.Getpid()
	buf, err := json.Marshal(st)
	if err != nil {
		return fmt.Errorf("encode archive state: %w", err)
	}
	if len(buf) >= stateSize {
		return fmt.Errorf("encode archive state: %d bytes", len(buf))
	}
	buf = append(buf, bytes.Repeat([]byte{' '}, stateSize-1-len(buf))...)
	if _, err := a.lock.WriteAt(append(buf, '\n'), 0); err != nil {
		return fmt.Errorf("write archive state: %w", err)
	}
	return nil
}

// acknowledged tells a reader how far the file a writer has open is known whole; ok is false when
// nothing is known about it.
func (a *Archive) acknowledged(file string) (whole int64, ok bool) {
	f, err := a.root.Open(lockName)
	if err != nil { // no writer has ever been here, or it is not ours to read
		return 0, false
	}
	defer f.Close()
	st := readState(f)
	return st.Whole, st.File == file && st.Whole > 0
}
