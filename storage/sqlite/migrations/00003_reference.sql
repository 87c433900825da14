-- +goose Up
-- +goose StatementBegin
-- Official lists that a user loaded from the publishers' files (carif vocab load).
CREATE TABLE reference (
  list TEXT NOT NULL, -- rncp, rs, rome, formacode or siret
  code TEXT NOT NULL, -- As in course_code.code or provider.siret
  label TEXT NOT NULL, -- The publisher's words
  extra TEXT CHECK (extra IS NULL OR json_valid(extra)), -- Further columns of the publisher, as JSON
  PRIMARY KEY (list, code)
) STRICT, WITHOUT ROWID;

-- Codes of open courses, with the words printed beside them and the publisher's, and where the publisher tells more.
CREATE VIEW v_code AS
  SELECT k.course_key, c.site, c.title, k.list, k.code, coalesce(k.label, r.label) AS label, r.label AS reference_label,
    r.extra AS reference_extra,
    CASE k.list
      WHEN 'rncp' THEN 'https://www.francecompetences.fr/recherche/rncp/' || k.code || '/'
      WHEN 'rs' THEN 'https://www.francecompetences.fr/recherche/rs/' || k.code || '/'
      WHEN 'rome' THEN 'https://candidat.francetravail.fr/metierscope/fiche-metier/' || k.code
    END AS link,
    k.version, k.from_link
  FROM course_code k
  JOIN course c ON c.key = k.course_key AND c.status = 'open'
  LEFT JOIN reference r ON r.list = k.list AND r.code = k.code;

PRAGMA user_version = 3;
-- +goose StatementEnd
