-- Opening, claiming and finishing a task ask the database for less: what they left behind is what
-- they left behind before.

-- Rows to be sent are looked for in the order of their sending.
drop index outbox_due;
create index outbox_ready on outbox (id) where sent_at is null and dead_at is null;

-- Told once for each change, also of a task that goes from one team to another.
create function tell_lists_of_both() returns trigger language plpgsql as $$
begin
  perform pg_notify('haven_tasks', t.team)
  from (select team from changed union select team from before) t;
  return null;
end $$;
drop trigger task_open_told_again on task_open;
drop trigger task_open_told_of_before on task_open;
create trigger task_open_told_again after update on task_open
  referencing new table as changed old table as before
  for each statement execute function tell_lists_of_both();

create or replace function list_task(key bigint) returns void
  language plpgsql security definer set search_path = public set enable_seqscan = off
  set plan_cache_mode = force_generic_plan as $$
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
  -- whoever waited for the row above may have come onto the conflict list meanwhile
  elsif exists (select 1 from task_open o join case_conflict h
      on h.case_ref = o.case_ref and h.username = o.assignee
      where o.element_instance_key = key) then
    update task_open o set assignee = null
    where o.element_instance_key = key and exists (
      select 1 from case_conflict h where h.case_ref = o.case_ref and h.username = o.assignee);
  end if;
end $$;

-- Service levels: planned once, written where something changed.
drop function keep_level(service_level);
create function keep_levels(levels service_level[]) returns void
  language plpgsql security definer set search_path = public as $$
begin
  insert into service_level as o select * from unnest(levels)
  on conflict (id) do update set case_ref = excluded.case_ref, journey_id = excluded.journey_id,
    process_id = excluded.process_id, team = excluded.team, sla_key = excluded.sla_key,
    opened_at = excluded.opened_at, due_at = excluded.due_at,
    -- what happened to the clock of a case that is disposed of is known here alone
    paused_at = coalesce(excluded.paused_at,
      case when o.ended_at = excluded.ended_at then o.paused_at end),
    extended = o.extended or excluded.extended, paused = o.paused or excluded.paused,
    ended_at = excluded.ended_at,
    ended_as = case when o.ended_as = 'went-on' and o.ended_at = excluded.ended_at
      then o.ended_as else excluded.ended_as end
  where (o.case_ref, o.journey_id, o.process_id, o.team, o.sla_key, o.opened_at, o.due_at,
      o.paused_at, o.extended, o.paused, o.ended_at, o.ended_as)
    is distinct from (excluded.case_ref, excluded.journey_id, excluded.process_id, excluded.team,
      excluded.sla_key, excluded.opened_at, excluded.due_at, excluded.paused_at,
      excluded.extended, excluded.paused, excluded.ended_at, excluded.ended_as);
end $$;

-- What is known of a limit's pauses and more time, up to its end: always one row, and a part of
-- the question that asks for it.
drop function level_changes(text, text, timestamptz);
create function level_changes(journey text, key text, until timestamptz)
  returns table (extended boolean, paused boolean, paused_at timestamptz)
  language sql stable as $$
  select coalesce(bool_or(c.kind = 'extended'), false), coalesce(bool_or(c.kind = 'paused'), false),
    (select case when l.kind = 'paused' then l.at end from clock_change l
     where l.journey_id = journey and l.sla_key = key and l.kind <> 'extended'
       and l.at <= coalesce(until, 'infinity') order by l.seq desc limit 1)
  from clock_change c
  where c.journey_id = journey and c.sla_key = key and c.at <= coalesce(until, 'infinity')
$$;

create or replace function know_levels_of_tasks(keys bigint[]) returns void
  language plpgsql security definer set search_path = public set enable_seqscan = off
  set plan_cache_mode = force_generic_plan as $$
begin
  perform 1 from task where element_instance_key = any (keys)
    order by element_instance_key for update;
  perform keep_levels(array(
    select row(t.element_instance_key, t.case_ref, t.journey_id, t.process_id, t.team,
      t.sla_key, false, t.opened_at, t.due_at, c.paused_at, c.extended, c.paused, e.at,
      case when e.at is null then null
        when t.status = 'CANCELLED' and k.submitted_at is null then 'withdrawn'
        when w.went_on then 'went-on' else 'done' end)::service_level
    from task t left join task_claim k using (element_instance_key)
    cross join lateral (
      select coalesce(k.submitted_at,
        case when t.status <> 'OPEN' then coalesce(t.done_at, t.opened_at) end) as at) e
    cross join lateral level_changes(t.journey_id, t.sla_key, e.at) c
    cross join lateral (
      select exists (
        select 1 from clock_change x
        where x.journey_id = t.journey_id and x.sla_key = t.sla_key and x.kind = 'extended'
          and x.at > e.at and not exists (
            select 1 from task o left join task_claim a using (element_instance_key)
            where o.case_ref = t.case_ref and o.journey_id = t.journey_id
              and o.sla_key = t.sla_key
              and o.element_instance_key <> t.element_instance_key
              and coalesce(a.submitted_at, case o.status when 'COMPLETED' then o.done_at end)
                between e.at and x.at)) as went_on) w
    where t.element_instance_key = any (keys)
    order by t.element_instance_key));
