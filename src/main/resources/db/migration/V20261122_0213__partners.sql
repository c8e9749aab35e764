-- What is on its way to an agency: one row for each way. Holds references; the content is read and
-- sealed for the agency when it goes.
create table partner_dispatch (
  id              uuid primary key,
  referral_id     text not null references referral,
  agency          text not null,
  way             text not null check (way in ('mail','drop')),
  created_at      timestamptz not null,
  attempts        int not null default 0,
  next_attempt_at timestamptz not null,
  leased_until    timestamptz,
  sent_at         timestamptz,
  dead_at         timestamptz,
  last_error      text,
  unique (referral_id, way)
);
create index partner_dispatch_due on partner_dispatch (next_attempt_at)
  where sent_at is null and dead_at is null;

-- Answers that an agency's machine sent: an id is taken once, a signed message is taken once.
create table partner_message (
  agency      text not null,
  message_id  text not null,
  body_digest bytea not null,
  received_at timestamptz not null,
  primary key (agency, message_id)
);
create table partner_signature (
  signature   bytea primary key,
  received_at timestamptz not null
);
create index partner_signature_old on partner_signature (received_at);

-- Mails that have been filed: only a keyed hash of each one's id.
create table partner_mail (
  mail_index text primary key,
  at         timestamptz not null
);

-- Messages that no agency signed: who they said they were, if we know such an agency.
create table partner_refusal (
  id     bigint generated always as identity primary key,
  agency text not null,
  at     timestamptz not null
);
create index partner_refusal_at on partner_refusal (at);
