-- Counts of days, weeks and months, so that years are added up from few rows. What changes is first
-- written beside them, so that nobody waits for anybody, and added in by a job: both together are
-- exact always.
create table service_level_total (
  unit         text not null check (unit in ('day', 'week', 'month')),
  day          date not null,    -- the first of them
  sla_key      text not null,
  whole        boolean not null,
  process_id   text not null,
  team         text not null,
  met          bigint not null,
  met_extended bigint not null,
  late         bigint not null,
  extended     bigint not null,
  paused       bigint not null,
  primary key (unit, day, sla_key, whole, process_id, team)
);
insert into service_level_total
select u.unit, date_trunc(u.unit, t.day::timestamp)::date, sla_key, whole, process_id, team, sum(met),
  sum(met_extended), sum(late), sum(extended), sum(paused)
from service_level_day t cross join (values ('day'), ('week'), ('month')) u (unit)
group by 1, 2, 3, 4, 5, 6;
drop table service_level_day;

-- Adds in what is written beside the totals; by one node at a time.
create or replace function add_levels() returns bigint
  language plpgsql security definer set search_path = public as $$
declare
  added bigint;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('service_level_total', 0)) then
    return 0;
  end if;
  with taken as (delete from service_level_change returning *),
  summed as (
    select u.unit, date_trunc(u.unit, t.day::timestamp)::date as day, sla_key, whole, process_id,
      team, sum(met) as met, sum(met_extended) as met_extended, sum(late) as late,
      sum(extended) as extended, sum(paused) as paused
    from taken t cross join (values ('day'), ('week'), ('month')) u (unit)
    group by 1, 2, 3, 4, 5, 6)
  insert into service_level_total as d (unit, day, sla_key, whole, process_id, team, met,
    met_extended, late, extended, paused)
  select * from summed
  on conflict (unit, day, sla_key, whole, process_id, team) do update set
    met = d.met + excluded.met, met_extended = d.met_extended + excluded.met_extended,
    late = d.late + excluded.late, extended = d.extended + excluded.extended,
    paused = d.paused + excluded.paused;
  get diagnostics added = row_count;
  return added;
end $$;

-- Counts everything anew and writes beside the totals what the days lack; weeks and months are made
-- of the days. One look at everything: what others write meanwhile is neither in the rows that it
-- sees nor in the counts.
create or replace function recount_levels() returns bigint
  language plpgsql security definer set search_path = public as $$
declare
  lacking bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended('service_level_total', 0));
  delete from service_level_total where unit <> 'day';
  insert into service_level_total
  select u.unit, date_trunc(u.unit, t.day::timestamp)::date, sla_key, whole, process_id, team,
    sum(met), sum(met_extended), sum(late), sum(extended), sum(paused)
  from service_level_total t cross join (values ('week'), ('month')) u (unit)
  group by 1, 2, 3, 4, 5, 6;
  with counted as (
    select level_day(l) as day, sla_key, whole, process_id, team,
      count(*) filter (where level_verdict(l) = 'met') as met,
      count(*) filter (where level_verdict(l) = 'met-extended') as met_extended,
      count(*) filter (where level_verdict(l) = 'late') as late,
      count(*) filter (where l.extended) as extended, count(*) filter (where l.paused) as paused
    from service_level l where level_verdict(l) is not null group by 1, 2, 3, 4, 5
    union all
    select day, sla_key, whole, process_id, team, -met, -met_extended, -late, -extended, -paused
    from service_level_total where unit = 'day'
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