end $$;

create or replace function know_levels_of_clocks(keys bigint[]) returns void
  language plpgsql security definer set search_path = public set enable_seqscan = off
  set plan_cache_mode = force_generic_plan as $$
begin
  perform 1 from clock where element_instance_key = any (keys) order by id for update;
  perform keep_levels(array(
    select row(c.element_instance_key, c.case_ref, c.journey_id, s.process_id, s.team,
      c.sla_key, true, c.starts_at, c.due_at, h.paused_at, h.extended, h.paused, e.at,
      e.ended_as)::service_level
    from clock c join service_level_clock s using (sla_key)
    cross join lateral (
      select x.at, x.ended_as from (
        -- another of the same journey took its place
        select c.stopped_at as at, 'withdrawn' as ended_as, 1 as before
        where c.stopped_at is not null and exists (
          select 1 from clock o
          where o.case_ref = c.case_ref and o.journey_id = c.journey_id and o.sla_key = c.sla_key
            and o.id > c.id)
        union all
        -- the step's last visit; it may be entered again
        select p.left_at, case when p.left_at is null then null
          when p.terminated then 'withdrawn' else 'done' end, 2
        from (
          select p.left_at, p.terminated, j.ended_at
          from journey j join journey_step p using (process_instance_key)
          where j.journey_id = c.journey_id and j.process_id = s.process_id
            and p.element_id = s.element_id
          order by p.position desc limit 1) p
        where p.left_at is not null or p.ended_at is null
        union all
        -- the way of a case that is disposed of is known here alone
        select l.ended_at, l.ended_as, 3 from service_level l
        where l.id = c.element_instance_key and l.ended_at is not null
          and exists (select 1 from case_file f
            where f.case_ref = c.case_ref and f.status = 'disposed')
        union all
        select j.ended_at,
          case when j.status = 'stopped' or j.end_state in ('withdrawn', 'cancelled')
            or s.element_id is not null then 'withdrawn' else 'done' end, 4
        from journey j
        where j.journey_id = c.journey_id and j.process_id = s.process_id
          and j.ended_at is not null
        union all
        select null, null, 5
      ) x order by x.before limit 1) e
    cross join lateral level_changes(c.journey_id, c.sla_key, e.at) h
    where c.element_instance_key = any (keys)
    order by c.element_instance_key));
end $$;

create or replace function levels_of_changed_tasks() returns trigger language plpgsql as $$
declare
  changed bigint[] := array(
    select n.element_instance_key from new_tasks n join old_tasks o using (element_instance_key)
    -- that it was opened some milliseconds sooner is taken in with what happens next
    where (n.status, n.team, n.due_at, n.done_at, n.sla_key)
      is distinct from (o.status, o.team, o.due_at, o.done_at, o.sla_key));
begin
  if changed <> '{}' then
    perform know_levels_of_tasks(changed);
  end if;
  return null;
end $$;

create or replace function level_of_clock() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  -- most clocks are days to come and no limits
  if exists (select 1 from service_level_clock s where s.sla_key = new.sla_key) then
    perform know_levels_of_clocks(array[new.element_instance_key]);
  end if;
  return null;
end $$;

-- A journey or a step of it that ends bears on few clocks.
create or replace function levels_of_journey() returns trigger
  language plpgsql security definer set search_path = public as $$
declare
  clocks bigint[] := array(
    select l.id from service_level l where l.journey_id = new.journey_id and l.whole);
begin
  if clocks <> '{}' then
    perform know_levels_of_clocks(clocks);
  end if;
  return null;
end $$;
create or replace function levels_of_step() returns trigger
  language plpgsql security definer set search_path = public as $$
declare
  clocks bigint[] := array(
    select l.id from journey j join service_level l using (journey_id)
    where j.process_instance_key = new.process_instance_key and l.whole);
begin
  if clocks <> '{}' then
    perform know_levels_of_clocks(clocks);
  end if;
  return null;
end $$;

-- Only what has ended is counted.
drop trigger level_counted on service_level;
drop trigger level_counted_again on service_level;
create trigger level_counted after insert on service_level for each row
  when (new.ended_at is not null) execute function count_levels();
create trigger level_counted_again after update on service_level for each row
  when ((old.ended_at is not null or new.ended_at is not null) and old.* is distinct from new.*)
  execute function count_levels();
create trigger level_counted_gone after delete on service_level for each row
  when (old.ended_at is not null) execute function count_levels();
alter table service_level enable always trigger level_counted;
alter table service_level enable always trigger level_counted_again;
alter table service_level enable always trigger level_counted_gone;

-- A case's clocks, and a journey's, were looked for among all of Haven's.
create index clock_case on clock (case_ref, sla_key);
create index clock_journey on clock (journey_id, sla_key);
