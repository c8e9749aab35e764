-- Wrapped data keys live in a schema of their own, with a backup cycle of its own: a key that is
-- destroyed here erases all that it sealed.
create schema keys;

-- A known value sealed with each key-encryption key that was ever used, so that a wrong key is
-- noticed at start-up and not at the first case somebody opens.
create table keys.key_check (
  kek_id      text primary key,
  check_value bytea not null,
  created_at  timestamptz not null
);

create table keys.case_key (
  scope        text primary key,   -- case:HV-…, or register:tenancy
  kek_id       text not null references keys.key_check (kek_id),
  wrapped      bytea,              -- null once destroyed
  created_at   timestamptz not null,
  destroyed_at timestamptz,
  check ((wrapped is null) = (destroyed_at is not null))
);
