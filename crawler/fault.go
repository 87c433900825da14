package crawler

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"carif/schema"
)

// fault is an error that already knows its outcome.
type fault struct {
	outcome schema.Outcome
	limit   string // name of the limit that fired
	err     error
}

func (f *fault) Error() string { return f.err.Error() }
func (f *fault) Unwrap() error { return f.err }

func tooBig(limit, format string, args ...any) error {
	return &fault{outcome: schema.OutcomeTooBig, limit: limit, err: fmt.Errorf(format, args...)}
}

func broken(format string, args ...any) error {
	return &fault{outcome: schema.OutcomeBroken, err: fmt.Errorf(format, args...)}
}

// judge names the outcome of a request that gave no whole answer.
func judge(err error) (o schema.Outcome, limit, reason string) {
	var f *fault
	switch {
	case errors.As(err, &f):
		return f.outcome, f.limit, err.Error()
	case errors.Is(err, errRefused), errors.Is(err, ErrNotArchived):
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
