package wire

import (
	"net/http"
	"os"
	"time"
)

// Limits bounds how long an answer may take and how large its headers may be.
type Limits struct {
	TLS         time.Duration // for the TLS handshake
	Header      time.Duration // from the request to the end of the answer's headers
	IdleRead    time.Duration // between two reads of a body
	Total       time.Duration // of one request, body included
	HeaderBytes int64         // of an answer's headers
}

// Base is the transport at the bottom of the chain, and the way to end its idle connections. It speaks HTTP/1.1 only:
// with one request in flight a host, HTTP/2 wins nothing, and the archive then holds the very messages that were
// exchanged.
func Base(g *Guard, lim Limits, useProxy bool) *http.Transport {
	t := &http.Transport{
		Proxy:                  nil,
		DialContext:            g.dialContext,
		TLSHandshakeTimeout:    lim.TLS,
		ResponseHeaderTimeout:  lim.Header,
		MaxResponseHeaderBytes: lim.HeaderBytes,
		MaxIdleConns:           64,
		MaxIdleConnsPerHost:    2,
		IdleConnTimeout:        30 * time.Second,
		DisableCompression:     true, // the wire's bytes are kept, Decoded has the limits
		ForceAttemptHTTP2:      false,
	}
	if useProxy {
		t.Proxy = http.ProxyFromEnvironment
		t.DialContext = g.viaProxy(proxyHosts(os.Getenv))
	}
	return t
}
