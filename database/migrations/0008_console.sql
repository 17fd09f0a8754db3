-- The console: who signs in, what they may see and why, and everything that they read or changed. Its own role reads
-- the record and changes nothing of it: whatever happens to a patient is told to the patient's workflow.

create extension if not exists pg_trgm;

do $$ begin
  create role carepath_console nologin;
exception when duplicate_object then null; end $$;
do $$ begin
  execute format('grant carepath_console to %I', current_user);
end $$;

create table account (
  name text primary key check (name ~ '^[a-z0-9][a-z0-9._-]{1,39}$'),
  roles text[] not null check (cardinality(roles) > 0),
  password text not null,                     -- argon2id, with its own salt and costs
  one_time boolean not null default true,     -- it is changed before anything else is shown
  second bytea,                               -- the sealed key of the second factor; null: none is asked for
  second_used bigint not null default 0,      -- the time step of the last code, so that each counts once
  failures int not null default 0,            -- since the last time that it went well
  locked_until timestamptz,
  created_at timestamptz not null default now(),
  disabled_at timestamptz
);

create table session (
  digest bytea primary key,                   -- SHA-256 of the word that the browser holds
  account text not null references account,
  began_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  whole boolean not null,                     -- false: the second factor is still to come
  said text,                                  -- what the next page tells, once
  refused boolean not null default false
);
create index session_of_account on session (account);

-- Beyond what a role sees by itself: somebody is invited to one patient, for a time.
create table team_member (
  account text not null references account,
  patient text not null references patient,
  invited_by text not null references account,
  since timestamptz not null default now(),
  until timestamptz,
  primary key (account, patient, since)
);

create table emergency_access (
  id bigint generated always as identity primary key,
  account text not null references account,
  patient text not null references patient,
  reason text not null check (length(reason) between 10 and 500),
  began_at timestamptz not null default now(),
  until timestamptz not null,
  reviewed_by text references account,
  reviewed_at timestamptz,
  check ((reviewed_by is null) = (reviewed_at is null))
);
create index emergency_open on emergency_access (began_at) where reviewed_at is null;
create index emergency_of on emergency_access (account, patient, until);

-- Who has which work. A task that somebody holds stays in the list of its role: it is theirs, and not hidden.
create table assignment (
  work text primary key,                      -- task/JOURNEY/KEY, referral/ID, duty/ID
  account text not null references account,
  given_by text not null references account,
  at timestamptz not null default now()
);

-- Append-only. Every page that was read and every act, by whom, about whom, and how it was answered.
create table audit_log (
  number bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  account text,                               -- null: nobody was signed in
  roles text[] not null,
  what text not null,                         -- the route: its method and path
  acts boolean not null,                      -- false: it was only read
  patients text[] not null,
  because text,                               -- by what right: the role, the care team, an emergency
  about text,                                 -- codes and ids only, such as the filter of a list
  answer int not null                         -- 200 and its like; 403: was refused
);
create index audit_of_patient on audit_log using gin (patients);
create index audit_of_account on audit_log (account, number);
create trigger append_only before update or delete on audit_log
  for each row execute function journal_is_append_only();
create trigger never_emptied before truncate on audit_log
  for each statement execute function journal_is_append_only();

-- Why somebody may see a patient, or null. `everybody`: their role sees the whole clinic.
create function why_seen(account_ text, roles_ text[], everybody boolean, patient_ text) returns text
  language sql stable as $$
  select case
    when everybody then 'role'
    when exists (select from task where task.patient = patient_ and (role = any(roles_) or told && roles_))
      or exists (select from visit_search where visit_search.patient = patient_ and role = any(roles_))
      or exists (select from conference_case join conference_input using (journey, step, occurrence)
                 where conference_case.patient = patient_ and role = any(roles_))
      or exists (select from team_member where account = account_ and team_member.patient = patient_
                 and (until is null or until > now()))
      then 'care team'
    when exists (select from emergency_access where account = account_ and emergency_access.patient = patient_
                 and until > now())
      then 'emergency'
  end
$$;

grant usage on schema public to carepath_console;
grant select on all tables in schema public to carepath_console;
grant insert, update on account, session, team_member, emergency_access to carepath_console;
grant insert on audit_log to carepath_console;
grant update (state, outcome, accepted_at, ended_at) on referral_task to carepath_console;
grant insert, update, delete on assignment to carepath_console;
grant delete on session to carepath_console;
