-- Who looked at the number and the code word, and why. Append-only.
create table contact_reveal (
  id       uuid primary key,
  case_ref text not null references case_file,
  sealed   jsonb not null,          -- the reason as typed
  at       timestamptz not null,
  by       text not null
);
create index contact_reveal_case on contact_reveal (case_ref, at);
create trigger contact_reveal_append_only before update on contact_reveal
  for each statement execute function append_only();
