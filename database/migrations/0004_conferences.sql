-- Case conferences: meetings, whose turn it is, what each discipline was asked for, and what was decided. Opaque ids
-- and codes only, but for the words of a dissent, which are kept here and travel as an id.

create table conference_series (
  series text primary key,
  recorded bigint not null default 0,         -- the last line of its journal
  next_at timestamptz                         -- the next moment at which time alone changes something
);

-- Append-only: everything that was told to a series, and each moment that passed. `number` counts its lines.
create table conference_journal (
  series text not null references conference_series,
  number bigint not null,
  at timestamptz not null,
  what text not null,                         -- the news' class, or the name of the moment
  body jsonb not null,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (series, number)
);

create table conference (
  meeting text primary key,                   -- series and day
  series text not null references conference_series,
  chase_at timestamptz not null,
  cut_off_at timestamptz not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  state text not null check (state in ('planned', 'frozen', 'open', 'held', 'failed')),  -- failed: nobody met
  present text[] not null default '{}',
  packet text                                 -- the digest of what was on the table at the cut-off; never changes
);
create index conference_of_series on conference (series, starts_at);

-- One question of one patient to the team, as the engine's command JoinConference asks it.
create table conference_case (
  journey text not null references journey,
  step text not null,
  occurrence int not null,
  key text not null,                          -- of the latest command that put it there
  patient text not null references patient,
  quorum jsonb not null,
  inputs text[] not null default '{}',
  joined_at timestamptz not null,
  due_at timestamptz not null,
  proposal text,
  outcomes text[] not null default '{}',      -- it is decided as one of these, if there are any
  plans boolean not null default false,       -- it may decide a care plan
  meeting text references conference,
  state text not null default 'waiting'
    check (state in ('waiting', 'on_agenda', 'decided', 'left', 'rolled_over')),
  held_by text[] not null default '{}',       -- roles that hold it back on safety grounds
  age int not null default 0,                 -- meetings that did not settle it
  failures int not null default 0,            -- those of them without its quorum
  number int not null default 0,              -- of the last decision, or of what the journey was told
  ended_at timestamptz,
  primary key (journey, step, occurrence)
);
create index conference_case_of_meeting on conference_case (meeting) where state in ('on_agenda', 'rolled_over');
create index conference_case_of_patient on conference_case (patient);

-- Each meeting that did not settle a case, and whether its seats were empty.
create table conference_rolled_over (
  journey text not null,
  step text not null,
  occurrence int not null,
  age int not null,
  at timestamptz not null,
  without_quorum boolean not null,
  primary key (journey, step, occurrence, age),
  foreign key (journey, step, occurrence) references conference_case
);

create table conference_input (
  journey text not null,
  step text not null,
  occurrence int not null,
  role text not null,
  due_at timestamptz not null,
  given_at timestamptz,
  chased int not null default 0,
  primary key (journey, step, occurrence, role),
  foreign key (journey, step, occurrence) references conference_case
);

-- What one role said against a decision, or why it holds a case back, in its own words; nobody else edits it.
create table conference_dissent (
  id text not null,
  role text not null,
  words text not null,
  at timestamptz not null,
  primary key (id, role)
);

create table conference_decision (
  journey text not null,
  step text not null,
  occurrence int not null,
  number int not null,
  meeting text not null references conference,
  outcome text,
  plan jsonb,
  present text[] not null,
  votes jsonb not null,
  dissent text,
  veto text,                                  -- the role that held it back: then nothing was decided
  review_by timestamptz,
  at timestamptz not null,
  primary key (journey, step, occurrence, number),
  foreign key (journey, step, occurrence) references conference_case,
  check ((veto is null) = (review_by is null))
);

-- Work for a role before a case can go on: look at a veto again, see to it that a decision is taken over.
create table conference_duty (
  id text primary key,
  series text not null references conference_series,
  journey text not null,
  step text not null,
  occurrence int not null,
  role text not null,
  what text not null,
  because text not null,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  late boolean not null default false,        -- the director was told
  ended_at timestamptz,
  foreign key (journey, step, occurrence) references conference_case
);
create index conference_duty_open on conference_duty (role, due_at) where ended_at is null;

create function decisions_stay_as_they_are() returns trigger language plpgsql as $$
begin
  raise exception 'a decision or dissent of a conference is never changed' using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete on conference_decision
  for each row execute function decisions_stay_as_they_are();
create trigger append_only before update or delete on conference_dissent
  for each row execute function decisions_stay_as_they_are();
create trigger append_only before update or delete on conference_journal
  for each row execute function journal_is_append_only();

grant select on conference_series, conference_journal, conference, conference_case, conference_rolled_over,
  conference_input, conference_dissent, conference_decision, conference_duty
  to carepath_worker, carepath_reader;
grant insert, update on conference_series, conference, conference_case, conference_input, conference_duty
  to carepath_worker;
grant insert on conference_journal, conference_rolled_over, conference_dissent, conference_decision
  to carepath_worker;
