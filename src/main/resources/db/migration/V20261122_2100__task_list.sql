-- The day on which somebody wants to look at a task again.
create table task_follow_up (
  element_instance_key bigint primary key,
  case_ref             text not null references case_file,
  on_date              date not null,
  at                   timestamptz not null,
  by                   text not null
);
create index task_follow_up_case on task_follow_up (case_ref);

-- What lists ask of an open task: a narrow row for each that nobody has answered yet, so that a
-- list, its filters and its exact counts walk one index. Worked out from task, task_claim and
-- task_follow_up in the transaction that changes one of them, by the triggers below alone.
create table task_open (
  element_instance_key bigint primary key,
  case_ref             text not null,
  team                 text not null,
  for_supervisor       boolean not null,
  process_id           text not null,
  due_at               timestamptz not null,
  assignee             text,
  follow_up_on         date
);
create index task_open_team on task_open (team, due_at, element_instance_key)
  include (for_supervisor, case_ref, process_id, assignee, follow_up_on);
create index task_open_assignee on task_open (assignee, due_at, element_instance_key)
  where assignee is not null;
create index task_open_case on task_open (case_ref, due_at, element_instance_key);
create index task_claim_done on task_claim (submitted_by, submitted_at desc, element_instance_key desc)
  where submitted_at is not null;

-- How high the risk of a case is by now; none before the first assessment.
create table case_risk (
  case_ref text primary key references case_file,
  level    text not null,
  fact     bigint not null
);

create function list_task(key bigint) returns void
  language plpgsql security definer set search_path = public set enable_seqscan = off as $$
begin
  -- one after the other for each task, so that each sees what the one before it wrote
  perform 1 from task where element_instance_key = key for update;
  insert into task_open as o (element_instance_key, case_ref, team, for_supervisor, process_id,
    due_at, assignee, follow_up_on)
  select t.element_instance_key, t.case_ref, t.team, t.for_supervisor, t.process_id, t.due_at,
    (select c.assignee from task_claim c where c.element_instance_key = key
      and not exists (select 1 from case_conflict h
        where h.case_ref = t.case_ref and h.username = c.assignee)),
    (select f.on_date from task_follow_up f where f.element_instance_key = key)
  from task t
  where t.element_instance_key = key and t.status = 'OPEN' and not exists (
    select 1 from task_claim c where c.element_instance_key = key and c.submitted_at is not null)
  on conflict (element_instance_key) do update set case_ref = excluded.case_ref,
    team = excluded.team, for_supervisor = excluded.for_supervisor,
    process_id = excluded.process_id, due_at = excluded.due_at, assignee = excluded.assignee,
    follow_up_on = excluded.follow_up_on;
  if not found then
    delete from task_open o where o.element_instance_key = key;
  end if;
  -- whoever waited for the row above may have come onto the conflict list meanwhile
  update task_open o set assignee = null
  where o.element_instance_key = key and exists (
    select 1 from case_conflict h where h.case_ref = o.case_ref and h.username = o.assignee);
end $$;

-- A claim of somebody of the conflict list is none.
create function unlist_claims() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  perform 1 from task_open o where o.case_ref = new.case_ref
    order by o.element_instance_key for update;
  update task_open o set assignee = null
  where o.case_ref = new.case_ref and o.assignee = new.username;
  return null;
end $$;

create function relist_claims() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  perform list_task(one.key) from (
    select c.element_instance_key as key from task_claim c join task t using (element_instance_key)
    where t.case_ref = old.case_ref and c.assignee = old.username and t.status = 'OPEN'
    order by 1) one;
  return null;
end $$;

-- in order, as whoever else takes several: two never wait for each other
create function list_new_tasks() returns trigger language plpgsql as $$
begin
  perform list_task(one.key) from (
    select n.element_instance_key as key from new_tasks n where n.status = 'OPEN' order by 1) one;
  return null;
end $$;

create function list_changed_tasks() returns trigger language plpgsql as $$
begin
  perform list_task(one.key) from (
    select n.element_instance_key as key
    from new_tasks n join old_tasks o using (element_instance_key)
    where (n.status, n.team, n.due_at, n.for_supervisor, n.case_ref, n.process_id)
      is distinct from (o.status, o.team, o.due_at, o.for_supervisor, o.case_ref, o.process_id)
    order by 1) one;
  return null;
end $$;

create function unlist_tasks() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  delete from task_open o using old_tasks t
    where o.element_instance_key = t.element_instance_key;
  return null;
end $$;

create function list_own_task() returns trigger language plpgsql as $$
begin
  perform list_task(coalesce(new.element_instance_key, old.element_instance_key));
  return null;
end $$;

create trigger task_listed after insert on task referencing new table as new_tasks
  for each statement execute function list_new_tasks();
