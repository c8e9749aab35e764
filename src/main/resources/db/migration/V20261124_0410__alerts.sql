-- Alerts as supervisors write them. Nothing in them is typed in words: a rule is called after what
-- it measures, so that none names anybody.
create table alert_rule (
  id         uuid primary key,
  owner      text not null,
  measure    text not null,
  amount     int,                -- hours or days, where the measure asks for them
  process_id text,
  team       text,
  sla_key    text,
  above      boolean not null,   -- fires above the threshold, or below it
  threshold  int not null,
  minutes    int not null check (minutes >= 0),   -- for at least so long
  recipients text not null check (recipients in ('me', 'teams', 'named')),
  named      text[] not null,
  mail       boolean not null,
  quiet_from time,
  quiet_to   time,
  quiet_days int[] not null,     -- of the week, Monday being 1
  urgent     boolean not null,   -- told in quiet hours too
  active     boolean not null,
  version    int not null,
  changed_at timestamptz not null,
  check ((quiet_from is null) = (quiet_to is null))
);
create index alert_rule_owner on alert_rule (owner);

-- How a rule stands for one of those whom it tells: counted with that person's rights, so that each
-- has their own.
create table alert_state (
  rule_id  uuid not null references alert_rule on delete cascade,
  username text not null,
  since    timestamptz not null,     -- it is as the rule says, without a break
  fired_at timestamptz,
  primary key (rule_id, username)
);
create table alert_event (
  id       bigint generated always as identity primary key,
  rule_id  uuid not null references alert_rule on delete cascade,
  username text not null,
  what     text not null check (what in ('fired', 'over')),
  figure   int,                      -- as this person may know it
  at       timestamptz not null
);
create index alert_event_rule on alert_event (rule_id, username, id desc);
create index alert_event_at on alert_event (at);

alter table notice add column alert_id uuid;
create unique index notice_once_per_alert on notice (username, kind, alert_id)
  where alert_id is not null and read_at is null;
create index referral_unanswered on referral (reply_due_at) where status = 'sent';
