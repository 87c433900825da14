package archive

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
)

const (
	profileSame     = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
	profileNotModif = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
	typeResponse    = "application/http; msgtype=response"
	typeRequest     = "application/http; msgtype=request"
	typeFields      = "application/warc-fields"

	// A stored block must not claim a transfer coding that is no longer there, or readers would
	// decode it again; the original word is kept under the name other archives use.
	transferKey  = "Transfer-Encoding"
	transferKept = "X-Archive-Orig-Transfer-Encoding"
)

// encoder turns records into gzip members. It keeps its buffers: the gzip tables alone cost more
// to allocate than a page costs to compress.
type encoder struct {
	out   bytes.Buffer // finished members
	head  bytes.Buffer // WARC header of the record in hand
	block bytes.Buffer // HTTP head, or a whole small block
	gz    *gzip.Writer
}

func newEncoder(level int) *encoder {
	e := &encoder{}
	e.gz, _ = gzip.NewWriterLevel(&e.out, level) // the level was checked by newArchive
	return e
}

// record writes one member: header lines as name, value pairs (empty values left out), then the
// block in two parts so that a body is never copied.
func (e *encoder) record(block, body []byte, pairs ...string) error {
	if n := len(block) + len(body); n > maxBlock {
		return fmt.Errorf("record of %d bytes: %w", n, ErrTooBig) // we would not read it back
	}
	e.head.Reset()
	e.head.WriteString("WARC/1.1\r\n")
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			writeLine(&e.head, pairs[i], pairs[i+1])
		}
	}
	writeLine(&e.head, "WARC-Block-Digest", digestOf(block, body))
	writeLine(&e.head, "Content-Length", strconv.Itoa(len(block)+len(body)))
	e.head.WriteString("\r\n")
	e.gz.Reset(&e.out)
	for _, part := range [][]byte{e.head.Bytes(), block, body, []byte("\r\n\r\n")} {
		if _, err := e.gz.Write(part); err != nil {
			return fmt.Errorf("compress record: %w", err)
		}
	}
	if err := e.gz.Close(); err != nil {
		return fmt.Errorf("compress record: %w", err)
	}
	return nil
}

func writeLine(b *bytes.Buffer, name, value string) {
	b.WriteString(name)
	b.WriteString(": ")
	b.WriteString(oneLine(value))
	b.WriteString("\r\n")
}

// exchange appends the members of x to e.out: the response first, so that a tail cut between
// records loses the notes on it and not the page. It returns the reference without file and offset.
func (e *encoder) exchange(x *Exchange, ids [3]string) (Ref, error) {
	u, err := x.check()
	if err != nil {
		return Ref{}, err
	}
	start := e.out.Len()
	ref := Ref{ID: ids[0], URL: x.URL, At: x.At.UTC()}
	ref.Digest = digestOf(x.Body)
	switch {
	case x.ConversionOf != nil:
		err = e.conversion(x, ids[0], ref.Digest)
	case x.RevisitOf != nil:
		ref.Digest = x.RevisitOf.Digest
		err = e.revisit(x, ids[0])
	default:
		err = e.response(x, ids[0], ref.Digest)
	}
	ref.Length = int64(e.out.Len() - start)
	if err == nil && (x.Method != "" || x.RequestHeader != nil) {
		err = e.request(x, u, ids)
	}
	if err == nil && len(x.Metadata) > 0 {
		err = e.metadata(x, ids)
	}
	return ref, err
}

func (e *encoder) response(x *Exchange, id, digest string) error {
	e.responseHead(x)
	return e.record(e.block.Bytes(), x.Body,
		"WARC-Type", "response", "WARC-Record-ID", bracket(id), "WARC-Date", warcDate(x.At),
		"WARC-Target-URI", x.URL, "WARC-IP-Address", x.IP, "WARC-Payload-Digest", digest,
		"WARC-Truncated", x.Truncated, "Content-Type", typeResponse)
}

func (e *encoder) conversion(x *Exchange, id, digest string) error {
	return e.record(nil, x.Body,
		"WARC-Type", "conversion", "WARC-Record-ID", bracket(id), "WARC-Date", warcDate(x.At),
		"WARC-Target-URI", x.URL, "WARC-Refers-To", bracket(x.ConversionOf.ID), "WARC-Payload-Digest", digest,
		"WARC-Truncated", x.Truncated, "Content-Type", x.ResponseHeader.Get("Content-Type"))
}

