-- Two cases of the same survivor that are one. Nothing of either is moved or changed: while a join
-- stands the older case leads, and undone both are what they were.
create table case_join (
  join_id       text primary key,
  case_ref      text not null references case_file,   -- the case that leads
  part          text not null references case_file,
  sealed        jsonb not null,                       -- why
  part_status   text not null,                        -- of the part, when it was joined
  at            timestamptz not null,
  by            text not null,
  undone_at     timestamptz,
  undone_by     text,
  undone_sealed jsonb,                                -- why not any more
  check (case_ref <> part),
  check ((undone_at is null) = (undone_by is null))
);
create index case_join_case on case_join (case_ref);
create unique index case_join_part on case_join (part) where undone_at is null;

-- All that are one by now, the one that leads included; worked out from the joins that stand.
create table case_group (
  case_ref text primary key references case_file,
  lead_case text not null references case_file
);
create index case_group_lead on case_group (lead_case);

-- Rows that a case has only because it is joined: they go when the join is undone.
create table case_conflict_shared (
  case_ref text not null,
  username text not null,
  primary key (case_ref, username),
  foreign key (case_ref, username) references case_conflict on delete cascade
);
create table case_team_shared (
  case_ref text not null,
  team     text not null,
  primary key (case_ref, team),
  foreign key (case_ref, team) references case_team on delete cascade
);

-- Where the two said otherwise: which answer stands. What is told later counts before it.
create table joined_fact (
  join_id    text not null references case_join,
  case_ref   text not null references case_file,
  name       text not null,
  kept_fact  bigint not null,
  until_fact bigint not null,
  primary key (join_id, name)
);
create index joined_fact_case on joined_fact (case_ref);

-- Two entries of the same person that are one. Of each entry the version before and the one that
-- the join wrote, if it wrote one: undone, it is as before, but for what was changed since.
create table person_join (
  join_id       text primary key,
  case_join     text references case_join,
  case_ref      text not null references case_file,
  kept          text not null,
  kept_before   int not null,
  kept_joined   int,
  away_case     text not null references case_file,
  away          text not null,
  away_before   int not null,
  away_joined   int,
  sealed        jsonb not null,
  at            timestamptz not null,
  by            text not null,
  undone_at     timestamptz,
  undone_by     text,
  undone_sealed jsonb,
  check (kept <> away),
  check ((undone_at is null) = (undone_by is null))
);
create index person_join_case on person_join (case_ref);
create unique index person_join_away on person_join (away) where undone_at is null and case_join is null;

do $$
declare t text;
begin
  foreach t in array array['case_join','case_group','case_conflict_shared','case_team_shared',
      'joined_fact','person_join'] loop
    call keep_from_conflicted(t);
  end loop;
end $$;
