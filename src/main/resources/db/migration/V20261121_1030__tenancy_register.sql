-- The council's tenancies, imported from the housing system. Names and addresses are sealed with
-- the register's own key; a row is found by reference or by the blind index of its property number.
create table tenancy (
  tenancy_ref  text primary key,
  uprn_index   text not null,
  tenure       text not null,
  tenancy_type text not null,
  holding      text not null,
  start_on     date not null,
  period_day   int,                 -- ISO day of the week on which a rent period begins
  scheme       text,
  sealed       jsonb not null,      -- uprn, address1, address2, town, postcode, tenantNames
  fingerprint  text not null,       -- keyed hash of the whole row: unchanged rows stay untouched
  imported_at  timestamptz not null
);
create index tenancy_uprn on tenancy (uprn_index);

create table tenancy_import (
  id          uuid primary key,
  at          timestamptz not null,
  by          text not null,
  finished_at timestamptz,
  added       int,
  changed     int,
  unchanged   int,
  refused     int
);
-- The rows that were refused, as they came, for the file to download; sealed, kept 30 days.
create table tenancy_import_refused (
  import_id uuid not null references tenancy_import on delete cascade,
  line      int not null,
  field     text not null,
  expected  text not null,
  sealed    text not null,
  primary key (import_id, line)
);
