-- Files of a case. Their content stands in sealed pieces below, under a key of its own that the
-- case's key seals: where the case's key is destroyed nothing of them can be read.
create table document (
  document_id text primary key check (document_id ~ '^DO-[2-9A-HJKMNP-Z]{10}$'),
  seq         bigint generated always as identity,
  case_ref    text not null references case_file,
  kind        text not null,          -- what the content is, whatever its name said
  size        bigint not null,        -- bytes
  pages       int,                    -- of a PDF
  scanned     boolean not null,       -- looked through for viruses
  sealed      jsonb not null,         -- name, title, digest
  sealed_key  text not null,
  sent_as     uuid not null,          -- of the page that brought it and its content: sent twice, kept once
  at          timestamptz not null,
  by          text not null,
  unique (case_ref, sent_as)
);
create index document_case on document (case_ref, seq);
create trigger document_append_only before update on document for each statement
  execute function append_only();

-- Ciphertext alone, in the order in which it was written. Pieces of a file that was never kept are
-- removed after a day.
create table sealed_piece (
  file_id  text not null,
  n        int not null,
  case_ref text not null references case_file,
  bytes    bytea not null,
  at       timestamptz not null,
  primary key (file_id, n)
);
alter table sealed_piece alter column bytes set storage external; -- nothing to compress
create index sealed_piece_at on sealed_piece (at) where n = 0;
create index sealed_piece_case on sealed_piece (case_ref);
create trigger sealed_piece_append_only before update on sealed_piece for each statement
  execute function append_only();

call keep_from_conflicted('document');
call keep_from_conflicted('sealed_piece');
call keep_to_those_who_work_it('document');
call keep_to_those_who_work_it('sealed_piece');
