-- What goes to agencies and what they answer. The row is where a referral stands now; every move of
-- it is a line of referral_move, which is never changed.
create table referral (
  referral_id    text primary key check (referral_id ~ '^RF-[2-9A-HJKMNP-Z]{10}$'),
  case_ref       text not null references case_file,
  journey_id     text not null,
  process_id     text not null,
  agency         text not null,
  purpose        text not null,
  status         text not null
                 check (status in ('draft','sent','accepted','refused','no-answer','withdrawn')),
  answer_message text not null,
  answers        text[] not null,      -- codes that the agency may answer with; empty: any
  answer_dates   text[] not null,      -- names of dates that may come with the answer; empty: any
  clock          text not null,        -- key of taskSla
  content_id     uuid,                 -- what was sent, sealed, among the records of forms
  created_at     timestamptz not null,
  sent_at        timestamptz,
  reply_due_at   timestamptz,
  answered_at    timestamptz,
  answer         text,
  dates          jsonb,                -- of the answer, by name
  channel        text,                 -- by which way the answer came
  by             text not null,        -- who made the last move
  element_instance_key bigint not null unique
);
create index referral_case on referral (case_ref, created_at desc);
create index referral_journey on referral (journey_id);

create table referral_move (
  id          bigint generated always as identity primary key,
  referral_id text not null references referral,
  status      text not null,
  at          timestamptz not null,
  by          text not null
);
create index referral_move_referral on referral_move (referral_id, id);
create trigger referral_move_append_only before update on referral_move
  for each statement execute function append_only();

-- Answers that had no effect: the referral was not known, was closed, or had its answer. Kept and
-- shown; what was written is sealed.
create table late_answer (
  id          uuid primary key,
  seq         bigint generated always as identity,
  referral_id text references referral,
  case_ref    text references case_file,
  why         text not null check (why in ('unknown','closed','answered','by-mail')),
  agency      text,
  channel     text not null,
  sealed      jsonb not null,
  at          timestamptz not null,
  by          text not null,
  seen_at     timestamptz,
  seen_by     text
);
create index late_answer_case on late_answer (case_ref, seq desc);
create index late_answer_waiting on late_answer (seq) where seen_at is null;
