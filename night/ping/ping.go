// Package ping tells a dead man's switch that a night begins and how it ended, in the protocol of healthchecks.io: a
// request to its URL, to URL/start and to URL/fail. A switch that hangs or is down never costs the harvest: each
// request has a few seconds, and what comes of it is only told. It is not for saying what happened, which the report
// does.
package ping

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Timeout is how long the switch has to answer.
const Timeout = 10 * time.Second

// Switch is a dead man's switch.
type Switch struct {
	base    *url.URL
	client  *http.Client
	started chan error // of the request at the start; nil before it
}

// New gives the switch at an address, which is a secret: whoever knows it can say that all is well. Errors do not
// repeat it. client nil takes one that waits for Timeout.
func New(address string, client *http.Client) (*Switch, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, errors.New("the address to ping is no http or https URL")
	}
	if client == nil {
		client = &http.Client{Timeout: Timeout}
	}
	return &Switch{base: u, client: client}, nil
}

// Start says that a night begins. It returns at once: the request goes on beside the harvest.
func (s *Switch) Start(line string) {
	s.started = make(chan error, 1)
	go func() { s.started <- s.send(context.Background(), "start", line) }()
}

// End says how the night ended, and waits for the switch to take it. The error tells what did not arrive, the start
// included.
func (s *Switch) End(ok bool, line string) error {
	var errs []error
	if s.started != nil {
		errs = append(errs, <-s.started) // bounded as the client is; else the end could overtake the start
		s.started = nil
	}
	path := "fail"
	if ok {
		path = ""
	}
	return errors.Join(append(errs, s.send(context.Background(), path, line))...)
}

func (s *Switch) send(ctx context.Context, path, line string) error {
	to, what := s.base, "the end"
	if path != "" {
		to, what = s.base.JoinPath(path), path
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to.String(), strings.NewReader(line))
	if err != nil {
		return fmt.Errorf("ping of %s: %w", what, bare(err))
	}
	req.Header.Set("Content-Type", "text/plain; charset=utf-8")
	resp, err := s.client.Do(req)
	if err != nil {
		return fmt.Errorf("ping of %s: %w", what, bare(err))
	}
	defer resp.Body.Close()
	_, _ = io.CopyN(io.Discard, resp.Body, 1<<10) // so that the connection can be used again
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("ping of %s: the switch answered %s", what, resp.Status)
	}
	return nil
}

// bare gives the cause of an error without the address it is of.
func bare(err error) error {
	var of *url.Error
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}
