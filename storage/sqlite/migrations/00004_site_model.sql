-- +goose Up
-- +goose StatementBegin
-- One row is one version of what was learnt of one host of a site (carif sites model). Rows are added, never rewritten
-- but for their state, what was read with them, and the words of people who were forgotten.
CREATE TABLE site_model (
  id INTEGER PRIMARY KEY,
  site TEXT NOT NULL, -- Id of the site profile
  host TEXT NOT NULL,
  version INTEGER NOT NULL, -- of this host, starting at 1
  model TEXT NOT NULL, -- as in the records' source.model: a hash of what it was built from
  state TEXT NOT NULL CHECK (state IN ('in_use', 'waiting', 'past')),
  pages INTEGER NOT NULL, -- it was built from
  givers INTEGER NOT NULL, -- of courses, that these pages are of
  built_at TEXT NOT NULL,
  run INTEGER, -- that built it; null for a person's command
  applied TEXT NOT NULL, -- how the archived pages were last read with it; empty: they were not
  sample TEXT NOT NULL, -- short hashes of the pages it was built from, one a line
  body TEXT NOT NULL, -- the model, as YAML
  UNIQUE (site, host, version)
) STRICT;
CREATE UNIQUE INDEX site_model_state ON site_model (site, host, state) WHERE state <> 'past';

PRAGMA user_version = 4;
-- +goose StatementEnd
