-- +goose Up
-- +goose StatementBegin
-- What people were told of the sites that need them. No words of a page stand here, but in messages that wait.
CREATE TABLE finding (
  id TEXT PRIMARY KEY NOT NULL, -- Its name: SITE/night, SITE/stale, SITE/CLASS …
  site TEXT NOT NULL, -- Id of the site profile
  class TEXT NOT NULL, -- Class of failure, '' for none
  state TEXT NOT NULL, -- Digest of what was found, without its figures: another one is news
  since TEXT NOT NULL -- Since when it lasts
) STRICT, WITHOUT ROWID;

CREATE TABLE finding_told (
  finding TEXT NOT NULL, -- Its name; the finding itself may be over
  target TEXT NOT NULL, -- Name of the target that was told
  state TEXT NOT NULL, -- The state that was told
  day TEXT NOT NULL, -- Day of the last message that holds it (France)
  PRIMARY KEY (finding, target)
) STRICT, WITHOUT ROWID;

CREATE TABLE finding_ack (
  finding TEXT PRIMARY KEY NOT NULL, -- Its name
  state TEXT NOT NULL, -- The state that was acknowledged: another one ends it
  at TEXT NOT NULL, -- When
  note TEXT NOT NULL, -- What was noted with it; never sent
  until TEXT -- When it ends by itself; null for never
) STRICT, WITHOUT ROWID;

CREATE TABLE message (
  id TEXT PRIMARY KEY NOT NULL, -- Its own number, by which a receiver knows a second copy
  target TEXT NOT NULL, -- Name of the target
  at TEXT NOT NULL, -- When it was made
  body TEXT NOT NULL, -- The digest, one JSON object; the row goes when it was sent
  tries INTEGER NOT NULL, -- How often it was tried
  error TEXT NOT NULL, -- Why it could not be sent, '' before it was tried
  held TEXT -- Somebody is sending it until then; null for nobody
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 18;
-- +goose StatementEnd
