-- A database that carif wrote before keys went by the form of the id (tables of version 3), of the pages beside it:
-- all invented. It is text, so that one can read it; bodies of records are compressed JSON.

CREATE TABLE goose_db_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
CREATE TABLE course (
  search_id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  site TEXT NOT NULL,
  url TEXT,
  native_id TEXT,
  rco_id TEXT,
  title TEXT,
  updated_on TEXT,
  highlights TEXT,
  objective TEXT,
  programme TEXT,
  prerequisites TEXT,
  admission TEXT,
  pace TEXT,
  follow_up TEXT,
  general_objective_code TEXT,
  general_objective_label TEXT,
  general_objective_raw TEXT,
  general_objective_fit TEXT,
  entry_level_code TEXT,
  entry_level_label TEXT,
  entry_level_raw TEXT,
  entry_level_fit TEXT,
  exit_level_code TEXT,
  exit_level_label TEXT,
  exit_level_raw TEXT,
  exit_level_fit TEXT,
  pathway_code TEXT,
  pathway_label TEXT,
  pathway_raw TEXT,
  pathway_fit TEXT,
  teaching_mode_code TEXT,
  teaching_mode_label TEXT,
  teaching_mode_raw TEXT,
  teaching_mode_fit TEXT,
  entry_exit_code TEXT,
  entry_exit_label TEXT,
  entry_exit_raw TEXT,
  entry_exit_fit TEXT,
  certifying INTEGER CHECK (certifying IN (0, 1)),
  personalisable INTEGER CHECK (personalisable IN (0, 1)),
  professionalisation_contract INTEGER CHECK (professionalisation_contract IN (0, 1)),
  apprenticeship_contract INTEGER CHECK (apprenticeship_contract IN (0, 1)),
  total_hours REAL,
  centre_hours REAL,
  company_hours REAL,
  weekly_hours REAL,
  duration_text TEXT,
  price_eur REAL,
  price_text TEXT,
  provider_key TEXT REFERENCES provider(key),
  status TEXT NOT NULL,
  version INTEGER NOT NULL,
  first_seen TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  closed_at TEXT,
  fetched_at TEXT,
  parser_version TEXT NOT NULL,
  fingerprint TEXT NOT NULL
) STRICT;
CREATE TABLE session (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  native_id TEXT,
  rco_id TEXT,
  published_on TEXT,
  start_on TEXT,
  end_on TEXT,
  date_precision TEXT NOT NULL,
  entry_exit_code TEXT,
  entry_exit_label TEXT,
  entry_exit_raw TEXT,
  entry_exit_fit TEXT,
  city TEXT,
  postal_code TEXT,
  department TEXT,
  department_stated INTEGER NOT NULL CHECK (department_stated IN (0, 1)),
  commune TEXT,
  region TEXT,
  place_confidence TEXT NOT NULL,
  place_how TEXT NOT NULL,
  provider_key TEXT REFERENCES provider(key),
  state TEXT,
  cpf_eligible INTEGER CHECK (cpf_eligible IN (0, 1)),
  seats INTEGER,
  hours REAL,
  price_eur REAL,
  text TEXT,
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE provider (
  key TEXT PRIMARY KEY NOT NULL,
  site TEXT NOT NULL,
  name TEXT,
  siret TEXT,
  nda TEXT,
  reference TEXT,
  address TEXT,
  postal_code TEXT,
  city TEXT,
  commune TEXT,
  department TEXT,
  region TEXT,
  website TEXT
) STRICT;
CREATE TABLE contact (
  course_key TEXT NOT NULL,
  position INTEGER NOT NULL,
  owner TEXT NOT NULL,
  session_position INTEGER,
  name TEXT,
  role TEXT,
  phones TEXT NOT NULL,
  faxes TEXT NOT NULL,
  emails TEXT NOT NULL,
  url TEXT,
  seen_at TEXT NOT NULL,
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE course_code (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  list TEXT NOT NULL,
  code TEXT NOT NULL,
  label TEXT,
  version TEXT,
  from_link INTEGER NOT NULL CHECK (from_link IN (0, 1)),
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE course_audience (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  code TEXT,
  label TEXT,
  raw TEXT NOT NULL,
  fit TEXT,
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE course_selection (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  code TEXT,
  label TEXT,
  raw TEXT NOT NULL,
  fit TEXT,
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE course_validation (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  code TEXT,
  label TEXT,
  raw TEXT NOT NULL,
  fit TEXT,
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE course_outline (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  heading_no INTEGER NOT NULL,
  heading TEXT NOT NULL,
  item TEXT,
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE funding (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  type TEXT,
  funder_code TEXT,
  funder_label TEXT,
  funder_raw TEXT,
  funder_fit TEXT,
  scheme TEXT,
  measure TEXT,
  reference TEXT,
  conventioned INTEGER CHECK (conventioned IN (0, 1)),
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE course_other (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  label TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE issue (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  code TEXT NOT NULL,
  field TEXT NOT NULL,
  raw TEXT NOT NULL,
  place TEXT NOT NULL,
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE unclaimed (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  label TEXT NOT NULL,
  text TEXT NOT NULL,
  place TEXT NOT NULL,
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE absent (
  course_key TEXT NOT NULL REFERENCES course(key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  field TEXT NOT NULL,
  raw TEXT NOT NULL,
  PRIMARY KEY (course_key, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE change (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  course_key TEXT NOT NULL,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL,
  cause TEXT NOT NULL,
  fields TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE TABLE page (
  id INTEGER PRIMARY KEY,
  site TEXT NOT NULL,
  url TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  lane INTEGER NOT NULL,
  turn INTEGER NOT NULL,
  next_try INTEGER NOT NULL,
  depth INTEGER NOT NULL,
  parent TEXT,
  attempts INTEGER NOT NULL,
  owner TEXT,
  lastmod TEXT,
  asked_run INTEGER,
  outcome TEXT,
  reason TEXT,
  status INTEGER,
  final_url TEXT,
  first_seen TEXT,
  last_seen TEXT,
  seen_run INTEGER,
  gone_run INTEGER,
  gone_count INTEGER NOT NULL,
  etag TEXT,
  last_modified TEXT,
  content_type TEXT,
  sha256 TEXT,
  content_hash TEXT,
  capture TEXT,
  fetched_at TEXT,
  courses INTEGER,
  refusal TEXT,
  links INTEGER NOT NULL,
  noindex INTEGER NOT NULL CHECK (noindex IN (0, 1)),
  tdm_reserved INTEGER NOT NULL CHECK (tdm_reserved IN (0, 1)),
  UNIQUE (site, url)
) STRICT;
CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  site TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  started TEXT NOT NULL,
  ended TEXT,
  complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
  pages INTEGER NOT NULL,
  added INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  same INTEGER NOT NULL,
  closed INTEGER NOT NULL,
  sessions INTEGER NOT NULL,
  outcomes TEXT NOT NULL,
  issues TEXT NOT NULL,
  refusals TEXT NOT NULL,
  limits TEXT NOT NULL,
  note TEXT NOT NULL,
  version TEXT NOT NULL
) STRICT;
CREATE TABLE site (
  id TEXT PRIMARY KEY NOT NULL,
  published_run INTEGER
) STRICT, WITHOUT ROWID;
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
  kind TEXT NOT NULL,
  cause TEXT NOT NULL,
  fields TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  course_hash TEXT NOT NULL,
  side TEXT NOT NULL,
  page_sha256 TEXT NOT NULL,
  capture TEXT NOT NULL,
  parser_version TEXT NOT NULL,
  vocab_version TEXT NOT NULL,
  payload BLOB NOT NULL,
  provenance BLOB,
  sha256 BLOB NOT NULL,
  UNIQUE (key, version)
) STRICT;
CREATE TABLE sighting (
  key TEXT NOT NULL,
  page INTEGER NOT NULL REFERENCES page(id),
  current INTEGER NOT NULL CHECK (current IN (0, 1)),
  last_run INTEGER NOT NULL,
  PRIMARY KEY (key, page)
) STRICT, WITHOUT ROWID;
CREATE TABLE missing (
  key TEXT PRIMARY KEY NOT NULL,
  site TEXT NOT NULL,
  runs INTEGER NOT NULL,
  last_run INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
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
CREATE TABLE robots (
  origin TEXT PRIMARY KEY NOT NULL,
  fetched_at TEXT NOT NULL,
  status INTEGER NOT NULL,
  body BLOB,
  error TEXT NOT NULL,
  good_at TEXT
) STRICT, WITHOUT ROWID;
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
CREATE TABLE harvest_lock (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  owner TEXT NOT NULL,
  pid INTEGER NOT NULL,
  since TEXT NOT NULL,
  heartbeat TEXT NOT NULL
) STRICT;
CREATE TABLE manifest (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at TEXT NOT NULL,
  run INTEGER NOT NULL,
  sealed INTEGER NOT NULL CHECK (sealed IN (0, 1)),
  tables TEXT NOT NULL
) STRICT;
CREATE TABLE suppression (
  hmac BLOB PRIMARY KEY NOT NULL,
  since TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE meta (
  name TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE region (
  code TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE department (
  code TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  region TEXT NOT NULL REFERENCES region(code)
) STRICT, WITHOUT ROWID;
CREATE TABLE reference (
  list TEXT NOT NULL,
  code TEXT NOT NULL,
  label TEXT NOT NULL,
  extra TEXT CHECK (extra IS NULL OR json_valid(extra)),
  PRIMARY KEY (list, code)
) STRICT, WITHOUT ROWID;
INSERT INTO goose_db_version VALUES (1, 0, 1, '2026-11-30 01:10:35');
INSERT INTO goose_db_version VALUES (2, 1, 1, '2026-11-30 01:10:35');
INSERT INTO goose_db_version VALUES (3, 2, 1, '2026-11-30 01:10:35');
INSERT INTO goose_db_version VALUES (4, 3, 1, '2026-11-30 01:10:35');
INSERT INTO course VALUES (1, 'generic/Fiche', 'generic', 'https://catalogue.example.org/stages/forge', 'Fiche', NULL, 'Forge : battre un clou', NULL, NULL, 'Savoir forger seul.', 'Les outils, les gestes, la pratique', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 35.0, NULL, NULL, NULL, '35 heures', NULL, NULL, 'generic/4a9daceb8c7624ae', 'open', 1, '2026-11-30T01:10:35Z', '2026-11-30T01:10:35Z', NULL, NULL, '3', '6498b38781877d4c736473326ade73f498f1917cd645ff2e2b5a08be7e5ea9b9');
INSERT INTO course VALUES (2, 'generic/RNCP37275', 'generic', 'https://catalogue.example.org/stages/laque', 'RNCP37275', NULL, 'Laque : poser un vernis', NULL, NULL, 'Savoir vernir seul.', 'Les outils, les gestes, la pratique', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 35.0, NULL, NULL, NULL, '35 heures', NULL, NULL, 'generic/4a9daceb8c7624ae', 'open', 1, '2026-11-30T01:10:35Z', '2026-11-30T01:10:35Z', NULL, NULL, '3', 'b71442b2825d90c2b055ed2c861924a463a2717e6e1c5d82206f04ffb2e0f378');
INSERT INTO course VALUES (3, 'generic/https://catalogue.example.org/stages/reliure', 'generic', 'https://catalogue.example.org/stages/reliure', NULL, NULL, 'Reliure : coudre un cahier', NULL, NULL, 'Savoir coudre seul.', 'Les outils, les gestes, la pratique', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 35.0, NULL, NULL, NULL, '35 heures', NULL, NULL, 'generic/4a9daceb8c7624ae', 'open', 1, '2026-11-30T01:10:35Z', '2026-11-30T01:10:35Z', NULL, NULL, '3', '1704a0c106559e829780940dafb3a29f9f2db4cc86be2b107276b88ff520afca');
INSERT INTO course VALUES (4, 'generic/TI-0042', 'generic', 'https://catalogue.example.org/stages/tissage', 'TI-0042', NULL, 'Tissage : monter un métier', NULL, NULL, 'Savoir tisser seul.', 'Les outils, les gestes, la pratique', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 35.0, NULL, NULL, NULL, '35 heures', NULL, NULL, 'generic/4a9daceb8c7624ae', 'open', 1, '2026-11-30T01:10:35Z', '2026-11-30T01:10:35Z', NULL, NULL, '3', '190ab10889bd3a7273fa9fd083c9b75df9b32311c290b1edcc5f5f3727aed4db');
INSERT INTO course VALUES (5, 'generic/Coopérative des Bois, stage mené en 2023 pour dix salariés', 'generic', 'https://catalogue.example.org/stages/vannerie', 'Coopérative des Bois, stage mené en 2023 pour dix salariés', NULL, 'Vannerie : tresser un panier', NULL, NULL, 'Savoir tresser seul.', 'Les outils, les gestes, la pratique', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 35.0, NULL, NULL, NULL, '35 heures', NULL, NULL, 'generic/4a9daceb8c7624ae', 'open', 1, '2026-11-30T01:10:35Z', '2026-11-30T01:10:35Z', NULL, NULL, '3', '15a1a5da55c9bd18dbef5a8d56eeadf3fe5c561cd81cb92359d4f758d7f3972c');
INSERT INTO course VALUES (6, 'generic/https://catalogue.example.org/stages/vitrail', 'generic', 'https://catalogue.example.org/stages/vitrail', NULL, NULL, 'Vitrail : couper le verre', NULL, NULL, 'Savoir forger seul.', 'Les outils, les gestes, la pratique', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 35.0, NULL, NULL, NULL, '35 heures', NULL, NULL, 'generic/4a9daceb8c7624ae', 'open', 1, '2026-11-30T01:10:35Z', '2026-11-30T01:10:35Z', NULL, NULL, '3', '00e9ab1acb46c5c0f9549e2832858c0a1db7255457e933852af1b9b3cde096d7');
INSERT INTO provider VALUES ('generic/4a9daceb8c7624ae', 'generic', 'Centre Essai', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO contact VALUES ('generic/https://catalogue.example.org/stages/reliure', 0, 'course', NULL, NULL, NULL, '["+33199000101"]', '[]', '[]', 'https://catalogue.example.org/stages/reliure', '2026-11-30T01:10:35Z');
INSERT INTO course_audience VALUES ('generic/Coopérative des Bois, stage mené en 2023 pour dix salariés', 0, '83056', 'Tout public', 'Tout public', 'exact');
INSERT INTO course_audience VALUES ('generic/Fiche', 0, '83056', 'Tout public', 'Tout public', 'exact');
INSERT INTO course_audience VALUES ('generic/RNCP37275', 0, '83056', 'Tout public', 'Tout public', 'exact');
INSERT INTO course_audience VALUES ('generic/TI-0042', 0, '83056', 'Tout public', 'Tout public', 'exact');
INSERT INTO course_audience VALUES ('generic/https://catalogue.example.org/stages/reliure', 0, '83056', 'Tout public', 'Tout public', 'exact');
INSERT INTO course_audience VALUES ('generic/https://catalogue.example.org/stages/vitrail', 0, '83056', 'Tout public', 'Tout public', 'exact');
INSERT INTO change VALUES (1, 1, 'generic/Fiche', 1, 'added', 'source', '', '2026-11-30T01:10:35Z');
INSERT INTO change VALUES (2, 1, 'generic/RNCP37275', 1, 'added', 'source', '', '2026-11-30T01:10:35Z');
INSERT INTO change VALUES (3, 1, 'generic/https://catalogue.example.org/stages/reliure', 1, 'added', 'source', '', '2026-11-30T01:10:35Z');
INSERT INTO change VALUES (4, 1, 'generic/TI-0042', 1, 'added', 'source', '', '2026-11-30T01:10:35Z');
INSERT INTO change VALUES (5, 1, 'generic/Coopérative des Bois, stage mené en 2023 pour dix salariés', 1, 'added', 'source', '', '2026-11-30T01:10:35Z');
INSERT INTO change VALUES (6, 1, 'generic/https://catalogue.example.org/stages/vitrail', 1, 'added', 'source', '', '2026-11-30T01:10:35Z');
INSERT INTO page VALUES (1, 'generic', 'https://catalogue.example.org/stages/forge', 'course', 'done', 2, 1, 0, 0, NULL, 1, NULL, NULL, 1, 'ok', NULL, NULL, NULL, '2026-11-30T01:10:35Z', '2026-11-30T01:10:35Z', 1, NULL, 0, NULL, NULL, NULL, '68a6ea5f302b75d15f1bf0856913a89f40edfafef22189a554f2b5893031d5bc', NULL, 'carif-20261130T011035Z-00001.warc.gz#360', '2026-11-30T01:10:35Z', 1, NULL, 0, 0, 0);
INSERT INTO page VALUES (2, 'generic', 'https://catalogue.example.org/stages/laque', 'course', 'done', 2, 1, 0, 0, NULL, 1, NULL, NULL, 1, 'ok', NULL, NULL, NULL, '2026-11-30T01:10:35Z', '2026-11-30T01:10:35Z', 1, NULL, 0, NULL, NULL, NULL, '843b1989d6c93aa20e39a126d9052e499f65181cd22c055990f6620744af0534', NULL, 'carif-20261130T011035Z-00001.warc.gz#1711', '2026-11-30T01:10:35Z', 1, NULL, 0, 0, 0);
INSERT INTO page VALUES (3, 'generic', 'https://catalogue.example.org/stages/poterie', 'course', 'done', 2, 1, 0, 0, NULL, 1, NULL, NULL, 1, 'ok', NULL, NULL, NULL, '2026-11-30T01:10:35Z', '2026-11-30T01:10:35Z', 1, NULL, 0, NULL, NULL, NULL, 'a4234802e28b309cfe60d0d5d9b309b8d3c6af26dee169bc14bdc2b9a9bf9808', NULL, 'carif-20261130T011035Z-00001.warc.gz#3067', '2026-11-30T01:10:35Z', 1, NULL, 0, 0, 0);
INSERT INTO page VALUES (4, 'generic', 'https://catalogue.example.org/stages/reliure', 'course', 'done', 2, 1, 0, 0, NULL, 1, NULL, NULL, 1, 'ok', NULL, NULL, NULL, '2026-11-30T01:10:35Z', '2026-11-30T01:10:35Z', 1, NULL, 0, NULL, NULL, NULL, 'aa19c656e6d979988482f36d98e3dc272ad6c409a51ff1135b2a65777d126620', NULL, 'carif-20261130T011035Z-00001.warc.gz#4418', '2026-11-30T01:10:35Z', 1, NULL, 0, 0, 0);
INSERT INTO page VALUES (5, 'generic', 'https://catalogue.example.org/stages/tissage', 'course', 'done', 2, 1, 0, 0, NULL, 1, NULL, NULL, 1, 'ok', NULL, NULL, NULL, '2026-11-30T01:10:35Z', '2026-11-30T01:10:35Z', 1, NULL, 0, NULL, NULL, NULL, '2bd3551fbc22ebd62deea0645b6449ae41f55b3bd995fa4b97f5cd49c443790a', NULL, 'carif-20261130T011035Z-00001.warc.gz#5768', '2026-11-30T01:10:35Z', 1, NULL, 0, 0, 0);
INSERT INTO page VALUES (6, 'generic', 'https://catalogue.example.org/stages/vannerie', 'course', 'done', 2, 1, 0, 0, NULL, 1, NULL, NULL, 1, 'ok', NULL, NULL, NULL, '2026-11-30T01:10:35Z', '2026-11-30T01:10:35Z', 1, NULL, 0, NULL, NULL, NULL, '97d34bcfeff789eb1b71e0fa8097ccd00e5366c8f4ef5c17050a985acec3b246', NULL, 'carif-20261130T011035Z-00001.warc.gz#7125', '2026-11-30T01:10:35Z', 1, NULL, 0, 0, 0);
INSERT INTO page VALUES (7, 'generic', 'https://catalogue.example.org/stages/vitrail', 'course', 'done', 2, 1, 0, 0, NULL, 1, NULL, NULL, 1, 'ok', NULL, NULL, NULL, '2026-11-30T01:10:35Z', '2026-11-30T01:10:35Z', 1, NULL, 0, NULL, NULL, NULL, '7bfde3c0b686d2469898210326544d5742febd2691371afe3120f2c136fe2781', NULL, 'carif-20261130T011035Z-00001.warc.gz#8519', '2026-11-30T01:10:35Z', 1, NULL, 0, 0, 0);
INSERT INTO run VALUES (1, 'generic', 'import', 'done', '2026-11-30T01:10:35Z', '2026-11-30T01:10:35Z', 0, 7, 6, 0, 0, 0, 0, '{"ok":7}', '{}', '{}', '{}', '', 'dev');
INSERT INTO site VALUES ('generic', 1);
INSERT INTO course_version VALUES (1, 'generic/Fiche', 1, 'generic', 1, 1, NULL, '2026-11-30T01:10:35Z', NULL, 'added', 'source', '', '6498b38781877d4c736473326ade73f498f1917cd645ff2e2b5a08be7e5ea9b9', '84dc00e60143d9545010513217be1df0', '5ae1625b488b3935122d8dd627fe575b', '68a6ea5f302b75d15f1bf0856913a89f40edfafef22189a554f2b5893031d5bc', 'carif-20261130T011035Z-00001.warc.gz#360', '3', '1117e037698c61fc', x'28b52ffd644a0445170022f79223406d1b00ad2dac7c3d6e0a5214dae424bfb5007c3d700132c529c52710cfaf6db68509158e86327c8490318758b6e5e2ba4348ea9f7dee31080f9d1c8d756f3955b4161de4138d2574493677ef89dc63ced51d5acde88c8b10f4d6b2f568b9f045f0ca30a96faec9b8bd32e86496102e28d77557b0f2a1749e28eb1916791a45f131f15a7bcd4a5df796e318e362b398464e1586d7f8475916565ec9b745fc13142e23e8adebba2fa765a10c35bee7d172df7aa291591931c999073d1cc79e95df0649c85aba07f511454e3c9b915385a3a1dc40e7e46824a4af39f4f4358e418d96534f94e199b71cc7281ab6fa950c6b195926797be4ed41a1ebeee4a8f0ae94dccacb9a8954272fd620315236be072bb743b239f960195830ac7ce62d4f1aca5fee8c89e9e46828bbc776bd1d420631f965904589eb3572723494ef58dbf89cfc28c1363552b229097ee11d05be290936b6f129f00d563e04a53a4f232707b478a8e81d7d8da2ec45d2c18fb05d8780bc474bbdbb03f771587b1cf63839beb6141795eb6e4214a5dcd1c760e5b765cbb0c75b6a65863d1e619bcec97f166310a0788427ca871adf72aa3003a0d968e53dd47c96931756768f417de4a1879a917b0fe69b4c149dbc200b43b01858243016484163b02c99c020282868de64c37cc0a04960e48220e160610c341082662160160448c1c0a259f207c938b0f2c152900f746a2d3ae5cd07f367ed1b2737689f803bfa1a2bbfb1c6c977f43502f04e2e1470f405bc45504a1ef0e8bc969b4b4040c168f7b172d3e8e4c5f4ee8e95bf0c7aa2fca5f1414f02390032e3d0d0510c88ac9f66ff37c39b93c7d099b58b0cf595f55052dc284767a5b4ad324507c05bc3a091524733400a31b40b1907e449450e23d9466fc3a031c5b8d93d1cb98414876ac8387e7672c88e9c14979a61714a924ae50791b0e61bba65909983a01a6035b09919ff2a410eb3951a4916a0ef206e668c1e07951d2a4a4c391a633f98ac5925a50d04be21b72468ef3ac4445c4f5167b38d81fb', x'28b52ffd4400c3024d0b006295432b70077000fc7feafffffbb3ff8a943692cc895e421d9ab06a186b605c20b299f892dddcc9bd25b85d55030c8d921c08722453f509a34738ac75c0eab7b3037c47afe8538b7128ed40128f4be752cb5e8ac0e385eee08ec51d8ac55f01b5ffb6b41037a95bf8371a128718ce25fa2e700b9f5a502e56dbd68e566db958956e2f5db50b4c13fc883eb51c0e8a5121040079bbaeefe829b4de69050f74e5f669050e351043398c180b4d6364ec67f62b16906261a0a5c7a327e8ca2d9c2ca1193c9ed46bedca2cc190b4c77136b3c5b5c7f6a1adccb8694c930a4d63a6c3891f4b16528cf0b8bfa50366cc8f653b5032e34be5b3e65dfdd64267bdd5d15302fcf8003e336e69ddf2e328db214660022920104380d90dfa90078ceb81c7114c52f07670333e30827ef7a0d179090e1464a41ddd4c7cd5fe34c2cc9159f07670233e1c3110ef46e30b73167b518e9d34d2a658ac3061215987eb0e1e315061dac47c089ec0008e52ea971d62', x'ee5fb54ae06605d0d95f62002864e74bd7e4fcc5680128963c5e4a98f943cdd0');
INSERT INTO course_version VALUES (2, 'generic/RNCP37275', 1, 'generic', 2, 1, NULL, '2026-11-30T01:10:35Z', NULL, 'added', 'source', '', 'b71442b2825d90c2b055ed2c861924a463a2717e6e1c5d82206f04ffb2e0f378', 'c189288490a8ddac8b3b1f45853dba85', '5ae1625b488b3935122d8dd627fe575b', '843b1989d6c93aa20e39a126d9052e499f65181cd22c055990f6620744af0534', 'carif-20261130T011035Z-00001.warc.gz#1711', '3', '1117e037698c61fc', x'28b52ffd6453047d170042769224308d9b00c0a176d3b268a51b954de8658b015ed27c450a7585b4113634792c090c0c2c20970844257c8470d9a1d5b65c6c773851fed3cfbd85f0305304d2eead4c97d6a29b5ca2ad42af6873f79ec8bd75ceee50b346672e42d05bbd4bd2b4e18be09931e5376765aecf0b33e52a8408ccb9dd0f52e521756951c9674b791c455122f15a7bcd526ef796e396b9d8ace528d325e139fe611a8c54d9957783f825269c46d05be7765f991a0c9590e37b244dfb755a38b2a5d156ce1e2471dc3e4bdf6da2709bba07f9d1844a3cad51a64b04a2b2812e5304a210bf067afc1ab790a3e5382d2ae1d95b8edb89669bbf946d534a6fe5ed9437c904b77ba6c8257b69e5a9b2b79150ce946bdb24464cc7e7902adb27da32a5a3a16018a4cab3b7d20251f9e5be2caa7bdbebed7021a6f0bd7063c4f91c658a4054de6debf8b69523461b93e01bde61e01b9360db8e8f814f4895872065e7719429035a3c6498f751b4214fd95e7f983c4953bebb03fb71b63dce3e9912aee3531817193e7c11a398c7084d48956fbdcd56f216a74ab69253b6d565ca46c1a280b170a0c020307188b4a83ce4f856a64b1a00341d53651fb23e2b533252a57b0bf914091fb246ee49d85b5914332501a3a1689480a040b170381ac5e3d16828d662c1d680c140c3d13c1e045f34140fe6580ce88371c54295f1580ef630780c4c180406a9d2d158e80333b5169dca5609fbb3fa4da66c503f018f11da52e5db3699f231429b00bca30d051c7e016f11a495073c3aaf69eb12105030ea7e5265e39829d7f2dd9d54f95e9816955f1c1f4c4b3c0032e3d0d0510c88ac9f66ff37c3bf93c7d099b58b0cf595f55052dc284767a5b4ad324507c05bc3a091524733400a31b40b1907e449450e23d986608741638a71b37b387209290ed59071fcece4905d3b292e35c3e2942495ca0f2261cd1f5a61e53173105403ac063633e35f25c861b65223c98cf78eba3937561ca79bd7cc8e671e041bec8ead84b1344dc8932c5e25a50e046c87e392a0bdeb1013713d459d01701822b6', x'28b52ffd4400c8026d0b0052d5432c70b56d00fcfffdff3f707e904cffb122a4d15f6b2f46eafd5d2ad4ea1ca1e6206bb62bb2124dd37c545538030e43b4b5b4e5f12d9fc311fafd0b48ec54b28133ec683ad458634953148c8e8b0a255a678186f5310c2b60588344bc0660affc2485c9d9f47985cbb218630aae0a4d9f43e9c5a49ee9b3233dc7a43e36ad333d1f3c1ecf1dd3a156c09444f20d0400b1f227f79ed123c05153061f58cc8492302d81f0e0ac264266487648a4018924288804c114060312601be0a8e993aa6111b895b3fff95735ac65b985925725d8724bfdd15fb5ce6ad673705623fb3dd6ed431fb40c6ed9f95958b5eb36f2e2c555fb2d9da3246b72fe092597b82abc8375bbf07cd572a44dd72d8cdc8d6568022a20104380d10efa9007c6f5d0e3882629383bb8111f1d417ff730d183250e1466841ddd28be6afbd131c2b9cc82b7d81bf1e188817837125f98b7a38b73ec4493368d4565c6181c6571d8a13b161dbc60c1ebc483501f0161d35244e317fb', x'67640cc50253fc0f6cabc949f53ff9ecf9db55f44bce34a1f85dae815cbd755e');
INSERT INTO course_version VALUES (3, 'generic/https://catalogue.example.org/stages/reliure', 1, 'generic', 4, 1, NULL, '2026-11-30T01:10:35Z', NULL, 'added', 'source', '', '1704a0c106559e829780940dafb3a29f9f2db4cc86be2b107276b88ff520afca', '16f84aa21e64af64f9f50306411245da', '5ae1625b488b3935122d8dd627fe575b', 'aa19c656e6d979988482f36d98e3dc272ad6c409a51ff1135b2a65777d126620', 'carif-20261130T011035Z-00001.warc.gz#4418', '3', '1117e037698c61fc', x'28b52ffd6476040d170022358e2430ab360100c55ad2d269a5639e4de8b565da2a9458b8ab114ca7b6ebda0792c0c0c00202970844257c8470d9a1d5b65c6c773851fed3cfbd85f0305304d2eead4c97d6a29bdca1ad42af6873f79ec8bd75ceee50b346672e42d05bbd4bd2b4e18be09931e5376765aecf0b33e52a8406ccb9dd0b52e521756951c9674b791c4551e2f05a7bcd526ef796e396b9d8ace528d325e139fe61188b54d9957763f81d1e9c46d05be7765f99180b9590e37b244dfb755a38b2a5d156ce1e2471dc3e4bdf6da2709bba07f9d1833a3cad51a64b04a2b2812e5304a210bfe6d0e3d7b8851c2dc7695109cfde72dc3e34dbfca56c9b527a2b6fa7bc491eb8dd33452ed94b2b4f95bd8d8372a65cdb2631623a3e8554d93ed196291b0c818523559ebd951688ca2ff76551334520bdde0ee1424cdf0b37369ccf51a60844e5ddb68e2f533e366c2b478c3626c137bcc3c03726c1b61d1f037f902a0f41cacee3285306b478c8fb289a90a76caf2f4c9ea429dfdd81fd38db1e679f4cc9df4717e3227366f12d463108a9f2adb7df62b69253b6d5211ece901695871cdfca74490740d33155f621ebb332e52255bab7904f91f0216be49e84bd954531530a281a0d4582111010301aaa9830168944d32418fa1018580da60a02c5628b3b1eacb168148e0187e3f12078b0c61b8cc67a2454536583a1d007666a2d3a95ad12f667f59b4cd9a07e0252e5db3699f21cb79d11f08e364438fc02de22482b0f78745ed3d685402818753fa9b271cc946bf9ee4eaa7c2f4c8bca2f8e0fa6253e0032e3d0d0510c88ac9f66ff37c34b94c7d099b58b0cf595f55052dc284767a5b4ad324507c05bc3dc93524733400a31b40b1907e449450e23d9466fc3a031c5b8d93d1cb98414876ac8387e7672c88ea114979a61714a924ae50791b0e61bba65909983a01a603530b419ff2a410eb3951a4916a0efc89b730301346349d17893e44ba402319a06e4210b08928741c7893163f0c4e1b0f196c56e80c3404ea9ccb2a8a833b4c5a5da', x'28b52ffd4400c802350b00f294412a70056e00fcbfffff6f7e1e2d49efb122a50a5f849e6552b746489327e2000822a993985a4bb3fbff87190f73680d237dcbe7f044bf7f018a9d4a06e00cfb317d6a1ab318145047469d14adb340c3fa14d696426b9289d700cf5e39528645cea6cf2b4434ad2d8b82eb81a6cf27f5a25acff4d9a19ea35a1f9bd6a99e0748d273c7f4a961cb01a17c23318895df7b3e1e814753880d30266b94c6a040487898132143925d326948268b6739a369f0147a544e68153002b772f63fffae0286616ea1e45d85c6dc527ff477edc31c16111ee6c87ed2ba8de89b36e2969d23c8ae5db791192fee5ae78e1ea46455ecb04e4839c55e3bf262dd429eef5a8eb4e9ba8591bbb111272a20004380c90e3a4e6038e68117110c55c4b67d5b4ed600fabb87891e2c71a03023ece866f155dbd3889823a3e02ce68df862c440bc1b8d2fccd9818b70ece490368d456546379014081b6f47ee4070700107bf8941245d0b874da3019a339371', x'3d3e20403f73d1c7955a7efa368a93ea19ad9320d46acbdd28b37e090b0b28f2');
INSERT INTO course_version VALUES (4, 'generic/TI-0042', 1, 'generic', 5, 1, NULL, '2026-11-30T01:10:35Z', NULL, 'added', 'source', '', '190ab10889bd3a7273fa9fd083c9b75df9b32311c290b1edcc5f5f3727aed4db', '6a4be46279d7fbf7d1314b9db9ee90b8', '5ae1625b488b3935122d8dd627fe575b', '2bd3551fbc22ebd62deea0645b6449ae41f55b3bd995fa4b97f5cd49c443790a', 'carif-20261130T011035Z-00001.warc.gz#5768', '3', '1117e037698c61fc', x'28b52ffd645704a51700f2b6942c70b74900fcffabaa8a76c3da92f4ff47999264445f4af953f27b376b7353c4815c8c5e5a8ab61696475585330f8e463ae763d6958e2253ed754b5670b369d79c32271f391add9c3a7a60ec35251998a2930db86473cdd39c32b92d9d5e7c72b5e7384eb5aa07c366f770ee5ab8b9e4e26a9dab7c7445e602496eb724f0f474b03d92beb914e2f679de83c131e61685dbcd29a6e96a6f51bacfd1c339f765932c124fef866ca62093c1a1e1e33895db2dd5d12291cefb5cf360d8ae1fd9b7143eda90cb390fa669a3309b29c8cab039de7c1c90a1697c8e1e1c8df485db91a381ceba251db76e69cafba8b68fa4732ea798a60e8bf6a6c2a50c21ad0dc91292ece1b0ddf2c8f1f056d8904f6f5d18708fae9429ef49fab985a7b354901d5d61919018f0f45c4e3dd2484fd552d7c3234723bd396d952c599d85d9cafa16e4e63e478e467a3665fddcd1f32dd0c67d126409e26c4e26e1640962a6fd5cc279e0e9e938b88cdbe7e807ec25279bccdac9aa83208227445b6502c53d186eb664b81b4659c36873f44d6d060d9ca4bd64b39b7392942c3c3d596b2f7d38b54f5ffa488836b6a323140909000c2c2038a48247d293f73975f4f00100967e4fefe4c5461d3df1f4e69437218f4d5e7c9a7bac6c5ccf3b3a26300424140ac5502cb558043014052e0b0663290965b158022812190a8582b250282460e642282c251108a52c01168bc452104f575820b0e123c65e4b6f7cac6c54e77274e67473f0f464ba1c3d1964d646e064b01981597790ec71b0210ff2318e61a3424048fc74374f67fb8eae74b325f3f46ce547d253ed73fc483b0032e3d0d0510c88ac9f66ff37c3cf93c7d099b58b0cf595f55052dc284767a5b4ad324507c05bc3a091524733400a31b40b1907e449450e23d9466fc3a031c5b8d93d1cb98414876ac8387e7672c8ae9d14979a61714a924ae50791b0e61bba65909983a01a6035b09919ff2a410eb3951a4916a0ef186e669c920b33845594bc72348dcd93ac6c250f6fe3c4819439bb95056d80434c4ea9ccb2a8a8330e31efdc', x'28b52ffd4400ca02650b00a255442c80a7690033849b90354b0923f2ff8f95524e7c37faec8ce45d1131454661f2486b7b49e64e6b03b1671374100985c02c6c719ca36b74023bf70168fbe306e87dfc90fd284c2d7650583054cc07fd94fca643240c81590c12e929c0b7e73ad06145c9ef7a3e8660d65a0a3b17f0bb7e908328f9be6f03f942941cf24f897c0b388eeb86ec47516b318a331200c0b98e7addf951b37cb803fbe05fac02855c16853928ef1d245403df2ee23624c280440c282c490c083c4eb00f7e17538332681a25bbaf6b6a402caae98bab2961aae9b77bd7a409d528c7414235919da34d1def1e6568babd8e054daa4de12a1cd4a4bdfc908883e244bd1fa5831ada86736704da74c1b5265df8fcdaf4c165863234012920104380d90d3a46068ceb81c7114c52f0167b333e30827ef7a01187890314b8a41ddd4c7cd5fe34c2cc9159f0167b233e1c3110ef46e30b737670518e9d34d2a658ac3061215987eb121e715061e244c8084a03028e684f512e53', x'ef1afbca3ed06be266ed86fcaab428f64f495c5755138e0e0393b157cd3d2278');
INSERT INTO course_version VALUES (5, 'generic/Coopérative des Bois, stage mené en 2023 pour dix salariés', 1, 'generic', 6, 1, NULL, '2026-11-30T01:10:35Z', NULL, 'added', 'source', '', '15a1a5da55c9bd18dbef5a8d56eeadf3fe5c561cd81cb92359d4f758d7f3972c', '2c2249c260a6006e3c49ed6e8ff13dd1', '5ae1625b488b3935122d8dd627fe575b', '97d34bcfeff789eb1b71e0fa8097ccd00e5366c8f4ef5c17050a985acec3b246', 'carif-20261130T011035Z-00001.warc.gz#7125', '3', '1117e037698c61fc', x'28b52ffd64c704bd1800b2f99b2d70b72100fcffbeaa4a7ba385ece4dddb9fd2a745feffdf33f1bd0954ae0b898b2509b5e0520b35377d50d5120293062321ff31ebbaa3c9547bddce8fdc37ed9a53e633a206a39b5388268cbdf6b803d3741ec9e5cd354f73ca7cdb9dde7cbeda731ca75a958365b37bf8bb56ee976faed65f6544a8c94c40f976fb004c78271b4a12ee9742dc3ecf733838c6dca272bb39c5345ded2d4af7413441febe378a2281093bf2660a7e8787968fe3d4b7db1522452221ef738d8365bb46c9bea5f2d1c897731c4cd346e59b3d92956573bc7f1ed2a1e97c104d1a8c840b37440d463aeb963b6eddd294f7516d519290bf9c629a3e2cda7b954b59425a2367879c391eb6db113526d82a23c784ad8b432e2254ca1eef51fab9039890fd910c112e2810890526fc720a258c8457edba5e226a305a9d9d599d95fc56d6b7e0fb7d10351809df94f57388f06f8176eea3245310bff98cc2670a62a6fd9cc22f8009ef38b98cdb07111eb0775e759034808768ab27783807cb7d3bc3dd30ca1a461b44b8d7968fd29eb267feb692140498f0acb5973a9c5a4cb8d47188763644c80c1ae8264b5622ba947dee51120a0805a55d61d0a0dd51ce64b382589d0085bf9443b4731934789c1b80f07005284978dee714a2092e002cfd30619f371b85081398b039e53dc4b1e7cda739c77ae77a1e225c08a0f048a8ab542c1a12a140302428c5f200cb422d2c2414472096520c0d88452e8827303c121e6f58302ccb17f50890580c0d987041a1900d2362ecb5849d8ef546f51744c89c6e0e30e1992e88f0ba6f2d21087c269b11987507678f93911ffc318e65a7424048fc74379890ed43844af7ed0c267c2ba324e1d53ec728093d0032e3d0d0510c88ac9f66ff37c38f95c7d099b58b0cf595f55052dc284767a5b4ad324507c05bc3e093524733400a31b40b1907e449454e23d9466fc3a031c5b8d93d1cb98414876ac8387e7672c86eab14979a61714aa24ae50791b0e61bba65909983a01a603530b419ff2a410eb3951a491ea0efc89b730301346385d27814f349ac42319a06e44956b89257b6f9748da8a64f485318bb371c06124b11a149459901943b8cf9', x'28b52ffd6402037d0c00b2184c2d70099b03fcfffeff5fe8b0f85bcaa426228bc2ecd6529a68d3c3a8c5c42c6ae190c6262222c28f362580aaf3020ac4d21c94c679bedd3a5ca1f7bf40b243c709ceaca3e71082340801cd02a3db224209e34bd02c6ee3304ec330d2e491007be447368b7b0dd7235316e6805816383668b80ee5b654cff0d991cf2dd5b786f1e5b381e759773c879003d22cca371402b4c8effda245c05143063358bc45591447610c4191241a63866397a686341d78696adfb69f0e9aa5c707e5a2204a3a4e6972fc243b167eaaef37209f5972d4705d9aa0f712582fe0a8e13af52001b0d4bdfee757f500e1244b99635509932c85bef055a92249240f04459270bd8f2e7dc085b461293b3f1854a92e6dbcd8a64a9ddb2d942ea6f33f3bcc95dccecead025dcab0ae4ab9c186ba9435ee863624022a20004300400ffa9827e37af071049328383bba98e3308cfed861e2ec4bbc2acc323bba597cd9f2e8dd713eb3e0ece8628edfb0a1916d341270649be78c45ca21488d5950cd2b52e042b62ed7fd3862ae30db55dc0d6979486c030d20dee058', x'bf59827f06afa903fe6b15c89483d5c6ab6c486d7c2184ae954d23b62b4fe795');
INSERT INTO course_version VALUES (6, 'generic/https://catalogue.example.org/stages/vitrail', 1, 'generic', 7, 1, NULL, '2026-11-30T01:10:35Z', NULL, 'added', 'source', '', '00e9ab1acb46c5c0f9549e2832858c0a1db7255457e933852af1b9b3cde096d7', 'efee3d0355b14b1e0f353b6fd399f858', '5ae1625b488b3935122d8dd627fe575b', '7bfde3c0b686d2469898210326544d5742febd2691371afe3120f2c136fe2781', 'carif-20261130T011035Z-00001.warc.gz#8519', '3', '1117e037698c61fc', x'28b52ffd6475042d1700d235902430ab360100157ad3d269a5639e4de8b565dad8b458b8abd13ca3b1ebda0792c0c0c0020217c843257c8470d9a1d5b65c6c772851fed3cfbd85f03013e4d1eead4c97d6a2939cd256a157b4b97b4fe4de3a6777a859a3331721e8adde1569daf045f0cc98f29bb332d7e785997215c203e6dcee06a9f290bab4a8e4b39d3c8ea218a1bcd65eb394dbbde5b8652e366b39ca7449788e7f18c6225576e5dd1a7eca83d3087aebdcee2b1363a112727c4fa469bf4e0b47b634dacad983228edb67e9bb49146e53f7203f7a50cad31a65ba401e2a1be832411e0af16b0e3d7e8d5bc8d1729c1695f0ec2dc7ed43b3cd5fcab6e9a4b7f2f6c95be481db3d13e492bdb4f254d9db509433e5da268911d3f129a4ca7689b64cd960082c1ca9f2ecadb43c547eb92f8b9a09f250e9def67a3b5c88e97be14687f339ca0479a8bcdbd6f165ca47876de588d1c624f8867718f8c624d8b6e363e01152e52148d9791c65ca80160f19bec3af6178df4413f293ed7506c98b34e5bb3bb01f67dbe3ec9329cffc09f3c6f0a3f816a3988554f9d6db6f31dbc827dbea100f6f488bca438e6f65baa403a0e9982afb90f5599972912add5bc89f44f89035722fc2decaa29829130e02c59bc622b1148d8022b178a3098245a2a0a16092378a0102061b186034140b8184c251e028680c2858c3d19008acc559232148950d86421f98a9b5e854b646d89fd56f326583fa0948956fdb64cab6cabd1304bca30d110ebf80b708d2ca031e9dd7b47521100a46dd4faa6c1c33e55abebb932adf0bd3a2f28be38369093c0032e3d0d0510c88ac9f66ff37c34794c7d099b58b0cf595f55052dc284767a5b4ad324507c05bc3a091524733400a31b40b1907e449450e23d9466fc3a031c5b8d93d1cb98414876ac8387e7672c86ea114979a61714a924ae50791b0e61bba65909983a01a6035b09919ff2a410eb3951a4916a0ef186e6614930b51845594bc72348dcd43d607128741c7893163f0c4e1b0f196c56e80c3404ea9ccb2a8a8339c10adef', x'28b52ffd440042021d0a00d2933d2880b70d3304931881e66124d37fac6c39f1bbed651164e0235240c530276137515276a30fcf1960204e5314265116e97b82902f1afe172c763af18073ec6a3a952094c6288ca765a3528bd689f04cdcb14245c2092cce314383578267af1cadc54db329f41a15e7182661705d680a9d5a502ef64c9fa1f52c177bd9b4cef56c2049d0a1e954a248dc92c478705a23e33b1601b2f22f67c8a76379cf0a1e544d1f56684c1669006fa7d9fffccb224ba2bd8d132f4328ed2d75487fd93aad69d1c169cdd450dab71185d442deb273f458b6fb567203ca65cbee5c2d96cb99aaf3596fc9864e3b61df3ea02f5b96b4e9be8d92dbb190262220204300ec017dcc33e37af0714493169c1d5ce4380fa31f3b284edaf06647378aef924841301e991a6f878b38bec38622db4824e0d83a5d37e1888d16da148b044d50b823c1b055342a7f2f3d', x'db8dadbcdfb76e695c572c518b3d09532d8ecfdabd47b22eab46c0dd5b9ae182');
INSERT INTO sighting VALUES ('generic/Coopérative des Bois, stage mené en 2023 pour dix salariés', 6, 1, 0);
INSERT INTO sighting VALUES ('generic/Fiche', 1, 1, 0);
INSERT INTO sighting VALUES ('generic/Fiche', 3, 1, 0);
INSERT INTO sighting VALUES ('generic/RNCP37275', 2, 1, 0);
INSERT INTO sighting VALUES ('generic/TI-0042', 5, 1, 0);
INSERT INTO sighting VALUES ('generic/https://catalogue.example.org/stages/reliure', 4, 1, 0);
INSERT INTO sighting VALUES ('generic/https://catalogue.example.org/stages/vitrail', 7, 1, 0);
INSERT INTO capture VALUES ('carif-20261130T011035Z-00001.warc.gz#1711', 'generic', 'https://catalogue.example.org/stages/laque', 1, '2026-11-30T01:10:35Z', 200, 'text/html', '843b1989d6c93aa20e39a126d9052e499f65181cd22c055990f6620744af0534', 0);
INSERT INTO capture VALUES ('carif-20261130T011035Z-00001.warc.gz#3067', 'generic', 'https://catalogue.example.org/stages/poterie', 1, '2026-11-30T01:10:35Z', 200, 'text/html', 'a4234802e28b309cfe60d0d5d9b309b8d3c6af26dee169bc14bdc2b9a9bf9808', 0);
INSERT INTO capture VALUES ('carif-20261130T011035Z-00001.warc.gz#360', 'generic', 'https://catalogue.example.org/stages/forge', 1, '2026-11-30T01:10:35Z', 200, 'text/html', '68a6ea5f302b75d15f1bf0856913a89f40edfafef22189a554f2b5893031d5bc', 0);
INSERT INTO capture VALUES ('carif-20261130T011035Z-00001.warc.gz#4418', 'generic', 'https://catalogue.example.org/stages/reliure', 1, '2026-11-30T01:10:35Z', 200, 'text/html', 'aa19c656e6d979988482f36d98e3dc272ad6c409a51ff1135b2a65777d126620', 0);
INSERT INTO capture VALUES ('carif-20261130T011035Z-00001.warc.gz#5768', 'generic', 'https://catalogue.example.org/stages/tissage', 1, '2026-11-30T01:10:35Z', 200, 'text/html', '2bd3551fbc22ebd62deea0645b6449ae41f55b3bd995fa4b97f5cd49c443790a', 0);
INSERT INTO capture VALUES ('carif-20261130T011035Z-00001.warc.gz#7125', 'generic', 'https://catalogue.example.org/stages/vannerie', 1, '2026-11-30T01:10:35Z', 200, 'text/html', '97d34bcfeff789eb1b71e0fa8097ccd00e5366c8f4ef5c17050a985acec3b246', 0);
INSERT INTO capture VALUES ('carif-20261130T011035Z-00001.warc.gz#8519', 'generic', 'https://catalogue.example.org/stages/vitrail', 1, '2026-11-30T01:10:35Z', 200, 'text/html', '7bfde3c0b686d2469898210326544d5742febd2691371afe3120f2c136fe2781', 0);
INSERT INTO manifest VALUES (1, '2026-11-30T01:10:35Z', 1, 1, '{"absent":{"rows":0},"capture":{"rows":7,"digest":"54a156497c35362c92019d6e0ad317066db462007f0ad1706033daeaa14d675c"},"change":{"rows":6,"digest":"3f02a0521a6abdef898ed1fd2503df5e651621b81818309446844a182c2eb1d8"},"contact":{"rows":1,"digest":"27562533769376a5584681fd4bcc4f094190db32f4b5e64144d955cbaf3560e9"},"course":{"rows":6},"course_audience":{"rows":6},"course_code":{"rows":0},"course_other":{"rows":0},"course_outline":{"rows":0},"course_selection":{"rows":0},"course_validation":{"rows":0},"course_version":{"rows":6,"digest":"30b96fe8d4d4de7c3450de40e09618aeeb412abfbfef7f6e49bd37c52c3e9b43"},"department":{"rows":109,"digest":"02fad7924dad1def1c962760db65a7e696706ba3eb43626d91729c470595e1b1"},"funding":{"rows":0},"issue":{"rows":0},"missing":{"rows":0,"digest":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},"page":{"rows":7,"digest":"2e720e844d0b23d67ffb7ac0e6b99dfdc2746e052c2445642bd3d2b1df62fde8"},"provider":{"rows":1,"digest":"41ee4b4aeda0b7b11acf2a33a12c23046d5c3fdc37742726da83e4e8e8afc2f6"},"region":{"rows":26,"digest":"d55a64fd5881396c44c115a847ec563db6dbfbfcda96c46560c0b4ccbcddd8d5"},"run":{"rows":1,"digest":"67e6a48a107e10e41f5847c26deb9f289a563f7e014d9ab7750712c3ff63fe23"},"session":{"rows":0},"sighting":{"rows":7,"digest":"de8441166fb399a240961d5e75195b5b11f5de009926e95ae498f082e0f6212a"},"site":{"rows":1,"digest":"8404a2b4ad03e0edd3d0ad8eed5628136bc53ee9b97f246266b28e071fa23692"},"suppression":{"rows":0,"digest":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},"unclaimed":{"rows":0}}');
INSERT INTO meta VALUES ('dirty', '0');
INSERT INTO meta VALUES ('fts_upto', '6');
INSERT INTO region VALUES ('01', 'Guadeloupe');
INSERT INTO region VALUES ('02', 'Martinique');
INSERT INTO region VALUES ('03', 'Guyane');
INSERT INTO region VALUES ('04', 'La Réunion');
INSERT INTO region VALUES ('06', 'Mayotte');
INSERT INTO region VALUES ('11', 'Île-de-France');
INSERT INTO region VALUES ('24', 'Centre-Val de Loire');
INSERT INTO region VALUES ('27', 'Bourgogne-Franche-Comté');
INSERT INTO region VALUES ('28', 'Normandie');
INSERT INTO region VALUES ('32', 'Hauts-de-France');
INSERT INTO region VALUES ('44', 'Grand Est');
INSERT INTO region VALUES ('52', 'Pays de la Loire');
INSERT INTO region VALUES ('53', 'Bretagne');
INSERT INTO region VALUES ('75', 'Nouvelle-Aquitaine');
INSERT INTO region VALUES ('76', 'Occitanie');
INSERT INTO region VALUES ('84', 'Auvergne-Rhône-Alpes');
INSERT INTO region VALUES ('93', 'Provence-Alpes-Côte d''Azur');
INSERT INTO region VALUES ('94', 'Corse');
INSERT INTO region VALUES ('975', 'Saint-Pierre-et-Miquelon');
INSERT INTO region VALUES ('977', 'Saint-Barthélemy');
INSERT INTO region VALUES ('978', 'Saint-Martin');
INSERT INTO region VALUES ('984', 'Terres australes et antarctiques françaises');
INSERT INTO region VALUES ('986', 'Wallis et Futuna');
INSERT INTO region VALUES ('987', 'Polynésie française');
INSERT INTO region VALUES ('988', 'Nouvelle-Calédonie');
INSERT INTO region VALUES ('989', 'Île de Clipperton');
INSERT INTO department VALUES ('01', 'Ain', '84');
INSERT INTO department VALUES ('02', 'Aisne', '32');
INSERT INTO department VALUES ('03', 'Allier', '84');
INSERT INTO department VALUES ('04', 'Alpes-de-Haute-Provence', '93');
INSERT INTO department VALUES ('05', 'Hautes-Alpes', '93');
INSERT INTO department VALUES ('06', 'Alpes-Maritimes', '93');
INSERT INTO department VALUES ('07', 'Ardèche', '84');
INSERT INTO department VALUES ('08', 'Ardennes', '44');
INSERT INTO department VALUES ('09', 'Ariège', '76');
INSERT INTO department VALUES ('10', 'Aube', '44');
INSERT INTO department VALUES ('11', 'Aude', '76');
INSERT INTO department VALUES ('12', 'Aveyron', '76');
INSERT INTO department VALUES ('13', 'Bouches-du-Rhône', '93');
INSERT INTO department VALUES ('14', 'Calvados', '28');
INSERT INTO department VALUES ('15', 'Cantal', '84');
INSERT INTO department VALUES ('16', 'Charente', '75');
INSERT INTO department VALUES ('17', 'Charente-Maritime', '75');
INSERT INTO department VALUES ('18', 'Cher', '24');
INSERT INTO department VALUES ('19', 'Corrèze', '75');
INSERT INTO department VALUES ('21', 'Côte-d''Or', '27');
INSERT INTO department VALUES ('22', 'Côtes-d''Armor', '53');
INSERT INTO department VALUES ('23', 'Creuse', '75');
INSERT INTO department VALUES ('24', 'Dordogne', '75');
INSERT INTO department VALUES ('25', 'Doubs', '27');
INSERT INTO department VALUES ('26', 'Drôme', '84');
INSERT INTO department VALUES ('27', 'Eure', '28');
INSERT INTO department VALUES ('28', 'Eure-et-Loir', '24');
INSERT INTO department VALUES ('29', 'Finistère', '53');
INSERT INTO department VALUES ('2A', 'Corse-du-Sud', '94');
INSERT INTO department VALUES ('2B', 'Haute-Corse', '94');
INSERT INTO department VALUES ('30', 'Gard', '76');
INSERT INTO department VALUES ('31', 'Haute-Garonne', '76');
INSERT INTO department VALUES ('32', 'Gers', '76');
INSERT INTO department VALUES ('33', 'Gironde', '75');
INSERT INTO department VALUES ('34', 'Hérault', '76');
INSERT INTO department VALUES ('35', 'Ille-et-Vilaine', '53');
INSERT INTO department VALUES ('36', 'Indre', '24');
INSERT INTO department VALUES ('37', 'Indre-et-Loire', '24');
INSERT INTO department VALUES ('38', 'Isère', '84');
INSERT INTO department VALUES ('39', 'Jura', '27');
INSERT INTO department VALUES ('40', 'Landes', '75');
INSERT INTO department VALUES ('41', 'Loir-et-Cher', '24');
INSERT INTO department VALUES ('42', 'Loire', '84');
INSERT INTO department VALUES ('43', 'Haute-Loire', '84');
INSERT INTO department VALUES ('44', 'Loire-Atlantique', '52');
INSERT INTO department VALUES ('45', 'Loiret', '24');
INSERT INTO department VALUES ('46', 'Lot', '76');
INSERT INTO department VALUES ('47', 'Lot-et-Garonne', '75');
INSERT INTO department VALUES ('48', 'Lozère', '76');
INSERT INTO department VALUES ('49', 'Maine-et-Loire', '52');
INSERT INTO department VALUES ('50', 'Manche', '28');
INSERT INTO department VALUES ('51', 'Marne', '44');
INSERT INTO department VALUES ('52', 'Haute-Marne', '44');
INSERT INTO department VALUES ('53', 'Mayenne', '52');
INSERT INTO department VALUES ('54', 'Meurthe-et-Moselle', '44');
INSERT INTO department VALUES ('55', 'Meuse', '44');
INSERT INTO department VALUES ('56', 'Morbihan', '53');
INSERT INTO department VALUES ('57', 'Moselle', '44');
INSERT INTO department VALUES ('58', 'Nièvre', '27');
INSERT INTO department VALUES ('59', 'Nord', '32');
INSERT INTO department VALUES ('60', 'Oise', '32');
INSERT INTO department VALUES ('61', 'Orne', '28');
INSERT INTO department VALUES ('62', 'Pas-de-Calais', '32');
INSERT INTO department VALUES ('63', 'Puy-de-Dôme', '84');
INSERT INTO department VALUES ('64', 'Pyrénées-Atlantiques', '75');
INSERT INTO department VALUES ('65', 'Hautes-Pyrénées', '76');
INSERT INTO department VALUES ('66', 'Pyrénées-Orientales', '76');
INSERT INTO department VALUES ('67', 'Bas-Rhin', '44');
INSERT INTO department VALUES ('68', 'Haut-Rhin', '44');
INSERT INTO department VALUES ('69', 'Rhône', '84');
INSERT INTO department VALUES ('70', 'Haute-Saône', '27');
INSERT INTO department VALUES ('71', 'Saône-et-Loire', '27');
INSERT INTO department VALUES ('72', 'Sarthe', '52');
INSERT INTO department VALUES ('73', 'Savoie', '84');
INSERT INTO department VALUES ('74', 'Haute-Savoie', '84');
INSERT INTO department VALUES ('75', 'Paris', '11');
INSERT INTO department VALUES ('76', 'Seine-Maritime', '28');
INSERT INTO department VALUES ('77', 'Seine-et-Marne', '11');
INSERT INTO department VALUES ('78', 'Yvelines', '11');
INSERT INTO department VALUES ('79', 'Deux-Sèvres', '75');
INSERT INTO department VALUES ('80', 'Somme', '32');
INSERT INTO department VALUES ('81', 'Tarn', '76');
INSERT INTO department VALUES ('82', 'Tarn-et-Garonne', '76');
INSERT INTO department VALUES ('83', 'Var', '93');
INSERT INTO department VALUES ('84', 'Vaucluse', '93');
INSERT INTO department VALUES ('85', 'Vendée', '52');
INSERT INTO department VALUES ('86', 'Vienne', '75');
INSERT INTO department VALUES ('87', 'Haute-Vienne', '75');
INSERT INTO department VALUES ('88', 'Vosges', '44');
INSERT INTO department VALUES ('89', 'Yonne', '27');
INSERT INTO department VALUES ('90', 'Territoire de Belfort', '27');
INSERT INTO department VALUES ('91', 'Essonne', '11');
INSERT INTO department VALUES ('92', 'Hauts-de-Seine', '11');
INSERT INTO department VALUES ('93', 'Seine-Saint-Denis', '11');
INSERT INTO department VALUES ('94', 'Val-de-Marne', '11');
INSERT INTO department VALUES ('95', 'Val-d''Oise', '11');
INSERT INTO department VALUES ('971', 'Guadeloupe', '01');
INSERT INTO department VALUES ('972', 'Martinique', '02');
INSERT INTO department VALUES ('973', 'Guyane', '03');
INSERT INTO department VALUES ('974', 'La Réunion', '04');
INSERT INTO department VALUES ('975', 'Saint-Pierre-et-Miquelon', '975');
INSERT INTO department VALUES ('976', 'Mayotte', '06');
INSERT INTO department VALUES ('977', 'Saint-Barthélemy', '977');
INSERT INTO department VALUES ('978', 'Saint-Martin', '978');
INSERT INTO department VALUES ('984', 'Terres australes et antarctiques françaises', '984');
INSERT INTO department VALUES ('986', 'Wallis et Futuna', '986');
INSERT INTO department VALUES ('987', 'Polynésie française', '987');
INSERT INTO department VALUES ('988', 'Nouvelle-Calédonie', '988');
INSERT INTO department VALUES ('989', 'Île de Clipperton', '989');
CREATE INDEX course_site ON course (site, status);
CREATE INDEX course_provider ON course (provider_key);
CREATE INDEX session_provider ON session (provider_key);
CREATE INDEX change_course ON change (course_key);
CREATE INDEX change_run ON change (run);
CREATE INDEX run_site ON run (site, id);
CREATE INDEX page_due ON page (site, lane, turn, last_seen);
CREATE INDEX page_wait ON page (site, lane, next_try) WHERE next_try > 0;
CREATE INDEX course_version_open ON course_version (site, key) WHERE run_to IS NULL;
CREATE INDEX sighting_page ON sighting (page);
CREATE INDEX capture_url ON capture (site, url);
CREATE VIEW course_text (id, title, objective, programme, provider) AS
  SELECT c.search_id, c.title, c.objective, c.programme, p.name
  FROM course c LEFT JOIN provider p ON p.key = c.provider_key;
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
    c.duration_text, c.price_text, c.native_id, c.rco_id, c.updated_on, c.first_seen, c.changed_at, c.version
  FROM course c
  LEFT JOIN provider p ON p.key = c.provider_key
  LEFT JOIN department d ON d.code = p.department
  LEFT JOIN region r ON r.code = p.region
  WHERE c.status = 'open';
CREATE VIEW v_session AS
  SELECT s.course_key, s.position, c.site, c.title, c.url, s.native_id, s.rco_id, s.published_on,
    s.start_on, s.end_on, s.date_precision,
    s.entry_exit_code, coalesce(s.entry_exit_label, s.entry_exit_raw) AS entry_exit,
    s.city, s.postal_code, s.commune, s.department, d.name AS department_name, s.region, r.name AS region_name,
    s.place_confidence, p.name AS provider, p.siret AS provider_siret, o.name AS responsible_provider,
    s.state, s.cpf_eligible, s.seats, s.hours, s.price_eur, s.text
  FROM session s
  JOIN course c ON c.key = s.course_key AND c.status = 'open'
  LEFT JOIN provider p ON p.key = s.provider_key
  LEFT JOIN provider o ON o.key = c.provider_key
  LEFT JOIN department d ON d.code = s.department
  LEFT JOIN region r ON r.code = s.region;
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
CREATE VIRTUAL TABLE course_fts USING fts5 (title, objective, programme, provider,
  content = 'course_text', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO course_fts (course_fts) VALUES ('rebuild');
PRAGMA application_id = 1128354374;
PRAGMA user_version = 3;
