package forget

import (
	"maps"
	"mime"
	"net/http"
	"strings"

	"carif/archive"
	"carif/storage/redact"
)

// redactHeads takes people out of what stands around a body.
func redactHeads(x *archive.Exchange, find redact.Finder) {
	x.RequestHeader, x.ResponseHeader = redactHeader(x.RequestHeader, find), redactHeader(x.ResponseHeader, find)
	x.StatusText = redact.Cut(x.StatusText, find(x.StatusText, true), sign)
	for k, v := range x.Metadata {
		if told(find, v) {
			x.Metadata = maps.Clone(x.Metadata)
			delete(x.Metadata, k)
		}
	}
}

// redactHeader leaves a header as it is, or gives one without people. Nothing is left of a redirect to an address
// that tells, of the encoded words of mail, and of a field whose own name does.
func redactHeader(h http.Header, find redact.Finder) http.Header {
	clean, changed := h.Clone(), false
	for name, values := range h {
		if told(find, name) {
			delete(clean, name)
			changed = true
			continue
		}
		for i, v := range values {
			cut := redact.Cut(v, find(v, true), sign)
			if cut != v && strings.EqualFold(name, "Location") || toldInMail(cut, find) {
				cut = ""
			}
			clean[name][i] = cut
			changed = changed || cut != v
		}
	}
	if !changed {
		return h
	}
	return clean
}

// toldInMail tells people in the encoded words of mail.
func toldInMail(v string, find redact.Finder) bool {
	dec, err := new(mime.WordDecoder).DecodeHeader(v)
	return err == nil && dec != v && told(find, dec)
}
