-- +goose Up
-- +goose StatementBegin
-- The tidy tables: exactly the columns of schema.Columns (a test holds them together). Booleans are 0 and 1,
-- dates and times ISO 8601 text in UTC, ids text.

-- One row is one training course, in the version shown now.
CREATE TABLE course (
  search_id INTEGER PRIMARY KEY, -- Row number in the full-text index of this file
  key TEXT NOT NULL UNIQUE, -- Site and native id: stable across harvests
  site TEXT NOT NULL, -- Id of the site profile
  url TEXT, -- Canonical URL of the page it was read from [page]
  native_id TEXT, -- The id the site itself gives [numéro de formation]
  rco_id TEXT, -- National id <Carif number>_<local id> [identifiant RCO]
  title TEXT, -- Title [intitulé]
  updated_on TEXT, -- Last update printed on the page [date de mise à jour]
  highlights TEXT, -- What the course has more [le + de cette formation]
  objective TEXT, -- What a trainee will be able to do [objectif]
  programme TEXT, -- Content, one item a line [programme]
  prerequisites TEXT, -- What a trainee must know before [prérequis pédagogiques]
  admission TEXT, -- Conditions of admission [conditions d'accès]
  pace TEXT, -- Pace, one item a line [rythme]
  follow_up TEXT, -- What may follow [suite de parcours possible]
  general_objective_code TEXT, -- General objective: code, null where no code fits [objectif général]
  general_objective_label TEXT, -- General objective: the code's label [objectif général]
  general_objective_raw TEXT, -- General objective: as printed [objectif général]
  general_objective_fit TEXT, -- General objective: exact, or near for an approximation that the vocabulary declares [objectif général]
  entry_level_code TEXT, -- Level required to enter: code, null where no code fits [niveau d'entrée requis]
  entry_level_label TEXT, -- Level required to enter: the code's label [niveau d'entrée requis]
  entry_level_raw TEXT, -- Level required to enter: as printed [niveau d'entrée requis]
  entry_level_fit TEXT, -- Level required to enter: exact, or near for an approximation that the vocabulary declares [niveau d'entrée requis]
  exit_level_code TEXT, -- Level at the end: code, null where no code fits [niveau de sortie]
  exit_level_label TEXT, -- Level at the end: the code's label [niveau de sortie]
  exit_level_raw TEXT, -- Level at the end: as printed [niveau de sortie]
  exit_level_fit TEXT, -- Level at the end: exact, or near for an approximation that the vocabulary declares [niveau de sortie]
  pathway_code TEXT, -- Kind of pathway: code, null where no code fits [parcours de formation]
  pathway_label TEXT, -- Kind of pathway: the code's label [parcours de formation]
  pathway_raw TEXT, -- Kind of pathway: as printed [parcours de formation]
  pathway_fit TEXT, -- Kind of pathway: exact, or near for an approximation that the vocabulary declares [parcours de formation]
  teaching_mode_code TEXT, -- On site, mixed or remote: code, null where no code fits [modalités d'enseignement]
  teaching_mode_label TEXT, -- On site, mixed or remote: the code's label [modalités d'enseignement]
  teaching_mode_raw TEXT, -- On site, mixed or remote: as printed [modalités d'enseignement]
  teaching_mode_fit TEXT, -- On site, mixed or remote: exact, or near for an approximation that the vocabulary declares [modalités d'enseignement]
  entry_exit_code TEXT, -- Fixed dates (0) or permanent (1): code, null where no code fits [entrées/sorties]
  entry_exit_label TEXT, -- Fixed dates (0) or permanent (1): the code's label [entrées/sorties]
  entry_exit_raw TEXT, -- Fixed dates (0) or permanent (1): as printed [entrées/sorties]
  entry_exit_fit TEXT, -- Fixed dates (0) or permanent (1): exact, or near for an approximation that the vocabulary declares [entrées/sorties]
  certifying INTEGER CHECK (certifying IN (0, 1)), -- Leads to a certification [certifiante]
  personalisable INTEGER CHECK (personalisable IN (0, 1)), -- The pathway can be fitted to the trainee [parcours personnalisable]
  professionalisation_contract INTEGER CHECK (professionalisation_contract IN (0, 1)), -- Open to professionalisation contracts [contrat de professionnalisation]
  apprenticeship_contract INTEGER CHECK (apprenticeship_contract IN (0, 1)), -- Open to apprenticeship contracts [contrat d'apprentissage]
  total_hours REAL, -- Length [durée totale]
  centre_hours REAL, -- Hours in the training centre [durée en centre]
  company_hours REAL, -- Hours in a company [durée en entreprise]
  weekly_hours REAL, -- Hours a week [durée hebdomadaire]
  duration_text TEXT, -- Length as printed [durée]
  price_eur REAL, -- Price [prix]
  price_text TEXT, -- Price as printed [prix]
  provider_key TEXT REFERENCES provider(key), -- Responsible provider: row of provider [organisme responsable]
  status TEXT NOT NULL, -- open, or closed when the site no longer has it
  version INTEGER NOT NULL, -- Number of the version, from 1
  first_seen TEXT NOT NULL, -- First harvest that had it
  changed_at TEXT NOT NULL, -- When this version was first read
  closed_at TEXT, -- When it was found closed
  fetched_at TEXT, -- When the page of this version was received
  parser_version TEXT NOT NULL, -- Parser that read it
  fingerprint TEXT NOT NULL -- Hash of all values
) STRICT;

-- One row is one planned run of a course: dates, place, state.
CREATE TABLE session (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Place in the page's order, from 0
  native_id TEXT, -- The id the site itself gives [numéro Carif]
  rco_id TEXT, -- National id <Carif number>_<local id> [identifiant RCO]
  published_on TEXT, -- When it was published [publiée le]
  start_on TEXT, -- First day; the month's first when date_precision is month [date de début]
  end_on TEXT, -- Last day; the month's last when date_precision is month [date de fin]
  date_precision TEXT NOT NULL, -- day, month, season or none
  entry_exit_code TEXT, -- Fixed dates (0) or permanent (1): code, null where no code fits [entrées/sorties]
  entry_exit_label TEXT, -- Fixed dates (0) or permanent (1): the code's label [entrées/sorties]
  entry_exit_raw TEXT, -- Fixed dates (0) or permanent (1): as printed [entrées/sorties]
  entry_exit_fit TEXT, -- Fixed dates (0) or permanent (1): exact, or near for an approximation that the vocabulary declares [entrées/sorties]
  city TEXT, -- City as printed [ville]
  postal_code TEXT, -- Postal code [code postal]
  department TEXT, -- INSEE code of the department [département]
  department_stated INTEGER NOT NULL CHECK (department_stated IN (0, 1)), -- The page itself printed the department
  commune TEXT, -- INSEE code of the commune [commune]
  region TEXT, -- INSEE code of the region (2016) [région]
  place_confidence TEXT NOT NULL, -- high, medium, low or none: of the derived codes
  place_how TEXT NOT NULL, -- How the codes were decided
  provider_key TEXT REFERENCES provider(key), -- Delivering provider: row of provider [organisme formateur]
  state TEXT, -- upcoming, tomorrow, open, closed, full, waiting or ended [état du recrutement]
  cpf_eligible INTEGER CHECK (cpf_eligible IN (0, 1)), -- Can be paid from a personal training account [éligible au CPF]
  seats INTEGER, -- Places [places]
  hours REAL, -- Length of this session [durée]
  price_eur REAL, -- Price of this session [prix]
  text TEXT, -- Anything else said of the session
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row is one training provider as one site prints it.
CREATE TABLE provider (
  key TEXT PRIMARY KEY NOT NULL, -- Site and a hash of what is printed
  site TEXT NOT NULL, -- Id of the site profile
  name TEXT, -- Name [organisme de formation]
  siret TEXT, -- National number of the establishment [SIRET]
  nda TEXT, -- Activity declaration number [numéro de déclaration d'activité]
  reference TEXT, -- The provider's own reference [référence organisme]
  address TEXT, -- Street address [adresse]
  postal_code TEXT, -- Postal code [code postal]
  city TEXT, -- City as printed [ville]
  commune TEXT, -- INSEE code of the commune [commune]
  department TEXT, -- INSEE code of the department [département]
  region TEXT, -- INSEE code of the region (2016) [région]
  website TEXT -- Web address [site web]
) STRICT;

-- One row is a person or desk to write to: personal data, never exported unless asked for.
-- They belong to the newest version of the course, shown or not: hence no reference to course.
CREATE TABLE contact (
  course_key TEXT NOT NULL, -- The course
  position INTEGER NOT NULL, -- Place in the page's order, from 0
  owner TEXT NOT NULL, -- course, provider, session or session_provider: whose contact it is
  session_position INTEGER, -- The session, for an owner of one
  name TEXT, -- Name [nom]
  role TEXT, -- Function [fonction]
  phones TEXT NOT NULL, -- Phones in E.164, a JSON list [téléphone]
  faxes TEXT NOT NULL, -- Faxes in E.164, a JSON list [télécopie]
  emails TEXT NOT NULL, -- E-mail addresses, a JSON list [courriel]
  url TEXT, -- Page it was read on
  seen_at TEXT NOT NULL, -- When it was read
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row is one code of an outside list found on a course's page.
CREATE TABLE course_code (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Place in the page's order, from 0
  list TEXT NOT NULL, -- rncp, rs, certifinfo, rome, formacode or nsf [nomenclature]
  code TEXT NOT NULL, -- The code [code]
  label TEXT, -- Label printed beside it [libellé]
  version TEXT, -- Version of the list, where the page tells [version]
  from_link INTEGER NOT NULL CHECK (from_link IN (0, 1)), -- It stands only in a link's address
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row is one audience of a course.
CREATE TABLE course_audience (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Place in the page's order, from 0
  code TEXT, -- Code of the vocabulary, null where none fits [publics visés]
  label TEXT, -- The code's label [publics visés]
  raw TEXT NOT NULL, -- As printed [publics visés]
  fit TEXT, -- exact, or near for an approximation that the vocabulary declares
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row is one way candidates are selected.
CREATE TABLE course_selection (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Place in the page's order, from 0
  code TEXT, -- Code of the vocabulary, null where none fits [sélection]
  label TEXT, -- The code's label [sélection]
  raw TEXT NOT NULL, -- As printed [sélection]
  fit TEXT, -- exact, or near for an approximation that the vocabulary declares
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row is one thing a trainee leaves with.
CREATE TABLE course_validation (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Place in the page's order, from 0
  code TEXT, -- Code of the vocabulary, null where none fits [validation]
  label TEXT, -- The code's label [validation]
  raw TEXT NOT NULL, -- As printed [validation]
  fit TEXT, -- exact, or near for an approximation that the vocabulary declares
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row is one item of a course's programme, or a heading that has none.
CREATE TABLE course_outline (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Place in the page's order, from 0
  heading_no INTEGER NOT NULL, -- Number of the heading, from 0
  heading TEXT NOT NULL, -- The heading [programme]
  item TEXT, -- What stands under it [programme]
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row is one way a course is paid for.
CREATE TABLE funding (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Place in the page's order, from 0
  type TEXT, -- Kind of funding as printed [type]
  funder_code TEXT, -- Who pays: code, null where no code fits [financeur]
  funder_label TEXT, -- Who pays: the code's label [financeur]
  funder_raw TEXT, -- Who pays: as printed [financeur]
  funder_fit TEXT, -- Who pays: exact, or near for an approximation that the vocabulary declares [financeur]
  scheme TEXT, -- Scheme as printed [dispositif]
  measure TEXT, -- Measure as printed [mesure]
  reference TEXT, -- Reference as printed [référence]
  conventioned INTEGER CHECK (conventioned IN (0, 1)), -- Under an agreement with a public funder [conventionnée]
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row is a text that the page prints under a label without a field of its own.
CREATE TABLE course_other (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Place in the page's order, from 0
  label TEXT NOT NULL, -- The label
  text TEXT NOT NULL, -- The text
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row is something that could not be read, for review.
CREATE TABLE issue (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Place in the page's order, from 0
  code TEXT NOT NULL, -- unknown_value, bad_date …
  field TEXT NOT NULL, -- The field
  raw TEXT NOT NULL, -- The printed words
  place TEXT NOT NULL, -- Where they stand on the page
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row is content text that no field took.
CREATE TABLE unclaimed (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Place in the page's order, from 0
  label TEXT NOT NULL, -- The printed label over it, empty when there is none
  text TEXT NOT NULL, -- The text
  place TEXT NOT NULL, -- Where it stands on the page
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row is a field that the page names and says nothing of.
CREATE TABLE absent (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Place in the page's order, from 0
  field TEXT NOT NULL, -- The field
  raw TEXT NOT NULL, -- The placeholder as printed
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row is one version of a course opening or closing.
CREATE TABLE change (
  id INTEGER PRIMARY KEY, -- Order of the changes
  run INTEGER NOT NULL, -- The run that found it
  course_key TEXT NOT NULL, -- The course
  version INTEGER NOT NULL, -- The version that opened or closed
  kind TEXT NOT NULL, -- added, changed, closed or reopened
  cause TEXT NOT NULL, -- source, parser, vocabulary or schema
  fields TEXT NOT NULL, -- The fields that differ, separated by commas
  at TEXT NOT NULL -- When it was found
) STRICT;

-- One row is one URL of a site: what is known of it, and its place in the frontier.
CREATE TABLE page (
  id INTEGER PRIMARY KEY, -- Order in which pages were found
  site TEXT NOT NULL, -- Id of the site profile
  url TEXT NOT NULL, -- Canonical URL
  kind TEXT NOT NULL, -- course, listing or sitemap
  state TEXT NOT NULL, -- fresh, claimed, done, failed or gone
  lane INTEGER NOT NULL, -- Queue: 0 never seen, 1 listing, 2 page, 3 retry in this run, 4 put off, 9 in hand
  turn INTEGER NOT NULL, -- Last run that dealt with it
  next_try INTEGER NOT NULL, -- Not asked before (Unix milliseconds)
  depth INTEGER NOT NULL, -- Links from a start page
  parent TEXT, -- URL it was found on
  attempts INTEGER NOT NULL, -- Tries in the last run
  owner TEXT, -- Process that has it in hand
  lastmod TEXT, -- The sitemap's date: a hint only
  asked_run INTEGER, -- Last run that asked for it
  outcome TEXT, -- How the last fetch ended
  reason TEXT, -- In words
  status INTEGER, -- HTTP status of the last answer
  final_url TEXT, -- Where redirects led, when elsewhere
  first_seen TEXT, -- First good answer
  last_seen TEXT, -- Last good answer
  seen_run INTEGER, -- Run of the last good answer
  gone_run INTEGER, -- Last run in which it was gone
  gone_count INTEGER NOT NULL, -- Runs in a row in which it was gone
  etag TEXT, -- Validator of the last good answer
  last_modified TEXT, -- Validator of the last good answer
  content_type TEXT, -- As received
  sha256 TEXT, -- Hash of the last good body
  content_hash TEXT, -- Hash of its content region
  capture TEXT, -- Archive record of the last good body
  fetched_at TEXT, -- When the last good body was received
  courses INTEGER, -- Courses read on it; null when it was not read
  refusal TEXT, -- Why it gave no course
  links INTEGER NOT NULL, -- Links to courses, for a listing
  noindex INTEGER NOT NULL CHECK (noindex IN (0, 1)), -- The site asks not to index it
  tdm_reserved INTEGER NOT NULL CHECK (tdm_reserved IN (0, 1)), -- The site reserves text and data mining
  UNIQUE (site, url)
) STRICT;

-- One row is one harvest, import or reparse of one site.
CREATE TABLE run (
  id INTEGER PRIMARY KEY, -- Order of the runs
  site TEXT NOT NULL, -- Id of the site profile
  kind TEXT NOT NULL, -- harvest, import or reparse
  state TEXT NOT NULL, -- running, done, partial, interrupted, failed or refused
  started TEXT NOT NULL, -- When it began
  ended TEXT, -- When it ended
  complete INTEGER NOT NULL CHECK (complete IN (0, 1)), -- The whole site was walked
  pages INTEGER NOT NULL, -- Answers received
  added INTEGER NOT NULL, -- Courses added
  changed INTEGER NOT NULL, -- Courses changed
  same INTEGER NOT NULL, -- Courses as before
  closed INTEGER NOT NULL, -- Courses closed
  sessions INTEGER NOT NULL, -- Sessions of the courses seen
  outcomes TEXT NOT NULL, -- Pages by outcome, a JSON object
  issues TEXT NOT NULL, -- Issues by code, a JSON object
  refusals TEXT NOT NULL, -- Pages without a course by reason, a JSON object
  limits TEXT NOT NULL, -- Limits that fired, a JSON object
  note TEXT NOT NULL, -- Why it ended as it did
  version TEXT NOT NULL -- Version of carif
) STRICT;

CREATE INDEX course_site ON course (site, status);
CREATE INDEX course_provider ON course (provider_key);
CREATE INDEX session_provider ON session (provider_key);
CREATE INDEX change_course ON change (course_key);
CREATE INDEX change_run ON change (run);
CREATE INDEX run_site ON run (site, id);
-- What to fetch next: lane by lane, those longest not dealt with first.
CREATE INDEX page_due ON page (site, lane, turn, last_seen);
CREATE INDEX page_wait ON page (site, lane, next_try) WHERE next_try > 0;

-- One row is a site: which of its runs readers see.
CREATE TABLE site (
  id TEXT PRIMARY KEY NOT NULL,
  published_run INTEGER
) STRICT, WITHOUT ROWID;

-- One row is one version of a course, valid from run_from until run_to (null: still). The payload is the whole
-- record without any name, phone or e-mail of a person: zstd over JSON.
CREATE TABLE course_version (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  version INTEGER NOT NULL,
  site TEXT NOT NULL,
  page INTEGER NOT NULL REFERENCES page(id),
  run_from INTEGER NOT NULL,
  run_to INTEGER,
  from_at TEXT NOT NULL,
  to_at TEXT,
  kind TEXT NOT NULL, -- added, changed or reopened
  cause TEXT NOT NULL,
  fields TEXT NOT NULL, -- that differ from the version before, separated by commas
  fingerprint TEXT NOT NULL,
  course_hash TEXT NOT NULL, -- of the course as it was read, people too: equal hashes spare the fingerprint
  side TEXT NOT NULL, -- hash of absent, unclaimed and issues, which open no version
  page_sha256 TEXT NOT NULL, -- of the body it was read from
  capture TEXT NOT NULL,
  parser_version TEXT NOT NULL,
  vocab_version TEXT NOT NULL,
  payload BLOB NOT NULL,
  provenance BLOB, -- zstd over JSON
  sha256 BLOB NOT NULL, -- of key, version, fingerprint and payload: what check compares
  UNIQUE (key, version)
) STRICT;
CREATE INDEX course_version_open ON course_version (site, key) WHERE run_to IS NULL;

-- One row is a course on a page. While current, the course was last seen when the page was; else in last_run.
CREATE TABLE sighting (
  key TEXT NOT NULL,
  page INTEGER NOT NULL REFERENCES page(id),
  current INTEGER NOT NULL CHECK (current IN (0, 1)),
  last_run INTEGER NOT NULL,
  PRIMARY KEY (key, page)
) STRICT, WITHOUT ROWID;
CREATE INDEX sighting_page ON sighting (page);

-- One row is a course that is missing: from how many complete runs, and the last of them.
CREATE TABLE missing (
  key TEXT PRIMARY KEY NOT NULL,
  site TEXT NOT NULL,
  runs INTEGER NOT NULL,
  last_run INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row is one archived answer.
CREATE TABLE capture (
  ref TEXT PRIMARY KEY NOT NULL,
  site TEXT NOT NULL,
  url TEXT NOT NULL,
  run INTEGER NOT NULL,
  at TEXT NOT NULL,
  status INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  revisit INTEGER NOT NULL CHECK (revisit IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX capture_url ON capture (site, url);

-- Links between rows that speak of the same provider or course: never merged, always with evidence.
CREATE TABLE provider_link (
  a TEXT NOT NULL REFERENCES provider(key) ON DELETE CASCADE,
  b TEXT NOT NULL REFERENCES provider(key) ON DELETE CASCADE,
  evidence TEXT NOT NULL,
  confidence REAL NOT NULL,
  PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE TABLE course_link (
  a TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE,
  b TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE,
  evidence TEXT NOT NULL,
  confidence REAL NOT NULL,
  PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;

-- The last answer to a robots.txt request of one origin.
CREATE TABLE robots (
  origin TEXT PRIMARY KEY NOT NULL,
  fetched_at TEXT NOT NULL,
  status INTEGER NOT NULL,
  body BLOB,
  error TEXT NOT NULL,
  good_at TEXT
) STRICT, WITHOUT ROWID;

-- The pace of each host: who may ask it, and when next (Unix seconds by the database's clock).
CREATE TABLE host_slot (
  host TEXT PRIMARY KEY NOT NULL,
  next_at REAL NOT NULL,
  owner TEXT,
  lease_until REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE host_day (
  host TEXT NOT NULL,
  day TEXT NOT NULL,
  requests INTEGER NOT NULL,
  PRIMARY KEY (host, day)
) STRICT, WITHOUT ROWID;

-- Who harvests into this database now.
CREATE TABLE harvest_lock (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  owner TEXT NOT NULL,
  pid INTEGER NOT NULL,
  since TEXT NOT NULL,
  heartbeat TEXT NOT NULL
) STRICT;

-- What the tables held when the last run ended: rows and digest of each, as JSON.
CREATE TABLE manifest (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at TEXT NOT NULL,
  run INTEGER NOT NULL,
  sealed INTEGER NOT NULL CHECK (sealed IN (0, 1)), -- 0: a run has written since
  tables TEXT NOT NULL
) STRICT;

-- Keyed hashes of what is never to be stored again.
CREATE TABLE suppression (
  hmac BLOB PRIMARY KEY NOT NULL,
  since TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Small settings of the file itself.
CREATE TABLE meta (
  name TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Full-text search. Rows up to meta.fts_upto are in the index; later ones are brought in at the end of a batch.
CREATE VIEW course_text (id, title, objective, programme, provider) AS
  SELECT c.search_id, c.title, c.objective, c.programme, p.name
  FROM course c LEFT JOIN provider p ON p.key = c.provider_key;
CREATE VIRTUAL TABLE course_fts USING fts5 (title, objective, programme, provider,
  content = 'course_text', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO meta VALUES ('fts_upto', '0'), ('dirty', '1');

PRAGMA application_id = 1128354374;
PRAGMA user_version = 1;
-- +goose StatementEnd
