-- Which referral or action an instance of a shared process is about: its tasks show it.
create table process_subject (
  process_instance_key bigint not null,
  kind                 text not null check (kind in ('referral','action')),
  subject_id           text not null,
  case_ref             text not null references case_file,
  primary key (process_instance_key, kind)
);

create table meeting (
  meeting_id text primary key,
  case_ref   text not null references case_file,
  journey_id text not null,
  task_id    bigint not null unique,  -- the task in which it was recorded
  form_id    text not null,
  meeting_on date not null,
  sealed     jsonb not null,          -- minutes
  at         timestamptz not null,
  by         text not null
);
create index meeting_case on meeting (case_ref, meeting_on desc);
create trigger meeting_append_only before update on meeting
  for each statement execute function append_only();

create table meeting_action (
  action_id  text primary key,
  seq        bigint generated always as identity,
  meeting_id text not null references meeting,
  case_ref   text not null references case_file,
  journey_id text not null,
  owner_team text not null,
  due_on     date not null,
  sealed     jsonb not null,          -- what is to be done
  status     text not null check (status in ('open','done','blocked')),
  closed_at  timestamptz,
  at         timestamptz not null,
  by         text not null
);
create index meeting_action_case on meeting_action (case_ref, seq);
create index meeting_action_open on meeting_action (due_on) where closed_at is null;

-- What a contractor is asked to do at a home. Never why.
create table works_order (
  works_order_id text primary key check (works_order_id ~ '^WO-[2-9A-HJKMNP-Z]{10}$'),
  case_ref       text not null references case_file,
  journey_id     text not null,
  tenancy_ref    text,
  jobs           text[] not null,
  ready_from     date not null,
  ready_to       date not null,
  sealed         jsonb not null,      -- work address, where no tenancy of ours says it
  status         text not null
                 check (status in ('ordered','exported','completed','cancelled','withheld')),
  contractor     text,
  ordered_at     timestamptz not null,
  exported_at    timestamptz,
  completed_on   date,
  closed_at      timestamptz,
  outcome        text,
  by             text not null,
  element_instance_key bigint not null unique
);
create index works_order_case on works_order (case_ref, ordered_at desc);
create index works_order_open on works_order (ordered_at) where closed_at is null;
