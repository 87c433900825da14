// Package sftptest is an sftp server on a loopback port, for tests. It is not for anything else: it logs in everybody
// who knows its one secret.
package sftptest

import (
	"bytes"
	"errors"
	"net"
	"testing"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

// The user that a server lets in, and its password.
const (
	User     = "carif"
	Password = "un-mot-de-passe-d-essai"
)

// Server serves the files of this machine, for reading.
type Server struct {
	Addr    string
	Keys    []ssh.Signer
	Allowed ssh.PublicKey // of the user, beside the password
}

// Serve begins a server that has these host keys and goes with the test.
func Serve(t testing.TB, keys ...ssh.Signer) *Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	s := &Server{Addr: l.Addr().String(), Keys: keys}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go s.talk(conn)
		}
	}()
	return s
}

func (s *Server) talk(conn net.Conn) {
	defer conn.Close()
	config := &ssh.ServerConfig{
		PasswordCallback: func(c ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
			if c.User() == User && string(password) == Password {
				return nil, nil
			}
			return nil, errors.New("no")
		},
		PublicKeyCallback: func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			if s.Allowed != nil && bytes.Equal(key.Marshal(), s.Allowed.Marshal()) {
				return nil, nil
			}
			return nil, errors.New("no")
		}}
	for _, k := range s.Keys {
		config.AddHostKey(k)
	}
	_, chans, reqs, err := ssh.NewServerConn(conn, config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(reqs)
	for c := range chans {
		ch, in, err := c.Accept()
		if err != nil {
			return
		}
		go func() {
			for r := range in {
				_ = r.Reply(r.Type == "subsystem" && string(r.Payload[4:]) == "sftp", nil)
			}
		}()
		srv, err := sftp.NewServer(ch, sftp.ReadOnly())
		if err != nil {
			return
		}
		go func() { _ = srv.Serve(); ch.Close() }()
	}
}
