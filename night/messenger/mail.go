package messenger

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"time"

	"github.com/wneessen/go-mail"
)

// How a mail server is spoken to.
const (
	tlsStart  = "starttls" // in clear, then TLS, or not at all
	tlsAlways = "tls"      // TLS from the first byte
	tlsNone   = "none"     // in clear: a server on this machine only
)

// mailbox is a mail server and what it is handed.
type mailbox struct {
	host           string
	port           int
	tls            string
	roots          *x509.CertPool // nil: the machine's
	user, password string
	from           string
	to             []string
}

func (b mailbox) options() []mail.Option {
	opts := []mail.Option{mail.WithPort(b.port), mail.WithTLSConfig(&tls.Config{ServerName: b.host, RootCAs: b.roots,
		MinVersion: tls.VersionTLS12})}
	switch b.tls {
	case tlsAlways:
		opts = append(opts, mail.WithSSL())
	case tlsNone:
		opts = append(opts, mail.WithTLSPolicy(mail.NoTLS))
	default:
		opts = append(opts, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if b.user != "" {
		opts = append(opts, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(b.user),
			mail.WithPassword(b.password))
	}
	return opts
}

func (b mailbox) letter(m Message) (*mail.Msg, error) {
	l := mail.NewMsg()
	if err := errors.Join(l.From(b.from), l.To(b.to...)); err != nil {
		return nil, err
	}
	l.Subject(m.Subject)
	l.SetDateWithValue(m.At)
	l.SetMessageIDWithValue(m.ID + "@carif.invalid") // the same for every try: mail programs show it once
	l.SetGenHeader("Auto-Submitted", "auto-generated")
	l.SetBodyString(mail.TypeTextPlain, m.Text)
	return l, nil
}

func (b mailbox) send(ctx context.Context, m Message) error {
	opts := b.options()
	if end, ok := ctx.Deadline(); ok {
		opts = append(opts, mail.WithTimeout(max(time.Until(end), time.Millisecond))) // of the connection, too
	}
	c, err := mail.NewClient(b.host, opts...)
	if err != nil {
		return err
	}
	l, err := b.letter(m)
	if err != nil {
		return err
	}
	err = c.DialAndSendWithContext(ctx, l)
	if err != nil && l.IsDelivered() {
		return nil // it was taken; what came to nothing was the goodbye
	}
	return err
}
