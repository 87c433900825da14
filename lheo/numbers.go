package lheo

import (
	"bufio"
	"bytes"
	"errors"
	"hash/maphash"
	"io"
	"regexp"
	"strings"
)

// Numbers tells, before a feed is read, which numbers of its formations stand there more than once. It is a glance at the
// tags alone: what is wrong with the feed is told by Read.
type Numbers struct {
	seed  maphash.Seed
	whole map[uint64]int // by @numero as printed
	local map[uint64]int // by what is behind the Carif's two digits
}

// CountNumbers reads a feed through. Memory grows with the number of formations, by some bytes each.
func CountNumbers(r io.Reader) (*Numbers, error) {
	n := &Numbers{seed: maphash.MakeSeed(), whole: map[uint64]int{}, local: map[uint64]int{}}
	b := bufio.NewReaderSize(r, 1<<16)
	var tag []byte // a tag may be longer than the buffer
	for {
		part, err := b.ReadSlice('>')
		if at := bytes.LastIndexByte(part, '<'); at >= 0 {
			tag = append(tag[:0], part[at:]...)
		} else if len(tag) < 1<<12 {
			tag = append(tag, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return nil, err
		}
		if m := formationTag.FindSubmatch(tag); m != nil {
			num := strings.TrimSpace(string(m[1]) + string(m[2]))
			n.whole[n.hash(num)]++
			n.local[n.hash(localID(num))]++
		}
		if tag = tag[:0]; err != nil {
			break
		}
	}
	for _, m := range [...]map[uint64]int{n.whole, n.local} {
		for k, times := range m {
			if times < 2 {
				delete(m, k)
			}
		}
	}
	return n, nil
}

var formationTag = regexp.MustCompile(`^<(?:\w+:)?formation\s(?:[^>]*\s)?numero\s*=\s*(?:"([^"]*)"|'([^']*)')`)

func (n *Numbers) hash(s string) uint64 { return maphash.String(n.seed, s) }

// Times is how often a number stands in the feed: 1 for one that stands there once, or was not seen.
func (n *Numbers) Times(numero string) int { return max(1, n.whole[n.hash(strings.TrimSpace(numero))]) }

// SharesLocal reports whether formations of several Carifs, or twice the same, have the local part of a number.
func (n *Numbers) SharesLocal(numero string) bool { return n.local[n.hash(localID(numero))] > 1 }

// localID is the part of a national number that its Carif gave.
func localID(numero string) string {
	if rcoRE.MatchString(numero) {
		return numero[3:]
	}
	return numero
}