func (e *encoder) revisit(x *Exchange, id string) error {
	to, profile := x.RevisitOf, profileSame
	if x.Status == http.StatusNotModified {
		profile = profileNotModif
	}
	e.responseHead(x)
	return e.record(e.block.Bytes(), nil,
		"WARC-Type", "revisit", "WARC-Record-ID", bracket(id), "WARC-Date", warcDate(x.At),
		"WARC-Target-URI", x.URL, "WARC-IP-Address", x.IP, "WARC-Payload-Digest", to.Digest,
		"WARC-Profile", profile, "WARC-Refers-To", bracket(to.ID), "WARC-Refers-To-Target-URI", to.URL,
		"WARC-Refers-To-Date", warcDate(to.At), "WARC-Refers-To-Filename", to.File,
		"WARC-Refers-To-File-Offset", strconv.FormatInt(to.Offset, 10),
		"WARC-Truncated", x.Truncated, "Content-Type", typeResponse)
}

func (e *encoder) request(x *Exchange, u *url.URL, ids [3]string) error {
	e.block.Reset()
	e.block.WriteString(cmp.Or(x.Method, http.MethodGet) + " " + u.RequestURI() + " " + cmp.Or(x.Proto, "HTTP/1.1") +
		"\r\n")
	if x.RequestHeader.Get("Host") == "" {
		writeLine(&e.block, "Host", u.Host)
	}
	writeHeader(&e.block, x.RequestHeader)
	return e.record(e.block.Bytes(), nil,
		"WARC-Type", "request", "WARC-Record-ID", bracket(ids[1]), "WARC-Date", warcDate(x.At),
		"WARC-Target-URI", x.URL, "WARC-Concurrent-To", bracket(ids[0]), "Content-Type", typeRequest)
}

func (e *encoder) metadata(x *Exchange, ids [3]string) error {
	e.block.Reset()
	for _, k := range slices.Sorted(maps.Keys(x.Metadata)) {
		e.block.WriteString(k + ": " + foldLines(x.Metadata[k]) + "\r\n")
	}
	return e.record(e.block.Bytes(), nil,
		"WARC-Type", "metadata", "WARC-Record-ID", bracket(ids[2]), "WARC-Date", warcDate(x.At),
		"WARC-Target-URI", x.URL, "WARC-Concurrent-To", bracket(ids[0]), "Content-Type", typeFields)
}

func (e *encoder) warcinfo(file, software, id string, at time.Time) error {
	e.block.Reset()
	writeLine(&e.block, "software", cmp.Or(software, "carif"))
	writeLine(&e.block, "format", "WARC File Format 1.1")
	writeLine(&e.block, "conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/")
	return e.record(e.block.Bytes(), nil,
		"WARC-Type", "warcinfo", "WARC-Record-ID", bracket(id), "WARC-Date", warcDate(at),
		"WARC-Filename", file, "Content-Type", typeFields)
}

// responseHead lays status line and header into e.block.
func (e *encoder) responseHead(x *Exchange) {
	e.block.Reset()
	fmt.Fprintf(&e.block, "%s %03d %s\r\n", cmp.Or(x.Proto, "HTTP/1.1"), x.Status, oneLine(x.StatusText))
	writeHeader(&e.block, x.ResponseHeader)
}

func writeHeader(b *bytes.Buffer, h http.Header) {
	for _, k := range slices.Sorted(maps.Keys(h)) {
		if !isToken(k) {
			continue // can't have come over HTTP
		}
		name := k
		if k == transferKey {
			name = transferKept
		}
		for _, v := range h[k] {
			writeLine(b, name, v)
		}
	}
	b.WriteString("\r\n")
}

// foldLines writes further lines of a value as continuation lines, as warc-fields allows.
func foldLines(s string) string {
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", " ").Replace(s), "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.Join(lines, "\r\n ")
}

func bracket(id string) string {
	if id == "" {
		return ""
	}
	return "<" + id + ">"
}

// warcDate writes UTC with the fraction the time has; WARC/1.1 allows up to nine digits.
func warcDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
