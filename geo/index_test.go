package geo

import (
	"slices"
	"strings"
	"testing"
)

func TestDepartment(t *testing.T) {
	x := index(t)
	tests := []struct{ in, want string }{
		{"33", "33"}, {"(33)", "33"}, {"2a", "2A"}, {"2B", "2B"}, {"1", "01"}, {"974", "974"},
		{"Gironde", "33"}, {"GIRONDE (33)", "33"}, {"33 - Gironde", "33"}, {"Département de la Gironde", "33"},
		{"Réunion", "974"}, {"La Réunion", "974"}, {"Val d'Oise", "95"}, {"Val-d’Oise", "95"},
		{"COTE D'OR", "21"}, {"Côtes-du-Nord", "22"}, {"69D", "69"}, {"33000", "33"},
		{"20", ""}, {"Corse", ""}, {"75, 92", ""}, {"99", ""}, {"", ""}, {"Bordeaux", ""},
	}
	for _, tt := range tests {
		got, ok := x.Department(tt.in)
		if got.Code != tt.want || ok != (tt.want != "") {
			t.Errorf("Department(%q) = %q %v, want %q", tt.in, got.Code, ok, tt.want)
		}
	}
}

func TestTables(t *testing.T) {
	x := index(t)
	if !strings.HasPrefix(x.Vintage(), "COG 20") {
		t.Errorf("Vintage = %q", x.Vintage())
	}
	if got := len(x.Departments()); got != 109 {
		t.Errorf("%d departments, want 101 and 8 territories", got)
	}
	if got := len(x.Regions()); got != 26 {
		t.Errorf("%d regions, want 18 and 8 territories", got)
	}
	var communes, arms, located int
	x.Communes(func(c Commune) bool {
		switch {
		case c.Parent != "":
			arms++
		default:
			communes++
		}
		if c.Located {
			located++
			if c.Lat == 0 || c.Lat < -60 || c.Lat > 52 || c.Lon < -180 || c.Lon > 180 {
				t.Errorf("%s %s lies at %v %v", c.Code, c.Name, c.Lat, c.Lon)
			}
		}
		return true
	})
	if communes < 34000 || arms != 45 || located < 8000 {
		t.Errorf("%d communes, %d arrondissements, %d points", communes, arms, located)
	}
	r, ok := x.Region("75")
	if !ok || r.Name != "Nouvelle-Aquitaine" || !slices.Contains(r.Departments, "33") || !slices.Equal(r.Carif, []string{"02", "23"}) {
		t.Errorf("Region(75) = %+v %v", r, ok)
	}
	if _, ok := x.Region("72"); ok {
		t.Error("Region(72) found a region of before 2016")
	}
	c, ok := x.Commune("75112")
	if !ok || c.Parent != "75056" || !slices.Equal(c.Postal, []string{"75012"}) {
		t.Errorf("Commune(75112) = %+v %v", c, ok)
	}
	c.Postal[0] = "spoilt"
	if again, _ := x.Commune("75112"); again.Postal[0] != "75012" {
		t.Error("a caller could change the tables")
	}
	if d, _ := x.Department("24"); d.OldRegion != "72" || d.OldRegionName != "Aquitaine" || d.Capital != "24322" || d.Population < 300000 || d.Communes < 400 {
		t.Errorf("Department(24) = %+v", d)
	}
}
