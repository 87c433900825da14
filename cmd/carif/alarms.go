package main

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"carif/export/scrub"
	"carif/harvest"
	"carif/night/digest"
	"carif/night/messenger"
	"carif/night/schedule"
	"carif/schema"
	"carif/storage"
	"carif/storage/sqlite"
)

// alarmStore is what findings are made of.
type alarmStore interface {
	storage.Runs
	storage.Alarmist
	scrub.Source
}

// How old the last good night of a site may be that is harvested every day, and how much later than usual it may come
// where the nights are further apart.
const (
	freshEnough = 36 * time.Hour
	lateBy      = 12 * time.Hour
)

// tellable tells what of all sites needs a person, by name; people are taken out of its words.
func (a *app) tellable(ctx context.Context, st alarmStore, now time.Time) (v digest.View, err error) {
	if v, err = a.needing(ctx, st, now); err == nil {
		v.Found, err = impersonal(ctx, st, v.Found)
	}
	return v, err
}

// needing is tellable with the words as they are: for counting.
func (a *app) needing(ctx context.Context, st storage.Runs, now time.Time) (v digest.View, err error) {
	reader, err := a.reader()
	if err != nil {
		return v, err
	}
	runs, err := st.Runs(ctx, "", 0)
	if err != nil {
		return v, err
	}
	of, within := map[string][]schema.Run{}, map[string]time.Duration{}
	for _, r := range runs {
		of[r.Site] = append(of[r.Site], r)
	}
	for id, theirs := range of {
		within[id] = usual(theirs)
	}
	for _, site := range reader.Sites.All() {
		if site.Schedule != "" {
			plan, err := schedule.NewPlan(site)
			if err != nil {
				return v, err
			}
			if _, ran := of[site.ID]; !ran {
				of[site.ID] = nil
			}
			within[site.ID] = max(freshEnough, plan.Pause(now)+lateBy)
		} else if site.Status == "demo" {
			within[site.ID] = 0
		}
	}
	v.Sites = map[string]bool{}
	for id, theirs := range of {
		v.Sites[id] = true
		s := digest.Site{ID: id, Runs: theirs, Within: within[id]}
		if s.Night, err = toldOf(ctx, st, digest.Judged(theirs)); err != nil {
			return v, err
		}
		if s.Good, err = toldOf(ctx, st, digest.Published(theirs)); err != nil {
			return v, err
		}
		v.Found = append(v.Found, digest.Find(s, now)...)
	}
	slices.SortFunc(v.Found, func(x, y digest.Finding) int { return strings.Compare(x.ID, y.ID) })
	return v, nil
}

// usual is how old the last night of a site without a schedule may be, by how far apart its last harvests were; 0 where
// it was not harvested twice, and is kept up by nobody.
func usual(runs []schema.Run) time.Duration {
	var pause time.Duration
	var before *schema.Run
	n := 0
	for i := range runs {
		if runs[i].Kind != harvest.KindHarvest {
			continue
		}
		if before != nil {
			pause = max(pause, before.Started.Sub(runs[i].Started))
		}
		before = &runs[i]
		if n++; n > lookedBack {
			break
		}
	}
	if n < 2 {
		return 0
	}
	return max(freshEnough, pause+lateBy)
}

// lookedBack is how many pauses tell what is usual.
const lookedBack = 7

// toldOf is what is known of a run; the zero Summary of none.
func toldOf(ctx context.Context, st storage.Runs, run *schema.Run) (sum harvest.Summary, err error) {
	if run == nil {
		return sum, nil
	}
	kept, _, err := st.Report(ctx, run.ID)
	if err == nil {
		sum, _, err = harvest.Told(*run, kept)
	}
	return sum, err
}

// impersonal takes people out of what was found: what stands in labels, addresses and errors is a site's to say.
func impersonal(ctx context.Context, st scrub.Source, found []digest.Finding) ([]digest.Finding, error) {
	if len(found) == 0 {
		return found, nil
	}
	people, err := scrub.Of(ctx, st, false)
	if err != nil {
		return nil, err
	}
	clean := cleanWords(people, "digest")
	for i := range found {
		found[i].What, found[i].Do = clean(found[i].What), clean(found[i].Do)
	}
	return found, nil
}

