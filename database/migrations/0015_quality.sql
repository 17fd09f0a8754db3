-- Who answers for a published pathway, and what the figures of the quality page are found by.

alter table pathway_version add column approved_by text, add column approved_on date, add column note text;

create index journey_on_version on journey (pathway, fingerprint);

-- When a stage began or a milestone was reached, as the engine's notes say it; tests keep the words the same.
create index journal_passages on journal (step, at)
  where kind = 'note' and (what like 'the stage % begins' or what like 'done: % reached');
create index journal_events on journal (what, at) where kind = 'event'
  and what in ('Enrolled', 'Reported', 'PutOnHold', 'Withdrew', 'Died', 'Transferred');
create index task_by_opening on task (opened_at);
create index task_by_step on task (step, opened_at);
create index request_by_due on questionnaire_request (due_at);
create index prompt_by_moment on prompt (at);
create index score_by_instrument on score (instrument, at);
create index appointment_by_start on appointment (starts_at);
