-- Each review that was held, and whether she was reached. What was said is among the forms.
create table case_review (
  step_key     bigint primary key,
  seq          bigint generated always as identity,
  case_ref     text not null references case_file,
  journey_id   text not null,
  contact_made boolean not null,
  outcome      text not null check (outcome in ('keep-open','close')),
  at           timestamptz not null
);
create index case_review_case on case_review (case_ref, seq desc);
create trigger case_review_append_only before update on case_review
  for each statement execute function append_only();

-- A new incident after a case was closed opens a new case, which leads back to the old one.
create table case_link (
  case_ref     text not null references case_file,
  earlier_case text not null references case_file (case_ref),
  at           timestamptz not null,
  by           text not null,
  primary key (case_ref, earlier_case)
);
create index case_link_earlier on case_link (earlier_case);
