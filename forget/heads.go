package forget

import (
	"maps"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/encoding/charmap"

	"carif/archive"
)

// redactHeads takes words out of what stands around a body.
func redactHeads(x *archive.Exchange, words func(string) string) {
	x.RequestHeader, x.ResponseHeader = redactHeader(x.RequestHeader, words), redactHeader(x.ResponseHeader, words)
	x.StatusText = inKind(words)(x.StatusText)
	for k, v := range x.Metadata {
		if hidden(v, words) {
			x.Metadata = maps.Clone(x.Metadata)
			delete(x.Metadata, k)
		}
	}
}

// redactHeader leaves a header as it is, or gives one without the words. Nothing is left of a redirect to an address
// that tells.
func redactHeader(h http.Header, words func(string) string) http.Header {
	marked := inKind(words)
	clean, changed := h, false
	for name, values := range h {
		for i, v := range values {
			cut := marked(v)
			if hidden(cut, words) || strings.EqualFold(name, "Location") && cut != v {
				cut = ""
			}
			if cut == v {
				continue
			}
			if !changed {
				clean, changed = h.Clone(), true
			}
			clean[name][i] = cut
		}
	}
	return clean
}

// hidden tells words behind escapes, in the charset of old servers, or in the encoded words of mail.
func hidden(v string, words func(string) string) bool {
	if !utf8.ValidString(v) {
		v, _ = charmap.Windows1252.NewDecoder().String(v) // every byte is a letter of it
	}
	if told(words, v) || told(words, unpercent(v)) || told(words, html.UnescapeString(v)) {
		return true
	}
	dec, err := new(mime.WordDecoder).DecodeHeader(v)
	return err == nil && dec != v && told(words, dec)
}
