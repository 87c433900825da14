package polite

import (
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // the night window is kept also on a machine without time zones
)

// Window is the part of the day, in French time, in which a site may be asked.
type Window struct {
	from, to int // minutes of the day; equal means always
	zone     *time.Location
}

// ParseWindow reads "22:00-06:00"; "" is always.
func ParseWindow(s string) (Window, error) {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return Window{}, fmt.Errorf("load time zone: %w", err)
	}
	w := Window{zone: zone}
	if s == "" {
		return w, nil
	}
	a, b, ok := strings.Cut(s, "-")
	if !ok {
		return w, fmt.Errorf("read window %q: want HH:MM-HH:MM", s)
	}
	if w.from, err = minuteOf(a); err != nil {
		return w, fmt.Errorf("read window %q: %w", s, err)
	}
	if w.to, err = minuteOf(b); err != nil {
		return w, fmt.Errorf("read window %q: %w", s, err)
	}
	return w, nil
}

func minuteOf(s string) (int, error) {
	if s = strings.TrimSpace(s); s == "24:00" {
		return 0, nil
	}
	t, err := time.Parse("15:04", s)
	return t.Hour()*60 + t.Minute(), err
}

// Length is how much of a day the site may be asked in.
func (w Window) Length() time.Duration {
	minutes := (w.to - w.from + 24*60) % (24 * 60)
	if minutes == 0 {
		minutes = 24 * 60
	}
	return time.Duration(minutes) * time.Minute
}

// Opens is the first moment from t on at which the site may be asked: t itself where it may be now.
func (w Window) Opens(t time.Time) time.Time {
	for !w.Open(t) {
		t = t.Truncate(time.Minute).Add(time.Minute)
	}
	return t
}

// Open goes by the clock on the wall: in the night summer time ends, 02:30 comes twice and is inside twice.
func (w Window) Open(t time.Time) bool {
	t = t.In(w.zone)
	m := t.Hour()*60 + t.Minute()
	switch {
	case w.from == w.to:
		return true
	case w.from < w.to:
		return m >= w.from && m < w.to
	}
	return m >= w.from || m < w.to
}
