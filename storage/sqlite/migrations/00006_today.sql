-- +goose Up
-- +goose StatementBegin
-- What the pages of today say beside what those of 2013 said. The comments of added columns stand before the column: SQLite keeps
-- no comment at the end of one.
ALTER TABLE course ADD COLUMN disability_access /* Access for people with disabilities [accessibilité aux personnes handicapées] */ TEXT;
ALTER TABLE course ADD COLUMN assessment /* How trainees are assessed [modalités d'évaluation] */ TEXT;
ALTER TABLE course ADD COLUMN methods /* Teaching methods and means [méthodes mobilisées] */ TEXT;
ALTER TABLE course ADD COLUMN access_delay_days /* Time to enter the course, if the page states one [délai d'accès] */ INTEGER;
ALTER TABLE course ADD COLUMN access_delay_text /* Time to enter the course, as printed [délai d'accès] */ TEXT;
ALTER TABLE course ADD COLUMN equivalences /* Equivalences and gateways [équivalences, passerelles] */ TEXT;
ALTER TABLE course ADD COLUMN certifier /* Who awards the certification [certificateur] */ TEXT;
ALTER TABLE course ADD COLUMN registered_from /* The certification is registered from [date d'enregistrement] */ TEXT;
ALTER TABLE course ADD COLUMN registered_until /* The certification is registered until [date d'échéance de l'enregistrement] */ TEXT;
ALTER TABLE course ADD COLUMN cpf_eligible /* Can be paid with a personal training account [éligible au CPF] */ INTEGER;
ALTER TABLE course ADD COLUMN group_min /* Smallest group [effectif minimal] */ INTEGER;
ALTER TABLE course ADD COLUMN group_max /* Largest group [effectif maximal] */ INTEGER;
ALTER TABLE course ADD COLUMN group_text /* Size of the group as printed [effectif] */ TEXT;
ALTER TABLE course ADD COLUMN enrolment_until /* Last day to enrol [date limite d'inscription] */ TEXT;
ALTER TABLE course ADD COLUMN positioning /* Trainees are placed by a test or interview before [positionnement] */ INTEGER;
ALTER TABLE course ADD COLUMN remaining_cost_eur /* What the trainee still has to pay [reste à charge] */ REAL;
ALTER TABLE course ADD COLUMN remaining_cost_text /* What the trainee still has to pay, as printed [reste à charge] */ TEXT;
ALTER TABLE course ADD COLUMN alternance_type /* Kind of work-study rhythm, as printed [type d'alternance] */ TEXT;
ALTER TABLE course ADD COLUMN alternance_centre /* Time at the centre in each turn, in alternance_unit [rythme de l'alternance] */ REAL;
ALTER TABLE course ADD COLUMN alternance_company /* Time in the company in each turn, in alternance_unit [rythme de l'alternance] */ REAL;
ALTER TABLE course ADD COLUMN alternance_unit /* day, week or month [rythme de l'alternance] */ TEXT;
ALTER TABLE course ADD COLUMN alternance_text /* Work-study rhythm as printed [rythme de l'alternance] */ TEXT;
ALTER TABLE course ADD COLUMN price_tax /* ttc (tax included), ht (without) or exempt; null if the page does not say [TTC, HT, exonéré] */ TEXT;
ALTER TABLE course ADD COLUMN price_kind /* inter (open to all) or intra (for one company); null if the page does not say [inter, intra] */ TEXT;
ALTER TABLE course ADD COLUMN derived /* Columns that no word of the page states, and what each was derived from: field=source, one per line */ TEXT;

-- One row per price of a course that has several.
CREATE TABLE course_price (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Position in the order of the page, starting at 0
  amount_eur REAL, -- The price [prix]
  tax TEXT, -- ttc, ht or exempt [TTC, HT, exonéré]
  kind TEXT, -- inter or intra [inter, intra]
  text TEXT, -- As printed [prix]
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row per figure of what became of earlier trainees.
CREATE TABLE course_result (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Position in the order of the page, starting at 0
  what TEXT NOT NULL, -- What was measured, as printed [indicateur]
  value REAL, -- The figure, in unit [valeur]
  unit TEXT, -- % or the top of the scale (/5, /10, /20) [unité]
  n INTEGER, -- How many trainees or answers it is of [effectif]
  period TEXT, -- Year or years [période]
  method TEXT, -- How it was computed, where the page tells [mode de calcul]
  raw TEXT NOT NULL, -- As printed
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row per bloc de compétences of a course's certification.
CREATE TABLE course_block (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Position in the order of the page, starting at 0
  code TEXT, -- Number of the block in the register [bloc de compétences]
  label TEXT, -- Its name [bloc de compétences]
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row per information meeting before a course.
CREATE TABLE information_date (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Position in the order of the page, starting at 0
  date TEXT, -- The day [date d'information]
  text TEXT NOT NULL, -- As printed [réunion d'information]
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 6;
-- +goose StatementEnd
