-- +goose Up
-- +goose StatementBegin
-- The dataset as it was. One row is a run that became the published one of its site; what readers saw at a time is the
-- last one of each site up to then, by at, then by run. at is in Unix seconds, and there is no other index: a night is to
-- cost next to nothing.
CREATE TABLE publication (
  run INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (run, at)
) STRICT, WITHOUT ROWID;
INSERT INTO publication (run, at)
  SELECT id, unixepoch(coalesce(ended, started)) FROM run
  WHERE state IN ('done', 'partial') OR id IN (SELECT published_run FROM site);

-- An index of SQLite ends with the row's own number: named in it, it stood there twice.
DROP INDEX run_site;
CREATE INDEX run_site ON run (site);

-- When a page was not seen: one row is a gap between two runs that saw it, with published runs between them that did not.
-- The page itself tells the last run that saw it, so that a night in which all pages are seen adds no row here.
CREATE TABLE unseen (
  page INTEGER NOT NULL REFERENCES page(id) ON DELETE CASCADE,
  last_run INTEGER NOT NULL, -- that saw it before
  next_run INTEGER NOT NULL, -- that saw it again
  PRIMARY KEY (page, last_run)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER unseen_page AFTER UPDATE OF seen_run ON page
  WHEN new.seen_run > old.seen_run AND EXISTS (SELECT 1 FROM run r
    WHERE r.site = new.site AND r.id > old.seen_run AND r.id < new.seen_run AND r.kind <> 'reparse'
    AND EXISTS (SELECT 1 FROM publication b WHERE b.run = r.id))
BEGIN
  INSERT INTO unseen (page, last_run, next_run) VALUES (new.id, old.seen_run, new.seen_run)
    ON CONFLICT (page, last_run) DO UPDATE SET next_run = excluded.next_run;
END;
-- Of runs up to this one, gaps were not kept.
INSERT INTO meta (name, value) SELECT 'gaps_after', coalesce(max(id), 0) FROM run;

-- Courses as they are shown, with the end of the last run that saw each: it stands with the pages, so that a night in
-- which nothing changes rewrites no course.
CREATE VIEW v_seen AS
  SELECT c.key, c.site, c.status, c.first_seen, c.changed_at, c.closed_at,
    (SELECT coalesce(r.ended, r.started) FROM run r WHERE r.id = (
      SELECT max(max(CASE WHEN g.current = 1 THEN coalesce(p.seen_run, 0) ELSE 0 END, g.last_run))
      FROM sighting g JOIN page p ON p.id = g.page WHERE g.key = c.key)) AS last_seen
  FROM course c;

PRAGMA user_version = 14;
-- +goose StatementEnd
