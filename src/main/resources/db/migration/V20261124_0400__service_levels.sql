-- How each limit was kept, for figures: a narrow row for each task, and for each clock that bounds
-- several steps. Worked out from task, task_claim, clock and clock_change in the transaction that
-- changes one of them, by the triggers below alone.
create table service_level (
  id         bigint primary key,  -- the engine's key of the task, or of the step that began the clock
  case_ref   text not null,
  journey_id text not null,
  process_id text not null,
  team       text not null,
  sla_key    text not null,
  whole      boolean not null,    -- a clock over several steps
  opened_at  timestamptz not null,
  due_at     timestamptz not null,
  paused_at  timestamptz,         -- since when it stands still, or stood still when it ended
  extended   boolean not null,    -- it was given more time
  paused     boolean not null,    -- it stood still at some time
  ended_at   timestamptz,
  ended_as   text check (ended_as in ('done', 'withdrawn', 'went-on')),
  check ((ended_at is null) = (ended_as is null))
);
create index service_level_open on service_level (due_at)
  include (sla_key, whole, process_id, team, paused_at, case_ref) where ended_at is null;
create index service_level_case on service_level (case_ref);
create index service_level_journey on service_level (journey_id, sla_key);
create index service_level_opened on service_level (opened_at);
call keep_from_conflicted('service_level');

-- The clocks that bound several steps, and with which step of which journey they end: without a step
-- with the journey itself. All other clocks are days to come and no limits.
create table service_level_clock (
  sla_key    text primary key,
  process_id text not null,
  element_id text,
  team       text not null
);
insert into service_level_clock values
  ('sar', 'record-request', null, 'data-protection'),
  ('lockChange', 'sanctuary-scheme', 'SubProcess_LocksUnderWay', 'housing-maintenance'),
  ('sanctuaryWorks', 'sanctuary-scheme', 'SubProcess_WorksUnderWay', 'housing-maintenance');

-- What became of a limit that has ended: late from the second after its date on, whatever came
-- then; not counted if nothing was owed any more before that. While it stands still no time passes.
create function level_late(l service_level) returns boolean language sql stable as $$
  select date_trunc('second', least(l.ended_at, coalesce(l.paused_at, l.ended_at))) > l.due_at
$$;
create function level_verdict(l service_level) returns text language sql stable as $$
  select case when l.ended_at is null then null
    when level_late(l) then 'late'
    when l.ended_as <> 'done' then null
    when l.extended then 'met-extended' else 'met' end
$$;
-- The London day on which that was certain: the day of its end, or if it was late the day of its date.
create function level_day(l service_level) returns date language sql stable as $$
  select ((case when level_late(l) then l.due_at else l.ended_at end) at time zone 'Europe/London')::date
$$;

-- Counts of days, so that years are added up from few rows. What changes is first written beside
-- them, so that nobody waits for anybody, and added in by a job: both together are exact always.
create table service_level_day (
  day          date not null,
  sla_key      text not null,
  whole        boolean not null,
  process_id   text not null,
  team         text not null,
  met          bigint not null,
  met_extended bigint not null,
  late         bigint not null,
  extended     bigint not null,
  paused       bigint not null,
  primary key (day, sla_key, whole, process_id, team)
);
create table service_level_change (
  id           bigint generated always as identity primary key,
  day          date not null,
  sla_key      text not null,
  whole        boolean not null,
  process_id   text not null,
  team         text not null,
  met          bigint not null,
  met_extended bigint not null,
  late         bigint not null,
  extended     bigint not null,
  paused       bigint not null
);

create function count_level(l service_level, how_often int) returns void
  language plpgsql security definer set search_path = public as $$
declare
  verdict text := level_verdict(l);
begin
  if verdict is not null then
    insert into service_level_change (day, sla_key, whole, process_id, team, met, met_extended,
      late, extended, paused)
    values (level_day(l), l.sla_key, l.whole, l.process_id, l.team,
      case verdict when 'met' then how_often else 0 end,
      case verdict when 'met-extended' then how_often else 0 end,
      case verdict when 'late' then how_often else 0 end,
      case when l.extended then how_often else 0 end,
      case when l.paused then how_often else 0 end);
  end if;
end $$;

create function count_levels() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    perform count_level(old, -1);
  end if;
  if tg_op <> 'DELETE' then
    perform count_level(new, 1);
  end if;
  return null;
end $$;
create trigger level_counted after insert or delete on service_level for each row
  execute function count_levels();
