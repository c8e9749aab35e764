-- What somebody has typed into the form of a task and not sent: theirs alone, sealed with the
-- case's key, no part of the record.
create table task_draft (
  element_instance_key bigint not null,
  username             text not null,
  case_ref             text not null references case_file,
  form_id              text not null,
  form_version         text not null,        -- of the form that it was typed into
  turn                 int not null,         -- counts the savings: two windows may be open
  sealed               jsonb not null,       -- answers, and what each was asked
  saved_at             timestamptz not null,
  primary key (element_instance_key, username)
);
create index task_draft_case on task_draft (case_ref);
create index task_draft_saved on task_draft (saved_at);
call keep_from_conflicted('task_draft');
call keep_to_those_who_work_it('task_draft');
create policy of_its_writer on task_draft as restrictive
  using ((select acting()) = 'system' or username = (select acting()));
