-- A letter or a bundle of papers, from its first draft until it went or was stopped.
create table letter (
  letter_id            text primary key,
  case_ref             text not null references case_file,
  journey_id           text not null,
  process_instance_key bigint not null unique,  -- the running of check-letter that makes it
  template             text not null,
  recipient            text not null,           -- a code, such as victim
  reader               text not null check (reader in ('victim', 'perpetrator', 'agency', 'other')),
  route                text not null,           -- a code, such as post
  status               text not null
                       check (status in ('draft', 'checked-once', 'checked', 'sent', 'stopped')),
  draft                int not null,            -- the number of the draft that counts
  contact_version      bigint not null,         -- the contact rules that the draft was made under
  checker1             text,                    -- sign-in names; of the draft that counts
  checker2             text,
  check (checker1 <> checker2),
  check (status not in ('checked', 'sent') or (checker1 is not null and checker2 is not null)),
  made_at              timestamptz not null,
  sent_at              timestamptz
);
create index letter_of_case on letter (case_ref, made_at);

-- Every draft stays as it was checked.
create table letter_draft (
  letter_id   text not null references letter,
  draft       int not null,
  step_key    bigint not null unique,           -- the step that made it: again makes no other
  contact_version bigint not null,
  sealed      jsonb not null,                   -- recipientName, address, paragraph, text, subject, findings
  sealed_pdf  text not null,
  made_at     timestamptz not null,
  primary key (letter_id, draft)
);

-- What each checker answered. Append-only.
create table letter_check (
  check_id  uuid primary key,
  letter_id text not null references letter,
  draft     int not null,
  pass      boolean not null,
  sealed    jsonb not null,                     -- recipientRight, noSafeAddress, noMarac, neutralSender, whatToChange
  at        timestamptz not null,
  by        text not null
);
create index letter_check_of_letter on letter_check (letter_id, at);

-- The words that an officer gave to a letter; the last count. Append-only.
create table letter_words (
  words_id  uuid primary key,
  letter_id text not null references letter,
  sealed    jsonb not null,                     -- paragraph, reason
  at        timestamptz not null,
  by        text not null
);
create index letter_words_of_letter on letter_words (letter_id, at);
