-- Complaints about the way a case was dealt with. What was said stands sealed in the forms.
create table complaint (
  complaint_id text primary key,
  case_ref     text not null references case_file,
  journey_id   text not null unique,       -- of the first stage
  received_on  date not null,
  subject      text not null,
  complainant  text not null,
  at           timestamptz not null,
  by           text not null
);
create index complaint_case on complaint (case_ref);

-- The second stage, which they may ask for once.
create table complaint_stage2 (
  complaint_id text primary key references complaint,
  journey_id   text not null unique,
  received_on  date not null,
  at           timestamptz not null,
  by           text not null
);

-- What was found, and who found it: the next stage is for somebody else.
create table complaint_finding (
  task_id    bigint primary key,
  case_ref   text not null references case_file,
  journey_id text not null,
  finding    text not null,
  at         timestamptz not null,
  by         text not null
);
create index complaint_finding_journey on complaint_finding (journey_id);

-- Whom the table advises to name in the final answer.
create table complaint_route (
  step_key   bigint primary key,
  case_ref   text not null references case_file,
  journey_id text not null,
  route      text not null,
  at         timestamptz not null
);

-- An ombudsman asked about a complaint.
create table ombudsman_enquiry (
  enquiry_id   text primary key,
  complaint_id text not null references complaint,
  journey_id   text not null unique,
  received_on  date not null,
  at           timestamptz not null,
  by           text not null
);

do $$
declare t text;
begin
  foreach t in array array['complaint', 'complaint_stage2', 'complaint_finding', 'complaint_route',
      'ombudsman_enquiry'] loop
    execute format('create trigger %I before update on %I for each statement
                    execute function append_only()', t || '_append_only', t);
  end loop;
end $$;
