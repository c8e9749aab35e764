-- The newest link of the chain, signed: whoever removes the last rows of the trail cannot make the
-- head that would fit.
create table audit_head (
  only_one  boolean primary key default true check (only_one),
  seq       bigint not null,
  entry_id  bigint not null,
  hash      bytea  not null,
  signature bytea  not null
);

-- A signed statement, once a day, of how many rows there were and which was the last link. Each
-- names the one before; the same text is lodged outside.
create table audit_checkpoint (
  number    bigint primary key,
  text      text  not null,
  signature bytea not null,
  at        timestamptz not null
);
create trigger audit_checkpoint_append_only before update or delete or truncate on audit_checkpoint
  for each statement execute function append_only();

-- What each reading of the whole chain found.
create table audit_verification (
  id          bigint generated always as identity primary key,
  at          timestamptz not null,
  by          text not null,
  chained     bigint not null,
  waiting     bigint not null,
  checkpoints bigint not null,
  lodged      bigint not null,
  millis      bigint not null,
  problem     text,
  place       text
);
create trigger audit_verification_append_only
  before update or delete or truncate on audit_verification
  for each statement execute function append_only();

-- How the auditor's page looks for rows.
create index audit_entry_who on audit_entry (who, id);
create index audit_entry_action on audit_entry (action, id);
create index audit_entry_at on audit_entry (at, id);

revoke update, delete on audit_checkpoint, audit_verification from haven_app;
revoke delete on audit_head from haven_app;
