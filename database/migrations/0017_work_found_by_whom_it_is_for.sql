-- Among a hundred thousand patients: the open work of each, and the patients of a role, without reading all work that
-- was ever done.

create index task_open_of_patient on task (patient, severity, due_at) where state in ('open', 'accepted');
create index task_of_role on task (role, patient);
create index task_told on task using gin (told) where told <> '{}';
