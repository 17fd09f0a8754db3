-- What a conference gave to somebody is work like any other: it has an instant by which it is late.

alter table conference_action add column due_at timestamptz;  -- the clinic's closing on that day; null: written before

-- Whoever has such work sees the patient, as with any other work.
create index action_of_owner on conference_action (owner, patient);
create or replace function why_seen(account_ text, roles_ text[], everybody boolean, patient_ text) returns text
  language sql stable as $$
  select case
    when everybody then 'role'
    when exists (select from task where task.patient = patient_ and (role = any(roles_) or told && roles_))
      or exists (select from visit_search where visit_search.patient = patient_ and role = any(roles_))
      or exists (select from conference_case join conference_input using (journey, step, occurrence)
                 where conference_case.patient = patient_ and role = any(roles_))
      or exists (select from conference_action where conference_action.patient = patient_ and owner = any(roles_))
      or exists (select from team_member where account = account_ and team_member.patient = patient_
                 and (until is null or until > now()))
      then 'care team'
    when exists (select from emergency_access where account = account_ and emergency_access.patient = patient_
                 and until > now())
      then 'emergency'
  end
$$;
