-- What other areas ask of us: somebody in danger needs a home here.
create table reciprocal_request (
  referral_id text primary key,
  case_ref    text not null references case_file,
  scheme      text not null,
  area        text not null,
  sealed      jsonb not null,      -- their reference, their words
  received_at timestamptz not null,
  by          text not null
);
create trigger reciprocal_request_append_only before update on reciprocal_request
  for each statement execute function append_only();
