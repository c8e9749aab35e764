-- The safeguarding log: a line for each thing that became of a concern, sent or not.
-- Seen by the safeguarding lead alone. Append-only.
create table safeguarding_log (
  id         uuid primary key,
  seq        bigint generated always as identity,
  case_ref   text not null references case_file,
  journey_id text not null,
  entry_id   text,                         -- one person at risk; absent: the concern as a whole
  person_ref text,                         -- absent while nobody has named the person
  kind       text not null check (kind in
    ('opened', 'concern', 'person', 'referral', 'sent', 'not-sent', 'outcome')),
  route      text,
  routing    jsonb not null,               -- codes and dates
  sealed     jsonb not null,
  step_key   bigint not null,              -- the step or task that wrote it
  at         timestamptz not null,
  by         text not null
);
create unique index safeguarding_log_once
  on safeguarding_log (step_key, kind, coalesce(entry_id, ''));
create index safeguarding_log_case on safeguarding_log (case_ref, seq);
create index safeguarding_log_entry on safeguarding_log (entry_id, seq);
create trigger safeguarding_log_append_only before update on safeguarding_log
  for each statement execute function append_only();

-- Which person a task of a safeguarding referral is about.
create table safeguarding_task (
  task_id  bigint primary key,
  entry_id text not null
);
