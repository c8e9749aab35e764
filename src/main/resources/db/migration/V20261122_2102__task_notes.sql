-- What colleagues write to each other at a task, and who was named in it. Append-only: it is part
-- of the case's record.
create table task_note (
  id                   uuid primary key,
  seq                  bigint generated always as identity,
  element_instance_key bigint not null,
  case_ref             text not null references case_file,
  journey_id           text not null,
  element_id           text not null,
  named                text[] not null,      -- sign-in names
  sealed               jsonb not null,
  at                   timestamptz not null,
  by                   text not null
);
create index task_note_task on task_note (element_instance_key, seq);
create index task_note_case on task_note (case_ref, seq);
create trigger task_note_append_only before update on task_note
  for each statement execute function append_only();
call keep_from_conflicted('task_note');
call keep_to_those_who_work_it('task_note');
