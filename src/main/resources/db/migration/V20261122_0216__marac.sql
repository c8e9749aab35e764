-- Which form holds what the hub is to read.
create table marac_referral (
  content_id uuid primary key,
  case_ref   text not null references case_file,
  journey_id text not null,
  at         timestamptz not null,
  by         text not null
);
create index marac_referral_journey on marac_referral (case_ref, journey_id, at desc);
create trigger marac_referral_append_only before update on marac_referral
  for each statement execute function append_only();

-- Minutes of the meeting: kept apart from the case's other forms, opened with a typed reason alone.
create table marac_minutes (
  id         uuid primary key,
  seq        bigint generated always as identity,
  task_id    bigint not null unique,
  case_ref   text not null references case_file,
  journey_id text not null,
  meeting_on date not null,
  sealed     jsonb not null,
  at         timestamptz not null,
  by         text not null
);
create index marac_minutes_case on marac_minutes (case_ref, seq desc);
create trigger marac_minutes_append_only before update on marac_minutes
  for each statement execute function append_only();

create table marac_minutes_reveal (
  id         uuid primary key,
  minutes_id uuid not null references marac_minutes,
  case_ref   text not null references case_file,
  sealed     jsonb not null,          -- the reason as typed
  at         timestamptz not null,
  by         text not null
);
create index marac_minutes_reveal_case on marac_minutes_reveal (case_ref, at);
create trigger marac_minutes_reveal_append_only before update on marac_minutes_reveal
  for each statement execute function append_only();
