-- Notes, calls, statements, support offered. A correction is a newer row that points to the older.
create table case_note (
  note_id     uuid primary key,
  seq         bigint generated always as identity,
  case_ref    text not null references case_file,
  kind        text not null check (kind in ('note','call','statement','support')),
  detail      text,                   -- a code: how the call went, what she said to the support
  corrects    uuid unique references case_note,
  happened_at timestamptz not null,
  sealed      jsonb not null,         -- words, person, reason
  at          timestamptz not null,
  by          text not null
);
create index case_note_case on case_note (case_ref, seq desc);
create trigger case_note_append_only before update on case_note for each statement
  execute function append_only();

call keep_from_conflicted('case_note');
call keep_to_those_who_work_it('case_note');
