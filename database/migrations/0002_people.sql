-- Who a patient is: the only tables where names, numbers and free text live. Everything else knows an opaque id.

create table person (
  patient text primary key references patient,
  family text not null,
  given text[] not null,
  born_first date not null,                   -- a birth date may be only a year or a month: never made up
  born_last date not null,
  sex text,
  address jsonb,
  zone text,                                  -- null: neither said nor certain from the address; the clinic's is used
  language text,
  check (born_first <= born_last)
);
create index person_named on person (lower(family), born_first);

create table person_identifier (
  system text not null,
  value text not null,
  patient text not null references person,
  primary key (system, value)                 -- no two people share one
);
create index identifier_of_patient on person_identifier (patient);

create table contact_point (
  patient text not null references person,
  kind text not null check (kind in ('phone', 'email')),
  value text not null,
  extension text,
  use text,
  dialable boolean not null,
  primary key (patient, kind, value)
);

create table consent (
  patient text not null references person,
  channel text not null check (channel in ('sms', 'email', 'phone', 'letter')),
  granted boolean not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  primary key (patient, channel, recorded_at) -- the newest counts; no row is no consent
);

create table referral (
  digest bytea primary key,                   -- SHA-256 of the file: the same file twice is one referral
  patient text not null references person,
  system text,
  value text,                                 -- by which the referring side knows it
  practitioner text,
  organisation text,
  reason text,
  for_triage text[] not null,
  result text not null check (result in ('new', 'duplicate', 'changed')),
  received_at timestamptz not null
);
create index referral_of_patient on referral (patient);

-- Not admitted: perhaps somebody we know under another number. A coordinator compares and decides.
create table referral_to_compare (
  digest bytea primary key,
  resembles text[] not null,
  received_at timestamptz not null
);

create table episode (
  id text primary key,
  patient text not null references person,
  site text not null,
  opened_at timestamptz not null,
  ended_at timestamptz
);
create unique index one_open_episode on episode (patient, site) where ended_at is null;

-- As a referral said it: a later referral adds, and takes nothing away.
create table problem (
  referral bytea not null references referral,
  position int not null,
  episode text not null references episode,
  words text not null,
  codes jsonb not null,
  onset text,
  primary key (referral, position)
);
create table medicine (
  referral bytea not null references referral,
  position int not null,
  words text not null,
  codes jsonb not null,
  active boolean,                             -- null: the file does not say
  opioid text,
  mme numeric check (mme > 0),                -- null: cannot be computed; never zero
  as_needed boolean not null,
  primary key (referral, position)
);
create table allergy (
  referral bytea not null references referral,
  position int not null,
  words text not null,
  codes jsonb not null,
  criticality text,
  primary key (referral, position)
);
create table coverage (
  referral bytea not null references referral,
  position int not null,
  payer text not null,
  primary key (referral, position)
);

create table care_team (
  patient text not null references person,
  role text not null,
  name text not null,
  organisation text,
  since timestamptz not null,
  primary key (patient, role, name)
);

grant select, insert, update on person, contact_point, episode to carepath_worker;
grant select, insert on person_identifier, consent, referral, referral_to_compare, problem, medicine,
  allergy, coverage, care_team to carepath_worker;
