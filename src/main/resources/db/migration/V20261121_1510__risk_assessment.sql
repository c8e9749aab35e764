-- Risk is never overwritten: every set of answers, judgement and result is a row of its own.
create table risk_answers (
  task_id     bigint primary key,          -- the task that they were given to
  case_ref    text not null references case_file,
  journey_id  text not null,
  source      text not null check (source in ('with-her', 'from-records')),
  incident_on date,
  yes         int not null check (yes between 0 and 24),
  missing     int not null check (missing between 0 and 24),  -- not known, or not asked
  sealed      jsonb not null,              -- the answers
  at          timestamptz not null,
  by          text not null,
  check (yes + missing <= 24)
);
create index risk_answers_of_case on risk_answers (case_ref, journey_id, at);

create table risk_judgement (
  task_id    bigint primary key,
  case_ref   text not null references case_file,
  journey_id text not null,
  high       boolean,                      -- null: the officer could not say
  sealed     jsonb not null,               -- why
  at         timestamptz not null,
  by         text not null
);
create index risk_judgement_of_case on risk_judgement (case_ref, journey_id, at);

create table risk_assessment (
  case_ref       text not null references case_file,
  version        int not null,
  step_key       bigint not null unique,   -- the engine's step: the same job twice is one version
  journey_id     text not null,
  answers_task   bigint references risk_answers,
  judgement_task bigint references risk_judgement,
  advised        text not null,            -- by the table
  level          text not null,
  grounds        text[] not null,
  override       text check (override in ('kept', 'lowered')),  -- the supervisor's answer, if one was asked
  at             timestamptz not null,
  primary key (case_ref, version),
  check (level in ('standard', 'medium', 'incomplete', 'high')),
  check (advised in ('standard', 'medium', 'incomplete', 'high'))
);
