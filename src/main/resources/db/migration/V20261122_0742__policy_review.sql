-- The file on which reviews of the policy stand. It is about no person: nothing of a case goes there.
create table policy_file (
  only_one boolean primary key default true check (only_one),
  case_ref text not null unique references case_file
);

-- Each time the policy was adopted or confirmed, with the tables as they were. Append-only.
create table policy_version (
  id             bigint generated always as identity primary key,
  version        int not null check (version > 0),
  kind           text not null check (kind in ('adopted','confirmed')),
  adopted_on     date not null,
  effective_from date not null,
  reason         text check (reason in ('three-years','law','operations','learning')),
  journey_id     text,
  step_key       bigint unique,        -- absent for one that is older than Haven
  tables         jsonb not null,       -- decision to the checksum of its table
  changed        text[] not null,      -- decisions whose table is not that of the version before
  at             timestamptz not null,
  by             text not null
);
create trigger policy_version_append_only before update on policy_version
  for each statement execute function append_only();
