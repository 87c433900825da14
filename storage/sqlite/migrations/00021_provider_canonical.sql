-- +goose Up
-- +goose StatementBegin
-- Which organisation each row of provider is. Rows are never merged: this stands beside them, and is made anew after
-- every run from all rows at once.
CREATE TABLE provider_canonical (
  provider_id TEXT PRIMARY KEY NOT NULL REFERENCES provider(key) ON DELETE CASCADE, -- The row: key in table provider
  canonical_id TEXT NOT NULL, -- The organisation: siret: and its number, or name: and a hash of name and commune; the same in every database
  name TEXT, -- The name that most rows of the organisation print [organisme de formation]
  siret TEXT, -- Its SIRET, where a row prints one [SIRET]
  evidence TEXT NOT NULL, -- Why the row belongs to it: siret, name+commune, name+site, alone, or yours
  confidence REAL NOT NULL -- How sure that is, 0 to 1, declared a rule
) STRICT, WITHOUT ROWID;
CREATE INDEX provider_canonical_id ON provider_canonical (canonical_id);

PRAGMA user_version = 21;
-- +goose StatementEnd
