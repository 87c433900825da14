package report

import (
	"embed"
	"encoding/xml"
	"fmt"
	"slices"
	"sync"

	"carif/compare"
	"carif/geo"
)

//go:embed data/*.svg
var drawn embed.FS

// shape is one path, frame or name of a map; Code is the place it shows.
type shape struct {
	Code  string
	Path  string
	X, Y  string
	W, H  string
	Label string
}

// atlas are the two maps.
type atlas struct{ regions, departments []shape }

var maps = sync.OnceValues(func() (a atlas, err error) {
	if a.regions, err = readMap("data/regions.svg"); err == nil {
		a.departments, err = readMap("data/departments.svg")
	}
	return a, err
})

// readMap reads the shapes of an embedded drawing.
func readMap(name string) (list []shape, err error) {
	f, err := drawn.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	d := xml.NewDecoder(f)
	for {
		token, err := d.Token()
		if token == nil {
			if len(list) < 20 {
				return nil, fmt.Errorf("map %s: %d shapes, %w", name, len(list), err)
			}
			return list, nil
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		var s shape
		for _, a := range start.Attr {
			switch a.Name.Local {
			case "data-code":
				s.Code = a.Value
			case "d":
				s.Path = a.Value
			case "x":
				s.X = a.Value
			case "y":
				s.Y = a.Value
			case "width":
				s.W = a.Value
			case "height":
				s.H = a.Value
			}
		}
		if start.Name.Local == "text" {
			if err := d.DecodeElement(&s.Label, &start); err != nil {
				return nil, fmt.Errorf("map %s: %w", name, err)
			}
		}
		if s.Path != "" && s.Code != "" || s.W != "" || s.Label != "" {
			list = append(list, s)
		}
	}
}

// tinted is a shape of a map with the class of its figure.
type tinted struct {
	shape
	ID    int // of the path among those of the page
	Class string
	Title string
}

// shades is how many classes of comparable figures a map has.
const shades = 5

// mapOf tints the map of a measure: figures that may be compared in five classes of as many places each, dark where
// they are high, the others hatched.
func mapOf(r *compare.Result, shapes []shape, figures []*compare.Figure) []tinted {
	if len(shapes) == 0 {
		return nil
	}
	index, err := geo.Default()
	if err != nil {
		return nil
	}
	by := map[string]*compare.Figure{}
	var ranked []float64
	for _, f := range figures {
		by[f.Unit] = f
		if f.Rank > 0 {
			ranked = append(ranked, *f.Value)
		}
	}
	slices.Sort(ranked)
	list := make([]tinted, len(shapes))
	for i, s := range shapes {
		t := tinted{shape: s, ID: i, Class: "none"}
		code := s.Code
		if d, ok := index.Department(code); ok && r.By == "old-region" {
			code = d.OldRegion
		}
		if f := by[code]; f != nil {
			t.Title = f.Name + ": " + Value(r, f) + ", " + string(f.Verdict)
			t.Class = "not"
			if f.Rank > 0 {
				below, _ := slices.BinarySearch(ranked, *f.Value)
				t.Class = fmt.Sprintf("q%d", min(below*shades/len(ranked), shades-1))
			}
		}
		list[i] = t
	}
	return list
}

// shapesOf chooses the map of a unit; none where its units are no places.
func shapesOf(by string) ([]shape, error) {
	a, err := maps()
	switch {
	case err != nil:
		return nil, err
	case by == "region":
		return a.regions, nil
	case by == "department" || by == "old-region":
		return a.departments, nil
	}
	return nil, nil
}
