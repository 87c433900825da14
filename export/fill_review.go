package export

import "carif/schema"

// labelledColumns are the columns of tables whose rows are two texts and, for some, a place on the page.
func labelledColumns(first, second string) map[string]func(*item) any {
	return child(map[string]func(*item) any{
		first:   func(x *item) any { return x.text[0] },
		second:  func(x *item) any { return x.text[1] },
		"place": func(x *item) any { return x.where },
	})
}

func otherRows(r *schema.Record, emit func(*item) error) error {
	for i, o := range r.Course.Other {
		if err := emit(&item{pos: i, text: [2]string{o.Label, o.Text}}); err != nil {
			return err
		}
	}
	return nil
}

func unclaimedRows(r *schema.Record, emit func(*item) error) error {
	for i, u := range r.Unclaimed {
		if err := emit(&item{pos: i, text: [2]string{u.Label, u.Text}, where: u.Where}); err != nil {
			return err
		}
	}
	return nil
}

func absentRows(r *schema.Record, emit func(*item) error) error {
	for i, a := range r.Absent {
		if err := emit(&item{pos: i, text: [2]string{string(a.Field), a.Raw}}); err != nil {
			return err
		}
	}
	return nil
}

func issueRows(r *schema.Record, emit func(*item) error) error {
	for i := range r.Issues {
		if err := emit(&item{pos: i, issue: &r.Issues[i]}); err != nil {
			return err
		}
	}
	return nil
}

var issueColumns = child(map[string]func(*item) any{
	"code":  func(x *item) any { return x.issue.Code },
	"field": func(x *item) any { return string(x.issue.Field) },
	"raw":   func(x *item) any { return x.issue.Raw },
	"place": func(x *item) any { return x.issue.Where },
})

// outlineRows gives the items of the programme's headings, and a row without item for a heading that has none.
func outlineRows(r *schema.Record, emit func(*item) error) error {
	pos := 0
	for n, o := range r.Course.Outline {
		items := o.Items
		bare := len(items) == 0
		if bare {
			items = []string{""}
		}
		for _, it := range items {
			x := &item{pos: pos, heading: n, text: [2]string{o.Title, it}, kind: "item"}
			if bare {
				x.kind = "heading"
			}
			if err := emit(x); err != nil {
				return err
			}
			pos++
		}
	}
	return nil
}

var outlineColumns = child(map[string]func(*item) any{
	"heading_no": func(x *item) any { return int64(x.heading) },
	"heading":    func(x *item) any { return x.text[0] },
	"item": func(x *item) any {
		if x.kind == "heading" {
			return nil
		}
		return x.text[1]
	},
})
