-- What a form was answered with, where no table of its own holds it. Append-only.
create table form_record (
  id         uuid primary key,
  seq        bigint generated always as identity,
  case_ref   text not null references case_file,
  journey_id text not null,
  element_id text not null,
  form_id    text not null,
  entities   jsonb not null,           -- sealed field to the entity that it belongs to
  routing    jsonb not null,
  sealed     jsonb not null,
  at         timestamptz not null,
  by         text not null
);
create index form_record_case on form_record (case_ref, seq);
create trigger form_record_append_only before update on form_record
  for each statement execute function append_only();