create trigger task_relisted after update on task
  referencing new table as new_tasks old table as old_tasks
  for each statement execute function list_changed_tasks();
create trigger task_unlisted after delete on task referencing old table as old_tasks
  for each statement execute function unlist_tasks();
create trigger claim_listed after insert on task_claim for each row
  when (new.assignee is not null or new.submitted_at is not null)
  execute function list_own_task();
create trigger claim_relisted after update on task_claim for each row
  when (old.assignee is distinct from new.assignee
    or (old.submitted_at is null) <> (new.submitted_at is null))
  execute function list_own_task();
create trigger claim_unlisted after delete on task_claim for each row
  execute function list_own_task();
create trigger claims_of_conflicted after insert on case_conflict for each row
  execute function unlist_claims();
create trigger claims_of_conflicted_again after delete on case_conflict for each row
  execute function relist_claims();
create trigger follow_up_listed after insert or update or delete on task_follow_up for each row
  execute function list_own_task();

-- What counts of all cases that are one, as CaseFacts has it.
create function know_risk(ref text) returns void
  language plpgsql security definer set search_path = public as $$
declare
  members text[] := array(
    select g.case_ref from case_group one join case_group g using (lead_case)
    where one.case_ref = ref);
begin
  if members = '{}' then
    members := array[ref];
  end if;
  delete from case_risk r where r.case_ref = ref;
  insert into case_risk (case_ref, level, fact)
  select ref, f.value #>> '{}', f.id from case_fact f
  where f.case_ref = any (members) and f.name = 'riskLevel' and not exists (
    select 1 from joined_fact c join case_join j using (join_id)
    where j.undone_at is null and c.case_ref = any (members)
      and c.name = f.name and f.id <= c.until_fact and f.id <> c.kept_fact)
  order by f.id desc limit 1;
end $$;

create function know_risk_of_fact() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  insert into case_risk as r (case_ref, level, fact)
  select g.case_ref, new.value #>> '{}', new.id from (
    select new.case_ref
    union select g.case_ref from case_group one join case_group g using (lead_case)
    where one.case_ref = new.case_ref) g
  order by g.case_ref
  on conflict (case_ref) do update set level = excluded.level, fact = excluded.fact
  where r.fact < excluded.fact;
  return null;
end $$;

create function know_risk_of_group() returns trigger language plpgsql as $$
begin
  perform know_risk(coalesce(new.case_ref, old.case_ref));
  return null;
end $$;

create trigger risk_known after insert on case_fact for each row
  when (new.name = 'riskLevel') execute function know_risk_of_fact();
-- at the end of the transaction: what was chosen of the two is on record then
create constraint trigger risk_of_group after insert or delete on case_group
  deferrable initially deferred for each row execute function know_risk_of_group();

-- also while the rows of a table are put back as they were
do $$
declare t record;
begin
  for t in select tgname, tgrelid::regclass as name from pg_trigger
      where tgname ~ '^(task|claim|follow_up)_(re|un)?listed$' loop
    execute format('alter table %s enable always trigger %I', t.name, t.tgname);
  end loop;
end $$;

insert into task_open (element_instance_key, case_ref, team, for_supervisor, process_id, due_at,
  assignee)
select t.element_instance_key, t.case_ref, t.team, t.for_supervisor, t.process_id, t.due_at,
  case when h.username is null then c.assignee end
from task t left join task_claim c using (element_instance_key)
  left join case_conflict h on h.case_ref = t.case_ref and h.username = c.assignee
where t.status = 'OPEN' and c.submitted_at is null;
select know_risk(case_ref) from (
  select distinct case_ref from case_fact where name = 'riskLevel') known;

-- Who asks is the same for a whole statement: asked once for it, and not again for each row.
create or replace procedure keep_from_conflicted(t text) language plpgsql as $$
begin
  execute format('alter table %I enable row level security', t);
  execute format(
    'create policy of_the_case on %I using ('
      '(select acting()) = ''system'' or (select acting()) is not null'
      ' and (case_ref is null or case_ref not in (select cases_kept_from_me())))', t);
end $$;

create or replace procedure keep_to_those_who_work_it(t text) language plpgsql as $$
begin
  execute format(
    'create policy of_those_who_work_it on %I as restrictive using ('
      '(select acting()) = ''system'' or may_open(case_ref))', t);
end $$;

do $$
declare p record;
begin
  for p in select tablename as t, policyname as name from pg_policies where schemaname = 'public'
      and policyname in ('of_the_case', 'of_those_who_work_it') loop
    execute format('drop policy %I on %I', p.name, p.t);
    if p.name = 'of_the_case' then
      call keep_from_conflicted(p.t);
    else
      call keep_to_those_who_work_it(p.t);
    end if;
  end loop;
end $$;

call keep_from_conflicted('task_follow_up');
call keep_from_conflicted('task_open');
call keep_from_conflicted('case_risk');
