package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"carif/schema"
)

// clock is the argument that stands for "now" in lease statements: null lets SQLite's own clock decide, which is
// the same for every process on the machine.
func (s *Store) clock() any {
	if !s.fakeTime {
		return nil
	}
	return float64(s.now().UnixMicro()) / 1e6
}

// longestRest is more than any rest or lease a harvest asks for (a delay or Retry-After of 15 minutes). A host that
// seems to need a longer one was stamped before the clock was set back: it is not kept waiting for the old time.
const longestRest = 20 * time.Minute

func seconds(d time.Duration) float64 { return d.Seconds() }

func duration(sec float64) time.Duration {
	return max(time.Duration(sec*float64(time.Second)), 0)
}

// mine is the host that owner ?2 may have: nobody's, its own, or one whose lease has lapsed (or, the clock having been
// set back, lasts for an age).
const mine = `(owner IS NULL OR owner = ?2 OR lease_until < coalesce(?4, unixepoch('subsec'))
	OR lease_until > coalesce(?4, unixepoch('subsec')) + ?5)`

// orphaned is a host whose owner died with it: that owner stands there still, its lease struck out by the next holder
// of the database's lock. What the dead owner had saved of its last answer may be older than that answer.
const orphaned = `(owner IS NOT NULL AND owner <> ?2 AND lease_until = 0)`

// goSQL takes a host that may be asked now, stamps it, and counts its requests of the day.
const goSQL = `UPDATE host_slot SET owner = ?2, lease_until = coalesce(?4, unixepoch('subsec')) + ?3,
		next_at = coalesce(?4, unixepoch('subsec')) + ?6,
		requests = CASE WHEN day = ?7 THEN requests + 1 ELSE 1 END, day = ?7
	WHERE host = ?1 AND next_at <= coalesce(?4, unixepoch('subsec')) AND ` + mine + ` AND NOT ` + orphaned

// holdSQL takes a host that may have to wait: an orphaned one for one whole delay from now.
const holdSQL = `INSERT INTO host_slot (host, next_at, owner, lease_until)
	SELECT ?1, now, ?2, now + ?3 FROM (SELECT coalesce(?4, unixepoch('subsec')) AS now) WHERE true
	ON CONFLICT (host) DO UPDATE SET owner = ?2, lease_until = coalesce(?4, unixepoch('subsec')) + ?3,
		next_at = min(max(next_at, CASE WHEN ` + orphaned + ` THEN coalesce(?4, unixepoch('subsec')) + ?6 ELSE 0 END),
			coalesce(?4, unixepoch('subsec')) + ?5)
	WHERE ` + mine + ` RETURNING next_at - coalesce(?4, unixepoch('subsec'))`

// Acquire implements schema.Leases. A request is nearly always asked for when its time has come: that is one statement.
func (s *Store) Acquire(ctx context.Context, host, owner string, delay, ttl time.Duration,
) (wait time.Duration, ok bool, err error) {
	var left float64
	err = s.soft(ctx, "lease "+host, func(t *tx) error {
		args := []any{host, owner, seconds(ttl), s.clock(), seconds(longestRest), seconds(delay)}
		goArgs := append(slices.Clone(args), s.now().UTC().Format(time.DateOnly))
		n, err := t.count(goSQL, goArgs...)
		if err != nil {
			return err
		}
		if n == 0 {
			ok, err = t.get(&left, holdSQL, args...)
			switch {
			case err != nil || ok && left > 0:
				return err
			case !ok:
				_, err = t.get(&left, "SELECT min(lease_until - coalesce(?2, unixepoch('subsec')), 1.0) "+
					"FROM host_slot WHERE host = ?1", host, s.clock())
				left = max(left, 0.001)
				return err
			}
			if err := t.exec(goSQL, goArgs...); err != nil { // a host never asked before
				return err
			}
		}
		left, ok = 0, true
		return nil
	})
	return duration(left), ok && err == nil, err
}

