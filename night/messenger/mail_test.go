package messenger

import (
	"crypto/tls"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	"net/mail"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// post is a mail server of a test.
type postOffice struct {
	mu      sync.Mutex
	got     []string // what was taken: envelope and letter
	refuse  bool
	inClear bool // somebody spoke without TLS
}

// session is one connection to it.
type session struct {
	office   *postOffice
	conn     *smtp.Conn
	known    bool
	envelope []string
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "night" || password != "pass word" {
			return smtp.ErrAuthFailed
		}
		s.known = true
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if _, is := s.conn.TLSConnectionState(); !is {
		s.office.mu.Lock()
		s.office.inClear = true
		s.office.mu.Unlock()
	} else if !s.known {
		return smtp.ErrAuthRequired
	}
	s.envelope = []string{from}
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if s.office.refuse {
		return &smtp.SMTPError{Code: 550, Message: "no such mailbox: " + to}
	}
	s.envelope = append(s.envelope, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	s.office.mu.Lock()
	defer s.office.mu.Unlock()
	s.office.got = append(s.office.got, strings.Join(s.envelope, " ")+"\n"+string(b))
	return err
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

// open starts the office with the certificate of httptest, which is for example.com and 127.0.0.1; ca is its file.
func (o *postOffice) open(t *testing.T, always bool) (addr, ca string) {
	t.Helper()
	web := httptest.NewTLSServer(nil)
	defer web.Close()
	cert := web.TLS.Certificates[0]
	ca = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: web.Certificate().Raw}))
	srv := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{office: o, conn: c}, nil
	}))
	srv.Domain, srv.TLSConfig = "127.0.0.1", &tls.Config{Certificates: []tls.Certificate{cert}}
	srv.ErrorLog = silent{}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	serving := ln
	if always {
		serving = tls.NewListener(ln, srv.TLSConfig)
	}
	done := make(chan error, 1)
	go func() { done <- srv.Serve(serving) }()
	t.Cleanup(func() {
		_ = srv.Close()
		if err := <-done; err != nil && !errors.Is(err, smtp.ErrServerClosed) {
			t.Error(err)
		}
	})
	return ln.Addr().String(), ca
}

// silent is the log of a server that is spoken to wrongly on purpose.
type silent struct{}

func (silent) Printf(string, ...any) {}
func (silent) Println(...any)        {}

func smtpTarget(addr, more string) string {
	return "targets:\n  - name: mail\n    smtp:\n      server: " + addr + "\n      from: carif@example.org\n" +
		"      to: [night@example.org, day@example.org]\n" + more
}

const withPassword = "      user: night\n      password_file: password\n      ca_file: ca.pem\n"

// TestMail: letters arrive with their headers over STARTTLS and over TLS, by a password from a file.
func TestMail(t *testing.T) {
	for mode, always := range map[string]bool{tlsStart: false, tlsAlways: true} {
		office := &postOffice{}
		addr, ca := office.open(t, always)
		target := loaded(t, smtpTarget(addr, withPassword+"      tls: "+mode+"\n"),
			map[string]string{"password": "pass word\n", "ca.pem": ca})
		if err := target.Send(t.Context(), letter); err != nil {
			t.Fatalf("%s: %v", mode, err)
		}
		if len(office.got) != 1 || office.inClear {
			t.Fatalf("%s: taken %q, in clear %v", mode, office.got, office.inClear)
		}
		envelope, text, _ := strings.Cut(office.got[0], "\n")
		m, err := mail.ReadMessage(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if envelope != "carif@example.org night@example.org day@example.org" {
			t.Errorf("%s: envelope %s", mode, envelope)
		}
		for name, want := range map[string]string{"Message-Id": "<0011@carif.invalid>", "Auto-Submitted": "auto-generated",
			"Subject": "=?UTF-8?q?carif:_d=C3=A9mo_needs_you?="} {
			if got := m.Header.Get(name); got != want {
				t.Errorf("%s: %s %q, want %q", mode, name, got, want)
			}
		}
		body, err := io.ReadAll(m.Body)
		if err != nil || !strings.Contains(string(body), "held: =C2=AB Dur=C3=A9e") {
			t.Errorf("%s: body %q, %v", mode, body, err)
		}
	}
}

// TestMailOnThisMachine: a server on this machine takes letters without a password.
func TestMailOnThisMachine(t *testing.T) {
	office := &postOffice{}
	addr, _ := office.open(t, false)
	if err := loaded(t, smtpTarget(addr, "      tls: none\n"), nil).Send(t.Context(), letter); err != nil {
		t.Fatal(err)
	}
	if len(office.got) != 1 || !office.inClear {
		t.Errorf("taken %q, in clear %v", office.got, office.inClear)
	}
}

// TestMailRefused: a wrong password, a certificate nobody vouches for, a mailbox that is not there, a server that hangs:
// nothing arrives, nothing is sent in clear, and neither passwords nor mailboxes are told.
func TestMailRefused(t *testing.T) {
	office := &postOffice{refuse: true}
	addr, ca := office.open(t, false)
	deaf, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer deaf.Close()
	files := map[string]string{"password": "pass word", "wrong": "pass w0rd", "ca.pem": ca}
	for name, tt := range map[string]struct{ yaml, want string }{
		"mailbox":     {smtpTarget(addr, withPassword), "no such mailbox: …"},
		"password":    {smtpTarget(addr, strings.Replace(withPassword, ": password", ": wrong", 1)), "535"},
		"certificate": {smtpTarget(addr, strings.Replace(withPassword, "      ca_file: ca.pem\n", "", 1)), "certificate"},
		"hangs":       {smtpTarget(deaf.Addr().String(), withPassword+"    timeout: 40ms\n"), "no answer within 40ms"},
	} {
		err := loaded(t, tt.yaml, files).Send(t.Context(), letter)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", name, err, tt.want)
			continue
		}
		for _, secret := range []string{"pass w", "example.org", "\n"} {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("%s: %v tells %q", name, err, secret)
			}
		}
	}
	if len(office.got) > 0 || office.inClear {
		t.Errorf("taken %q, in clear %v", office.got, office.inClear)
	}
}