// cleanWords cleans sentences, and the addresses that stand in them.
func cleanWords(people *scrub.Scrubber, where string) func(string) string {
	return func(text string) string {
		lines := strings.Split(text, "\n")
		for i, line := range lines {
			words := strings.Split(people.Text(line, where), " ")
			for j, w := range words {
				if strings.Contains(w, "://") {
					words[j] = people.Address(w, where)
				}
			}
			lines[i] = printable(strings.Join(words, " "))
		}
		return strings.Join(lines, "\n")
	}
}

// today is the date in France, by which messages are repeated.
func today(now time.Time) (string, error) { return schedule.Day(now) }

// targetsOf reads the file of targets; none without one. stdout is where a target of that name writes.
func targetsOf(path string, stdout io.Writer) ([]*messenger.Target, error) {
	if path == "" {
		return nil, nil
	}
	list, err := messenger.Load(path, stdout)
	if err != nil {
		return nil, withCode(exitUsage, err)
	}
	return list, nil
}

// delivery is what came of a digest for one target.
type delivery struct {
	Target  string         `json:"target"`
	Message *digest.Digest `json:"message"` // made now; null where there was nothing to tell
	Sent    int            `json:"sent"`    // messages, those that had waited among them
	Waiting int            `json:"waiting"` // messages that the next digest tries again
	Error   string         `json:"error"`
}

