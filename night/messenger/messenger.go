// Package messenger sends a message to people and programs: by mail, to a webhook, to ntfy, or to stdout. Which, a YAML
// file says; secrets stand in files or in the environment, never in it. A receiver elsewhere that hangs costs its
// time-out and nothing else. It is not for saying what stands in a message, nor for keeping what could not be sent.
package messenger

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Timeout is how long a target may take for one message, where the file says nothing else.
const Timeout = 20 * time.Second

// Message is what is sent. It holds no person: who makes it sees to that.
type Message struct {
	ID      string // the same for every try: a receiver knows a second copy by it
	At      time.Time
	Subject string // in one line
	Text    string
	JSON    []byte // the same for programs
}

// Target is one receiver.
type Target struct {
	Name    string
	Timeout time.Duration // 0 for stdout, which is written here and now
	send    func(ctx context.Context, m Message) error
	secrets []string // words that no error may repeat: secrets and mailboxes
}

// Send sends one message, within the target's time-out, even where a library would wait for longer. What goes to stdout
// waits for its reader: left behind, it would be called unsent and come late all the same, amid what is printed then.
// Send's error is one line without secrets or mailboxes.
func (t *Target) Send(ctx context.Context, m Message) error {
	if t.Timeout == 0 {
		if err := ctx.Err(); err != nil {
			return t.plain(err)
		}
		return t.plain(t.send(ctx, m))
	}
	ctx, cancel := context.WithTimeout(ctx, t.Timeout)
	defer cancel()
	sent := make(chan error, 1)
	go func() { sent <- t.send(ctx, m) }()
	var err error
	select {
	case err = <-sent:
	case <-ctx.Done():
		err = ctx.Err()
	}
	// the connection may notice its deadline a moment before the context does, and says so in words of its own
	var late net.Error
	if errors.Is(err, context.DeadlineExceeded) || errors.As(err, &late) && late.Timeout() {
		err = fmt.Errorf("no answer within %s", t.Timeout)
	}
	return t.plain(err)
}

// mostWords bounds what is told of an error: what a server answers may be a page.
const mostWords = 300

func (t *Target) plain(err error) error {
	if err == nil {
		return nil
	}
	var of *url.Error
	if errors.As(err, &of) {
		err = of.Err // without the address, which may be a secret
	}
	words := strings.Join(strings.Fields(err.Error()), " ")
	longest := slices.SortedFunc(slices.Values(t.secrets), func(a, b string) int { return len(b) - len(a) })
	for _, s := range longest { // a user may be the begin of a mailbox
		if len(s) > 3 { // no secret is as short, and words would have holes
			words = strings.ReplaceAll(words, s, "…")
		}
	}
	if r := []rune(words); len(r) > mostWords {
		words = string(r[:mostWords]) + "…"
	}
	return errors.New(words)
}

// Stdout is a target that writes the text of messages.
func Stdout(w io.Writer) *Target {
	return &Target{Name: "stdout", send: toWriter(w)}
}

func toWriter(w io.Writer) func(context.Context, Message) error {
	return func(_ context.Context, m Message) error {
		_, err := io.WriteString(w, m.Text)
		return err
	}
}
