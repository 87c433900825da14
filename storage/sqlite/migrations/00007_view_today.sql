-- +goose Up
-- +goose StatementBegin
-- The view of courses, with what the pages of today say.
DROP VIEW v_course;

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
    (SELECT group_concat(coalesce(a.label, a.raw), '; ') FROM course_audience a WHERE a.course_key = c.key) AS audience,
    (SELECT group_concat(coalesce(v.label, v.raw), '; ') FROM course_validation v WHERE v.course_key = c.key) AS validation,
    (SELECT group_concat(f.code, ' ') FROM course_code f WHERE f.course_key = c.key AND f.list = 'formacode') AS formacode,
    (SELECT group_concat(f.code, ' ') FROM course_code f WHERE f.course_key = c.key AND f.list = 'rome') AS rome,
    (SELECT group_concat(f.code, ' ') FROM course_code f WHERE f.course_key = c.key AND f.list = 'rncp') AS rncp,
    (SELECT count(*) FROM session s WHERE s.course_key = c.key) AS sessions,
    (SELECT min(s.start_on) FROM session s WHERE s.course_key = c.key) AS first_start,
    (SELECT max(s.end_on) FROM session s WHERE s.course_key = c.key) AS last_end,
    c.objective, c.programme, c.prerequisites, c.admission, c.highlights, c.follow_up, c.pace,
    c.duration_text, c.price_text,
    c.disability_access, c.assessment, c.methods, c.access_delay_days, c.access_delay_text, c.equivalences, c.certifier,
    c.registered_from, c.registered_until, c.cpf_eligible, c.group_min, c.group_max, c.enrolment_until, c.positioning,
    c.remaining_cost_eur, c.price_tax, c.price_kind, c.alternance_type, c.derived, c.native_id, c.rco_id, c.updated_on, c.first_seen, c.changed_at, c.version
  FROM course c
  LEFT JOIN provider p ON p.key = c.provider_key
  LEFT JOIN department d ON d.code = p.department
  LEFT JOIN region r ON r.code = p.region
  WHERE c.status = 'open';

PRAGMA user_version = 7;
-- +goose StatementEnd