// Stamp implements schema.Leases. It never brings the next request forward: a pause that the host asked for holds.
func (s *Store) Stamp(ctx context.Context, host, owner string, delay, ttl time.Duration) (ok bool, err error) {
	err = s.soft(ctx, "stamp "+host, func(t *tx) error {
		ok, err = t.stampHost(host, owner, delay, ttl)
		return err
	})
	return ok && err == nil, err
}

func (t *tx) stampHost(host, owner string, delay, ttl time.Duration) (ok bool, err error) {
	n, err := t.count(`UPDATE host_slot SET next_at = max(next_at, coalesce(?5, unixepoch('subsec')) + ?3),
		lease_until = coalesce(?5, unixepoch('subsec')) + ?4
		WHERE host = ?1 AND owner = ?2 AND lease_until > coalesce(?5, unixepoch('subsec'))`,
		host, owner, seconds(delay), seconds(ttl), t.s.clock())
	return n == 1, err
}

// Pause implements schema.Leases.
func (s *Store) Pause(ctx context.Context, host string, d time.Duration) error {
	return s.soft(ctx, "pause "+host, func(t *tx) error {
		return t.exec(`INSERT INTO host_slot (host, next_at, lease_until)
			SELECT ?1, now + ?2, 0 FROM (SELECT coalesce(?3, unixepoch('subsec')) AS now) WHERE true
			ON CONFLICT (host) DO UPDATE SET next_at = max(next_at, excluded.next_at)`, host, seconds(d), s.clock())
	})
}

// Spent implements schema.Leases.
func (s *Store) Spent(ctx context.Context, host, day string) (int, error) {
	var n int
	err := s.r.GetContext(ctx, &n, "SELECT coalesce(sum(requests), 0) FROM host_slot WHERE host = ? AND day = ?", host,
		day)
	if err != nil {
		return 0, fmt.Errorf("count requests of %s: %w", host, err)
	}
	return n, nil
}

// Release implements schema.Leases.
func (s *Store) Release(ctx context.Context, host, owner string) error {
	return s.soft(ctx, "release "+host, func(t *tx) error {
		return t.exec("UPDATE host_slot SET owner = NULL, lease_until = 0 WHERE host = ? AND owner = ?", host, owner)
	})
}

type robotsRow struct {
	FetchedAt string         `db:"fetched_at"`
	Status    int            `db:"status"`
	Body      []byte         `db:"body"`
	Error     string         `db:"error"`
	GoodAt    sql.NullString `db:"good_at"`
}

// Robots implements schema.RobotsStore.
func (s *Store) Robots(ctx context.Context, origin string) (schema.RobotsCopy, bool, error) {
	var r robotsRow
	err := s.r.GetContext(ctx, &r, "SELECT fetched_at, status, body, error, good_at FROM robots WHERE origin = ?", origin)
	if errors.Is(err, sql.ErrNoRows) {
		return schema.RobotsCopy{}, false, nil
	}
	if err != nil {
		return schema.RobotsCopy{}, false, fmt.Errorf("read robots.txt of %s: %w", origin, err)
	}
	return schema.RobotsCopy{Origin: origin, FetchedAt: parseTime(r.FetchedAt), Status: r.Status, Body: r.Body,
		Error: r.Error, GoodAt: parseTime(r.GoodAt.String)}, true, nil
}

// SaveRobots implements schema.RobotsStore.
func (s *Store) SaveRobots(ctx context.Context, c schema.RobotsCopy) error {
	return s.write(ctx, "keep robots.txt of "+c.Origin, func(t *tx) error {
		if err := t.ready(); err != nil {
			return err
		}
		c.Body = t.cleanRobots(c.Body)
		if !t.s.redactor.Empty() {
			c.Error = t.s.redactor.Loose(c.Error)
		}
		return t.exec(`INSERT INTO robots (origin, fetched_at, status, body, error, good_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
			ON CONFLICT (origin) DO UPDATE SET fetched_at = ?2, status = ?3, body = ?4, error = ?5, good_at = ?6`,
			c.Origin, stamp(c.FetchedAt), c.Status, c.Body, c.Error, stampOrNull(c.GoodAt))
	})
}
