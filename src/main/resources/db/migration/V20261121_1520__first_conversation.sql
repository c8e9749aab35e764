-- Each try to hold the first conversation, held or not. Append-only.
create table first_conversation (
  task_id    bigint primary key,
  case_ref   text not null references case_file,
  journey_id text not null,
  held       boolean not null,             -- reached, and alone
  sealed     jsonb not null,               -- wishes, fears and how we spoke
  at         timestamptz not null,
  by         text not null
);
create index first_conversation_of_case on first_conversation (case_ref, journey_id, at);

-- What the count of tries led to; a welfare step begins the count anew.
create table contact_round (
  step_key    bigint primary key,          -- the engine's step: the same job twice is one round
  case_ref    text not null references case_file,
  journey_id  text not null,
  tries       int not null,
  welfare_due boolean not null,
  at          timestamptz not null
);
create index contact_round_of_case on contact_round (case_ref, journey_id, at);

-- What was offered to her and what she chose.
create table option_offered (
  task_id    bigint not null,
  option     text not null,
  chosen     boolean not null,
  case_ref   text not null references case_file,
  journey_id text not null,
  at         timestamptz not null,
  by         text not null,
  primary key (task_id, option)
);

-- A concern that was passed to safeguarding: the same facts in one journey are passed on once.
create table safeguarding_concern (
  concern_id text primary key,
  case_ref   text not null references case_file,
  journey_id text not null,
  facts      text not null,                -- codes of what was true, in order
  at         timestamptz not null,
  unique (case_ref, journey_id, facts)
);
