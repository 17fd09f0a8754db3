-- What people say for and in a case conference, in their own words: the console writes it down, and the workflows see
-- ids only. And the packet of each case, as it lay on the table at the cut-off.

-- What one discipline has to say. Written again, the newest counts and the older stay.
create table conference_statement (
  id text primary key,                        -- sent twice, it is written once
  journey text not null,
  step text not null,
  occurrence int not null,
  role text not null,
  account text not null references account,
  at timestamptz not null,
  body jsonb not null,                        -- by field; what was left blank is not in it
  foreign key (journey, step, occurrence) references conference_case
);
create index statement_of_case on conference_statement (journey, step, occurrence, at);

create table conference_packet (
  meeting text not null references conference,
  journey text not null,
  step text not null,
  occurrence int not null,
  frozen_at timestamptz not null,
  body jsonb not null,
  digest text not null,                       -- SHA-256 of the body, its keys in order
  primary key (meeting, journey, step, occurrence),
  foreign key (journey, step, occurrence) references conference_case
);

-- Why it was decided so. Written down before the decision is told; if it is refused, no decision names this row.
create table conference_minutes (
  id text primary key,                        -- of the news that told the decision
  journey text not null,
  step text not null,
  occurrence int not null,
  account text not null references account,
  at timestamptz not null,
  question text not null,
  options text[] not null,
  reasons text not null check (reasons <> ''),
  evidence text,
  measure text,                               -- what is expected to get better, by how much, by when
  amount text,
  gain_by date,
  stop_rule text,
  review_on date,
  letters text[] not null,
  tells text,                                 -- the role that tells the patient, by when
  tells_by date,
  foreign key (journey, step, occurrence) references conference_case
);
alter table conference_decision add column news text;  -- of which conference_minutes has the reasons; null: nobody wrote any
alter table conference_dissent add column would_change text, add column account text references account;

create table conference_action (
  id text primary key,
  journey text not null,
  step text not null,
  occurrence int not null,
  patient text not null references patient,
  owner text not null,                        -- a role: nothing is unowned
  what text not null check (length(what) between 1 and 500),
  done_when text not null check (length(done_when) between 1 and 500),
  due_on date not null,
  account text not null references account,
  at timestamptz not null,
  done_by text references account,
  done_at timestamptz,
  foreign key (journey, step, occurrence) references conference_case,
  check ((done_by is null) = (done_at is null))
);
create index action_open on conference_action (due_on) where done_at is null;
create index action_of_patient on conference_action (patient, at);

-- What the patient says to a plan, in their own words.
create table plan_answer (
  id text primary key,
  journey text not null references journey,
  patient text not null references patient,
  answer text not null check (answer in ('agrees', 'says_no', 'second_opinion', 'undecided')),
  declined text[] not null,                   -- therapies of the plan that they do not want; the rest goes on
  words text not null,
  account text not null references account,
  at timestamptz not null
);
create index answer_of_patient on plan_answer (patient, at);

create trigger append_only before update or delete on conference_statement
  for each row execute function decisions_stay_as_they_are();
create trigger append_only before update or delete on conference_packet
  for each row execute function decisions_stay_as_they_are();
create trigger append_only before update or delete on conference_minutes
  for each row execute function decisions_stay_as_they_are();
create trigger append_only before update or delete on plan_answer
  for each row execute function decisions_stay_as_they_are();

grant select on conference_statement, conference_packet, conference_minutes, conference_action, plan_answer
  to carepath_worker, carepath_reader, carepath_console;
grant select on form_draft, patient_wrote to carepath_console;
grant insert on conference_packet to carepath_worker;
grant insert on conference_statement, conference_minutes, conference_action, plan_answer, conference_dissent
  to carepath_console;
grant update (done_by, done_at) on conference_action to carepath_console;
