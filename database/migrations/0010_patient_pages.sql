-- The patients' own pages: by which link they are opened, and what was answered there, from the first word on.

do $$ begin
  create role carepath_pages nologin;
exception when duplicate_object then null; end $$;
do $$ begin
  execute format('grant carepath_pages to %I', current_user);
end $$;

-- One a prompt, however many forms it speaks of; or made by staff. Whoever reads this table opens nothing with it.
create table patient_link (
  digest bytea primary key,                   -- SHA-256 of the token that the text carries
  patient text not null references patient,
  listener text not null check (listener in ('patient', 'caregiver')),
  journey text,                               -- of the prompt that carries it; null: made by staff
  key text,
  steps text[] not null default '{}',         -- what the prompt is about
  made_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  unique (journey, key)
);
create index link_of_patient on patient_link (patient, made_at);

-- Wrong dates of birth, over all links of a patient: another link gives no further tries.
create table patient_door (
  patient text primary key references patient,
  wrong int not null default 0,
  locked_at timestamptz,
  times_locked int not null default 0
);

create table patient_session (
  digest bytea primary key,                   -- SHA-256 of what the cookie holds
  link bytea not null references patient_link,
  patient text not null references patient,
  listener text not null,
  ends_at timestamptz not null
);
create index session_of_patient on patient_session (patient);

-- A form while it is filled in, and after. The only table beside 0002's that holds a patient's own words.
create table form_draft (
  journey text not null references journey,
  step text not null,
  occurrence int not null,
  patient text not null references patient,
  answers jsonb not null default '{}',        -- by instrument and item, as they are coded
  words jsonb not null default '{}',          -- by instrument and item, as they were written
  mode text not null default 'web' check (mode in ('web', 'text', 'phone', 'paper', 'device')),
  began_at timestamptz not null,
  saved_at timestamptz not null,
  sent_at timestamptz,
  primary key (journey, step, occurrence)
);
create index draft_of_patient on form_draft (patient, saved_at);

-- What a journey is to hear of what was done on a page: written in one transaction with it, and told until it is heard.
create table page_news (
  id text primary key,                        -- journey and the event's id: the same news twice is one
  journey text not null references journey,
  patient text not null references patient,
  kind text not null,                         -- the event's class
  body jsonb not null,
  at timestamptz not null,
  number bigint generated always as identity, -- the order in which it was written
  told_at timestamptz,
  refused text                                -- why the journey would not hear it
);
create index news_untold on page_news (number) where told_at is null;
create index news_of_patient on page_news (patient, number);

-- What a patient wrote to us on their page, in their own words; the newest last.
create table patient_wrote (
  id text primary key,                        -- of the news that came of it
  patient text not null references patient,
  at timestamptz not null,
  about text not null,
  words text not null
);
create index wrote_of_patient on patient_wrote (patient, at);

grant usage on schema public to carepath_pages;
grant select on patient, journey, pathway_version, journal, task, questionnaire_request, score, prompt, mailbox,
  visit_search, appointment, person, consent, care_team, patient_link, patient_door, patient_session, form_draft,
  page_news, patient_wrote to carepath_pages;
grant insert, update on patient_door, patient_session, form_draft, page_news to carepath_pages;
grant delete on patient_session to carepath_pages;
grant update (revoked_at) on patient_link to carepath_pages;
grant insert on consent, patient_wrote to carepath_pages;

grant select on patient_link, patient_door, form_draft, page_news, patient_wrote to carepath_worker;
grant insert, update on patient_link, patient_door, form_draft, page_news to carepath_worker;
grant delete on patient_session to carepath_worker;
grant select on patient_session to carepath_worker;
grant select on patient_link, patient_door, form_draft, page_news, patient_wrote to carepath_reader;
