-- How high the risk of a task's case is, beside all else that lists ask of it: a filter read the
-- risk of every case of Haven before, for the tasks of one team. None before the first assessment.
alter table task_open add column level text;
update task_open o set level = r.level from case_risk r where r.case_ref = o.case_ref;

drop index task_open_team;
create index task_open_team on task_open (team, due_at, element_instance_key)
  include (for_supervisor, case_ref, process_id, assignee, follow_up_on, level);

create or replace function list_task(key bigint) returns void
  language plpgsql security definer set search_path = public set enable_seqscan = off as $$
begin
  -- one after the other for each task, so that each sees what the one before it wrote
  perform 1 from task where element_instance_key = key for update;
  insert into task_open as o (element_instance_key, case_ref, team, for_supervisor, process_id,
    due_at, assignee, follow_up_on, level)
  select t.element_instance_key, t.case_ref, t.team, t.for_supervisor, t.process_id, t.due_at,
    (select c.assignee from task_claim c where c.element_instance_key = key
      and not exists (select 1 from case_conflict h
        where h.case_ref = t.case_ref and h.username = c.assignee)),
    (select f.on_date from task_follow_up f where f.element_instance_key = key),
    (select r.level from case_risk r where r.case_ref = t.case_ref)
  from task t
  where t.element_instance_key = key and t.status = 'OPEN' and not exists (
    select 1 from task_claim c where c.element_instance_key = key and c.submitted_at is not null)
  -- the level of a task that is listed already is list_risk's alone
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

-- Brings the tasks of a case in step with its risk. It runs at the end of the transaction that
-- lists a new task or changes the risk, one after the other for each case (and the few that share
-- its lock): the later of two sees what the earlier wrote, whichever of them it was. Who only claims
-- or finishes a task never asks for the lock, and is waited for.
create function list_risk() returns trigger
  language plpgsql security definer set search_path = public as $$
declare
  ref text := coalesce(new.case_ref, old.case_ref);
begin
  perform pg_advisory_xact_lock(20261124, hashtext(ref) & 1023);
  update task_open o set level = (select r.level from case_risk r where r.case_ref = ref)
  where o.case_ref = ref
    and o.level is distinct from (select r.level from case_risk r where r.case_ref = ref);
  return null;
end $$;

create constraint trigger risk_listed after insert on task_open
  deferrable initially deferred for each row execute function list_risk();
create constraint trigger risk_relisted after update on task_open
  deferrable initially deferred for each row when (old.case_ref is distinct from new.case_ref)
  execute function list_risk();
create constraint trigger risk_listed after insert or update or delete on case_risk
  deferrable initially deferred for each row execute function list_risk();
-- also while the rows of a table are put back as they were
alter table task_open enable always trigger risk_listed;
alter table task_open enable always trigger risk_relisted;
alter table case_risk enable always trigger risk_listed;
