-- +goose Up
-- +goose StatementBegin
-- Keys that courses had before a better reading of their page gave them another. All else of a course, its history
-- too, stands under its key of today.
CREATE TABLE course_alias (
  alias TEXT PRIMARY KEY NOT NULL, -- Key the course had
  key TEXT NOT NULL, -- Its key now
  site TEXT NOT NULL, -- Id of the site profile
  run INTEGER NOT NULL, -- Run that read it under another key
  at TEXT NOT NULL -- When that was
) STRICT, WITHOUT ROWID;
CREATE INDEX course_alias_key ON course_alias (key);

PRAGMA user_version = 5;
-- +goose StatementEnd
