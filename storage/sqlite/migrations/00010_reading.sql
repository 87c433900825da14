-- +goose Up
-- +goose StatementBegin
-- Bodies that are being read and take long, and those that a process died of: one that kills is not read for ever.
CREATE TABLE reading (
  sha256 TEXT NOT NULL, -- of the decoded body
  reader TEXT NOT NULL, -- Version of the parser that reads it
  begun INTEGER NOT NULL, -- 1: it is being read, or was when its process died
  kills INTEGER NOT NULL, -- Processes that died while they read it
  PRIMARY KEY (sha256, reader)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 10;
-- +goose StatementEnd
