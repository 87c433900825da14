package export

import (
	"strings"

	"carif/schema"
)

// packageSink writes a Frictionless Data Package: the CSV tables, datapackage.json that describes them, and a DCAT
// description beside it.
type packageSink struct {
	*flattener
	j  *job
	st *stage
}

func openPackage(j *job, st *stage) (sink, error) {
	csv, err := newCSVSink(j, st, false)
	if err != nil {
		return nil, err
	}
	return &packageSink{&flattener{j: j, out: csv}, j, st}, nil
}

func (s *packageSink) close() error {
	if err := s.flattener.close(); err != nil {
		return err
	}
	files, err := s.st.staged()
	if err != nil {
		return err
	}
	if err := writeJSON(s.st, "datapackage.json", s.j.dataPackage(files)); err != nil {
		return err
	}
	return writeJSON(s.st, "dcat.jsonld", s.j.dcat(files))
}

// dataPackage is the descriptor of the package (Data Package v1, tabular profile).
type dataPackage struct {
	Profile     string        `json:"profile"`
	Name        string        `json:"name"`
	Title       string        `json:"title,omitempty"`
	Description string        `json:"description,omitempty"`
	Created     string        `json:"created,omitempty"`
	Licenses    []license     `json:"licenses,omitempty"`
	Sources     []dataSource  `json:"sources,omitempty"`
	Resources   []dataTable   `json:"resources"`
	Carif       packageOrigin `json:"carif"`
}

type license struct {
	Name string `json:"name,omitempty"`
	Path string `json:"path,omitempty"`
}

type dataSource struct {
	Title string `json:"title"`
	Path  string `json:"path,omitempty"`
}

type dataTable struct {
	Name        string     `json:"name"`
	Description string     `json:"description"`
	Path        string     `json:"path"`
	Profile     string     `json:"profile"`
	Format      string     `json:"format"`
	Mediatype   string     `json:"mediatype"`
	Encoding    string     `json:"encoding"`
	Bytes       int64      `json:"bytes"`
	Hash        string     `json:"hash"`
	Dialect     any        `json:"dialect"`
	Schema      dataSchema `json:"schema"`
}

type dataSchema struct {
	Fields        []dataField  `json:"fields"`
	PrimaryKey    []string     `json:"primaryKey"`
	ForeignKeys   []foreignKey `json:"foreignKeys,omitempty"`
	MissingValues []string     `json:"missingValues"`
}

type dataField struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	Format      string `json:"format,omitempty"`
	Title       string `json:"title,omitempty"`
	Description string `json:"description"`
}

type foreignKey struct {
	Fields    []string  `json:"fields"`
	Reference reference `json:"reference"`
}

type reference struct {
	Resource string   `json:"resource"`
	Fields   []string `json:"fields"`
}

// packageOrigin is what Frictionless has no word for.
type packageOrigin struct {
	GeneratedBy string         `json:"generated_by"`
	Version     string         `json:"version,omitempty"`
	Contacts    bool           `json:"contacts"`
	Runs        []int64        `json:"runs,omitempty"`
	Fingerprint string         `json:"fingerprint"` // see fingerprint
	Filter      map[string]any `json:"filter,omitempty"`
	Courses     int            `json:"courses"`
	Sessions    int            `json:"sessions"`
	Rows        map[string]int `json:"rows"`
	Warnings    []Warning      `json:"warnings"`
}

func (j *job) dataPackage(files []File) dataPackage {
	m := j.Meta
	p := dataPackage{Profile: "tabular-data-package", Name: "carif", Title: m.Title, Description: m.Description,
		Carif: packageOrigin{"carif", m.Version, j.WithContacts, m.Runs, fingerprint(files), m.Filter, j.rep.Courses,
			j.rep.Sessions, j.rep.Rows, j.warn.list()}}
	if m.Date != "" {
		p.Created = m.Date + "T00:00:00Z"
	}
	if m.Licence != (Licence{}) {
		p.Licenses = []license{{m.Licence.Name, m.Licence.URL}}
	}
	for _, s := range m.Sources {
		p.Sources = append(p.Sources, dataSource{s.Title, s.URL})
	}
	for i, t := range j.tables {
		p.Resources = append(p.Resources, j.dataTable(t, files[i]))
	}
	return p
}