// tell makes the messages of all targets and sends them with those that waited. What is to be sent is kept first: a
// program that dies loses no message, and two of them send none twice.
func (a *app) tell(ctx context.Context, st alarmStore, targets []*messenger.Target, now time.Time) ([]delivery, error) {
	v, err := a.tellable(ctx, st, now)
	if err != nil {
		return nil, err
	}
	day, err := today(now)
	if err != nil {
		return nil, err
	}
	out := make([]delivery, len(targets))
	waiting := make([][]storage.Message, len(targets))
	var lost []storage.Message
	err = st.KeepAlarms(ctx, func(kept *storage.Alarms) error {
		digest.Observe(kept, v, now)
		lost = digest.Expire(kept, now)
		for i, t := range targets {
			out[i] = delivery{Target: t.Name}
			d, ok := digest.Tell(kept, v, t.Name, strings.ToLower(rand.Text()), day, now)
			if ok {
				body, err := d.JSON()
				if err != nil {
					return err
				}
				out[i].Message = &d
				kept.Messages = append(kept.Messages, storage.Message{ID: d.ID, Target: t.Name, At: d.At, Body: body})
			}
			waiting[i] = out[i].claim(kept, t, now)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, m := range lost {
		printf(a.err, "carif: warning: a message of %s to %s was never taken: it is dropped\n", clock(m.At),
			printable(m.Target))
	}
	return out, deliver(ctx, st, targets, waiting, out)
}

// claim takes the messages that wait for a target, for as long as sending them may take, the oldest first. While
// somebody sends one of them, none is taken: what comes later must not overtake it.
func claim(kept *storage.Alarms, t *messenger.Target, now time.Time) (list []storage.Message) {
	var mine []*storage.Message
	for i := range kept.Messages {
		if m := &kept.Messages[i]; m.Target == t.Name {
			if m.Held.After(now) {
				return nil
			}
			mine = append(mine, m)
		}
	}
	slices.SortStableFunc(mine, func(x, y *storage.Message) int { return x.At.Compare(y.At) })
	for _, m := range mine {
		m.Held = now.Add(time.Duration(len(mine))*t.Timeout + time.Minute)
		list = append(list, *m)
	}
	return list
}

// claim is the claim of a delivery, and notes that messages wait for what another program sends.
func (d *delivery) claim(kept *storage.Alarms, t *messenger.Target, now time.Time) []storage.Message {
	list := claim(kept, t, now)
	if len(list) > 0 {
		return list
	}
	var until time.Time
	for _, m := range kept.Messages {
		if m.Target != t.Name {
			continue
		}
		if d.Waiting++; m.Held.After(until) {
			until = m.Held
		}
	}
	if d.Waiting > 0 {
		d.Error = "another carif is sending to it, or was killed while it did (known at " + clock(until) + ")"
	}
	return nil
}

// deliver sends to all targets side by side; after a failure the later messages of a target wait, too.
func deliver(ctx context.Context, st storage.Alarmist, targets []*messenger.Target, waiting [][]storage.Message,
	out []delivery) error {
	var wg sync.WaitGroup
	errs := make([]error, len(targets))
	for i, t := range targets {
		wg.Go(func() { errs[i] = deliverTo(ctx, st, t, waiting[i], &out[i]) })
	}
	wg.Wait()
	return errors.Join(errs...)
}

// deliverTo sends the messages of a target, and those that other programs made meanwhile and left to this one.
func deliverTo(ctx context.Context, st storage.Alarmist, t *messenger.Target, list []storage.Message,
	d *delivery) error {
	for len(list) > 0 {
		err := send(ctx, t, list[0])
		switch {
		case err == nil:
			d.Sent++
		case ctx.Err() != nil:
			d.Error, d.Waiting = "interrupted", len(list)
		default:
			d.Error, d.Waiting = err.Error(), len(list)
		}
		rest := list[1:]
		kerr := st.KeepAlarms(context.WithoutCancel(ctx), func(kept *storage.Alarms) error {
			if settle(kept, list, err); err == nil && len(rest) == 0 {
				rest = claim(kept, t, time.Now())
			}
			return nil
		})
		if kerr != nil || err != nil {
			return kerr
		}
		list = rest
	}
	return nil
}

func send(ctx context.Context, t *messenger.Target, m storage.Message) error {
	d, err := digest.Read(m.Body)
	if err != nil {
		return err
	}
	return t.Send(ctx, messenger.Message{ID: m.ID, At: m.At, Subject: d.Subject(), Text: d.Text(), JSON: m.Body})
}

// settle takes the first message away that was sent, or notes why it was not, and gives it and those behind it back.
func settle(kept *storage.Alarms, list []storage.Message, err error) {
	if err == nil {
		list = list[:1]
	}
	kept.Messages = slices.DeleteFunc(kept.Messages, func(m storage.Message) bool {
		return err == nil && m.ID == list[0].ID
	})
	for i := range kept.Messages {
		m := &kept.Messages[i]
		if err == nil || !slices.ContainsFunc(list, func(w storage.Message) bool { return w.ID == m.ID }) {
			continue
		}
		m.Held = time.Time{}
		if m.ID == list[0].ID {
			m.Tries, m.Error = m.Tries+1, err.Error()
		}
	}
}

// tellUnsent says what could not be sent; yes tells whether anything could not.
func (a *app) tellUnsent(list []delivery) (yes bool) {
	for _, d := range list {
		if d.Error != "" {
			yes = true
			printf(a.err, "carif: %s: not sent: %s; %s kept, the next digest tries again\n", d.Target, printable(d.Error),
				count(d.Waiting, "message"))
		}
	}
	return yes
}

// digestOptions are the flags of what harvests and tells people afterwards.
type digestOptions struct {
	file    string
	targets []*messenger.Target
}

// load reads the targets before anything begins: a mistake in their file ends the command.
func (o *digestOptions) load(a *app) (err error) {
	o.targets, err = targetsOf(o.file, a.err) // stdout is the report's
	return err
}

// after tells people what needs them, once a harvest has ended and its verdict is stored. It costs the harvest nothing:
// what goes wrong is a note, and each target has its time-out.
func (o *digestOptions) after(ctx context.Context, a *app, db dbOptions) {
	if len(o.targets) == 0 || ctx.Err() != nil || !fileExists(db.db) {
		return
	}
	if err := a.tellAll(ctx, db, o.targets); err != nil && ctx.Err() == nil {
		printf(a.err, "carif: note: the digest was not made: %s\n", printable(strings.ReplaceAll(err.Error(), "\n", "; ")))
	}
}

// tellAll opens the database and tells all targets; what could not be sent is said, and is no error.
func (a *app) tellAll(ctx context.Context, db dbOptions, targets []*messenger.Target) (err error) {
	st, err := db.openKept()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	list, err := a.tell(ctx, st, targets, time.Now())
	a.tellUnsent(list)
	return err
}

// openKept opens an existing database for writing what is kept beside the data: a harvest may go on meanwhile. An empty
// file is none: filled, it would hide that a database was lost.
func (o *dbOptions) openKept() (*sqlite.Store, error) {
	if err := o.wholePair(); err != nil {
		return nil, err
	}
	if info, err := os.Stat(o.db); err != nil || info.Size() == 0 {
		return o.openRead() // says what is wrong
	}
	return sqlite.Open(o.db, sqlite.Options{})
}

// siteNames lists the sites of findings, each once.
func siteNames(found []digest.Finding) (names []string) {
	for _, f := range found {
		if !slices.Contains(names, f.Site) {
			names = append(names, f.Site)
		}
	}
	return names
}
