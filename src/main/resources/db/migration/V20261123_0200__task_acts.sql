-- What a note at a task is: written for colleagues, or why the task left somebody's hands, or a
-- question and its answer.
alter table task_note add column kind text not null default 'note'
  check (kind in ('note', 'handed-over', 'sent-back', 'question', 'answer'));

-- Who gave the task to whom, as long as that person holds it: it can go back there.
alter table task_claim
  add column given_by text,
  add column given_to text;

-- What somebody asked a colleague at a task: its words and those of the answer are notes.
create table task_question (
  id                   uuid primary key references task_note,
  element_instance_key bigint not null,
  case_ref             text not null references case_file,
  asked_by             text not null,
  asked_of             text not null,
  asked_at             timestamptz not null,
  ended_as             text check (ended_as in ('answered', 'withdrawn')),
  ended_by             text,
  ended_at             timestamptz,
  answer_id            uuid references task_note,
  check ((ended_as is null) = (ended_at is null))
);
create index task_question_open on task_question (element_instance_key) where ended_at is null;
create index task_question_case on task_question (case_ref);
call keep_from_conflicted('task_question');
call keep_to_those_who_work_it('task_question');

-- Why a clock stands still, in the word of the table of limits, such as id.
alter table clock_change add column why text;