create trigger level_counted_again after update on service_level for each row
  when (old.* is distinct from new.*) execute function count_levels();

-- Adds in what is written beside the days; by one node at a time.
create function add_levels() returns bigint
  language plpgsql security definer set search_path = public as $$
declare
  added bigint;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('service_level_day', 0)) then
    return 0;
  end if;
  with taken as (delete from service_level_change returning *),
  summed as (
    select day, sla_key, whole, process_id, team, sum(met) as met,
      sum(met_extended) as met_extended, sum(late) as late, sum(extended) as extended,
      sum(paused) as paused
    from taken group by 1, 2, 3, 4, 5)
  insert into service_level_day as d (day, sla_key, whole, process_id, team, met, met_extended,
    late, extended, paused)
  select * from summed
  on conflict (day, sla_key, whole, process_id, team) do update set met = d.met + excluded.met,
    met_extended = d.met_extended + excluded.met_extended, late = d.late + excluded.late,
    extended = d.extended + excluded.extended, paused = d.paused + excluded.paused;
  get diagnostics added = row_count;
  return added;
end $$;

-- Counts everything anew and writes beside the days what they lack. One look at everything: what
-- others write meanwhile is neither in the rows that it sees nor in the counts.
create function recount_levels() returns bigint
  language plpgsql security definer set search_path = public as $$
declare
  lacking bigint;
begin
  with counted as (
    select level_day(l) as day, sla_key, whole, process_id, team,
      count(*) filter (where level_verdict(l) = 'met') as met,
      count(*) filter (where level_verdict(l) = 'met-extended') as met_extended,
      count(*) filter (where level_verdict(l) = 'late') as late,
      count(*) filter (where l.extended) as extended, count(*) filter (where l.paused) as paused
    from service_level l where level_verdict(l) is not null group by 1, 2, 3, 4, 5
    union all
    select day, sla_key, whole, process_id, team, -met, -met_extended, -late, -extended, -paused
    from service_level_day
    union all
    select day, sla_key, whole, process_id, team, -met, -met_extended, -late, -extended, -paused
    from service_level_change)
  insert into service_level_change (day, sla_key, whole, process_id, team, met, met_extended, late,
    extended, paused)
  select day, sla_key, whole, process_id, team, sum(met), sum(met_extended), sum(late),
    sum(extended), sum(paused)
  from counted group by 1, 2, 3, 4, 5
  having (sum(met), sum(met_extended), sum(late), sum(extended), sum(paused)) <> (0, 0, 0, 0, 0);
  get diagnostics lacking = row_count;
  return lacking;
end $$;

-- What is known of a limit's pauses and more time, up to its end.
create function level_changes(journey text, key text, until timestamptz,
    out extended boolean, out paused boolean, out paused_at timestamptz)
  language sql stable security definer set search_path = public as $$
  select coalesce(bool_or(c.kind = 'extended'), false), coalesce(bool_or(c.kind = 'paused'), false),
    (select case when l.kind = 'paused' then l.at end from clock_change l
     where l.journey_id = journey and l.sla_key = key and l.kind <> 'extended'
       and l.at <= coalesce(until, 'infinity') order by l.seq desc limit 1)
  from clock_change c
  where c.journey_id = journey and c.sla_key = key and c.at <= coalesce(until, 'infinity')
$$;

create function keep_level(l service_level) returns void
  language sql security definer set search_path = public as $$
  insert into service_level as o select (l).*
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
$$;

-- A task ends when somebody answers it, however much later the engine hears of that. One whose answer
-- asked for more time is no end: the limit goes on with the task after it.
create function know_levels_of_tasks(keys bigint[]) returns void
  language plpgsql security definer set search_path = public set enable_seqscan = off as $$
begin
  perform 1 from task where element_instance_key = any (keys)
    order by element_instance_key for update;
  perform keep_level(row(t.element_instance_key, t.case_ref, t.journey_id, t.process_id, t.team,
    t.sla_key, false, t.opened_at, t.due_at, c.paused_at, c.extended, c.paused, e.at,
    case when e.at is null then null
      when t.status = 'CANCELLED' and k.submitted_at is null then 'withdrawn'
      when w.went_on then 'went-on' else 'done' end)::service_level)
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
          where o.case_ref = t.case_ref and o.journey_id = t.journey_id and o.sla_key = t.sla_key
            and o.element_instance_key <> t.element_instance_key
            and coalesce(a.submitted_at, case o.status when 'COMPLETED' then o.done_at end)
              between e.at and x.at)) as went_on) w
  where t.element_instance_key = any (keys);
