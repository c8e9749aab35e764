-- Top bands on Kent Homechoice: given once for each journey, for the housing system to take over.
create table band_award (
  award_ref  text primary key,
  case_ref   text not null references case_file,
  journey_id text not null unique,
  band       text not null,
  bedrooms   int,
  awarded_on date not null,
  at         timestamptz not null
);
create index band_award_on on band_award (awarded_on, award_ref);

-- The reference of a tenancy as it was granted; it leads to her address, so it is sealed.
create table granted_home (
  id         uuid primary key,
  seq        bigint generated always as identity,
  case_ref   text not null references case_file,
  journey_id text not null,
  sealed     jsonb not null,
  at         timestamptz not null,
  by         text not null
);
create index granted_home_journey on granted_home (journey_id, seq desc);

-- Tenancies whose row belongs to the vault: each import of them goes there. Only the blind index of
-- the reference stands here.
create table tenancy_vault (
  ref_index   text primary key,
  case_ref    text not null references case_file,
  fingerprint text,
  at          timestamptz not null
);

create trigger band_award_append_only before update on band_award
  for each statement execute function append_only();
create trigger granted_home_append_only before update on granted_home
  for each statement execute function append_only();
