-- Why a version of somebody's particulars was written. Append-only.
create table person_change (
  id         uuid primary key,
  seq        bigint generated always as identity,
  case_ref   text not null references case_file,
  person_ref text not null,
  version    int not null,
  kind       text not null check (kind in ('added','corrected','joined','unjoined')),
  fields     text[] not null,          -- which, never what
  sealed     jsonb not null,           -- why
  at         timestamptz not null,
  by         text not null
);
create index person_change_person on person_change (person_ref, version);
create index person_change_case on person_change (case_ref, seq);

-- Why a fact, a way to reach her or the safe address was put right. Append-only.
create table case_correction (
  id       uuid primary key,
  seq      bigint generated always as identity,
  case_ref text not null references case_file,
  what     text not null check (what in ('fact','safe-contact','safe-address')),
  fields   text[] not null,
  fact_id  bigint,                     -- the answer that was put right
  sealed   jsonb not null,             -- why
  at       timestamptz not null,
  by       text not null
);
create index case_correction_case on case_correction (case_ref, seq);

do $$
declare t text;
begin
  foreach t in array array['person_change','case_correction'] loop
    execute format('create trigger %I before update on %I for each statement
                    execute function append_only()', t || '_append_only', t);
    call keep_from_conflicted(t);
    call keep_to_those_who_work_it(t);
  end loop;
end $$;

-- A number that was put right and that nobody has asked her about since is not safe yet.
alter table safe_contact add column corrected boolean not null default false;
