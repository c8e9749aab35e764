-- Mornings at the One Stop Shop that were kept for somebody. Rows are added and never changed.
create table one_stop_shop_visit (
  step_key   bigint primary key,      -- the step that booked it: a repeat books it once
  case_ref   text not null references case_file,
  journey_id text not null,
  opens_at   timestamptz not null,
  closes_at  timestamptz not null,
  at         timestamptz not null
);
create index one_stop_shop_visit_case on one_stop_shop_visit (case_ref, opens_at desc);
create trigger one_stop_shop_visit_append_only before update on one_stop_shop_visit
  for each statement execute function append_only();
