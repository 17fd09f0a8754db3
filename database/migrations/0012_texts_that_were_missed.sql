-- Up to when the provider's list of texts to a number of ours was read.
create table inbound_poll (
  number text primary key,
  read_to timestamptz not null
);

-- How often an answer was handed over, when it may be again, and since when nobody knows whether the provider took it.
alter table number_reply add column tries int not null default 0, add column not_before timestamptz,
  add column doubtful_since timestamptz;

grant select, insert, update on inbound_poll to carepath_worker;
grant select on inbound_poll to carepath_reader;
