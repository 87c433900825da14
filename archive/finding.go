package archive

import (
	"errors"
	"fmt"
)

// Finding is something wrong with a file: where, what, and what a person can do. It is an error,
// so that Walk and ReadFile can hand it on; errors.As finds the first of several.
type Finding struct {
	File   string
	Offset int64  // of the record or the bytes meant
	What   string // in a few words, without payload
	Do     string // advice; may be empty
	err    error
}

func (f *Finding) Error() string { return fmt.Sprintf("%s#%d: %s", f.File, f.Offset, f.What) }

// Unwrap gives the sentinel behind it (ErrDigest, ErrRef, ErrTooBig), if any.
func (f *Finding) Unwrap() error { return f.err }

const (
	adviceRestore = "take this file from a backup, or fetch the page again"
	adviceFetch   = "fetch the page again"
	adviceTail    = "open the archive for writing: the tail is cut to the last whole record and kept aside"
	maxFindings   = 1000 // a wholly broken file must not fill the memory with complaints
)

// findings gathers what is wrong while reading goes on.
type findings struct {
	list []Finding
	more int
}

func (fs *findings) add(f Finding) {
	if len(fs.list) > maxFindings {
		fs.more++
		return
	}
	fs.list = append(fs.list, f)
}

// merge takes over what other holds, but for what except says.
func (fs *findings) merge(other *findings, except func(Finding) bool) {
	for _, f := range other.list {
		if !except(f) {
			fs.add(f)
		}
	}
	fs.more += other.more
}

// err joins them; nil when there are none.
func (fs *findings) err() error {
	errs := make([]error, 0, len(fs.list)+1)
	for i := range fs.list {
		errs = append(errs, &fs.list[i])
	}
	if fs.more > 0 {
		errs = append(errs, fmt.Errorf("and %d more", fs.more))
	}
	return errors.Join(errs...)
}

// ofDamage words a damage that scanning met.
func ofDamage(file string, d *damage, last bool) Finding {
	f := Finding{File: file, Offset: d.offset, What: "unreadable: " + d.err.Error(), Do: adviceRestore, err: d.err}
	if d.cut && last {
		f.What, f.Do = "the file ends in the middle of a record", adviceTail
	}
	return f
}
