-- What happened to a clock after it was started: it stood still, ran on, or was given more time,
-- once. Append-only.
create table clock_change (
  id         uuid primary key,
  seq        bigint generated always as identity,
  case_ref   text not null references case_file,
  journey_id text not null,
  sla_key    text not null,
  kind       text not null check (kind in ('paused', 'resumed', 'extended')),
  sealed     jsonb,                        -- why, if somebody said so
  at         timestamptz not null,
  by         text not null
);
create unique index clock_extended_once on clock_change (journey_id, sla_key)
  where kind = 'extended';
create index clock_change_journey on clock_change (journey_id, sla_key, seq);
create trigger clock_change_append_only before update on clock_change
  for each statement execute function append_only();
