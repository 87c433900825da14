-- +goose Up
-- +goose StatementBegin
-- The tidy tables: exactly the columns of schema.Columns, with their meanings (a test holds them together). Booleans
-- are 0 and 1, dates and times ISO 8601 text in UTC, ids text.

-- One row per training course, in its current version.
CREATE TABLE course (
  search_id INTEGER PRIMARY KEY, -- Row number in this file's full-text index
  key TEXT NOT NULL UNIQUE, -- Site id and native id: stays the same from harvest to harvest
  site TEXT NOT NULL, -- Id of the site profile
  url TEXT, -- Canonical URL of the page the course was read from [page]
  native_id TEXT, -- Id given by the site itself [numéro de formation]
  rco_id TEXT, -- National id: <Carif number>_<local id> [identifiant RCO]
  title TEXT, -- Title [intitulé]
  updated_on TEXT, -- Date of last update printed on the page [date de mise à jour]
  highlights TEXT, -- What sets this course apart, in the provider's words [le + de cette formation]
  objective TEXT, -- What trainees will be able to do afterwards [objectif]
  programme TEXT, -- Course content, one item per line [programme]
  prerequisites TEXT, -- What trainees must already know [prérequis pédagogiques]
  admission TEXT, -- Admission requirements [conditions d'accès]
  pace TEXT, -- Pace (full time, evenings …), one item per line [rythme]
  follow_up TEXT, -- Possible next steps after the course [suite de parcours possible]
  general_objective_code TEXT, -- General objective: code; null if no code fits [objectif général]
  general_objective_label TEXT, -- General objective: label of the code [objectif général]
  general_objective_raw TEXT, -- General objective: as printed [objectif général]
  general_objective_fit TEXT, -- General objective: exact, or near for an approximation the vocabulary allows [objectif général]
  entry_level_code TEXT, -- Level required for entry: code; null if no code fits [niveau d'entrée requis]
  entry_level_label TEXT, -- Level required for entry: label of the code [niveau d'entrée requis]
  entry_level_raw TEXT, -- Level required for entry: as printed [niveau d'entrée requis]
  entry_level_fit TEXT, -- Level required for entry: exact, or near for an approximation the vocabulary allows [niveau d'entrée requis]
  exit_level_code TEXT, -- Level reached at the end: code; null if no code fits [niveau de sortie]
  exit_level_label TEXT, -- Level reached at the end: label of the code [niveau de sortie]
  exit_level_raw TEXT, -- Level reached at the end: as printed [niveau de sortie]
  exit_level_fit TEXT, -- Level reached at the end: exact, or near for an approximation the vocabulary allows [niveau de sortie]
  pathway_code TEXT, -- Type of pathway: code; null if no code fits [parcours de formation]
  pathway_label TEXT, -- Type of pathway: label of the code [parcours de formation]
  pathway_raw TEXT, -- Type of pathway: as printed [parcours de formation]
  pathway_fit TEXT, -- Type of pathway: exact, or near for an approximation the vocabulary allows [parcours de formation]
  teaching_mode_code TEXT, -- On site, blended or remote: code; null if no code fits [modalités d'enseignement]
  teaching_mode_label TEXT, -- On site, blended or remote: label of the code [modalités d'enseignement]
  teaching_mode_raw TEXT, -- On site, blended or remote: as printed [modalités d'enseignement]
  teaching_mode_fit TEXT, -- On site, blended or remote: exact, or near for an approximation the vocabulary allows [modalités d'enseignement]
  entry_exit_code TEXT, -- Entry on fixed dates (0) or at any time (1): code; null if no code fits [entrées/sorties]
  entry_exit_label TEXT, -- Entry on fixed dates (0) or at any time (1): label of the code [entrées/sorties]
  entry_exit_raw TEXT, -- Entry on fixed dates (0) or at any time (1): as printed [entrées/sorties]
  entry_exit_fit TEXT, -- Entry on fixed dates (0) or at any time (1): exact, or near for an approximation the vocabulary allows [entrées/sorties]
  certifying INTEGER CHECK (certifying IN (0, 1)), -- Leads to a certification [certifiante]
  personalisable INTEGER CHECK (personalisable IN (0, 1)), -- The pathway can be adapted to the trainee [parcours personnalisable]
  professionalisation_contract INTEGER CHECK (professionalisation_contract IN (0, 1)), -- Open to professionalisation contracts [contrat de professionnalisation]
  apprenticeship_contract INTEGER CHECK (apprenticeship_contract IN (0, 1)), -- Open to apprenticeship contracts [contrat d'apprentissage]
  total_hours REAL, -- Total length [durée totale]
  centre_hours REAL, -- Hours spent at the training centre [durée en centre]
  company_hours REAL, -- Hours spent in a company [durée en entreprise]
  weekly_hours REAL, -- Hours per week [durée hebdomadaire]
  duration_text TEXT, -- Length as printed [durée]
  price_eur REAL, -- Price [prix]
  price_text TEXT, -- Price as printed [prix]
  provider_key TEXT REFERENCES provider(key), -- Responsible provider: key in table provider [organisme responsable]
  status TEXT NOT NULL, -- open, or closed once the site no longer lists it
  version INTEGER NOT NULL, -- Version number, starting at 1
  first_seen TEXT NOT NULL, -- Time of the first harvest that found it
  changed_at TEXT NOT NULL, -- When this version was first read
  closed_at TEXT, -- When it was found to be closed
  fetched_at TEXT, -- When the page behind this version was received
  parser_version TEXT NOT NULL, -- Version of the parser that read it
  fingerprint TEXT NOT NULL -- Hash of all values of the course
) STRICT;

-- One row per scheduled session of a course: dates, place, enrolment.
CREATE TABLE session (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Position in the order of the page, starting at 0
  native_id TEXT, -- Id given by the site itself [numéro Carif]
  rco_id TEXT, -- National id: <Carif number>_<local id> [identifiant RCO]
  published_on TEXT, -- Date of publication [publiée le]
  start_on TEXT, -- First day; the first of the month if date_precision is month [date de début]
  end_on TEXT, -- Last day; the last of the month if date_precision is month [date de fin]
  date_precision TEXT NOT NULL, -- day, month, season or none
  entry_exit_code TEXT, -- Entry on fixed dates (0) or at any time (1): code; null if no code fits [entrées/sorties]
  entry_exit_label TEXT, -- Entry on fixed dates (0) or at any time (1): label of the code [entrées/sorties]
  entry_exit_raw TEXT, -- Entry on fixed dates (0) or at any time (1): as printed [entrées/sorties]
  entry_exit_fit TEXT, -- Entry on fixed dates (0) or at any time (1): exact, or near for an approximation the vocabulary allows [entrées/sorties]
  city TEXT, -- City as printed [ville]
  postal_code TEXT, -- Postal code [code postal]
  department TEXT, -- INSEE code of the department [département]
  department_stated INTEGER NOT NULL CHECK (department_stated IN (0, 1)), -- The department is printed on the page itself
  commune TEXT, -- INSEE code of the commune [commune]
  region TEXT, -- INSEE code of the region (2016) [région]
  place_confidence TEXT NOT NULL, -- Confidence in the derived place codes: high, medium, low or none
  place_how TEXT NOT NULL, -- How the place codes were found
  provider_key TEXT REFERENCES provider(key), -- Delivering provider: key in table provider [organisme formateur]
  state TEXT, -- upcoming, tomorrow, open, closed, full, waiting or ended [état du recrutement]
  cpf_eligible INTEGER CHECK (cpf_eligible IN (0, 1)), -- Can be paid for with a personal training account [éligible au CPF]
  seats INTEGER, -- Number of places [places]
  hours REAL, -- Length of this session [durée]
  price_eur REAL, -- Price of this session [prix]
  text TEXT, -- Anything else the page says about the session
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row per training provider, as one site prints it.
CREATE TABLE provider (
  key TEXT PRIMARY KEY NOT NULL, -- Site id and a hash of the printed details
  site TEXT NOT NULL, -- Id of the site profile
  name TEXT, -- Name [organisme de formation]
  siret TEXT, -- National number of the establishment [SIRET]
  nda TEXT, -- Number of the declaration of activity [numéro de déclaration d'activité]
  reference TEXT, -- The provider's own reference [référence organisme]
  address TEXT, -- Street address [adresse]
  postal_code TEXT, -- Postal code [code postal]
  city TEXT, -- City as printed [ville]
  commune TEXT, -- INSEE code of the commune [commune]
  department TEXT, -- INSEE code of the department [département]
  region TEXT, -- INSEE code of the region (2016) [région]
  website TEXT -- Web address [site web]
) STRICT;

-- One row per person or office to contact: personal data, exported only on request.
-- They belong to the newest version of the course, shown or not: hence no reference to course.
CREATE TABLE contact (
  course_key TEXT NOT NULL, -- The course
  position INTEGER NOT NULL, -- Position in the order of the page, starting at 0
  owner TEXT NOT NULL, -- Whose contact it is: course, provider, session or session_provider
  session_position INTEGER, -- Position of the session, if the owner is session or session_provider
  name TEXT, -- Name [nom]
  role TEXT, -- Job title [fonction]
  phones TEXT NOT NULL, -- Phone numbers in E.164, as a JSON list [téléphone]
  faxes TEXT NOT NULL, -- Fax numbers in E.164, as a JSON list [télécopie]
  emails TEXT NOT NULL, -- E-mail addresses, as a JSON list [courriel]
  url TEXT, -- Page it was read from
  seen_at TEXT NOT NULL, -- When it was read
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row per code of an external classification found on a course's page.
CREATE TABLE course_code (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Position in the order of the page, starting at 0
  list TEXT NOT NULL, -- rncp, rs, certifinfo, rome, formacode, nsf or cpf [nomenclature]
  code TEXT NOT NULL, -- The code [code]
  label TEXT, -- Label printed next to it [libellé]
  version TEXT, -- Version of the list, if the page gives it [version]
  from_link INTEGER NOT NULL CHECK (from_link IN (0, 1)), -- Found only in the address of a link
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row per audience of a course.
CREATE TABLE course_audience (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Position in the order of the page, starting at 0
  code TEXT, -- Code from the vocabulary; null if none fits [publics visés]
  label TEXT, -- Label of the code [publics visés]
  raw TEXT NOT NULL, -- As printed [publics visés]
  fit TEXT, -- exact, or near for an approximation the vocabulary allows
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row per way of selecting candidates for a course.
CREATE TABLE course_selection (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Position in the order of the page, starting at 0
  code TEXT, -- Code from the vocabulary; null if none fits [sélection]
  label TEXT, -- Label of the code [sélection]
  raw TEXT NOT NULL, -- As printed [sélection]
  fit TEXT, -- exact, or near for an approximation the vocabulary allows
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row per certificate or other result a course leads to.
CREATE TABLE course_validation (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Position in the order of the page, starting at 0
  code TEXT, -- Code from the vocabulary; null if none fits [validation]
  label TEXT, -- Label of the code [validation]
  raw TEXT NOT NULL, -- As printed [validation]
  fit TEXT, -- exact, or near for an approximation the vocabulary allows
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row per item of a course's programme, or per heading without items.
CREATE TABLE course_outline (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Position in the order of the page, starting at 0
  heading_no INTEGER NOT NULL, -- Number of the heading, starting at 0
  heading TEXT NOT NULL, -- The heading [programme]
  item TEXT, -- Item under the heading [programme]
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row per way of funding a course.
CREATE TABLE funding (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Position in the order of the page, starting at 0
  type TEXT, -- Type of funding as printed [type]
  funder_code TEXT, -- Who pays: code; null if no code fits [financeur]
  funder_label TEXT, -- Who pays: label of the code [financeur]
  funder_raw TEXT, -- Who pays: as printed [financeur]
  funder_fit TEXT, -- Who pays: exact, or near for an approximation the vocabulary allows [financeur]
  scheme TEXT, -- Scheme as printed [dispositif]
  measure TEXT, -- Measure as printed [mesure]
  reference TEXT, -- Reference as printed [référence]
  conventioned INTEGER CHECK (conventioned IN (0, 1)), -- Covered by an agreement with a public funder [conventionnée]
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row per text that the page prints under a label carif has no column for.
CREATE TABLE course_other (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Position in the order of the page, starting at 0
  label TEXT NOT NULL, -- The label
  text TEXT NOT NULL, -- The text
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row per printed value that could not be read, for review.
CREATE TABLE issue (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Position in the order of the page, starting at 0
  code TEXT NOT NULL, -- Kind of problem: unknown_value, bad_date …
  field TEXT NOT NULL, -- The field
  raw TEXT NOT NULL, -- The words as printed
  place TEXT NOT NULL, -- Their place on the page
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row per piece of content that no field claimed.
CREATE TABLE unclaimed (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Position in the order of the page, starting at 0
  label TEXT NOT NULL, -- The label printed above it; empty if there is none
  text TEXT NOT NULL, -- The text
  place TEXT NOT NULL, -- Its place on the page
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row per field that the page names but leaves empty.
CREATE TABLE absent (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE, -- The course
  position INTEGER NOT NULL, -- Position in the order of the page, starting at 0
  field TEXT NOT NULL, -- The field
  raw TEXT NOT NULL, -- The printed placeholder
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;

-- One row per version of a course that was opened or closed.
CREATE TABLE change (
  id INTEGER PRIMARY KEY, -- Number of the change, in order
  run INTEGER NOT NULL, -- Run that found it
  course_key TEXT NOT NULL, -- The course
  version INTEGER NOT NULL, -- Version that was opened or closed
  kind TEXT NOT NULL, -- added, changed, closed or reopened
  cause TEXT NOT NULL, -- source, parser, model, vocabulary or schema
  fields TEXT NOT NULL, -- Fields that differ, separated by commas
  at TEXT NOT NULL -- When it was found
) STRICT;

-- One row per URL of a site: what is known about it and where it stands in the crawl queue.
CREATE TABLE page (
  id INTEGER PRIMARY KEY, -- Number of the page, in the order of discovery
  site TEXT NOT NULL, -- Id of the site profile
  url TEXT NOT NULL, -- Canonical URL
  kind TEXT NOT NULL, -- course, listing or sitemap
  state TEXT NOT NULL, -- fresh, claimed, done, failed or gone
  lane INTEGER NOT NULL, -- Queue: 0 never seen, 1 listing, 2 page, 3 retry in this run, 4 put off, 9 in hand
  turn INTEGER NOT NULL, -- Last run that handled it
  next_try INTEGER NOT NULL, -- Not fetched before this time (Unix milliseconds)
  depth INTEGER NOT NULL, -- Number of links from a start page
  parent TEXT, -- URL of the page it was found on
  attempts INTEGER NOT NULL, -- Attempts in the last run
  owner TEXT, -- Process working on it
  lastmod TEXT, -- Date given by the sitemap: only a hint
  asked_run INTEGER, -- Last run that requested it
  outcome TEXT, -- How the last fetch ended
  reason TEXT, -- Reason for that outcome, in words
  status INTEGER, -- HTTP status of the last response
  final_url TEXT, -- Final URL after redirects, if different
  first_seen TEXT, -- Time of the first good response
  last_seen TEXT, -- Time of the last good response
  seen_run INTEGER, -- Run of the last good response
  gone_run INTEGER, -- Last run in which it was gone
  gone_count INTEGER NOT NULL, -- Number of consecutive runs in which it was gone
  etag TEXT, -- ETag of the last good response
  last_modified TEXT, -- Last-Modified of the last good response
  content_type TEXT, -- Content-Type as received
  sha256 TEXT, -- SHA-256 of the last good body
  content_hash TEXT, -- Hash of its main content
  capture TEXT, -- Archive record that holds the last good body
  fetched_at TEXT, -- When the last good body was received
  courses INTEGER, -- Number of courses read from it; null if it was not read
  refusal TEXT, -- Why it yielded no course
  links INTEGER NOT NULL, -- Number of links to courses, for a listing
  noindex INTEGER NOT NULL CHECK (noindex IN (0, 1)), -- The site asks not to have it indexed
  tdm_reserved INTEGER NOT NULL CHECK (tdm_reserved IN (0, 1)), -- The site reserves text and data mining
  UNIQUE (site, url)
) STRICT;

-- One row per harvest, import or reparse of one site.
CREATE TABLE run (
  id INTEGER PRIMARY KEY, -- Number of the run, in order
  site TEXT NOT NULL, -- Id of the site profile
  kind TEXT NOT NULL, -- harvest, import or reparse
  state TEXT NOT NULL, -- running, done, partial, interrupted, failed or refused
  started TEXT NOT NULL, -- When it began
  ended TEXT, -- When it ended
  complete INTEGER NOT NULL CHECK (complete IN (0, 1)), -- The whole site was visited
  pages INTEGER NOT NULL, -- Responses received
  added INTEGER NOT NULL, -- Courses added
  changed INTEGER NOT NULL, -- Courses changed
  same INTEGER NOT NULL, -- Courses unchanged
  closed INTEGER NOT NULL, -- Courses closed
  sessions INTEGER NOT NULL, -- Sessions of the courses found
  outcomes TEXT NOT NULL, -- Pages by outcome, as a JSON object
  issues TEXT NOT NULL, -- Issues by code, as a JSON object
  refusals TEXT NOT NULL, -- Pages without a course, by reason, as a JSON object
  limits TEXT NOT NULL, -- Limits that were reached, as a JSON object
  note TEXT NOT NULL, -- Why it ended as it did
  version TEXT NOT NULL -- Version of carif that ran
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
