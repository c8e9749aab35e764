-- Which case is on the list of which panel; a case that comes back is listed again.
create table panel_listing (
  step_key   bigint primary key,      -- the step that listed it: a repeat lists it once
  case_ref   text not null references case_file,
  journey_id text not null,
  panel_at   timestamptz not null,
  at         timestamptz not null
);
create index panel_listing_case on panel_listing (case_ref, panel_at desc);
create index panel_listing_panel on panel_listing (panel_at);
create trigger panel_listing_append_only before update on panel_listing
  for each statement execute function append_only();
