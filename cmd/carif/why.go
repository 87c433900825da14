package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"carif/schema"
	"carif/storage"
)

func whyCommand(a *app) *cobra.Command {
	var db dbOptions
	cmd := &cobra.Command{
		Use:   "why KEY [FIELD]",
		Short: "Show where the values of a record come from",
		Long: `For each field of a course, print the value, the words on the page, the label above
them and their position, as well as when the page was fetched and which archive
record holds it.`,
		Example: "  carif why demo/202601104200\n  carif why demo/202601104200 audience",
		Args:    args(cobra.RangeArgs(1, 2)),
		RunE: func(cmd *cobra.Command, got []string) error {
			st, err := db.openRead()
			if err != nil {
				return err
			}
			defer st.Close()
			rec, ok, err := st.Course(cmd.Context(), got[0])
			if err != nil {
				return err
			}
			if !ok {
				return withCode(exitFailed, fmt.Errorf("%s: no such course in %s", got[0], db.db))
			}
			origins, capture, err := st.Provenance(cmd.Context(), got[0])
			if err != nil {
				return err
			}
			field := ""
			if len(got) == 2 {
				field = got[1]
			}
			return a.why(rec, origins, capture, field)
		},
	}
	db.flags(cmd.Flags(), false)
	return cmd
}

func (a *app) why(rec schema.Record, origins []schema.Origin, c storage.CaptureInfo, field string) error {
	printf(a.out, "%s\npage     %s\nfetched  %s\narchive  %s\nsha256   %s\n", rec.Course.Key, dash(c.URL),
		dash(c.FetchedAt), dash(c.Ref), c.SHA256)
	n := 0
	for _, o := range origins {
		name := string(o.Field)
		if field != "" && name != field && !strings.HasPrefix(name, field+".") && !strings.HasPrefix(name, "session."+field) {
			continue
		}
		n++
		if o.Session >= 0 {
			name = fmt.Sprintf("%s (session %d)", name, o.Session+1)
		}
		printf(a.out, "\n%s\n  value    %s\n  printed  %s\n  label    %s\n  where    %s\n", name,
			printable(cut(valueOf(rec.Course, o), 200)),
			printable(cut(strings.ReplaceAll(o.Raw, "\n", " / "), 200)), dash(printable(o.Label)), whereText(o.Where))
	}
	if n == 0 {
		return withCode(exitFailed, fmt.Errorf("%s: nothing on the page was read for field %q", rec.Course.Key, field))
	}
	return nil
}

func whereText(w schema.Where) string {
	if w.End == 0 {
		return dash(w.Path)
	}
	return fmt.Sprintf("%s, bytes %d to %d of the decoded page", dash(w.Path), w.Start, w.End)
}

// valueOf is the typed value of a field as JSON, "null" when there is none.
func valueOf(c *schema.Course, o schema.Origin) string {
	var v any = c
	path := strings.Split(string(o.Field), ".")
	if o.Session >= 0 && o.Session < len(c.Sessions) {
		v = c.Sessions[o.Session]
		path = path[1:]
	}
	b, err := json.Marshal(v)
	if err != nil {
		return "" // unreachable: plain data
	}
	for _, p := range path {
		var m map[string]json.RawMessage
		if json.Unmarshal(b, &m) != nil || m[p] == nil {
			return "-"
		}
		b = m[p]
	}
	return string(b)
}
