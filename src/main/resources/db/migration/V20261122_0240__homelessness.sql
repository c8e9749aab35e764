-- What the table of duties advised at each stage of a homelessness application. Append-only.
create table homelessness_advice (
  step_key   bigint primary key,
  seq        bigint generated always as identity,
  case_ref   text not null references case_file,
  journey_id text not null,
  stage      text not null,
  advice     text not null,
  at         timestamptz not null
);
create index homelessness_advice_journey on homelessness_advice (journey_id, seq);

-- Each decision that she was told of: its letter is the key under which a review is asked for.
create table homelessness_decision (
  letter_id    text primary key,
  seq          bigint generated always as identity,
  case_ref     text not null references case_file,
  journey_id   text not null,
  duty         text not null,
  notified_on  date not null,
  review_until timestamptz not null,
  sent         boolean not null,           -- false: kept at the office for her
  step_key     bigint not null unique,
  at           timestamptz not null
);
create index homelessness_decision_case on homelessness_decision (case_ref, seq);

-- Who had a part in the application: none of them may decide its review.
create table homelessness_part (
  task_id    bigint primary key,
  case_ref   text not null references case_file,
  journey_id text not null,
  form_id    text not null,
  at         timestamptz not null,
  by         text not null
);
create index homelessness_part_case on homelessness_part (case_ref);

-- A review that she asked for, one for each decision.
create table homelessness_review (
  letter_id    text primary key references homelessness_decision,
  case_ref     text not null references case_file,
  journey_id   text not null unique,
  requested_on date not null,
  late         boolean not null,
  short        boolean not null,           -- three weeks instead of eight
  at           timestamptz not null,
  by           text not null
);

-- What came of it. Append-only.
create table homelessness_review_result (
  journey_id  text primary key references homelessness_review (journey_id),
  letter_id   text not null,               -- the letter that tells her
  outcome     text not null,
  notified_on date not null,
  at          timestamptz not null
);

-- Why the last settled home was lost, for the national return; counted, never listed.
create table hclic_reason (
  journey_id  text primary key,
  case_ref    text not null references case_file,
  loss_reason text,                        -- absent: not known
  duty        text,                        -- the last duty that was owed
  at          timestamptz not null
);

do $$
declare t text;
begin
  foreach t in array array['homelessness_advice', 'homelessness_decision', 'homelessness_part',
      'homelessness_review', 'homelessness_review_result', 'hclic_reason'] loop
    execute format('create trigger %I before update on %I for each statement
                    execute function append_only()', t || '_append_only', t);
  end loop;
end $$;
