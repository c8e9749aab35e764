-- Repairs at council homes, as the repairs system tells them each day. No name, no case.
create table repair (
  repair_ref  text primary key,
  tenancy_ref text not null,
  kind        text not null check (kind in
    ('external-lock', 'bathroom-lock', 'broken-window', 'lost-keys', 'internal-door', 'other')),
  reported_on date not null,
  insecure    text not null check (insecure in ('YES', 'NO', 'UNKNOWN')),
  taken_at    timestamptz not null,
  by          text not null,
  scanned_at  timestamptz           -- the night in which it was counted
);
create index repair_home on repair (tenancy_ref, reported_on);
create index repair_new on repair (tenancy_ref) where scanned_at is null;

-- What somebody saw at a home, or what the nightly scan counted there.
create table repairs_concern (
  concern_ref   text primary key check (concern_ref ~ '^RC-[2-9A-HJKMNP-Z]{10}$'),
  seq           bigint generated always as identity,
  case_ref      text not null references case_file,
  journey_id    text not null,
  tenancy_ref   text not null,
  source        text not null check (source in ('card', 'pattern')),
  token         uuid unique,          -- the page that sent a card: sent twice it is one card
  danger_sign   text not null check (danger_sign in ('YES', 'NO', 'UNKNOWN')),
  insecure      text not null check (insecure in ('YES', 'NO', 'UNKNOWN')),
  pattern_count int not null,
  bathroom_lock int not null,
  sealed        jsonb not null,       -- what was seen, and who saw it
  raised_at     timestamptz not null,
  by            text not null,
  closed_at     timestamptz
);
create index repairs_concern_case on repairs_concern (case_ref, seq);

-- Which cases are about a home: asked whenever a repair at it is looked at.
create index case_fact_tenancy on case_fact ((value #>> '{}')) where name = 'tenancyRef';
