// Package harvest is one run of one site: crawl → keep bytes → parse → normalise → store → gate → report.
// Reparse (from the archive) and import (from saved files) are the same path with another source of pages.
// It is not for fetching, reading or storing: it only puts the rooms below it in order, and it decides what
// a run was worth.
package harvest
