-- +goose Up
-- +goose StatementBegin
-- Which fields are filled is kept, so that no record need be read to count them: of each version one bit a field, and
-- of each site how many courses with the same bits a run opened, less those it ended. The sum over all runs up to one
-- is what was open then. Triggers keep it, so that no writer of versions can pass it by; migration 9 fills it.
ALTER TABLE course_version ADD COLUMN filled INTEGER NOT NULL DEFAULT 0; -- one bit a field, as carif counts them

CREATE TABLE fill_rate (
  site TEXT NOT NULL,
  run INTEGER NOT NULL,
  filled INTEGER NOT NULL, -- as in course_version
  courses INTEGER NOT NULL, -- that the run opened, less those it ended
  PRIMARY KEY (site, run, filled)
) STRICT, WITHOUT ROWID;

INSERT INTO fill_rate (site, run, filled, courses)
  SELECT site, run, 0, sum(n) FROM (
    SELECT site, run_from AS run, 1 AS n FROM course_version
    UNION ALL SELECT site, run_to, -1 FROM course_version WHERE run_to IS NOT NULL)
  GROUP BY site, run;

CREATE TRIGGER fill_rate_insert AFTER INSERT ON course_version BEGIN
  INSERT INTO fill_rate (site, run, filled, courses) VALUES (new.site, new.run_from, new.filled, 1)
    ON CONFLICT (site, run, filled) DO UPDATE SET courses = courses + 1;
  INSERT INTO fill_rate (site, run, filled, courses) SELECT new.site, new.run_to, new.filled, -1
    WHERE new.run_to IS NOT NULL
    ON CONFLICT (site, run, filled) DO UPDATE SET courses = courses - 1;
END;

CREATE TRIGGER fill_rate_delete AFTER DELETE ON course_version BEGIN
  INSERT INTO fill_rate (site, run, filled, courses) VALUES (old.site, old.run_from, old.filled, -1)
    ON CONFLICT (site, run, filled) DO UPDATE SET courses = courses - 1;
  INSERT INTO fill_rate (site, run, filled, courses) SELECT old.site, old.run_to, old.filled, 1
    WHERE old.run_to IS NOT NULL
    ON CONFLICT (site, run, filled) DO UPDATE SET courses = courses + 1;
END;

CREATE TRIGGER fill_rate_update AFTER UPDATE OF site, run_from, run_to, filled ON course_version
  WHEN old.site <> new.site OR old.run_from <> new.run_from OR old.run_to IS NOT new.run_to OR old.filled <> new.filled
BEGIN
  INSERT INTO fill_rate (site, run, filled, courses)
    SELECT site, run, filled, sum(n) FROM (
      SELECT new.site AS site, new.run_from AS run, new.filled AS filled, 1 AS n
      UNION ALL SELECT old.site, old.run_from, old.filled, -1
      UNION ALL SELECT new.site, new.run_to, new.filled, -1 WHERE new.run_to IS NOT NULL
      UNION ALL SELECT old.site, old.run_to, old.filled, 1 WHERE old.run_to IS NOT NULL)
    GROUP BY site, run, filled HAVING sum(n) <> 0
    ON CONFLICT (site, run, filled) DO UPDATE SET courses = courses + excluded.courses;
END;

PRAGMA user_version = 8;
-- +goose StatementEnd
