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

-- The requests of a host's day stand in its row, which every request writes anyway.
ALTER TABLE host_slot ADD COLUMN day TEXT;
ALTER TABLE host_slot ADD COLUMN requests INTEGER NOT NULL DEFAULT 0;
UPDATE host_slot SET day = d.day, requests = d.requests
  FROM (SELECT host, max(day) AS day, requests FROM host_day GROUP BY host) AS d WHERE d.host = host_slot.host;
DROP TABLE host_day;

PRAGMA user_version = 10;
-- +goose StatementEnd
