-- +goose Up
-- +goose StatementBegin
-- What changed, field by field, and why. carif runs this as one migration with the code that fills the table from the
-- versions of an older program (fieldchange.go).
-- One row per field of a course that changed from one version to the next, and one per course that came, closed or came back.
CREATE TABLE field_change (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- Number of the row, in order; no number is used twice
  run INTEGER NOT NULL, -- Run that found it
  course_key TEXT NOT NULL, -- The course
  version INTEGER NOT NULL, -- Version of the course that it began, or, for closed, ended
  field TEXT NOT NULL, -- What changed: a column, or an item of a list such as sessions[2027-01-10 Tours].seats; course for the course itself
  name TEXT NOT NULL, -- The field without its items, to group by: sessions.seats
  old TEXT, -- What it said before, cut to a few words; null if it said nothing, and for people
  new TEXT, -- What it says now, likewise
  kind TEXT NOT NULL, -- added, changed or removed; of the course itself: added, closed or reopened
  cause TEXT NOT NULL, -- source, parser, profile, model, vocabulary, schema, or unknown where the old bytes are not to be had
  at TEXT NOT NULL -- When it was found
) STRICT;
CREATE INDEX field_change_course ON field_change (course_key, version);
CREATE INDEX field_change_run ON field_change (run);

-- How far somebody has looked at the changes of a site, by a name of theirs: the number of the last row shown.
CREATE TABLE change_mark (
  name TEXT NOT NULL,
  site TEXT NOT NULL,
  seen INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (name, site)
) STRICT, WITHOUT ROWID;

-- The profile a version was read with, so that another one is told from another reader; '' where it was not noted.
ALTER TABLE course_version ADD COLUMN profile TEXT NOT NULL DEFAULT '';

-- The causes are more than they were: the table is written anew for the sake of what it says of itself.
CREATE TABLE change_anew (
  id INTEGER PRIMARY KEY, -- Number of the change, in order
  run INTEGER NOT NULL, -- Run that found it
  course_key TEXT NOT NULL, -- The course
  version INTEGER NOT NULL, -- Version that was opened or closed
  kind TEXT NOT NULL, -- added, changed, closed or reopened
  cause TEXT NOT NULL, -- The first cause of its fields: source, parser, profile, model, vocabulary, schema or unknown
  fields TEXT NOT NULL, -- Fields that differ, separated by commas
  at TEXT NOT NULL -- When it was found
) STRICT;
INSERT INTO change_anew SELECT id, run, course_key, version, kind, cause, fields, at FROM change;
DROP TABLE change;
ALTER TABLE change_anew RENAME TO change;
CREATE INDEX change_course ON change (course_key);
CREATE INDEX change_run ON change (run);

PRAGMA user_version = 12;
-- +goose StatementEnd
