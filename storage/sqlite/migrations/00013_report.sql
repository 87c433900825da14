-- +goose Up
-- +goose StatementBegin
-- What was made of a run, and what it told: its report stays, and can be read next year.
ALTER TABLE run ADD COLUMN verdict /* published, warned, held or no_night; null where nothing was judged */ TEXT;

CREATE TABLE run_report (
  run INTEGER PRIMARY KEY NOT NULL REFERENCES run(id) ON DELETE CASCADE, -- Its run
  at TEXT NOT NULL, -- When it was written
  report TEXT NOT NULL -- What `carif harvest --format json` printed of it, one JSON object
) STRICT;

PRAGMA user_version = 13;
-- +goose StatementEnd
