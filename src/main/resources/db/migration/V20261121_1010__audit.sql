-- Who did and who read what. Rows are never changed; each is chained to the one before by hash.
-- The chain is made after commit, in its own table, so that no two cases wait for each other.
create table audit_entry (
  id       bigint generated always as identity primary key,
  at       timestamptz not null,
  who      text not null,
  action   text not null check (action ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  case_ref text,
  details  jsonb not null          -- references, codes and dates; never a name or a typed text
);
create index audit_entry_case on audit_entry (case_ref, id);

create table audit_chain (
  seq      bigint primary key,
  entry_id bigint not null unique references audit_entry (id),
  hash     bytea not null
);

-- What waits to be chained. A queue and not "the last id", because a lower id may commit later.
create table audit_unchained (entry_id bigint primary key);

create function audit_queue() returns trigger language plpgsql as $$
begin
  insert into audit_unchained (entry_id) values (new.id);
  return null;
end $$;
create trigger audit_queue after insert on audit_entry
  for each row execute function audit_queue();

create function append_only() returns trigger language plpgsql as $$
begin
  raise exception 'Rows of % are never changed or removed', tg_table_name;
end $$;
create trigger audit_entry_append_only before update or delete or truncate on audit_entry
  for each statement execute function append_only();
create trigger audit_chain_append_only before update or delete or truncate on audit_chain
  for each statement execute function append_only();