func (j *job) dataTable(t *table, f File) dataTable {
	d := dataTable{Name: t.Name, Description: t.Meaning, Path: f.Path, Profile: "tabular-data-resource", Format: "csv",
		Mediatype: "text/csv", Encoding: "utf-8", Bytes: f.Bytes, Hash: "sha256:" + f.SHA256,
		Dialect: map[string]any{"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": `"`, "doubleQuote": true,
			"header": true},
		Schema: dataSchema{PrimaryKey: t.Key, MissingValues: []string{""}}}
	for _, c := range t.Columns {
		d.Schema.Fields = append(d.Schema.Fields, dataField{Name: c.Name, Type: frictionless[c.Type], Title: c.French,
			Description: describe(c)})
		if target, field := refers(t, c.Name); target != "" && j.chosen(target) {
			d.Schema.ForeignKeys = append(d.Schema.ForeignKeys,
				foreignKey{[]string{c.Name}, reference{target, []string{field}}})
		}
	}
	return d
}

// frictionless gives the name of each type in Table Schema.
var frictionless = map[schema.ColumnType]string{schema.TypeText: "string", schema.TypeInteger: "integer",
	schema.TypeReal:    "number",
	schema.TypeBoolean: "boolean", schema.TypeDate: "date", schema.TypeTime: "datetime"}

// refers tells which table a column points to, and to which of its columns.
// The panel knows courses that table course does not hold.
func refers(t *table, column string) (table, field string) {
	if t.Name == panelTable {
		return "", ""
	}
	switch column {
	case "course_key":
		return "course", "key"
	case "provider_key", "responsible_provider_key":
		return "provider", "key"
	case "site":
		return schema.NameSites, "id"
	case "entry_level_code", "exit_level_code":
		return schema.NameLevels, "code"
	}
	for _, prefix := range []string{"provider_", "enrolment_"} {
		column = strings.TrimPrefix(column, prefix)
	}
	switch column {
	case schema.NameCommunes, schema.NameDepartments, schema.NameRegions:
		return column, "code"
	}
	return "", ""
}

func (j *job) chosen(name string) bool {
	for _, t := range j.tables {
		if t.Name == name {
			return true
		}
	}
	return false
}

// dcat describes the package in the words of catalogues (DCAT 2, JSON-LD).
func (j *job) dcat(files []File) map[string]any {
	var dist []any
	for _, f := range files {
		dist = append(dist, map[string]any{"@type": "dcat:Distribution",
			"dct:title": strings.TrimSuffix(f.Path, ".csv"), "dcat:downloadURL": map[string]string{"@id": f.Path},
			"dcat:mediaType": map[string]string{"@id": "https://www.iana.org/assignments/media-types/text/csv"},
			"dcat:byteSize":  f.Bytes,
			"spdx:checksum": map[string]any{"@type": "spdx:Checksum",
				"spdx:algorithm":     map[string]string{"@id": "spdx:checksumAlgorithm_sha256"},
				"spdx:checksumValue": f.SHA256}})
	}
	d := map[string]any{
		"@context": map[string]string{"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/",
			"spdx": "http://spdx.org/rdf/terms#", "prov": "http://www.w3.org/ns/prov#"},
		"@type": "dcat:Dataset", "dct:title": j.Meta.Title, "dct:language": "fr", "dcat:distribution": dist,
	}
	if j.Meta.Description != "" {
		d["dct:description"] = j.Meta.Description
	}
	if j.Meta.Date != "" {
		d["dct:modified"] = j.Meta.Date
	}
	if j.Meta.Licence.URL != "" {
		d["dct:license"] = map[string]string{"@id": j.Meta.Licence.URL}
	}
	var from []any
	for _, s := range j.Meta.Sources {
		if s.URL != "" {
			from = append(from, map[string]string{"@id": s.URL})
		}
	}
	if len(from) > 0 {
		d["dct:source"] = from
	}
	d["dct:identifier"] = fingerprint(files)
	return d
}
