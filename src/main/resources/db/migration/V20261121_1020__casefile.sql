-- The case record. Columns named `sealed` hold a JSON object of field to sealed text; the other
-- columns hold routing facts alone. Rows are appended, timed and signed: they may become evidence.
create table case_file (
  case_ref      text primary key check (case_ref ~ '^HV-[2-9A-HJKMNP-Z]{8}$'),
  status        text not null
                check (status in ('reported','open','monitoring','closed','retained','disposed')),
  channel       text not null,
  reported_at   timestamptz not null,
  received_by   text,
  receiver_team text,
  lead_team     text,
  support_team  text,
  sample        boolean not null default false,
  opened_by     text not null,
  created_at    timestamptz not null
);
create index case_file_lead on case_file (lead_team, created_at desc);
create index case_file_support on case_file (support_team, created_at desc);

create table case_lead (
  id           bigint generated always as identity primary key,
  case_ref     text not null references case_file,
  lead_team    text not null,
  support_team text,
  at           timestamptz not null,
  by           text not null
);
create index case_lead_case on case_lead (case_ref, id);

-- Teams that lead, support, or have or had a task of the case.
create table case_team (
  case_ref text not null references case_file,
  team     text not null,
  why      text not null,
  since    timestamptz not null,
  primary key (case_ref, team)
);
create index case_team_team on case_team (team, case_ref);

-- Who must not even learn that the case exists.
create table case_conflict (
  case_ref text not null references case_file,
  username text not null,
  why      text not null,
  at       timestamptz not null,
  by       text not null,
  primary key (case_ref, username)
);
create index case_conflict_user on case_conflict (username, case_ref);

-- A supervisor put the case into other hands because of a conflict.
create table case_reassigned (
  id         bigint generated always as identity primary key,
  case_ref   text not null references case_file,
  journey_id text not null,
  at         timestamptz not null,
  by         text not null
);
create index case_reassigned_case on case_reassigned (case_ref, at);

create table person (
  person_ref text not null,
  version    int  not null,
  case_ref   text not null references case_file,
  kind       text not null
             check (kind in ('victim','perpetrator','child','household','reporter','employee')),
  sealed     jsonb not null,
  at         timestamptz not null,
  by         text not null,
  primary key (person_ref, version)
);
create index person_case on person (case_ref, person_ref, version);

create table safe_contact (
  id              uuid primary key,
  seq             bigint generated always as identity,
  case_ref        text not null references case_file,
  contact_allowed boolean not null,
  has_method      boolean not null,
  sealed          jsonb not null,
  checked_at      timestamptz not null,
  checked_by      text not null
);
create index safe_contact_case on safe_contact (case_ref, seq desc);

create table address_vault (
  id       uuid primary key,
  seq      bigint generated always as identity,
  case_ref text not null references case_file,
  sealed   jsonb not null,
  at       timestamptz not null,
  by       text not null
);
create index address_vault_case on address_vault (case_ref, seq desc);

create table address_reveal (
  id       uuid primary key,
  case_ref text not null references case_file,
  sealed   jsonb not null,          -- the reason as typed
  at       timestamptz not null,
  by       text not null
);
create index address_reveal_case on address_reveal (case_ref, at);

create table incident (
  incident_id   text primary key,
  seq           bigint generated always as identity,
  case_ref      text not null references case_file,
  on_date       date,
  kinds         text[] not null,
  child_present text not null check (child_present in ('YES','NO','UNKNOWN')),
  sealed        jsonb not null,
  at            timestamptz not null,
  by            text not null
);
create index incident_case on incident (case_ref, seq);

create table safety_plan (
  id        uuid primary key,
  seq       bigint generated always as identity,
  case_ref  text not null references case_file,
  review_on date,
  sealed    jsonb not null,
  at        timestamptz not null,
  by        text not null
);
create index safety_plan_case on safety_plan (case_ref, seq desc);

create table case_fact (
  id       bigint generated always as identity primary key,
  case_ref text not null references case_file,
  name     text not null,
  value    jsonb not null,
  at       timestamptz not null,
  by       text not null
);
create index case_fact_latest on case_fact (case_ref, name, id desc);

