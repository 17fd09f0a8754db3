-- The step that each message of a prompt looks ahead to, where it is not its own: what is sent the day before a visit
-- names that visit. Null: it is about its own step.
alter table prompt add column about text[];
