package judge

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"strings"

	"carif/crawler/wire"
	"carif/schema"
)

// Fault names the outcome of a request that gave no whole answer.
func Fault(err error) (o schema.Outcome, limit, reason string) {
	var f *wire.Fault
	switch {
	case errors.As(err, &f):
		return f.Outcome, f.Limit, err.Error()
	case errors.Is(err, wire.ErrRefused), errors.Is(err, wire.ErrNotArchived):
		return schema.OutcomeRefused, "", err.Error()
	case errors.Is(err, io.ErrUnexpectedEOF):
		return schema.OutcomeTruncated, "", "body cut: " + err.Error()
	case strings.Contains(err.Error(), "response headers exceeded"):
		return schema.OutcomeTooBig, "header_bytes", err.Error()
	}
	return schema.OutcomeBroken, "", wording(err)
}

func wording(err error) string {
	var cert *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.As(err, &cert), errors.As(err, &unknown), strings.Contains(err.Error(), "tls:"):
		return "TLS: " + err.Error()
	case errors.As(err, &dns):
		return "DNS: " + err.Error()
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "timeout: " + err.Error()
	}
	return err.Error()
}
