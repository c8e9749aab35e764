-- A look through broken glass whose review was late: its reviewers and the service managers were
-- told, once.
create table break_glass_chase (
  look     uuid primary key references break_glass,
  case_ref text not null references case_file,
  at       timestamptz not null
);
create trigger break_glass_chase_append_only before update on break_glass_chase
  for each statement execute function append_only();
call keep_from_conflicted('break_glass_chase');
