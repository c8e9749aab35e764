-- How somebody likes lists of tasks, and filters that they keep for themselves or for a team. Of no
-- case: a filter never names one. What it is called is sealed all the same.
create table task_columns (
  username text primary key,
  columns  text[] not null,
  at       timestamptz not null
);
create table task_filter (
  id       uuid primary key,
  username text not null,
  team     text,                 -- shared with this team
  said     jsonb not null,       -- as the list's address says it
  sealed   jsonb not null,       -- its name
  at       timestamptz not null
);
create index task_filter_own on task_filter (username);
create index task_filter_team on task_filter (team) where team is not null;
