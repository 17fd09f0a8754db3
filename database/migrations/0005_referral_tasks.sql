-- Work for people about a referral that no journey carries: whoever looks at the list of work sees it there.

create table referral_task (
  id text primary key,                        -- the same referral twice opens one
  kind text not null check (kind in ('compare', 'triage', 'death')),
  role text not null,
  patient text references patient,            -- null: whose referral it is, is the question
  resembles text[] not null default '{}',
  digest bytea,                               -- of the file, in referral or referral_to_compare
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
create index referral_task_open on referral_task (role, due_at) where state in ('open', 'accepted');

grant select on referral_task to carepath_worker, carepath_reader;
grant insert, update on referral_task to carepath_worker;
