-- Figures as they were published. A period is published once it is over, and again as a later version
-- when late entries changed a figure. Rows are never changed, hold no case, and stay when cases are
-- disposed of: what stood on a past day can always be shown again.
create table report_publication (
  id             bigint generated always as identity primary key,
  kind           text not null check (kind in ('month', 'quarter', 'year')),
  first_day      date not null,
  version        int not null check (version > 0),
  published_at   timestamptz not null,
  records_begin  date not null,      -- the day on which the records of cases began, as known then
  after_disposal boolean not null,   -- some of its cases had been disposed of before it was counted
  unique (kind, first_day, version)
);
create trigger report_publication_append_only before update on report_publication
  for each statement execute function append_only();

-- A figure that is hidden is not kept either.
create table report_figure (
  publication_id bigint not null references report_publication,
  measure        text not null,
  breakdown      text not null,
  key            text not null,
  value          bigint,             -- absent: hidden
  primary key (publication_id, measure, breakdown, key)
);
create trigger report_figure_append_only before update on report_figure
  for each statement execute function append_only();
