package archive

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/textproto"
	"strconv"
	"strings"
	"time"
)

// fillResponse reads the HTTP answer of a response or revisit block into x. It is lenient: an
// archive holds what servers really sent, and net/http's own reader refuses much of it.
func fillResponse(x *Exchange, block []byte) error {
	line, header, body, err := splitHTTP(block)
	if err != nil {
		return err
	}
	proto, rest, _ := strings.Cut(line, " ")
	if !strings.HasPrefix(proto, "HTTP/") {
		return fmt.Errorf("no HTTP status line")
	}
	code, text, _ := strings.Cut(strings.TrimSpace(rest), " ")
	status, err := strconv.Atoi(code)
	if err != nil || status < 0 || status > 999 {
		return fmt.Errorf("no HTTP status code")
	}
	x.Proto, x.Status, x.StatusText, x.ResponseHeader = proto, status, strings.TrimSpace(text), header
	if strings.Contains(strings.ToLower(header.Get(transferKey)), "chunked") {
		body, err = dechunk(body)
		if err != nil && x.Truncated == "" {
			x.Truncated = "unspecified"
		}
	}
	if v, ok := header[transferKept]; ok && header[transferKey] == nil {
		header[transferKey] = v
		delete(header, transferKept)
	}
	if len(body) > 0 {
		x.Body = body
	}
	return nil
}

func fillRequest(x *Exchange, block []byte) error {
	line, header, _, err := splitHTTP(block)
	if err != nil {
		return err
	}
	x.Method, _, _ = strings.Cut(line, " ")
	x.RequestHeader = header
	return nil
}

// splitHTTP parts a block into first line, header and body. Folded lines are joined by a blank.
func splitHTTP(block []byte) (line string, header http.Header, body []byte, err error) {
	head := block
	if i := bytes.Index(head, []byte("\r\n\r\n")); i >= 0 {
		head, body = block[:i], block[i+4:]
	}
	if i := bytes.Index(head, []byte("\n\n")); i >= 0 { // old servers end lines with a bare line feed
		head, body = block[:i], block[i+2:]
	}
	if len(head) > 4<<20 {
		return "", nil, nil, fmt.Errorf("HTTP header of %d bytes: %w", len(head), ErrTooBig)
	}
	first, rest, _ := bytes.Cut(head, []byte("\n"))
	header = make(http.Header)
	for _, f := range parseFields(rest) {
		if f.name != "" {
			key := textproto.CanonicalMIMEHeaderKey(f.name)
			header[key] = append(header[key], strings.ReplaceAll(f.value, "\n", " "))
		}
	}
	return strings.TrimSpace(string(first)), header, body, nil
}

// parseFields reads lines "name: value" until an empty one (application/warc-fields).
func parseFields(b []byte) fields {
	var f fields
	for len(b) > 0 {
		var line []byte
		line, b, _ = bytes.Cut(b, []byte("\n"))
		line = bytes.TrimRight(line, "\r")
		if len(line) == 0 {
			break
		}
		f.add(line)
	}
	return f
}

// dechunk takes the transfer coding off, which other tools leave on. A body that never was
// chunked (some tools keep only the header) comes back as it is; a broken one as far as it goes.
func dechunk(body []byte) ([]byte, error) {
	size, _, ok := bytes.Cut(body, []byte("\n"))
	size, _, _ = bytes.Cut(size, []byte(";"))
	if _, err := strconv.ParseUint(string(bytes.TrimSpace(size)), 16, 63); !ok || err != nil {
		return body, nil
	}
	out, err := io.ReadAll(httputil.NewChunkedReader(bytes.NewReader(body)))
	if err != nil {
		return out, fmt.Errorf("undo chunked coding: %w", err)
	}
	return out, nil
}

// parseDate reads WARC-Date: seconds in 1.0; a year alone up to nanoseconds in 1.1.
func parseDate(s string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z", "2006-01-02", "2006-01", "2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("no date: %q", s)
}

// bare takes the angle brackets off an id, and off the URLs of wget.
func bare(s string) string {
	return strings.TrimSuffix(strings.TrimPrefix(s, "<"), ">")
}
