-- Colleagues who open a flagged tenancy are told to speak to the lead officer first, and no more. A
-- flag on a joint tenancy would tell the other tenant, so it stands on her person record instead.
create table tenancy_flag (
  id          bigint generated always as identity primary key,
  case_ref    text not null references case_file,
  journey_id  text not null,
  step_key    bigint not null unique,    -- the step that set it: a repeat sets it once
  tenancy_ref text,                      -- only where the tenancy is hers alone
  person_ref  text,
  from_on     date not null,
  ends_on     date not null,
  at          timestamptz not null,
  by          text not null,
  check ((tenancy_ref is null) <> (person_ref is null)),
  check (ends_on > from_on)
);
create index tenancy_flag_case on tenancy_flag (case_ref, id desc);
create index tenancy_flag_tenancy on tenancy_flag (tenancy_ref) where tenancy_ref is not null;
create trigger tenancy_flag_append_only before update on tenancy_flag
  for each statement execute function append_only();
