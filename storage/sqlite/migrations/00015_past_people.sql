-- +goose Up
-- +goose StatementBegin
-- One row is a trace of somebody who was a contact of a course and is none now: a keyed hash of a full name in one order
-- of its words, of a number or of a mailbox. Exports know by it whom they leave out of texts; nobody can be read from it.
CREATE TABLE past_person (
  hmac BLOB PRIMARY KEY NOT NULL,
  mark INTEGER NOT NULL, -- of a name's letters, a quick look before the hash; else 0
  since TEXT NOT NULL
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 15;
-- +goose StatementEnd
