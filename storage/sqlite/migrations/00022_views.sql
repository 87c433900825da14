-- +goose Up
-- +goose StatementBegin
-- Flat views: names beside codes, regions of before 2016, and whether one can enrol on a day. From "Whether one can
-- enrol" on it is schema/views.sql, word for word (a test holds them together).
DROP VIEW v_course;
DROP VIEW v_session;

ALTER TABLE site ADD COLUMN name /* Name of the site */ TEXT;
ALTER TABLE site ADD COLUMN region /* INSEE code of the region it is the catalogue of */ TEXT;

-- Communes that sessions and providers name: those that were met, not all of France.
CREATE TABLE commune (
  code TEXT PRIMARY KEY NOT NULL, -- INSEE code
  name TEXT NOT NULL, -- Name of the commune
  department TEXT NOT NULL -- INSEE code of its department
) STRICT, WITHOUT ROWID;

-- The region each department belonged to before 2016 (INSEE).
CREATE TABLE old_region (
  department TEXT PRIMARY KEY NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO old_region (department, code, name) VALUES
  ('01', '82', 'Rhône-Alpes'),
  ('02', '22', 'Picardie'),
  ('03', '83', 'Auvergne'),
  ('04', '93', 'Provence-Alpes-Côte d''Azur'),
  ('05', '93', 'Provence-Alpes-Côte d''Azur'),
  ('06', '93', 'Provence-Alpes-Côte d''Azur'),
  ('07', '82', 'Rhône-Alpes'),
  ('08', '21', 'Champagne-Ardenne'),
  ('09', '73', 'Midi-Pyrénées'),
  ('10', '21', 'Champagne-Ardenne'),
  ('11', '91', 'Languedoc-Roussillon'),
  ('12', '73', 'Midi-Pyrénées'),
  ('13', '93', 'Provence-Alpes-Côte d''Azur'),
  ('14', '25', 'Basse-Normandie'),
  ('15', '83', 'Auvergne'),
  ('16', '54', 'Poitou-Charentes'),
  ('17', '54', 'Poitou-Charentes'),
  ('18', '24', 'Centre'),
  ('19', '74', 'Limousin'),
  ('21', '26', 'Bourgogne'),
  ('22', '53', 'Bretagne'),
  ('23', '74', 'Limousin'),
  ('24', '72', 'Aquitaine'),
  ('25', '43', 'Franche-Comté'),
  ('26', '82', 'Rhône-Alpes'),
  ('27', '23', 'Haute-Normandie'),
  ('28', '24', 'Centre'),
  ('29', '53', 'Bretagne'),
  ('2A', '94', 'Corse'),
  ('2B', '94', 'Corse'),
  ('30', '91', 'Languedoc-Roussillon'),
  ('31', '73', 'Midi-Pyrénées'),
  ('32', '73', 'Midi-Pyrénées'),
  ('33', '72', 'Aquitaine'),
  ('34', '91', 'Languedoc-Roussillon'),
  ('35', '53', 'Bretagne'),
  ('36', '24', 'Centre'),
  ('37', '24', 'Centre'),
  ('38', '82', 'Rhône-Alpes'),
  ('39', '43', 'Franche-Comté'),
  ('40', '72', 'Aquitaine'),
  ('41', '24', 'Centre'),
  ('42', '82', 'Rhône-Alpes'),
  ('43', '83', 'Auvergne'),
  ('44', '52', 'Pays de la Loire'),
  ('45', '24', 'Centre'),
  ('46', '73', 'Midi-Pyrénées'),
  ('47', '72', 'Aquitaine'),
  ('48', '91', 'Languedoc-Roussillon'),
  ('49', '52', 'Pays de la Loire'),
  ('50', '25', 'Basse-Normandie'),
  ('51', '21', 'Champagne-Ardenne'),
  ('52', '21', 'Champagne-Ardenne'),
  ('53', '52', 'Pays de la Loire'),
  ('54', '41', 'Lorraine'),
  ('55', '41', 'Lorraine'),
  ('56', '53', 'Bretagne'),
  ('57', '41', 'Lorraine'),
  ('58', '26', 'Bourgogne'),
  ('59', '31', 'Nord-Pas-de-Calais'),
  ('60', '22', 'Picardie'),
  ('61', '25', 'Basse-Normandie'),
  ('62', '31', 'Nord-Pas-de-Calais'),
  ('63', '83', 'Auvergne'),
  ('64', '72', 'Aquitaine'),
  ('65', '73', 'Midi-Pyrénées'),
  ('66', '91', 'Languedoc-Roussillon'),
  ('67', '42', 'Alsace'),
  ('68', '42', 'Alsace'),
  ('69', '82', 'Rhône-Alpes'),
  ('70', '43', 'Franche-Comté'),
  ('71', '26', 'Bourgogne'),
  ('72', '52', 'Pays de la Loire'),
  ('73', '82', 'Rhône-Alpes'),
  ('74', '82', 'Rhône-Alpes'),
  ('75', '11', 'Île-de-France'),
  ('76', '23', 'Haute-Normandie'),
  ('77', '11', 'Île-de-France'),
  ('78', '11', 'Île-de-France'),
  ('79', '54', 'Poitou-Charentes'),
  ('80', '22', 'Picardie'),
  ('81', '73', 'Midi-Pyrénées'),
  ('82', '73', 'Midi-Pyrénées'),
  ('83', '93', 'Provence-Alpes-Côte d''Azur'),
  ('84', '93', 'Provence-Alpes-Côte d''Azur'),
  ('85', '52', 'Pays de la Loire'),
  ('86', '54', 'Poitou-Charentes'),
  ('87', '74', 'Limousin'),
  ('88', '41', 'Lorraine'),
  ('89', '26', 'Bourgogne'),
  ('90', '43', 'Franche-Comté'),
  ('91', '11', 'Île-de-France'),
  ('92', '11', 'Île-de-France'),
  ('93', '11', 'Île-de-France'),
  ('94', '11', 'Île-de-France'),
  ('95', '11', 'Île-de-France'),
  ('971', '01', 'Guadeloupe'),
  ('972', '02', 'Martinique'),
  ('973', '03', 'Guyane'),
  ('974', '04', 'La Réunion'),
  ('976', '06', 'Mayotte');

-- The day that open_on is for: that of France, which a database knows by the rule of summer time, from the last Sunday of
-- March to the last one of October, at 1 o'clock UTC.
CREATE VIEW as_of AS SELECT date('now', CASE
    WHEN julianday('now') >= julianday('now', 'start of year', '+3 months', '-7 days', 'weekday 0', '+1 hour')
      AND julianday('now') < julianday('now', 'start of year', '+10 months', '-7 days', 'weekday 0', '+1 hour')
    THEN '+2 hours' ELSE '+1 hour' END) AS date, 0 AS with_closed;

-- Whether one can enrol in a session on the day of as_of: its dates decide together with the state that its page printed.
-- Null where neither tells. What is printed stays in session.state; what the dates say stands in state_dates.
CREATE VIEW v_open AS
  SELECT s.course_key, s.position, a.date AS open_on_date,
    CASE
      WHEN s.date_precision NOT IN ('day', 'month') THEN NULL
      WHEN s.start_on > a.date THEN 'upcoming'
      WHEN s.end_on < a.date THEN 'ended'
      WHEN s.start_on <= a.date AND s.end_on >= a.date THEN 'running'
    END AS state_dates,
    CASE
      WHEN a.date IS NULL THEN NULL -- an export of which nobody knows the day
      WHEN s.date_precision IN ('day', 'month') AND s.end_on < a.date THEN 0 -- it is over, whatever its page says
      WHEN s.state <> 'open' THEN 0 -- not yet, full, a waiting list, closed or ended
      WHEN s.state IS NULL THEN NULL -- the page does not say whether one can enrol
      WHEN s.end_on IS NULL AND coalesce(s.entry_exit_code, '') <> '1' AND (s.start_on IS NULL
        OR s.date_precision IN ('day', 'month') AND s.start_on <= a.date) THEN NULL -- no day told, or begun and no end told
      ELSE 1
    END AS open_on
  FROM session s
  CROSS JOIN as_of a;

-- Courses, one row each: names beside codes, the responsible provider beside the course, its sessions counted.
CREATE VIEW v_course AS
  SELECT c.key, c.site, st.name AS site_name, c.url, c.title, c.status,
    c.provider_key, p.name AS provider, p.siret AS provider_siret, p.city AS provider_city,
    p.commune AS provider_commune, co.name AS provider_commune_name,
    p.department AS provider_department, d.name AS provider_department_name,
    p.region AS provider_region, r.name AS provider_region_name,
    old.code AS provider_old_region, old.name AS provider_old_region_name,
    ca.canonical_id AS provider_canonical, ca.name AS provider_canonical_name,
    c.domain, c.domain_label, c.domain_source, c.domain_fit, c.level_scale, c.entry_level_scale,
    c.general_objective_code, coalesce(c.general_objective_label, c.general_objective_raw) AS general_objective,
    c.entry_level_code, coalesce(c.entry_level_label, c.entry_level_raw) AS entry_level,
    c.exit_level_code, coalesce(c.exit_level_label, c.exit_level_raw) AS exit_level,
    c.teaching_mode_code, coalesce(c.teaching_mode_label, c.teaching_mode_raw) AS teaching_mode,
    c.entry_exit_code, coalesce(c.entry_exit_label, c.entry_exit_raw) AS entry_exit,
    c.pathway_code, coalesce(c.pathway_label, c.pathway_raw) AS pathway,
    c.certifying, c.cpf_eligible, c.personalisable, c.professionalisation_contract, c.apprenticeship_contract,
    c.total_hours, c.centre_hours, c.company_hours, c.weekly_hours,
    c.price_eur, c.price_tax, c.price_kind, c.remaining_cost_eur,
    (SELECT group_concat(w, '; ') FROM (SELECT coalesce(a.label, a.raw) AS w FROM course_audience a
      WHERE a.course_key = c.key GROUP BY w ORDER BY min(a.position))) AS audience,
    (SELECT group_concat(w, '; ') FROM (SELECT coalesce(v.label, v.raw) AS w FROM course_validation v
      WHERE v.course_key = c.key GROUP BY w ORDER BY min(v.position))) AS validation,
    (SELECT group_concat(f.code, ' ') FROM (SELECT code FROM course_code
      WHERE course_key = c.key AND list = 'formacode' ORDER BY position) f) AS formacode,
    (SELECT group_concat(f.code, ' ') FROM (SELECT code FROM course_code
      WHERE course_key = c.key AND list = 'rome' ORDER BY position) f) AS rome,
    (SELECT group_concat(f.code, ' ') FROM (SELECT code FROM course_code
      WHERE course_key = c.key AND list = 'rncp' ORDER BY position) f) AS rncp,
    (SELECT count(*) FROM session s WHERE s.course_key = c.key) AS sessions,
    (SELECT count(*) FROM v_open o WHERE o.course_key = c.key AND o.open_on = 1) AS sessions_open,
    (SELECT count(*) FROM v_open o WHERE o.course_key = c.key AND o.state_dates = 'upcoming') AS sessions_to_come,
    day.date AS open_on_date,
    (SELECT min(s.start_on) FROM session s WHERE s.course_key = c.key) AS first_start,
    (SELECT max(s.end_on) FROM session s WHERE s.course_key = c.key) AS last_end,
    c.objective, c.programme, c.prerequisites, c.admission, c.highlights, c.follow_up, c.pace,
    c.duration_text, c.price_text, c.disability_access, c.assessment, c.methods, c.access_delay_days,
    c.access_delay_text, c.equivalences, c.certifier, c.registered_from, c.registered_until, c.group_min, c.group_max,
    c.enrolment_until, c.positioning, c.alternance_type, c.derived, c.native_id, c.rco_id, c.updated_on, c.first_seen,
    c.changed_at, c.version
  FROM course c
  JOIN as_of day ON day.with_closed OR c.status IS NOT 'closed'
  LEFT JOIN site st ON st.id = c.site
  LEFT JOIN provider p ON p.key = c.provider_key
  LEFT JOIN provider_canonical ca ON ca.provider_id = c.provider_key
  LEFT JOIN commune co ON co.code = p.commune
  LEFT JOIN department d ON d.code = p.department
  LEFT JOIN region r ON r.code = p.region
  LEFT JOIN old_region old ON old.department = p.department;

-- Sessions, one row each: names beside codes, the course and its providers beside the session.
CREATE VIEW v_session AS
  SELECT s.course_key, s.position, c.site, st.name AS site_name, c.title, c.url, s.native_id, s.rco_id, s.published_on,
    s.start_on, s.end_on, s.date_precision, s.state, o.state_dates, o.open_on, o.open_on_date,
    s.entry_exit_code, coalesce(s.entry_exit_label, s.entry_exit_raw) AS entry_exit,
    s.city, s.postal_code, s.commune, co.name AS commune_name, s.department, d.name AS department_name,
    s.region, r.name AS region_name, old.code AS old_region, old.name AS old_region_name, s.place_confidence,
    s.provider_key, p.name AS provider, p.siret AS provider_siret,
    c.provider_key AS responsible_provider_key, rp.name AS responsible_provider,
    ca.canonical_id AS provider_canonical, ca.name AS provider_canonical_name,
    c.domain, c.domain_label, c.level_scale,
    s.cpf_eligible, s.seats, s.hours, s.price_eur, s.text, s.action, s.address, s.latitude, s.longitude
  FROM session s
  JOIN course c ON c.key = s.course_key
  JOIN as_of day ON day.with_closed OR c.status IS NOT 'closed'
  JOIN v_open o ON o.course_key = s.course_key AND o.position = s.position
  LEFT JOIN site st ON st.id = c.site
  LEFT JOIN provider p ON p.key = s.provider_key
  LEFT JOIN provider rp ON rp.key = c.provider_key
  LEFT JOIN provider_canonical ca ON ca.provider_id = coalesce(s.provider_key, c.provider_key)
  LEFT JOIN commune co ON co.code = s.commune
  LEFT JOIN department d ON d.code = s.department
  LEFT JOIN region r ON r.code = s.region
  LEFT JOIN old_region old ON old.department = s.department;

PRAGMA user_version = 22;
-- +goose StatementEnd
