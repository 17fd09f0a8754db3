-- Who works when, which visits are asked for, and what is booked. Opaque ids only: names stand in the tables of 0002.
-- Hours are the clinic's local time, as rules; Python turns them into instants.

create extension if not exists btree_gist;

create table clinic (
  id text primary key,
  rules jsonb not null                        -- engine.clinic.Clinic: zone, holidays, opening and quiet hours
);

create table clinician (
  id text primary key,
  clinic text not null references clinic,
  roles text[] not null,
  modes text[] not null check (modes <@ '{in_person,video,phone}' and cardinality(modes) > 0)
);

create table weekly_hours (
  clinician text not null references clinician,
  weekday int not null check (weekday between 0 and 6),   -- 0: Monday
  opens time not null,
  closes time not null,
  primary key (clinician, weekday, opens),
  check (opens < closes)
);

-- The hours of one day instead of the weekly ones. Never on a day on which the clinic is closed.
create table special_hours (
  clinician text not null references clinician,
  day date not null,
  opens time not null,
  closes time not null,
  primary key (clinician, day, opens),
  check (opens < closes)
);

create table leave (
  clinician text not null references clinician,
  first_day date not null,
  last_day date not null,
  primary key (clinician, first_day),
  check (first_day <= last_day)
);

create table room (
  id text primary key,
  clinic text not null references clinic,
  roles text[] not null default '{}'          -- none: for everybody
);

-- What the command ScheduleVisit asks for, by its key, and what came of it.
create table visit_search (
  journey text not null references journey deferrable initially deferred,
  key text not null,
  patient text not null references patient,
  step text not null,
  occurrence int not null,
  attempt int not null,
  role text not null,
  minutes int not null check (minutes > 0),
  modes text[] not null check (cardinality(modes) > 0),
  visits int not null check (visits > 0),
  every jsonb,                                -- engine.spans.Span; null: one visit
  not_before timestamptz,
  due_at timestamptz not null,
  reason text not null,
  wanted_at timestamptz not null,
  state text not null default 'wanted' check (state in ('wanted', 'booked', 'unavailable', 'cancelled')),
  settled_at timestamptz,
  primary key (journey, key),
  unique (journey, step, occurrence, attempt),
  check (visits = 1 or every is not null)
);
create index visit_search_of_patient on visit_search (patient);
create index visit_search_open on visit_search (wanted_at) where state in ('wanted', 'unavailable');

create table appointment (
  id text primary key,                        -- made of the three that follow
  journey text not null,
  key text not null,
  number int not null,
  patient text not null references patient,
  clinician text references clinician,        -- null: known from the journal, and no clinician's time is held for it
  room text references room,
  mode text not null check (mode in ('in_person', 'video', 'phone')),
  starts_at timestamptz not null,
  minutes int not null check (minutes > 0),
  state text not null default 'booked' check (state in ('booked', 'confirmed', 'attended', 'missed', 'cancelled')),
  unique (journey, key, number),
  foreign key (journey, key) references visit_search (journey, key)
);
create index appointment_of_patient on appointment (patient, starts_at);
create index appointment_of_clinician on appointment (clinician, starts_at);
create index appointment_ahead on appointment (starts_at) where state in ('booked', 'confirmed');

-- Whose time an appointment takes: `clinician:…`, `patient:…` and, in person, `room:…`. Only what is held has rows.
-- The new and the old time of one appointment may overlap while it is moved.
create table booking (
  appointment text not null references appointment,
  resource text not null,
  block tstzrange not null check (not isempty(block) and lower_inc(block) and not upper_inc(block)),
  primary key (appointment, resource, block),
  constraint no_double_booking exclude using gist (resource with =, block with &&, appointment with <>)
);

grant select on clinic, clinician, weekly_hours, special_hours, leave, room, visit_search, appointment, booking
  to carepath_worker, carepath_reader;
grant insert, update on clinic, clinician, room, visit_search, appointment to carepath_worker;
grant insert, update, delete on weekly_hours, special_hours, leave to carepath_worker;
grant insert, delete on booking to carepath_worker;
