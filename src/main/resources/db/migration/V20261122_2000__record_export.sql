-- What whoever asks may get: every record that was listed is decided on, the newest decision counts.
alter table record_request_item drop constraint record_request_item_kind_check;
alter table record_request_item add check (kind ~ '^[a-z][a-z-]{1,30}$');

create table record_decision (
  id         bigint generated always as identity primary key,
  row_id     uuid not null unique,
  journey_id text not null,
  case_ref   text not null references case_file,
  kind       text not null,
  ref        text not null,
  choice     text not null check (choice in ('keep', 'redact', 'withhold')),
  reason     text,
  sealed     jsonb not null,               -- which answers and which words are taken out, and why
  at         timestamptz not null,
  by         text not null,
  check (choice = 'keep' or reason is not null)
);
create index record_decision_item on record_decision (journey_id, kind, ref, id desc);
create index record_decision_case on record_decision (case_ref);

-- The bundle as it was checked, sealed with the key of its case.
create table record_export (
  export_id  uuid primary key,
  seq        bigint generated always as identity,
  journey_id text not null,
  case_ref   text not null references case_file,
  task_id    bigint not null unique,       -- the check: the same again seals once
  given      int not null,
  redacted   int not null,
  withheld   int not null,
  sealed     text not null,
  at         timestamptz not null,
  by         text not null                 -- who checked it
);
create index record_export_journey on record_export (journey_id, seq desc);
create index record_export_case on record_export (case_ref);

-- It was handed out: once, and once more for each time that somebody else let it be, with a reason.
create table record_export_fetch (
  export_id uuid not null references record_export,
  turn      int not null,
  case_ref  text not null references case_file,
  at        timestamptz not null,
  by        text not null,
  primary key (export_id, turn)
);
create table record_export_again (
  export_id uuid not null references record_export,
  turn      int not null,
  case_ref  text not null references case_file,
  sealed    jsonb not null,
  at        timestamptz not null,
  by        text not null,
  primary key (export_id, turn)
);

do $$
declare t text;
begin
  foreach t in array array['record_decision', 'record_export', 'record_export_fetch',
      'record_export_again'] loop
    execute format('create trigger %I before update on %I for each statement
                    execute function append_only()', t || '_append_only', t);
    call keep_from_conflicted(t);
    call keep_to_those_who_work_it(t);
  end loop;
end $$;
