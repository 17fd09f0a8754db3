-- What a workflow needs to go on from the record, where its last task was never written down by Temporal
-- (docs/decisions/0029); and since when a moment of a patient could not be recorded, which a person has to mend.

alter table patient add column voice bytea;               -- what was said and what waits to be said: JSON, compressed
alter table patient add column recorded_at timestamptz default clock_timestamp(); -- by the database's own clock
alter table patient add column stuck_since timestamptz;
alter table patient add column stuck_because text;
create index patient_stuck on patient (stuck_since) where stuck_since is not null;
