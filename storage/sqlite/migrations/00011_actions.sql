-- +goose Up
-- +goose StatementBegin
-- The actions of a course, each with what it says otherwise than the others, and what feeds say beside: legal names,
-- addresses, coordinates, second numbers. A row of a list that one action has of its own names it.
-- One row per action of a course that has some: what it says otherwise than the others.
CREATE TABLE action (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Position in the order of the page, starting at 0
  native_id TEXT NOT NULL, -- Its number, or its place (#1) if it has none: what sessions and lists name it by [action]
  reference TEXT, -- Its second number, of another system [référence]
  created_on TEXT, -- Date on which the source made it [date de création]
  updated_on TEXT, -- Date of its last update [date de mise à jour]
  admission TEXT, -- Admission requirements [conditions d'accès]
  teaching_mode_code TEXT, -- On site, blended or remote: code; null if no code fits [modalités d'enseignement]
  teaching_mode_label TEXT, -- On site, blended or remote: label of the code [modalités d'enseignement]
  teaching_mode_raw TEXT, -- On site, blended or remote: as printed [modalités d'enseignement]
  teaching_mode_fit TEXT, -- On site, blended or remote: exact, or near for an approximation the vocabulary allows [modalités d'enseignement]
  pace TEXT, -- Pace (full time, evenings …), one item per line [rythme]
  total_hours REAL, -- Total length [durée totale]
  centre_hours REAL, -- Hours spent at the training centre [durée en centre]
  company_hours REAL, -- Hours spent in a company [durée en entreprise]
  weekly_hours REAL, -- Hours per week [durée hebdomadaire]
  duration_text TEXT, -- Length as printed [durée]
  professionalisation_contract INTEGER CHECK (professionalisation_contract IN (0, 1)), -- Open to professionalisation contracts [contrat de professionnalisation]
  apprenticeship_contract INTEGER CHECK (apprenticeship_contract IN (0, 1)), -- Open to apprenticeship contracts [contrat d'apprentissage]
  disability_access TEXT, -- Access for people with disabilities [accessibilité aux personnes handicapées]
  methods TEXT, -- Teaching methods and means [méthodes mobilisées]
  remaining_cost_eur REAL, -- What the trainee still has to pay [reste à charge]
  remaining_cost_text TEXT, -- What the trainee still has to pay, as printed [reste à charge]
  alternance_text TEXT, -- Work-study rhythm as printed [rythme de l'alternance]
  entry_level_required INTEGER CHECK (entry_level_required IN (0, 1)), -- Nobody enters below the level of entry [niveau d'entrée obligatoire]
  costs_covered INTEGER CHECK (costs_covered IN (0, 1)), -- The costs of the training may be paid for [prise en charge des frais possible]
  recruitment_area_code TEXT, -- Where trainees may come from: code; null if no code fits [périmètre de recrutement]
  recruitment_area_label TEXT, -- Where trainees may come from: label of the code [périmètre de recrutement]
  recruitment_area_raw TEXT, -- Where trainees may come from: as printed [périmètre de recrutement]
  recruitment_area_fit TEXT, -- Where trainees may come from: exact, or near for an approximation the vocabulary allows [périmètre de recrutement]
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

ALTER TABLE course ADD COLUMN reference /* Second number of the course, of another system [référence] */ TEXT;
ALTER TABLE course ADD COLUMN created_on /* Date on which the source made the record [date de création] */ TEXT;
ALTER TABLE course ADD COLUMN entry_level_required /* Nobody enters below the level of entry [niveau d'entrée obligatoire] */ INTEGER;
ALTER TABLE course ADD COLUMN costs_covered /* The costs of the training may be paid for [prise en charge des frais possible] */ INTEGER;
ALTER TABLE course ADD COLUMN recruitment_area_code /* Where trainees may come from: code; null if no code fits [périmètre de recrutement] */ TEXT;
ALTER TABLE course ADD COLUMN recruitment_area_label /* Where trainees may come from: label of the code [périmètre de recrutement] */ TEXT;
ALTER TABLE course ADD COLUMN recruitment_area_raw /* Where trainees may come from: as printed [périmètre de recrutement] */ TEXT;
ALTER TABLE course ADD COLUMN recruitment_area_fit /* Where trainees may come from: exact, or near for an approximation the vocabulary allows [périmètre de recrutement] */ TEXT;
ALTER TABLE session ADD COLUMN action /* Its action: native_id in table action [action] */ TEXT;
ALTER TABLE session ADD COLUMN reference /* Its second number, of another system [référence] */ TEXT;
ALTER TABLE session ADD COLUMN created_on /* Date on which the source made it [date de création] */ TEXT;
ALTER TABLE session ADD COLUMN place_name /* Name of the place [lieu de formation] */ TEXT;
ALTER TABLE session ADD COLUMN address /* Street address of the place [adresse] */ TEXT;
ALTER TABLE session ADD COLUMN latitude /* Latitude of the place, as the source gives it [latitude] */ REAL;
ALTER TABLE session ADD COLUMN longitude /* Longitude of the place, as the source gives it [longitude] */ REAL;
ALTER TABLE session ADD COLUMN enrolment_name /* Name of the place to enrol at [adresse d'inscription] */ TEXT;
ALTER TABLE session ADD COLUMN enrolment_address /* Street address to enrol at [adresse d'inscription] */ TEXT;
ALTER TABLE session ADD COLUMN enrolment_postal_code /* Postal code to enrol at [adresse d'inscription] */ TEXT;
ALTER TABLE session ADD COLUMN enrolment_city /* City to enrol at [adresse d'inscription] */ TEXT;
ALTER TABLE session ADD COLUMN enrolment_commune /* INSEE code of the commune to enrol at [adresse d'inscription] */ TEXT;
ALTER TABLE session ADD COLUMN enrolment_department /* INSEE code of the department to enrol at [adresse d'inscription] */ TEXT;
ALTER TABLE session ADD COLUMN enrolment_region /* INSEE code of the region to enrol at [adresse d'inscription] */ TEXT;
ALTER TABLE provider ADD COLUMN legal_name /* Legal name, where the source gives one [raison sociale] */ TEXT;
ALTER TABLE contact ADD COLUMN civility /* Form of address, where the source has it apart [civilité] */ TEXT;
ALTER TABLE contact ADD COLUMN first_name /* First name, where the source has it apart [prénom] */ TEXT;
ALTER TABLE contact ADD COLUMN last_name /* Family name, where the source has it apart [nom] */ TEXT;
ALTER TABLE contact ADD COLUMN of_provider /* It is the organisation's own contact, not that of the course or session */ INTEGER;
ALTER TABLE course_code ADD COLUMN main /* The source calls it the principal one; null if it does not [principal] */ INTEGER;
ALTER TABLE course_audience ADD COLUMN action /* The action that says it, its native_id; null if all of the course do [action] */ TEXT;
ALTER TABLE course_selection ADD COLUMN action /* The action that says it, its native_id; null if all of the course do [action] */ TEXT;
ALTER TABLE funding ADD COLUMN action /* The action that says it, its native_id; null if all of the course do [action] */ TEXT;
ALTER TABLE course_other ADD COLUMN action /* The action that says it, its native_id; null if all of the course do [action] */ TEXT;
ALTER TABLE information_date ADD COLUMN action /* The action that says it, its native_id; null if all of the course do [action] */ TEXT;

DROP VIEW v_course;
DROP VIEW v_session;

-- Open courses, labels beside codes, the responsible provider beside the course.
CREATE VIEW v_course AS
  SELECT c.key, c.site, c.url, c.title,
    p.name AS provider, p.siret AS provider_siret, p.city AS provider_city,
    p.department AS provider_department, d.name AS provider_department_name,
    p.region AS provider_region, r.name AS provider_region_name,
    c.general_objective_code, coalesce(c.general_objective_label, c.general_objective_raw) AS general_objective,
    c.entry_level_code, coalesce(c.entry_level_label, c.entry_level_raw) AS entry_level,
    c.exit_level_code, coalesce(c.exit_level_label, c.exit_level_raw) AS exit_level,
    c.teaching_mode_code, coalesce(c.teaching_mode_label, c.teaching_mode_raw) AS teaching_mode,
    c.entry_exit_code, coalesce(c.entry_exit_label, c.entry_exit_raw) AS entry_exit,
    c.pathway_code, coalesce(c.pathway_label, c.pathway_raw) AS pathway,
    c.certifying, c.personalisable, c.professionalisation_contract, c.apprenticeship_contract,
    c.total_hours, c.centre_hours, c.company_hours, c.weekly_hours, c.price_eur,
    (SELECT group_concat(w, '; ') FROM (SELECT coalesce(a.label, a.raw) AS w FROM course_audience a
      WHERE a.course_key = c.key GROUP BY w ORDER BY min(a.position))) AS audience,
    (SELECT group_concat(coalesce(v.label, v.raw), '; ') FROM course_validation v WHERE v.course_key = c.key) AS validation,
    (SELECT group_concat(f.code, ' ') FROM course_code f WHERE f.course_key = c.key AND f.list = 'formacode') AS formacode,
    (SELECT group_concat(f.code, ' ') FROM course_code f WHERE f.course_key = c.key AND f.list = 'rome') AS rome,
    (SELECT group_concat(f.code, ' ') FROM course_code f WHERE f.course_key = c.key AND f.list = 'rncp') AS rncp,
    (SELECT count(*) FROM session s WHERE s.course_key = c.key) AS sessions,
    (SELECT count(*) FROM action x WHERE x.course_key = c.key) AS actions,
    (SELECT min(s.start_on) FROM session s WHERE s.course_key = c.key) AS first_start,
    (SELECT max(s.end_on) FROM session s WHERE s.course_key = c.key) AS last_end,
    c.objective, c.programme, c.prerequisites, c.admission, c.highlights, c.follow_up, c.pace,
    c.duration_text, c.price_text,
    c.disability_access, c.assessment, c.methods, c.access_delay_days, c.access_delay_text, c.equivalences, c.certifier,
    c.registered_from, c.registered_until, c.cpf_eligible, c.group_min, c.group_max, c.enrolment_until, c.positioning,
    c.remaining_cost_eur, c.price_tax, c.price_kind, c.alternance_type, c.costs_covered, c.entry_level_required,
    c.recruitment_area_code, coalesce(c.recruitment_area_label, c.recruitment_area_raw) AS recruitment_area, c.derived, c.native_id, c.rco_id, c.updated_on, c.first_seen, c.changed_at, c.version
  FROM course c
  LEFT JOIN provider p ON p.key = c.provider_key
  LEFT JOIN department d ON d.code = p.department
  LEFT JOIN region r ON r.code = p.region
  WHERE c.status = 'open';

-- Sessions of open courses, names beside codes.
CREATE VIEW v_session AS
  SELECT s.course_key, s.position, c.site, c.title, c.url, s.native_id, s.rco_id, s.published_on,
    s.start_on, s.end_on, s.date_precision,
    s.entry_exit_code, coalesce(s.entry_exit_label, s.entry_exit_raw) AS entry_exit,
    s.city, s.postal_code, s.commune, s.department, d.name AS department_name, s.region, r.name AS region_name,
    s.place_confidence, p.name AS provider, p.siret AS provider_siret, o.name AS responsible_provider,
    s.state, s.cpf_eligible, s.seats, s.hours, s.price_eur, s.text, s.action, s.address, s.latitude, s.longitude
  FROM session s
  JOIN course c ON c.key = s.course_key AND c.status = 'open'
  LEFT JOIN provider p ON p.key = s.provider_key
  LEFT JOIN provider o ON o.key = c.provider_key
  LEFT JOIN department d ON d.code = s.department
  LEFT JOIN region r ON r.code = s.region;

PRAGMA user_version = 11;
-- +goose StatementEnd
