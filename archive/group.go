package archive

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// group is a response, revisit, resource or conversion record with the request and metadata records that belong to it.
type group struct {
	file     string
	main     record
	request  *record
	metadata *record
	end      int64 // first byte after the last of them
	ownOnly  bool  // nothing else stood between them
}

// isMain reports whether a record begins an exchange.
func isMain(r record) bool {
	t := r.header.get("WARC-Type")
	return isLone(r) || (t == "response" || t == "revisit") &&
		strings.HasPrefix(strings.ToLower(r.header.get("Content-Type")), "application/http")
}

// isLone reports whether a record holds a document without the answer of a server around it.
func isLone(r record) bool {
	t := r.header.get("WARC-Type")
	return t == "resource" || t == "conversion"
}

// take adds a record that belongs to the group; false when it does not.
func (g *group) take(r record) bool {
	switch r.header.get("WARC-Type") {
	case "request":
		if g.request != nil || !concurrent(g.main, r) {
			return false
		}
		g.request = &r
	case "metadata":
		if g.metadata != nil || !concurrent(g.main, r) {
			return false
		}
		g.metadata = &r
	default:
		return false
	}
	g.end = r.end
	return true
}

// concurrent reports whether two records are of one exchange: by id, or, where a tool writes no
// ids, by the same URL.
func concurrent(main, other record) bool {
	mid, oid := main.header.get("WARC-Record-ID"), other.header.get("WARC-Record-ID")
	mc, oc := main.header.get("WARC-Concurrent-To"), other.header.get("WARC-Concurrent-To")
	switch {
	case oc != "" && oc == mid, mc != "" && mc == oid:
		return true
	case other.header.get("WARC-Refers-To") == mid && mid != "":
		return true
	}
	return oc == "" && mc == "" && other.header.get("WARC-Type") == "request" &&
		bare(other.header.get("WARC-Target-URI")) == bare(main.header.get("WARC-Target-URI"))
}

func (g *group) ref() Ref {
	h := g.main.header
	r := Ref{File: g.file, Offset: g.main.offset, ID: bare(h.get("WARC-Record-ID")),
		URL: bare(h.get("WARC-Target-URI")), Digest: h.get("WARC-Payload-Digest")}
	if g.main.end > 0 && g.main.alone {
		r.Length = g.main.end - g.main.offset
	}
	r.At, _ = parseDate(h.get("WARC-Date")) // exchange reports a bad one
	return r
}

// refersTo gives the record a revisit stands for; nil for a response. File is empty when another
// tool wrote it without saying where.
func (g *group) refersTo() *Ref {
	h := g.main.header
	if h.get("WARC-Type") != "revisit" {
		return nil
	}
	r := &Ref{ID: bare(h.get("WARC-Refers-To")), URL: bare(h.get("WARC-Refers-To-Target-URI")),
		Digest: h.get("WARC-Payload-Digest")}
	if d := h.get("WARC-Refers-To-Date"); d != "" {
		r.At, _ = parseDate(d) // of use to people only
	}
	off, err := strconv.ParseInt(h.get("WARC-Refers-To-File-Offset"), 10, 64)
	if file := h.get("WARC-Refers-To-Filename"); err == nil && file != "" {
		r.File, r.Offset = file, off
	}
	return r
}

// exchange decodes the records; the body of a revisit is still missing.
func (g *group) exchange() (Exchange, error) {
	h := g.main.header
	x := Exchange{URL: bare(h.get("WARC-Target-URI")), IP: h.get("WARC-IP-Address"), Truncated: h.get("WARC-Truncated"),
		RevisitOf: g.refersTo()}
	if g.main.size > maxBlock {
		return x, fmt.Errorf("record of %d bytes: %w", g.main.size, ErrTooBig)
	}
	var err error
	if x.At, err = parseDate(h.get("WARC-Date")); err != nil {
		return x, err
	}
	if x.URL == "" {
		return x, fmt.Errorf("record without WARC-Target-URI")
	}
	if isLone(g.main) {
		if h.get("WARC-Type") == "conversion" {
			x.ConversionOf = &Ref{ID: bare(h.get("WARC-Refers-To"))}
		}
		x.Proto, x.Status, x.StatusText, x.Body = "HTTP/1.1", http.StatusOK, "OK", g.main.block
		x.ResponseHeader = http.Header{"Content-Type": {h.get("Content-Type")}}
	} else if len(g.main.block) > 0 || x.RevisitOf == nil {
		if err := fillResponse(&x, g.main.block); err != nil {
			return x, err
		}
	}
	if g.request != nil && g.request.block != nil {
		if err := fillRequest(&x, g.request.block); err != nil {
			return x, err
		}
	}
	if g.metadata != nil && strings.HasPrefix(g.metadata.header.get("Content-Type"), typeFields) {
		x.Metadata = make(map[string]string)
		for _, f := range parseFields(g.metadata.block) {
			x.Metadata[f.name] = f.value
		}
	}
	return x, nil
}

// grouper puts the records of a file together as they come: ours write the response first, most
// other tools the request.
type grouper struct {
	file    string
	cur     *group
	request *record // read before its response
	emit    func(*group) error
}

func (p *grouper) add(r record) error {
	switch {
	case isMain(r):
		if err := p.flush(); err != nil {
			return err
		}
		p.cur = &group{file: p.file, main: r, end: r.end, ownOnly: true}
		if p.request != nil && concurrent(r, *p.request) {
			p.cur.request, p.cur.ownOnly = p.request, false
		}
		p.request = nil
	case p.cur != nil && p.cur.take(r):
	default:
		if r.header.get("WARC-Type") == "request" {
			p.request = &r
		}
		return p.flush()
	}
	return nil
}

func (p *grouper) flush() error {
	if p.cur == nil {
		return nil
	}
	g := p.cur
	p.cur = nil
	return p.emit(g)
}
