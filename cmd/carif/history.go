package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"carif/export/scrub"
	"carif/storage"
)

func historyCommand(a *app) *cobra.Command {
	var db dbOptions
	var format string
	var contacts bool
	cmd := &cobra.Command{
		Use:   "history KEY",
		Short: "Show the life of one course: every version, what changed and why",
		Long: `Show the life of one course on one screen: when it was first seen, each version
with its run, date and cause, field by field what it said before and says since,
when it closed and came back, and the keys it had before. A key of before is as
good as today's. Runs that were kept aside are shown, too.`,
		Example: "  carif history demo/202601104200\n  carif history demo/202601104200 --format json",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, got []string) (err error) {
			if err := oneOf("format", format, "text", "json", "csv"); err != nil {
				return err
			}
			st, err := db.openRead()
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, st.Close()) }()
			people, err := scrub.Of(cmd.Context(), st, contacts)
			if err != nil {
				return err
			}
			return a.history(cmd.Context(), st, people, got[0], db.db, format)
		},
	}
	db.flags(cmd.Flags(), false)
	cmd.Flags().StringVar(&format, "format", "text", "text | json | csv")
	withContacts(cmd, &contacts)
	return cmd
}

// life is what a course was.
type life struct {
	Key       string                `json:"key"`
	Title     *string               `json:"title"`
	URL       *string               `json:"url"`
	Status    string                `json:"status"` // open or closed, in its newest version
	Version   int                   `json:"version"`
	FirstSeen time.Time             `json:"first_seen"`
	ClosedAt  *time.Time            `json:"closed_at"`
	Aliases   []storage.Alias       `json:"aliases"`
	Changes   []storage.FieldChange `json:"changes"`
}

func (a *app) history(ctx context.Context, st storage.Store, people *scrub.Scrubber, key, db, format string) error {
	versions, err := st.Versions(ctx, key)
	if err != nil {
		return err
	}
	if len(versions) == 0 {
		return usagef("%s: no such course in %s; a key is a site's id and the course's own, like demo/202601104200 "+
			"(`carif search` prints keys)", key, db)
	}
	newest := versions[len(versions)-1]
	c := newest.Record.Course
	if c.Title != nil {
		t := people.Text(*c.Title, "title")
		c.Title = &t
	}
	url := newest.Record.Source.URL
	if url != nil {
		u := people.Address(*url, "url")
		url = &u
	}
	l := life{Key: c.Key, Title: c.Title, URL: url, Status: "open", Version: newest.No,
		FirstSeen: versions[0].From, Aliases: []storage.Alias{}, Changes: []storage.FieldChange{}}
	if newest.RunTo > 0 {
		l.Status, l.ClosedAt = "closed", &newest.To
	}
	aliases, err := st.Aliases(ctx, key)
	if err != nil {
		return err
	}
	l.Aliases = append(l.Aliases, aliases...)
	out := bufio.NewWriter(a.out)
	var sink changeSink = &changeList{list: &l.Changes}
	if format != "json" {
		sink = newChangeSink(out, format, "DATE RUN VERSION", time.Time{})
	}
	sink = cleanSink{sink, people}
	if format == "text" {
		l.head(out)
	}
	err = st.FieldChanges(ctx, storage.ChangeFilter{Key: key, Latest: true}, sink.put)
	switch {
	case err != nil:
		return err
	case format == "json":
		return writeJSON(a.out, l, "  ")
	}
	return errors.Join(sink.end(), out.Flush())
}

// changeList gathers changes.
type changeList struct{ list *[]storage.FieldChange }

func (s *changeList) put(c storage.FieldChange) error {
	*s.list = append(*s.list, c)
	return nil
}

func (s *changeList) end() error { return nil }

// head prints what stands above the versions.
func (l *life) head(w *bufio.Writer) {
	t := &textPrinter{w: w}
	t.head(dash(str(l.Title)), l.Key)
	t.row("page", str(l.URL))
	status := fmt.Sprintf("%s, version %d", l.Status, l.Version)
	if l.ClosedAt != nil {
		status += ", closed " + clock(*l.ClosedAt)
	}
	t.row("status", status)
	t.row("first seen", clock(l.FirstSeen))
	for _, old := range l.Aliases {
		t.row("had the key", fmt.Sprintf("%s (until run %d, %s)", old.Key, old.Run, old.At.Local().Format(time.DateOnly)))
	}
	fmt.Fprintln(w)
}
