-- The council's tenancies, imported from the housing system. Names, addresses and schemes are sealed
-- with the register's own key; a row is found by its reference or by the blind index of its property
-- number.
create table tenancy (
  tenancy_ref  text primary key,
  uprn_index   text not null,
  tenure       text not null,
  tenancy_type text not null,
  holding      text not null,
  start_on     date not null,
  period_day   int check (period_day between 1 and 7),  -- ISO day on which a rent period begins
  in_scheme    boolean not null,                        -- older people's scheme
  sealed       jsonb not null,
  fingerprint  text not null,       -- keyed hash of the whole row: what did not change stays as it is
  imported_at  timestamptz not null
);
create index tenancy_uprn on tenancy (uprn_index);

create table tenancy_import (
  id          uuid primary key,
  at          timestamptz not null,
  by          text not null,
  finished_at timestamptz,
  added       bigint not null default 0,
  changed     bigint not null default 0,
  unchanged   bigint not null default 0,
  refused     bigint not null default 0,
  stopped_at  bigint                -- line from which the file could not be read
);

-- The rows that were refused, for the file to download; sealed, and gone after 30 days.
create table tenancy_import_refused (
  import_id uuid not null references tenancy_import on delete cascade,
  line      bigint not null,
  expected  text not null,
  sealed    text not null,
  primary key (import_id, line)
);

-- References met in the file at hand, so that a repeated one is noticed without keeping them in memory.
create unlogged table tenancy_import_seen (
  import_id   uuid not null,
  tenancy_ref text not null,
  line        bigint not null,
  primary key (import_id, tenancy_ref)
);
