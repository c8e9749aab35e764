-- A report of domestic abuse as it was taken. Append-only: what was corrected is a newer row.
create table report (
  report_id        text primary key,
  token            uuid not null unique,     -- the same page or request sent twice is one report
  case_ref         text not null references case_file,
  incident_id      text not null,
  channel          text not null,
  reporter_kind    text not null,
  immediate_danger text not null check (immediate_danger in ('yes', 'no', 'unknown')),
  out_of_hours     boolean not null,
  disclosure_taken boolean not null,
  sealed           jsonb not null,           -- reporterContact
  received_at      timestamptz not null,
  received_by      text not null             -- sign-in name, or the partner agency's id
);
create index report_of_case on report (case_ref, received_at);

-- What an agency sent under which idempotency key. Holds no content: a digest and a receipt.
create table partner_receipt (
  agency_id       text not null,             -- as it is known at the authorization server
  idempotency_key text not null,
  body_digest     bytea not null,
  receipt         text not null unique,
  report_id       text references report,
  case_ref        text references case_file,                      -- never told to the agency
  received_at     timestamptz not null,
  primary key (agency_id, idempotency_key)
);
