-- Evidence put together for somebody outside, checked by two people. Its pages are a sealed file.
create table bundle (
  bundle_id       text primary key check (bundle_id ~ '^BU-[2-9A-HJKMNP-Z]{10}$'),
  seq             bigint generated always as identity,
  case_ref        text not null references case_file,
  recipient       text not null,
  status          text not null check (status in ('to-check','checked-once','passed','returned')),
  pages           int not null,
  size            bigint not null,
  contact_version bigint not null,
  sealed          jsonb not null,     -- choice, findings, left out, words, digest
  sealed_key      text not null,
  sent_as         uuid not null,      -- of the page that asked for it and what was chosen
  checker1        text,
  checker2        text,
  made_at         timestamptz not null,
  made_by         text not null,
  unique (case_ref, sent_as),
  check (checker1 is distinct from made_by and checker2 is distinct from made_by),
  check (checker2 is null or checker2 is distinct from checker1),
  check (status <> 'passed' or (checker1 is not null and checker2 is not null))
);
create index bundle_case on bundle (case_ref, seq);

create table bundle_check (
  check_id  uuid primary key,
  bundle_id text not null references bundle,
  case_ref  text not null references case_file,
  pass      boolean not null,
  sealed    jsonb not null,           -- the answers, and what to change
  at        timestamptz not null,
  by        text not null
);
create index bundle_check_bundle on bundle_check (bundle_id, at);
create trigger bundle_check_append_only before update on bundle_check for each statement
  execute function append_only();

call keep_from_conflicted('bundle');
call keep_from_conflicted('bundle_check');
call keep_to_those_who_work_it('bundle');
call keep_to_those_who_work_it('bundle_check');