create table case_moment (
  id         bigint generated always as identity primary key,
  case_ref   text not null references case_file,
  journey_id text,
  moment     text not null,
  at         timestamptz not null,
  unique nulls not distinct (case_ref, journey_id, moment, at)
);
create index case_moment_latest on case_moment (case_ref, moment, at desc);

create table timeline (
  id         bigint generated always as identity primary key,
  row_id     uuid not null unique,
  case_ref   text not null references case_file,
  journey_id text,
  kind       text not null,
  text_key   text not null,
  details    jsonb not null,
  sealed     jsonb,
  at         timestamptz not null,
  by         text not null
);
create index timeline_case on timeline (case_ref, id);

create table contact_try (
  try_id     text primary key,      -- the job or task that tried: a repeat counts once
  case_ref   text not null references case_file,
  journey_id text not null,
  at         timestamptz not null,
  by         text not null
);
create index contact_try_case on contact_try (case_ref, journey_id, at);

create table journey_note (
  id         uuid primary key,
  seq        bigint generated always as identity,
  case_ref   text not null references case_file,
  journey_id text not null,
  element_id text not null,
  outcome    text,
  next_on    date,
  sealed     jsonb not null,
  at         timestamptz not null,
  by         text not null
);
create index journey_note_case on journey_note (case_ref, seq);

create table case_decision (
  id             bigint generated always as identity primary key,
  row_id         uuid not null unique,
  case_ref       text not null references case_file,
  journey_id     text,
  decision_table text not null,
  version        int not null,
  advice         jsonb not null,
  decided        jsonb not null,
  effective_on   date not null,
  sealed         jsonb,
  at             timestamptz not null,
  by             text not null
);
create index case_decision_case on case_decision (case_ref, id);

create table sharing_ledger (
  id       uuid primary key,
  seq      bigint generated always as identity,
  case_ref text not null references case_file,
  purpose  text not null,
  consent  text not null,
  basis    text,
  sealed   jsonb not null,          -- necessity, what, toWhom, approver
  at       timestamptz not null,
  by       text not null
);
create index sharing_ledger_case on sharing_ledger (case_ref, seq);

-- Apart from the case record: reports read it, the case page never does.
create schema equality;
create table equality.answer (
  id       uuid primary key,
  case_ref text not null,
  sealed   jsonb not null,
  at       timestamptz not null
);

create table journey (
  id                   bigint generated always as identity primary key,
  journey_id           text not null,
  process_id           text not null,
  case_ref             text not null references case_file,
  correlation_key      text not null,
  parent_id            bigint references journey,
  status               text not null
                       check (status in ('requested','running','waiting','ended','stopped')),
  process_instance_key bigint unique,
  requested_at         timestamptz not null,
  requested_by         text not null,
  started_at           timestamptz,
  ended_at             timestamptz,
  end_state            text
);
-- One running instance per process and key; a called journey runs beside the one that calls it.
create unique index journey_one_running on journey (process_id, correlation_key)
  where parent_id is null and status in ('requested','running','waiting');
create index journey_case on journey (case_ref, id);
create index journey_journey on journey (journey_id);

-- Requests that came while one was running: shown to its owner, started when it has ended.
create table journey_kept_request (
  id            bigint generated always as identity primary key,
  journey_row   bigint not null references journey,
  start_message text not null,
  facts         jsonb not null,
  at            timestamptz not null,
  by            text not null,
  started_as    text
);
create index journey_kept_waiting on journey_kept_request (journey_row) where started_as is null;

create table clock (
  id         bigint generated always as identity primary key,
  case_ref   text not null references case_file,
  journey_id text not null,
  clock_id   text not null unique,
  sla_key    text not null,
  starts_at  timestamptz not null,
  warn_at    timestamptz,
  due_at     timestamptz not null,
  fired_at   timestamptz,
  stopped_at timestamptz,
  element_instance_key bigint not null unique
);
create index clock_due on clock (due_at) where fired_at is null and stopped_at is null;

-- Append-only: what may become evidence is never changed.
do $$
declare t text;
begin
  foreach t in array array['case_lead','case_conflict','case_reassigned','person','safe_contact',
      'address_vault','address_reveal','incident','safety_plan','case_fact','case_moment',
      'timeline','contact_try','journey_note','case_decision','sharing_ledger'] loop
    execute format('create trigger %I before update on %I for each statement
                    execute function append_only()', t || '_append_only', t);
  end loop;
end $$;
