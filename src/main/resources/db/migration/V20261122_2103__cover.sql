-- Somebody is away and a colleague does their tasks: what was theirs goes to the colleague on the
-- first day and comes back, as far as it is still open, after the last.
create table cover (
  id             uuid primary key,
  absent         text not null,
  covering       text not null,
  from_on        date not null,
  until_on       date not null,              -- the last day away
  set_by         text not null,
  set_at         timestamptz not null,
  handed_over_at timestamptz,
  ended_at       timestamptz,                -- handed back, or called off
  ended_by       text,
  check (absent <> covering),
  check (from_on <= until_on)
);
create unique index cover_one_at_a_time on cover (absent) where ended_at is null;
create index cover_covering on cover (covering) where ended_at is null;

create table covered_task (
  cover_id             uuid not null references cover,
  element_instance_key bigint not null,
  case_ref             text not null references case_file,
  primary key (cover_id, element_instance_key)
);
create index covered_task_case on covered_task (case_ref);
call keep_from_conflicted('covered_task');
