-- What this key store is for, as the record says of itself: keys of real people and of a training
-- never stand in one store.
create table keys.store_purpose (
  one     boolean primary key default true check (one),
  purpose text not null check (purpose in ('real', 'training')),
  set_at  timestamptz not null default now()
);

insert into keys.store_purpose (purpose)
select 'real' where exists (select from keys.case_key);
