package freeze

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"carif/compare"
	"carif/compare/report"
)

// method tells how the figures were made, with the statement of each measure.
func method(w io.Writer, r *compare.Result, version string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# Method\n\n%s\n\n%s\n\n", report.Citation(r, version), strings.Join(report.Method(r), "\n\n"))
	fmt.Fprintf(&b, "`%s` holds what the statements below read: codes, numbers and days of each course and session, no "+
		"title, text or name. Where a page printed words, an empty text stands for them. `carif verify` counts every "+
		"figure of `%s` and `%s` anew from it; so does the sqlite3 program with the statement in the "+
		"column `sql`.\n", dataFile,
		figuresFile, tableFile)
	for _, m := range r.Measures {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n```sql\n%s;\n```\n", m, r.Definitions[m], r.Statements[m])
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// catalogues are the names of the sources, the first authors of what is compared.
func catalogues(r *compare.Result) (names []string) {
	for _, s := range r.Sources {
		names = append(names, s.Name)
	}
	return names
}

// title is that of the whole.
func title(r *compare.Result) string {
	return fmt.Sprintf("Training courses compared by %s on %s", r.By, r.On)
}

// citation writes CITATION.cff 1.2.0: the catalogues first, as its authors and its references.
func citation(w io.Writer, r *compare.Result, version string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "cff-version: 1.2.0\nmessage: %s\ntype: dataset\ntitle: %s\nversion: %s\ndate-released: %s\n",
		yaml("Please name the catalogues first: they made what is compared."), yaml(title(r)), yaml(version), yaml(r.On))
	b.WriteString("authors:\n")
	for _, n := range append(catalogues(r), "carif") {
		fmt.Fprintf(&b, "  - name: %s\n", yaml(n))
	}
	if len(r.Sources) > 0 {
		b.WriteString("references:\n")
	}
	for _, s := range r.Sources {
		fmt.Fprintf(&b, "  - type: database\n    title: %s\n    authors:\n      - name: %s\n    notes: %s\n", yaml(s.Name),
			yaml(s.Name), yaml(fmt.Sprintf("run %d, read on %s with carif %s, reader %s, %s", s.Run, s.Read, s.Version,
				s.Reader, report.Met(&s))))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// yaml writes a text in double quotes, as YAML and JSON both read it.
func yaml(s string) string {
	s = strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029 || c == 0xfeff {
			return ' '
		}
		return c
	}, strings.ToValidUTF8(s, "�"))
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// dataPackage is the datapackage.json of the figures (Frictionless Data Package 1).
func dataPackage(r *compare.Result, version string) map[string]any {
	types := map[string]string{"value": "number", "low": "number", "high": "number", "n": "integer", "rank": "integer",
		"records": "integer", "stated": "number", "coded": "number", "derived": "number", "pages": "number",
		"whole_known": "boolean", "suppressed": "boolean", "placed": "number", "doubles": "number",
		"standardised": "number", "on": "date",
		"oldest_read": "date"}
	var fields []map[string]any
	for _, c := range report.Columns() {
		kind := types[c]
		if kind == "" {
			kind = "string"
		}
		fields = append(fields, map[string]any{"name": c, "type": kind})
	}
	var sources []map[string]any
	for _, n := range catalogues(r) {
		sources = append(sources, map[string]any{"title": n})
	}
	return map[string]any{"name": "carif-compare-" + strings.ReplaceAll(r.By, "_", "-"), "title": title(r),
		"version": version, "created": r.On + "T00:00:00Z", "sources": sources,
		"resources": []map[string]any{{"name": "figures", "path": tableFile, "format": "csv", "mediatype": "text/csv",
			"encoding": "utf-8", "profile": "tabular-data-resource",
			"schema": map[string]any{"fields": fields, "missingValues": []string{""}}},
			{"name": "data", "path": dataFile, "format": "sqlite", "mediatype": "application/vnd.sqlite3"}}}
}

// mediaTypes are those of the files.
var mediaTypes = map[string]string{dataFile: "application/vnd.sqlite3", figuresFile: "application/json",
	tableFile: "text/csv", pageFile: "text/html", reportFile: "text/markdown", methodFile: "text/markdown",
	citationFile: "application/yaml", packageFile: "application/json"}

// crate is the ro-crate-metadata.json (RO-Crate 1.1): the folder, its files with their SHA-256, and the catalogues.
func crate(r *compare.Result, version string, sums map[string]string) map[string]any {
	ref := func(id string) map[string]any { return map[string]any{"@id": id} }
	var parts, makers, graph []map[string]any
	var names []string
	for name := range sums {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		parts = append(parts, ref(name))
		graph = append(graph, map[string]any{"@id": name, "@type": "File", "name": name, "sha256": sums[name],
			"encodingFormat": mediaTypes[name]})
	}
	for _, s := range r.Sources {
		makers = append(makers, ref("#site-"+s.ID))
		graph = append(graph, map[string]any{"@id": "#site-" + s.ID, "@type": "Organization", "name": s.Name})
	}
	root := map[string]any{"@id": "./", "@type": "Dataset", "name": title(r), "datePublished": r.On,
		"description": report.Citation(r, version), "hasPart": parts, "author": makers,
		"license": "The catalogues' own terms hold for what they print; ask them."}
	head := []map[string]any{{"@id": crateFile, "@type": "CreativeWork", "about": ref("./"),
		"conformsTo": ref("https://w3id.org/ro/crate/1.1")}, root,
		{"@id": "#carif", "@type": "SoftwareApplication", "name": "carif", "version": version}}
	return map[string]any{"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": append(head, graph...)}
}
