-- What is found without being read: a keyed hash of each identity value, never the value. It stands
-- beside the keys and not beside the record, so that a copy of the record's database answers no guess.
create table keys.identity_index (
  token   text not null,           -- keyed hash of purpose and normalised value
  scope   text not null,           -- case:HV-…
  subject text not null,           -- whose value it is within the case
  primary key (token, scope, subject)
);
create index identity_index_scope on keys.identity_index (scope);

-- Since when everything that was there before is in the index.
create table keys.index_state (
  name    text primary key,
  done_at timestamptz not null
);

-- Which key-encryption keys are still in use; what waits to be wrapped anew.
create index case_key_kek on keys.case_key (kek_id, scope) where wrapped is not null;
create index case_key_destroyed on keys.case_key (scope) where destroyed_at is not null;
