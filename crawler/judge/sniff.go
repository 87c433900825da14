package judge

import (
	"bytes"
	"mime"
	"strings"

	"carif/crawler/skim"
)

// magics begin files that are no pages whatever their Content-Type says.
var magics = []struct{ head, name string }{
	{"%PDF", "PDF"}, {"PK\x03\x04", "zip"}, {"\x89PNG", "PNG"}, {"GIF8", "GIF"}, {"\xff\xd8\xff", "JPEG"},
	{"\x1f\x8b", "gzip"}, {"RIFF", "RIFF"}, {"\xd0\xcf\x11\xe0", "Office file"}, {"MZ", "program"}, {"\x7fELF", "program"},
	{"ID3", "MP3"}, {"OggS", "Ogg"}, {"7z\xbc\xaf", "7z"}, {"Rar!", "RAR"}, {"{\\rtf", "RTF"}, {"wOFF", "font"},
	{"\x00\x00\x01\x00", "icon"}, {"BZh", "bzip2"}, {"II*\x00", "TIFF"}, {"MM\x00*", "TIFF"}, {"%!PS", "PostScript"},
}

// notPage tells why a body is no page; "" when it may be one.
func notPage(contentType string, body []byte, s *skim.Signs) string {
	head := bytes.TrimLeft(body[:min(len(body), 512)], " \t\r\n")
	for _, m := range magics {
		if bytes.HasPrefix(body, []byte(m.head)) || m.head == "%PDF" && bytes.HasPrefix(head, []byte(m.head)) {
			return "it is " + m.name
		}
	}
	wide := bytes.HasPrefix(body, []byte("\xff\xfe")) || bytes.HasPrefix(body, []byte("\xfe\xff"))
	if n := bytes.Count(head, []byte{0}); n > 0 && n*10 > len(head) && !wide {
		return "it is binary"
	}
	t, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		t, _, _ = strings.Cut(strings.ToLower(contentType), ";")
		t = strings.TrimSpace(t)
	}
	switch {
	case t == "" || strings.Contains(t, "html"):
		return ""
	case s.Opened || s.Marks > 5 && !strings.Contains(t, "xml"):
		return "" // a page under a wrong label
	case len(body) == 0:
		return ""
	}
	return "it is " + t
}
