-- What the engine says of user tasks. Every column can be had again from its exported records and
-- the deployed models: a rebuild empties and fills this table.
create table task (
  element_instance_key   bigint primary key,
  user_task_key          bigint,             -- unknown until the exported record arrives
  process_instance_key   bigint not null,
  process_definition_key bigint not null,
  process_id             text not null,
  process_version        int not null,
  element_id             text not null,
  title                  text not null,
  why                    text not null,
  policy_clause          text not null,
  case_ref               text not null,
  journey_id             text not null,
  team                   text not null,
  for_supervisor         boolean not null,
  follows_lead           boolean not null,
  form_id                text not null,
  sla_key                text not null,
  outcomes               text[] not null,
  reaches_her            boolean not null,
  status                 text not null check (status in ('OPEN', 'COMPLETED', 'CANCELLED')),
  opened_at              timestamptz not null,
  warn_at                timestamptz not null,
  due_at                 timestamptz not null,
  done_at                timestamptz
);
-- due-first lists: walked in order, a page at a time
create index task_team_due on task (team, due_at, element_instance_key) where status = 'OPEN';
create index task_case on task (case_ref, due_at, element_instance_key);
create index task_instance on task (process_instance_key, element_id);
create index task_without_key on task (element_instance_key)
  where status = 'OPEN' and user_task_key is null;

-- What is ours alone: a rebuild leaves it as it is.
create table task_claim (
  element_instance_key bigint primary key,
  assignee             text,
  claimed_at           timestamptz,
  submitted_by         text,
  submitted_at         timestamptz,
  warned_at            timestamptz,
  breached_at          timestamptz,
  moved_to             text                  -- the lead team that the task went to with its case
);
create index task_claim_assignee on task_claim (assignee, element_instance_key)
  where submitted_at is null and assignee is not null;
create index task_claim_submitted on task_claim (element_instance_key)
  where submitted_at is not null;

create table notice (
  id       bigint generated always as identity primary key,
  username text not null,
  kind     text not null,
  case_ref text not null,
  task_id  bigint,
  at       timestamptz not null,
  read_at  timestamptz
);
create unique index notice_once_per_task on notice (username, kind, task_id)
  where task_id is not null;
create unique index notice_once_unread on notice (username, kind, case_ref)
  where task_id is null and read_at is null;
create index notice_unread on notice (username, id desc) where read_at is null;

-- Where the exported records have been read to: a sequence per partition and type of record, which
-- the exporter counts without gaps.
create table record_cursor (
  partition_id int not null,
  record_type  text not null,
  sequence     bigint not null,
  position     bigint not null,
  primary key (partition_id, record_type)
);

-- Where each process instance was and is, for the diagram of the case page.
create table journey_step (
  element_instance_key   bigint primary key,
  process_instance_key   bigint not null,
  process_definition_key bigint not null,
  process_id             text not null,
  process_version        int not null,
  scope_key              bigint not null,
  element_id             text not null,
  element_type           text not null,
  entered_at             timestamptz not null,
  left_at                timestamptz,
  terminated             boolean not null default false,
  position               bigint not null
);
create index journey_step_instance on journey_step (process_instance_key, position);

-- Where a process instance stands still because something failed; the engine's codes only.
create table journey_incident (
  incident_key         bigint primary key,
  process_instance_key bigint not null,
  process_id           text not null,
  element_id           text not null,
  error_type           text not null,
  raised_at            timestamptz not null,
  resolved_at          timestamptz
);
create index journey_incident_open on journey_incident (raised_at) where resolved_at is null;
