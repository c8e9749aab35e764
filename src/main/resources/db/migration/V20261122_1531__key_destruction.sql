-- Which keys must be gone, asked for in the transaction that removes what they sealed. A key store
-- that was restored from an older backup is put right from here.
create table key_destruction (
  scope    text primary key,
  asked_at timestamptz not null,
  done_at  timestamptz
);
create index key_destruction_open on key_destruction (asked_at) where done_at is null;
