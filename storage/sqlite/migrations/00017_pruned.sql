-- +goose Up
-- +goose StatementBegin
-- Captures whose bytes left the archive on purpose stay: their ref is no place in it any more.
ALTER TABLE capture ADD COLUMN pruned /* When its bytes left the archive; null while they are there */ TEXT;

PRAGMA user_version = 17;
-- +goose StatementEnd