end $$;

create function know_levels_of_clocks(keys bigint[]) returns void
  language plpgsql security definer set search_path = public set enable_seqscan = off as $$
begin
  perform 1 from clock where element_instance_key = any (keys) order by id for update;
  perform keep_level(row(c.element_instance_key, c.case_ref, c.journey_id, s.process_id, s.team,
    c.sla_key, true, c.starts_at, c.due_at, h.paused_at, h.extended, h.paused, e.at,
    e.ended_as)::service_level)
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
  where c.element_instance_key = any (keys);
end $$;

create function levels_of_new_tasks() returns trigger language plpgsql as $$
begin
  perform know_levels_of_tasks(array(select n.element_instance_key from new_tasks n));
  return null;
end $$;
create function levels_of_changed_tasks() returns trigger language plpgsql as $$
begin
  perform know_levels_of_tasks(array(
    select n.element_instance_key from new_tasks n join old_tasks o using (element_instance_key)
    where (n.status, n.team, n.due_at, n.opened_at, n.done_at, n.sla_key)
      is distinct from (o.status, o.team, o.due_at, o.opened_at, o.done_at, o.sla_key)));
  return null;
end $$;
create function levels_of_gone_tasks() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  delete from service_level l using old_tasks t where l.id = t.element_instance_key;
  return null;
end $$;
create function level_of_claim() returns trigger language plpgsql as $$
begin
  perform know_levels_of_tasks(array[coalesce(new.element_instance_key, old.element_instance_key)]);
  return null;
end $$;
create function level_of_clock() returns trigger language plpgsql as $$
begin
  perform know_levels_of_clocks(array[new.element_instance_key]);
  return null;
end $$;
create function levels_of_clock_change() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  perform know_levels_of_tasks(array(select l.id from service_level l
    where l.journey_id = new.journey_id and l.sla_key = new.sla_key and not l.whole));
  perform know_levels_of_clocks(array(select l.id from service_level l
    where l.journey_id = new.journey_id and l.sla_key = new.sla_key and l.whole));
  return null;
end $$;
create function levels_of_journey() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  perform know_levels_of_clocks(array(select l.id from service_level l
    where l.journey_id = new.journey_id and l.whole));
  return null;
end $$;
create function levels_of_step() returns trigger
  language plpgsql security definer set search_path = public as $$
begin
  perform know_levels_of_clocks(array(select l.id from journey j join service_level l
      using (journey_id)
    where j.process_instance_key = new.process_instance_key and l.whole));
  return null;
end $$;

create trigger task_level_known after insert on task referencing new table as new_tasks
  for each statement execute function levels_of_new_tasks();
create trigger task_level_known_again after update on task
  referencing new table as new_tasks old table as old_tasks
  for each statement execute function levels_of_changed_tasks();
create trigger task_level_gone after delete on task referencing old table as old_tasks
  for each statement execute function levels_of_gone_tasks();
create trigger claim_level_known after insert on task_claim for each row
  when (new.submitted_at is not null) execute function level_of_claim();
create trigger claim_level_known_again after update on task_claim for each row
  when (old.submitted_at is distinct from new.submitted_at) execute function level_of_claim();
create trigger claim_level_gone after delete on task_claim for each row
  when (old.submitted_at is not null) execute function level_of_claim();
create trigger clock_level_known after insert or update on clock for each row
  execute function level_of_clock();
create trigger clock_change_level_known after insert on clock_change for each row
  execute function levels_of_clock_change();
create trigger journey_level_known after update on journey for each row
  when (old.ended_at is null and new.ended_at is not null) execute function levels_of_journey();
create trigger step_level_known after insert or update on journey_step for each row
  when (new.element_type = 'SUB_PROCESS') execute function levels_of_step();

do $$
declare t record;
begin
  for t in select tgname, tgrelid::regclass as name from pg_trigger
      where tgname ~ '_level_(known|gone)(_again)?$' or tgname ~ '^level_counted' loop
    execute format('alter table %s enable always trigger %I', t.name, t.tgname);
  end loop;
end $$;

select know_levels_of_tasks(array(select element_instance_key from task order by 1));
select know_levels_of_clocks(array(select element_instance_key from clock order by 1));
select add_levels();
