-- Who printed a case, and why. Append-only: the paper has left Haven's keeping.
create table case_print (
  id       uuid primary key,          -- the mark of the page that asked: sent twice it prints once
  case_ref text not null references case_file,
  sealed   jsonb not null,            -- the reason as typed
  at       timestamptz not null,
  by       text not null
);
create index case_print_case on case_print (case_ref, at);
create trigger case_print_append_only before update on case_print
  for each statement execute function append_only();
call keep_from_conflicted('case_print');
call keep_to_those_who_work_it('case_print');
