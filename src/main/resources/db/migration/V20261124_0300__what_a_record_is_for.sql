-- What this record is for: real people, or training. Said once, by the first start, and never again:
-- a Haven of the other kind refuses to start on it.
create table record_purpose (
  one     boolean primary key default true check (one),
  purpose text not null unique check (purpose in ('real', 'training')),
  set_at  timestamptz not null default now()
);
revoke update, delete, truncate on record_purpose from haven_app;

-- A record that somebody has worked with before this was asked holds real people.
insert into record_purpose (purpose)
select 'real' where exists (select from audit_entry) or exists (select from staff);

create function record_purpose_stays() returns trigger language plpgsql as $$
begin
  raise exception 'What a record is for does not change';
end $$;
create trigger record_purpose_stays before update or delete on record_purpose
  for each row execute function record_purpose_stays();
create trigger record_purpose_stays_whole before truncate on record_purpose
  for each statement execute function record_purpose_stays();

-- How a clock for training was moved. No row can be in a record that is not for training.
create table training_move (
  id         bigint generated always as identity primary key,
  purpose    text not null default 'training'
             references record_purpose (purpose) check (purpose = 'training'),
  token      uuid not null unique,        -- of the page it was asked from: sent twice it moves once
  from_at    timestamptz not null,        -- what the clock said
  to_at      timestamptz not null check (to_at > from_at),
  ahead_ms   bigint not null check (ahead_ms > 0),  -- how far it runs ahead of the machine's since
  moved_by   text not null,
  settled_at timestamptz                  -- by the same clock; when nothing more came of it
);
revoke delete, truncate on training_move from haven_app;
