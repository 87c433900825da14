package schedule

import (
	"context"
	"log/slog"
	"strings"
	"time"
)

// Service waits for starts and lets a worker harvest what is due. It keeps nothing in memory that a restart would lose:
// what was harvested, the database tells.
type Service struct {
	Timetable
	Clock Clock
	Log   *slog.Logger
	// Ran tells the newest harvest of each site.
	Ran func(ctx context.Context) (map[string]Ran, error)
	// Work harvests what is due, and what becomes due meanwhile. A worker that dies costs its harvests an interruption
	// and the service nothing: what is still due is started again.
	Work func(ctx context.Context) error
}

// A worker that leaves something due was killed, or met a database in use: the next comes later each time.
const (
	firstPause   = 5 * time.Minute
	longestPause = time.Hour
)

// Serve runs until its context ends, and gives nil then, or an error of Ran.
func (s *Service) Serve(ctx context.Context) error {
	var told time.Time
	for tries := 0; ctx.Err() == nil; {
		due, err := s.look(ctx)
		switch {
		case ctx.Err() != nil:
			continue
		case err != nil:
			return err
		case len(due) == 0:
			tries = 0
			next := s.next()
			if !next.At.Equal(told) {
				s.Log.Info("waiting", "next", next.At, "site", next.Site)
				told = next.At
			}
			_ = wait(ctx, s.Clock, next.At) // the context is looked at above
			continue
		}
		s.Log.Info("harvest begins", "sites", strings.Join(due, " "))
		if err := s.Work(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("harvest ended", "err", err)
		}
		if due, err = s.look(ctx); err != nil || len(due) == 0 || ctx.Err() != nil {
			continue
		}
		again := s.Clock.Now().Add(min(firstPause<<min(tries, 10), longestPause))
		if next := s.next(); next.At.Before(again) {
			again = next.At
		}
		tries++
		s.Log.Warn("not harvested to the end", "sites", strings.Join(due, " "), "again", again)
		_ = wait(ctx, s.Clock, again)
	}
	return nil
}

func (s *Service) look(ctx context.Context) ([]string, error) {
	ran, err := s.Ran(ctx)
	if err != nil {
		return nil, err
	}
	return s.Due(s.Clock.Now(), ran), nil
}

// next is the soonest start; without any, in an hour it is looked again.
func (s *Service) next() Start {
	now := s.Clock.Now()
	if all := s.Coming(now, 1); len(all) > 0 {
		return all[0]
	}
	return Start{At: now.Add(longestPause)}
}
