-- The database's own time of writing: waits and ages run on a clock that all nodes share.
alter table outbox add column queued_at timestamptz not null default clock_timestamp();
create index outbox_due on outbox (next_attempt_at) where sent_at is null and dead_at is null;

-- Process models as the engine has them. Instances of an old version may run for months, so every
-- version that was ever deployed stays readable.
create table deployed_model (
  process_definition_key bigint primary key,
  process_id             text not null,
  version                int not null,
  resource_name          text not null,
  resource               text not null,
  checksum               text not null,
  deployed_at            timestamptz not null
);
create index deployed_model_version on deployed_model (process_id, version);

-- One row per journey's bundle of models, tables and forms: it is deployed again when its content
-- changes. A decision's key shows whether the engine still has what we gave it.
create table deployed_bundle (
  bundle           text primary key,
  checksum         text not null,
  decision_id      text,
  decision_key     bigint,
  deployed_at      timestamptz not null
);
