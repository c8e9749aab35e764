-- A partner's request to take part in a review, as it reached us.
create table review_request (
  token       uuid primary key,        -- the page that took it: sent twice it is one request
  seq         bigint generated always as identity,
  case_ref    text not null references case_file,
  journey_id  text not null,
  sealed      jsonb not null,          -- their words
  received_at timestamptz not null,
  by          text not null
);
create index review_request_case on review_request (case_ref, seq);
