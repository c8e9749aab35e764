-- What is to be said to the engine, in order per case. A row's id is its message id.
create table outbox (
  id                   bigint generated always as identity primary key,
  case_ref             text not null,
  kind                 text not null check (kind in ('MESSAGE', 'COMPLETE_TASK')),
  name                 text not null,           -- message name, or the user task's element id
  correlation_key      text,                    -- MESSAGE
  time_to_live_seconds bigint,                  -- MESSAGE
  element_instance_key bigint,                  -- COMPLETE_TASK; the user task key is looked up when sent
  facts                jsonb not null,          -- routing facts only
  created_at           timestamptz not null,
  attempts             int not null default 0,
  next_attempt_at      timestamptz not null,
  leased_until         timestamptz,
  sent_at              timestamptz,
  dead_at              timestamptz,             -- given up on: an administrator sees it and may retry
  last_error           text                     -- the engine's answer, never a person's words
);
create index outbox_waiting on outbox (case_ref, id) where sent_at is null;
