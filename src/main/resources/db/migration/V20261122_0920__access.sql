-- Whose name stands on the work of a case: who took the report, claimed or did a task, or signed an
-- entry. A person, not a team.
create table case_worker (
  case_ref text not null references case_file,
  username text not null,
  since    timestamptz not null,
  primary key (case_ref, username)
);
insert into case_worker (case_ref, username, since)
select case_ref, username, min(since) from (
  select case_ref, received_by, reported_at from case_file
  union all select case_ref, by, at from timeline
  union all
  select t.case_ref, c.assignee, coalesce(c.claimed_at, t.opened_at)
  from task_claim c join task t using (element_instance_key)
  where exists (select 1 from case_file f where f.case_ref = t.case_ref)
) as work (case_ref, username, since)
where username is not null and username not in ('system', 'partner')
  and username not like 'partner.%'
group by case_ref, username;

-- The same person is the victim of the one case and the other party of the other; both ways.
create table case_counterpart (
  case_ref   text not null references case_file,
  other_case text not null references case_file,
  at         timestamptz not null,
  primary key (case_ref, other_case)
);
create index case_counterpart_other on case_counterpart (other_case);

-- Tells two bearers of one name apart, without opening a record.
alter table person add column birth_index text;

-- A look at a case that team or role would close. What was typed is sealed. Append-only.
create table break_glass (
  id       uuid primary key,
  case_ref text not null references case_file,
  username text not null,
  sealed   jsonb not null,          -- the reason as typed
  at       timestamptz not null,
  until    timestamptz not null check (until > at)
);
create index break_glass_look on break_glass (username, case_ref, until desc);
create index break_glass_case on break_glass (case_ref, at);
create trigger break_glass_append_only before update on break_glass
  for each statement execute function append_only();

create table break_glass_review (
  look     uuid primary key references break_glass,
  case_ref text not null references case_file,
  verdict  text not null check (verdict in ('justified', 'not-justified')),
  sealed   jsonb not null,          -- the reviewer's words
  at       timestamptz not null,
  by       text not null
);
create trigger break_glass_review_append_only before update on break_glass_review
  for each statement execute function append_only();
