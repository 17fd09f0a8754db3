-- What the console keeps of its own about patients, what lists of a hundred thousand of them are found by, and what
-- wakes the pages that are open.

grant update (state, outcome, accepted_at, ended_at) on inbound_task to carepath_console;
grant select on inbound, inbound_task, number_consent, number_reply, caregiver to carepath_console;

create table patient_coordinator (
  patient text primary key references patient,
  account text not null references account,
  given_by text not null references account,
  at timestamptz not null default now()
);
create index patients_of_coordinator on patient_coordinator (account);

create table saved_view (
  account text not null references account,
  name text not null check (length(name) between 1 and 60),
  query text not null check (length(query) < 2000),
  primary key (account, name)
);

-- What staff write down about a patient, in their own words. Append-only, and nowhere else.
create table staff_note (
  id text primary key,                        -- sent twice, it is written once
  patient text not null references patient,
  account text not null references account,
  kind text not null check (kind in ('call', 'note', 'report')),
  words text not null check (length(words) between 1 and 4000),
  at timestamptz not null
);
create index staff_note_of_patient on staff_note (patient, at);
create trigger append_only before update or delete on staff_note
  for each row execute function journal_is_append_only();

-- array_to_string is only called stable because of types that print by the session's settings; text does not.
create function full_name(family text, given text[]) returns text
  language sql immutable as $$ select lower(family || ', ' || array_to_string(given, ' ')) $$;
create index person_by_name on person (full_name(family, given), patient);
create index person_found on person using gin (full_name(family, given) gin_trgm_ops);
create index patient_by_status on patient (status, id);
create index patient_by_next on patient (next_at, id) where next_at is not null;
create index patient_by_language on patient (language, id);
create index journey_by_stage on journey (pathway, stage, patient) where status = 'active';

-- The feed of changes: opaque ids only, written by triggers and read by each web process twice a second. It is no
-- NOTIFY, since that takes one lock for all who commit; and it may be lost in a crash, since pages then load anew.
create unlogged table change (
  id bigint generated always as identity primary key,
  patient text,                               -- null: of work that is about nobody we know
  at timestamptz not null default clock_timestamp()
);
create function a_patient_changed() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into change (patient) values (new.id);
  return null;
end $$;
create trigger tells after update of recorded on patient
  for each row when (old.recorded is distinct from new.recorded) execute function a_patient_changed();
create function work_changed() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into change (patient) values (case when tg_table_name = 'assignment' then null else to_jsonb(new) ->> 'patient' end);
  return null;
end $$;
create trigger tells after insert or update on referral_task for each row execute function work_changed();
create trigger tells after insert or update on inbound_task for each row execute function work_changed();
create trigger tells after insert or update or delete on assignment for each row execute function work_changed();
create trigger tells after insert on staff_note for each row execute function work_changed();

grant select on patient_coordinator, saved_view, staff_note, change to carepath_console;
grant insert, update, delete on patient_coordinator, saved_view to carepath_console;
grant insert on staff_note to carepath_console;
grant delete on change to carepath_console;
grant select on posting, posting_try to carepath_console;
