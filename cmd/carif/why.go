package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"carif/export/scrub"
	"carif/schema"
	"carif/storage"
)

func whyCommand(a *app) *cobra.Command {
	var db dbOptions
	var contacts bool
	cmd := &cobra.Command{
		Use:   "why KEY [FIELD]",
		Short: "Show where the values of a record come from",
		Long: `For each field of a course, print the value, the words on the page, the label above
them and their position, as well as when the page was fetched and which archive
record holds it. People whom the words name are left out unless you give
--with-contacts.`,
		Example: "  carif why demo/202601104200\n  carif why demo/202601104200 audience",
		Args:    args(cobra.RangeArgs(1, 2)),
		RunE: func(cmd *cobra.Command, got []string) error {
			st, err := db.openRead()
			if err != nil {
				return err
			}
			defer st.Close()
			field := strings.Join(got[1:], "")
			rec, ok, err := st.Course(cmd.Context(), got[0])
			if err != nil {
				return err
			}
			if !ok {
				return usagef("%s: no such course in %s; a key is a site's id and the course's own, like "+
					"demo/202601104200 (`carif search` prints keys)", got[0], db.db)
			}
			origins, capture, err := st.Provenance(cmd.Context(), got[0])
			if err != nil {
				return err
			}
			if err := checkField(field, origins); err != nil {
				return err
			}
			s, err := scrub.Of(cmd.Context(), st, contacts)
			if err != nil {
				return err
			}
			capture.URL = s.Address(capture.URL, "url")
			for i := range origins {
				o := &origins[i]
				o.Raw, o.Label = s.Text(o.Raw, "printed"), s.Text(o.Label, "label")
			}
			return a.why(s.Record(rec), origins, capture, field)
		},
	}
	db.flags(cmd.Flags(), false)
	withContacts(cmd, &contacts)
	return cmd
}

func (a *app) why(rec schema.Record, origins []schema.Origin, c storage.CaptureInfo, field string) error {
	printf(a.out, "%s\npage     %s\nfetched  %s\narchive  %s\nsha256   %s\n", rec.Course.Key, dash(c.URL),
		dash(c.FetchedAt), dash(c.Ref), c.SHA256)
	n := 0
	for _, o := range origins {
		name := string(o.Field)
		if field != "" && !within(name, field) {
			continue
		}
		n++
		if o.Session >= 0 {
			name = fmt.Sprintf("%s (session %d)", name, o.Session+1)
		}
		printf(a.out, "\n%s\n  value    %s\n  printed  %s\n  label    %s\n  where    %s\n", name,
			printable(cut(valueOf(rec.Course, o), 200)),
			dash(printable(cut(strings.ReplaceAll(o.Raw, "\n", " / "), 200))), dash(printable(o.Label)), whereText(o.Where))
	}
	for _, name := range slices.Sorted(maps.Keys(rec.Course.Derived)) {
		if field != "" && !within(name, field) {
			continue
		}
		n++
		o := schema.Origin{Field: schema.Field(name), Session: -1}
		printf(a.out, "\n%s\n  value    %s\n  printed  -\n  derived  from %s: no word of the page states it\n", name,
			printable(cut(valueOf(rec.Course, o), 200)), rec.Course.Derived[name])
	}
	if n == 0 {
		if field == "" {
			field = "any field"
		}
		printf(a.err, "carif: %s: nothing on the page was read for %s\n", rec.Course.Key, field)
	}
	return nil
}

// within tells whether a field is the one asked for, or one of its parts: "price" is also "price.comment" and,
// in a session, "session.price".
func within(name, asked string) bool {
	return name == asked || strings.HasPrefix(name, asked+".") || strings.HasPrefix(name, "session."+asked)
}

// checkField refuses a word that no field is called, and names those that were read on the page; "" is every field.
func checkField(word string, origins []schema.Origin) error {
	var names, read []string
	for _, o := range origins {
		read = append(read, string(o.Field))
	}
	for _, f := range schema.Fields() {
		names = append(names, string(f))
	}
	names = append(names, read...)
	if word == "" || slices.ContainsFunc(names, func(name string) bool { return within(name, word) }) {
		return nil
	}
	slices.Sort(read)
	near, those := didYouMean(word, names), "; those"
	if near != "" {
		those = " Those"
	}
	return usagef("%q is not a field%s%s read on this page are %s", word, near, those,
		strings.Join(slices.Compact(read), " "))
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
