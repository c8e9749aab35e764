-- Requests for what we hold about somebody. What was asked stands sealed in the form.
create table record_request (
  request_id  text primary key,
  case_ref    text not null references case_file,
  journey_id  text not null unique,
  received_on date not null,
  at          timestamptz not null,
  by          text not null
);
create index record_request_case on record_request (case_ref);

-- What was listed for whoever asks: where it stands, not what it says.
create table record_request_item (
  journey_id text not null,
  case_ref   text not null references case_file,
  kind       text not null check (kind in ('form', 'letter')),
  ref        text not null,
  what       text not null,                -- form or letter, by its code
  of_at      timestamptz not null,
  at         timestamptz not null,
  primary key (journey_id, kind, ref)
);

-- The breach log.
create table data_breach (
  breach_id   text primary key,
  case_ref    text not null references case_file,
  journey_id  text not null unique,
  aware_at    timestamptz not null,
  address_out text not null check (address_out in ('yes', 'no', 'unknown')),
  at          timestamptz not null,
  by          text not null
);
create index data_breach_case on data_breach (case_ref);

create table data_breach_decision (
  task_id    bigint primary key,
  case_ref   text not null references case_file,
  journey_id text not null,
  decision   text not null check (decision in ('report', 'not-report')),
  at         timestamptz not null,
  by         text not null
);

do $$
declare t text;
begin
  foreach t in array array['record_request', 'record_request_item', 'data_breach',
      'data_breach_decision'] loop
    execute format('create trigger %I before update on %I for each statement
                    execute function append_only()', t || '_append_only', t);
  end loop;
end $$;
