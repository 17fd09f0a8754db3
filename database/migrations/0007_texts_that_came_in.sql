-- Texts that patients, caregivers and strangers send us. Their words live here and nowhere else: what follows from them
-- travels as codes.

create table inbound (
  id text primary key,                        -- the provider's: told twice, or found by the poll as well, it is one text
  sender text not null,
  receiver text not null,
  words text not null,
  pictures int not null default 0,
  received_at timestamptz not null,
  tried_at timestamptz,                       -- whoever hears it now has it until a while after this
  tries int not null default 0,
  heard_at timestamptz,                       -- null: a person or the engine has still to be told
  intents text[] not null default '{}',       -- what it was read as, the most urgent first
  patients text[] not null default '{}',      -- whose number it came from: none, one, or all who share it
  by_caregiver boolean not null default false,
  check (heard_at is null or tries > 0)
);
create index inbound_unheard on inbound (received_at) where heard_at is null;
create index inbound_of_sender on inbound (sender, received_at);
create index inbound_of_patient on inbound using gin (patients);

-- Work about a text that no journey carries: nobody we know wrote it, or several may have.
create table inbound_task (
  id text primary key,                        -- made of the text's id: heard again, it opens nothing more
  inbound text not null references inbound,
  kind text not null check (kind in
    ('unknown_number', 'shared_phone', 'wrong_number', 'death', 'no_journey', 'refused', 'urgent', 'not_heard')),
  role text not null,
  patient text references patient,            -- null: who wrote it, is the question
  opened_at timestamptz not null,
  due_at timestamptz not null,
  severity text,
  reason text not null,
  state text not null default 'open' check (state in ('open', 'accepted', 'done')),
  outcome text,
  accepted_at timestamptz,
  ended_at timestamptz,
  check ((state = 'done') = (ended_at is not null))
);
create index inbound_task_open on inbound_task (role, due_at) where state in ('open', 'accepted');

-- What a number may be texted about. Beside `consent`, which is the patient's yes or no to a channel as a whole.
create table number_consent (
  patient text not null references person,
  number text not null,
  purpose text not null,                      -- as templates name it; '*' is every purpose but safety
  granted boolean not null,
  why text not null check (why in ('stop', 'start', 'plain_words', 'wrong_number', 'staff', 'form', 'referral')),
  evidence text,                              -- the text, form or person by which we know it
  recorded_at timestamptz not null,
  primary key (patient, number, purpose, recorded_at) -- the newest of a purpose counts
);

create index contact_point_of_number on contact_point (value) where kind = 'phone';

-- What is said straight back to a number, without a journey: to a stranger, or to an opt-out in plain words.
create table number_reply (
  id text primary key,                        -- made of the text's id and the template: said once
  inbound text not null references inbound,
  number text not null,
  patient text references patient,            -- null: nobody we know
  listener text not null default 'patient',
  template text not null,
  language text not null,
  at timestamptz not null,
  state text not null default 'wanted' check (state in ('wanted', 'sent', 'failed')),
  tried_at timestamptz,
  ended_at timestamptz
);
create index number_reply_wanted on number_reply (at) where state = 'wanted';

-- Who may hear of a patient's care and answer for them, since the patient agreed to it.
create table caregiver (
  patient text not null references person,
  number text not null,
  name text,
  language text,
  granted boolean not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  primary key (patient, number, recorded_at)
);

grant select on inbound, inbound_task, number_consent, number_reply, caregiver to carepath_worker, carepath_reader;
grant insert, update on inbound, inbound_task, number_reply to carepath_worker;
grant insert on number_consent, caregiver to carepath_worker;
