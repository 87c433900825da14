// Command draw writes the README's picture from a database in which the demo catalogue was harvested: `make picture`.
package main

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"os"

	_ "github.com/mattn/go-sqlite3" // the driver that opens carif.db

	"carif/fixtures"
	"carif/internal/picture"
)

func main() {
	db := flag.String("db", "carif.db", "database in which the demo catalogue was harvested")
	out := flag.String("out", "docs/img/page-to-rows.svg", "file to write")
	flag.Parse()
	if err := write(*db, *out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(path, out string) error {
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	if err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	defer db.Close()
	svg, err := picture.Demo(context.Background(), fixtures.Demo(), db)
	if err != nil {
		return err
	}
	return os.WriteFile(out, svg, 0o644)
}
