-- What happened, what is asked of people, and what is ahead. Opaque ids and codes only: who a patient is stands in
-- the tables of 0002. Times are instants; local time is never computed here (PostgreSQL reads a fold differently).

do $$ begin
  create role carepath_worker nologin;
exception when duplicate_object then null; end $$;
do $$ begin
  create role carepath_reader nologin;
exception when duplicate_object then null; end $$;
do $$ begin
  execute format('grant carepath_worker, carepath_reader to %I', current_user);
end $$;

-- Each wording of a pathway that anybody is on: a journey goes on under the words that it began with.
create table pathway_version (
  name text not null,
  fingerprint text not null,
  version int,                                -- null: a draft, for trying out only
  body jsonb not null,
  first_used_at timestamptz not null default now(),
  primary key (name, fingerprint)
);

create table patient (
  id text primary key,
  zone text not null default 'UTC',
  language text not null default 'en',
  status text not null default 'new' check (status in ('new', 'active', 'on_hold', 'ended')),
  next_at timestamptz,                        -- the next moment at which time alone changes something
  next_because text,
  recorded bigint not null default 0          -- the last entry of the journal
);
create index patient_next on patient (next_at) where next_at is not null;

create table journey (
  id text primary key,
  patient text not null references patient,
  pathway text not null,
  fingerprint text not null,
  status text not null,
  stage text,
  ending text,
  hold_until timestamptz,
  state bytea not null,                       -- the journey as the engine has it: JSON, compressed
  foreign key (pathway, fingerprint) references pathway_version (name, fingerprint)
);
create index journey_patient on journey (patient);

-- Append-only. `number` counts the entries of one patient.
create table journal (
  patient text not null references patient,
  number bigint not null,
  at timestamptz not null,
  journey text,
  kind text not null check (kind in ('event', 'command', 'note', 'prompt', 'silenced')),
  what text not null,                         -- the event's or command's class, or the template
  step text,
  occurrence int,
  body jsonb not null,
  reason text,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (patient, number)
);

create function journal_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the journal is never changed' using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete on journal
  for each row execute function journal_is_append_only();
create trigger never_emptied before truncate on journal
  for each statement execute function journal_is_append_only();

-- Work for a person, by the key of the command that opened it.
create table task (
  journey text not null references journey,
  key text not null,
  patient text not null references patient,
  step text not null,
  role text not null,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  severity text,
  contact boolean not null,
  outcomes text[] not null,
  reason text not null,
  state text not null default 'open' check (state in ('open', 'accepted', 'done', 'closed')),
  outcome text,
  accepted_at timestamptz,
  told text[] not null default '{}',          -- roles that were told that it is late
  ended_at timestamptz,
  primary key (journey, key),
  check ((state in ('done', 'closed')) = (ended_at is not null))
);
create index task_open on task (role, due_at) where state in ('open', 'accepted');
create index task_of_patient on task (patient, opened_at);

-- Questionnaires that a patient or a member of staff is asked for.
create table questionnaire_request (
  journey text not null references journey,
  key text not null,
  patient text not null references patient,
  step text not null,
  occurrence int not null,
  instruments text[] not null,
  asked_of text not null,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'answered', 'closed')),
  ended_at timestamptz,
  primary key (journey, key)
);
create index request_open on questionnaire_request (patient) where state = 'open';

create table score (
  patient text not null references patient,
  number bigint not null,                     -- the entry of the journal that brought it
  instrument text not null,
  journey text not null,
  at timestamptz not null,
  status text not null,
  value numeric,                              -- null where the status allows none: never zero
  band text,
  primary key (patient, number, instrument)
);

-- A prompt to the patient or a caregiver: wanted is written before anything is sent.
create table prompt (
  journey text not null references journey,
  key text not null,
  patient text not null references patient,
  listener text not null,
  at timestamptz not null,
  templates text[] not null,
  steps text[] not null,                      -- what each of them is about
  urgency text not null,
  other_channel boolean not null,
  expires_at timestamptz,
  state text not null default 'wanted' check (state in ('wanted', 'sent', 'failed', 'expired')),
  channel text,
  ended_at timestamptz,
  primary key (journey, key)
);
create index prompt_of_patient on prompt (patient, at);
create index prompt_wanted on prompt (at) where state = 'wanted';

-- The local mailbox: the patient's phone, as a table. One row a text that arrived there.
create table mailbox (
  id bigint generated always as identity primary key,
  journey text not null,
  key text not null,
  patient text not null references patient,
  listener text not null,
  channel text not null,
  at timestamptz not null,
  words text not null,
  unique (journey, key)
);
create index mailbox_of_patient on mailbox (patient, at);

-- Words to a role of the clinic.
create table team_message (
  journey text not null references journey,
  key text not null,
  patient text not null references patient,
  role text not null,
  template text not null,
  at timestamptz not null,
  urgency text not null,
  primary key (journey, key)
);

grant usage on schema public to carepath_worker, carepath_reader;
grant select on all tables in schema public to carepath_worker, carepath_reader;
grant insert, update on patient, journey, task, questionnaire_request, prompt to carepath_worker;
grant insert on pathway_version, journal, score, mailbox, team_message to carepath_worker;
