-- A prompt on its way out by one way (a text, an e-mail, the local mailbox): written down before the first request, and
-- the answer to each request after it. `address` is where it went: an identity, like those of 0002.
create table posting (
  ref text primary key,                       -- made of journey, key and way; the provider tells us by it
  journey text not null,
  key text not null,
  way text not null check (way in ('sms', 'email', 'mailbox')),
  patient text not null references patient,
  address text not null,
  words text not null,                        -- as they were first handed over: each further try says the same
  opened_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'sent', 'given_up')),
  provider_id text unique,                    -- the provider's; null: not known, or it gives none
  sent_at timestamptz,
  delivery text,                              -- the last word on where it is, as the provider says it
  delivery_error int,
  delivered_at timestamptz,                   -- when that was said
  asked_at timestamptz,                       -- when we last asked ourselves, for want of a callback
  settled_at timestamptz,                     -- it did not arrive, and the journey has heard so
  unique (journey, key, way),
  foreign key (journey, key) references prompt
);
create index posting_to on posting (address, opened_at);
create index posting_unsettled on posting (delivered_at)
  where delivery in ('failed', 'undelivered') and settled_at is null;
create index posting_unheard on posting (sent_at) where state = 'sent' and provider_id is not null
  and (delivery is null or delivery not in ('delivered', 'undelivered', 'failed', 'canceled', 'read'));

create table posting_try (
  ref text not null references posting,
  number int not null,
  at timestamptz not null,
  came text check (came in ('sent', 'not_sent', 'unsure', 'refused')), -- null: under way, or its worker died
  code text,                                  -- the provider's, or ours
  primary key (ref, number)
);

-- What the provider said of a text before we knew that it had taken it.
create table delivery_news (
  provider_id text not null,
  state text not null,
  error int,
  at timestamptz not null,
  primary key (provider_id, state)
);

-- Texts or e-mail do not arrive there; a person may still be able to phone.
alter table contact_point add column unwritable_since timestamptz;

-- Why a prompt was not sent, as the timeline tells it.
alter table prompt add column why text;

-- Of each message of a prompt its own journey and occurrence: one text may speak for several journeys of a patient.
-- Null in what is older: the prompt's own.
alter table prompt add column journeys text[];
alter table prompt add column occurrences int[];

grant select on posting, posting_try, delivery_news to carepath_worker, carepath_reader;
grant insert, update on posting, posting_try to carepath_worker;
grant insert on delivery_news to carepath_worker;
