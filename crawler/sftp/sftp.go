// Package sftp copies one file from an sftp server whose key is known beforehand. It lists nothing, writes nothing, and
// trusts no key that the profile does not name. It is not for choosing addresses: who dials judges them.
package sftp

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"

	"carif/crawler/wire"
	"carif/schema"
)

// Way is how a server is reached.
type Way struct {
	Dial func(ctx context.Context, u *url.URL) (net.Conn, error)
	Idle time.Duration // the longest pause of the server
}

// Got is what became of a request.
type Got struct {
	State string // size and time of the file: equal states are taken for equal files
	Same  bool   // it is in the state it was in: nothing was copied
	IP    string
}

// Get copies the file of a URL, unless it is in the state that is known of it. take is given its bytes.
func Get(ctx context.Context, u *url.URL, l Login, w Way, known string, take func(io.Reader) error) (Got, error) {
	c, conn, err := l.connect(ctx, u, w)
	if err != nil {
		return Got{}, because(ctx, err)
	}
	defer c.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	got := Got{}
	got.IP, _, _ = net.SplitHostPort(conn.RemoteAddr().String())
	files, err := sftp.NewClient(c)
	if err != nil {
		return got, because(ctx, fmt.Errorf("begin sftp: %w", err))
	}
	defer files.Close()
	f, err := files.Open(u.Path)
	if err != nil {
		return got, because(ctx, refusal(err))
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return got, because(ctx, refusal(err))
	}
	if !info.Mode().IsRegular() {
		return got, &wire.Fault{Outcome: schema.OutcomeUnexpected, Err: errors.New("the feed's path is not a file")}
	}
	got.State = fmt.Sprintf("%d bytes, %s", info.Size(), info.ModTime().UTC().Format(time.RFC3339))
	if got.State == known {
		got.Same = true
		return got, nil
	}
	n := &counted{r: bufio.NewReaderSize(f, 1<<20)} // large reads are sent side by side
	if err := take(n); err != nil {
		return got, because(ctx, err)
	}
	after, err := f.Stat()
	switch {
	case err != nil:
		return got, because(ctx, refusal(err))
	case n.n != info.Size() || after.Size() != info.Size() || !after.ModTime().Equal(info.ModTime()):
		return got, &wire.Fault{Outcome: schema.OutcomeTruncated,
			Err: fmt.Errorf("the file changed while it was copied: %d of %d bytes", n.n, after.Size())}
	}
	return got, nil
}

type counted struct {
	r io.Reader
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// because prefers the reason a context was ended for.
func because(ctx context.Context, err error) error {
	if c := context.Cause(ctx); c != nil {
		return c
	}
	return err
}

// refusal names what the server said of the file.
func refusal(err error) error {
	switch {
	case errors.Is(err, os.ErrNotExist):
		return &wire.Fault{Outcome: schema.OutcomeUnexpected, Err: errors.New("the server has no such file")}
	case errors.Is(err, os.ErrPermission):
		return &wire.Fault{Outcome: schema.OutcomeBlocked, Err: errors.New("the server does not let this user read the file")}
	}
	return fmt.Errorf("ask for the file: %w", err)
}

// kinds are the kinds of host key, each with its algorithms: a server has one of several kinds, and shows the one that
// it is asked for.
var kinds = [][]string{
	{ssh.KeyAlgoED25519},
	{ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521},
	{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256},
}

// connect opens a connection to the server whose key is the one that is known. A server may have keys of several kinds:
// it is asked for each until it shows that one.
func (l Login) connect(ctx context.Context, u *url.URL, w Way) (*ssh.Client, net.Conn, error) {
	var seen []string
	for i, kind := range kinds {
		shown, matched := "", false
		config := &ssh.ClientConfig{User: l.user, Auth: l.auth, HostKeyAlgorithms: kind, Timeout: w.Idle,
			ClientVersion: "SSH-2.0-carif",
			HostKeyCallback: func(_ string, _ net.Addr, key ssh.PublicKey) error {
				shown = ssh.FingerprintSHA256(key) + " (" + key.Type() + ")"
				if matched = ssh.FingerprintSHA256(key) == l.hostKey; !matched {
					return errors.New("another host key")
				}
				return nil
			}}
		raw, err := w.Dial(ctx, u)
		if err != nil {
			return nil, nil, err
		}
		conn := quick{raw, w.Idle}
		stop := context.AfterFunc(ctx, func() { conn.Close() })
		c, chans, reqs, err := ssh.NewClientConn(conn, u.Host, config)
		stop()
		if err == nil {
			return ssh.NewClient(c, chans, reqs), conn, nil
		}
		_ = conn.Close()
		if shown != "" && !slices.Contains(seen, shown) {
			seen = append(seen, shown)
		}
		switch {
		case matched && strings.Contains(err.Error(), "unable to authenticate"):
			return nil, nil, &wire.Fault{Outcome: schema.OutcomeBlocked,
				Err: fmt.Errorf("the server does not take the secret of user %q", l.user)}
		case matched || shown == "" && !strings.Contains(err.Error(), "no common algorithm"):
			return nil, nil, fmt.Errorf("ssh: %w", err)
		case i == len(kinds)-1 && len(seen) == 0:
			return nil, nil, fmt.Errorf("ssh: %w", err)
		}
	}
	return nil, nil, wire.Refuse("the host key of %s is %s, but the profile's host_key is %s: if the feed's owner "+
		"confirms the new key, write it into the profile; if not, somebody else answers in the server's place", u.Hostname(),
		strings.Join(seen, " or "), l.hostKey)
}

// quick is a connection whose other side may not pause for long.
type quick struct {
	net.Conn
	idle time.Duration
}

func (q quick) Read(p []byte) (int, error) {
	if err := q.SetReadDeadline(time.Now().Add(q.idle)); err != nil {
		return 0, err
	}
	return q.Conn.Read(p)
}
