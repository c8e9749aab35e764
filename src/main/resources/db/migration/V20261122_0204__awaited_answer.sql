-- An answer that a journey waited for, as an officer recorded it. One per wait. Append-only.
create table awaited_answer (
  id         uuid primary key,
  case_ref   text not null references case_file,
  journey_id text not null,
  element_id text not null,
  message    text not null,
  answers_to text not null,            -- the key: a journey, or what was sent, such as a referral
  step_key   bigint not null,          -- the engine's step that waited
  answer     text,
  dates      jsonb not null,
  sealed     jsonb not null,           -- words
  at         timestamptz not null,
  by         text not null,
  unique (message, answers_to, step_key)
);
create index awaited_answer_case on awaited_answer (case_ref, at);
create trigger awaited_answer_append_only before update on awaited_answer
  for each statement execute function append_only();
