-- When somebody was told by e-mail that a notice waits; what waits already is told in the page.
alter table notice add column mailed_at timestamptz;
update notice set mailed_at = at;
create index notice_to_mail on notice (username) where mailed_at is null and read_at is null;
create index notice_mailed on notice (username, mailed_at) where mailed_at is not null;

-- How somebody wants to be told; who chose nothing is told at once.
create table notice_choice (
  username text primary key,
  mail     text not null check (mail in ('at-once', 'daily', 'never')),
  at       timestamptz not null
);
