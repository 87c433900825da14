package schema

import "slices"

// ColumnType is what a column holds. In every file format null means "the page does not say".
type ColumnType string

// The types of a column.
const (
	TypeText    ColumnType = "text"
	TypeInteger ColumnType = "integer"
	TypeReal    ColumnType = "real"
	TypeBoolean ColumnType = "boolean" // 0 and 1 in SQLite
	TypeDate    ColumnType = "date"    // ISO 8601, YYYY-MM-DD
	TypeTime    ColumnType = "time"    // RFC 3339, UTC
)

// Column is one column of a tidy table: what the data dictionary says of it.
type Column struct {
	Name    string
	Type    ColumnType
	Meaning string // one line
	French  string // the field's French term; "" where it has none
	LHEO    string // the LHÉO 2.3 element; "" where it has none
	Unit    string // h, EUR …; "" where it has none
	// Required tells that the column is never null.
	Required bool
	// Derived tells that the value is not printed on the page: it was computed or decided by carif.
	Derived bool
	// Person tells that the column may hold personal data (names, phones, e-mails): out of default exports.
	Person bool
	// Internal columns serve the database file itself and are never exported.
	Internal bool
	// Stored columns tell what the database knows beside the record (History): no export of records has them.
	Stored bool
	// Scale columns follow from others of their row: the database computes them anew when carif knows better.
	Scale bool
	// Unstored columns are computed for exports: no table of the database has them.
	Unstored bool

	cell func(*Row) any // nil where no Row fills the column
}

// Table is one tidy table.
type Table struct {
	Name    string
	Meaning string   // one row per …
	Key     []string // the columns that name a row
	Columns []Column
	// Person tells that every row is about a person: out of default exports.
	Person bool
	// Shared tells that records share rows: the same row comes again with another record.
	Shared bool

	rows rowsOf // nil where no record fills the table
}

// Columns lists every tidy table with its columns in their order: the one list that the database, exports and the data
// dictionary share. Each call gives a new list.
func Columns() []Table {
	return slices.Concat([]Table{
		courseTable(), sessionTable(), providerTable(), providerCanonicalTable(), contactTable(),
		codeTable(),
		codedTable("course_audience", "One row per audience of a course.", "publics visés", "code-public-vise",
			func(c *Course) []Coded { return c.Audience }, func(a *Action) []Coded { return a.Audience }),
		codedTable("course_selection", "One row per way of selecting candidates for a course.", "sélection",
			"modalites-recrutement",
			func(c *Course) []Coded { return c.Selection }, func(a *Action) []Coded { return a.Selection }),
		codedTable("course_validation", "One row per certificate or other result a course leads to.", "validation",
			"resultats-attendus",
			func(c *Course) []Coded { return c.Validation }, nil),
		outlineTable(), fundingTable(), otherTable(),
	}, addedTables(), []Table{
		actionTable(),
		issueTable(), unclaimedTable(), absentTable(),
		changeTable(), fieldChangeTable(), pageTable(), runTable(),
	})
}

// TableByName finds a table of Columns.
func TableByName(name string) (Table, bool) {
	for _, t := range Columns() {
		if t.Name == name {
			return t, true
		}
	}
	return Table{}, false
}

func text(name, meaning, french, lheo string) Column {
	return Column{Name: name, Type: TypeText, Meaning: meaning, French: french, LHEO: lheo}
}

func typed(name string, t ColumnType, meaning, french, lheo string) Column {
	return Column{Name: name, Type: t, Meaning: meaning, French: french, LHEO: lheo}
}

func (c Column) must() Column     { c.Required = true; return c }
func (c Column) derived() Column  { c.Derived = true; return c }
func (c Column) person() Column   { c.Person = true; return c }
func (c Column) internal() Column { c.Internal = true; return c }
func (c Column) stored() Column   { c.Stored = true; return c }

// lived is fromHistory, for what exports have, too.
func (c Column) lived(cell func(*History) any) Column {
	c = c.fromHistory(cell)
	c.Stored = false
	return c
}

func (c Column) scale() Column    { c.Scale = true; return c }
func (c Column) unstored() Column { c.Unstored = true; return c }

func (c Column) in(unit string) Column { c.Unit = unit; return c }

// coded is a value of a vocabulary: its code, the code's label, the page's own words, and how well they fit.
func coded(name, meaning, french, lheo string, get func(*Row) *Coded) []Column {
	cell := func(part func(*Coded) any) func(*Row) any {
		return func(x *Row) any {
			if v := get(x); v != nil {
				return part(v)
			}
			return nil
		}
	}
	return []Column{
		text(name+"_code", meaning+": code; null if no code fits", french, lheo).derived().
			from(cell(func(v *Coded) any { return opt(v.Code) })),
		text(name+"_label", meaning+": label of the code", french, "").derived().
			from(cell(func(v *Coded) any { return opt(v.Label) })),
		text(name+"_raw", meaning+": as printed", french, "").
			from(cell(func(v *Coded) any { return v.Raw })),
		text(name+"_fit", meaning+": exact, or near for an approximation the vocabulary allows", french, "").derived().
			from(cell(func(v *Coded) any { return word(v.Fit) })),
	}
}

// from says where the column's cells come from.
func (c Column) from(cell func(*Row) any) Column { c.cell = cell; return c }

// fromHistory is from, for what the database knows beside the record.
func (c Column) fromHistory(cell func(*History) any) Column {
	c.Stored = true
	return c.from(func(x *Row) any {
		if x.History == nil {
			return nil
		}
		return cell(x.History)
	})
}

func cols(groups ...[]Column) []Column {
	var all []Column
	for _, g := range groups {
		all = append(all, g...)
	}
	return all
}

func row(cs ...Column) []Column { return cs }

// child are the two columns that name a row of a table below course.
func child() []Column {
	return []Column{
		text("course_key", "The course", "", "").must().
			from(func(x *Row) any { return x.course.Key }),
		typed("position", TypeInteger, "Position in the order of the page, starting at 0", "", "").must().
			from(func(x *Row) any { return int64(x.Position) }),
	}
}
