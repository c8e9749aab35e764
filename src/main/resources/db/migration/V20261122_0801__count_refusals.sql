-- One row for each minute and agency that is claimed: refused messages are counted, not listed.
alter table partner_refusal add column minute timestamptz;
alter table partner_refusal add column times int not null default 1;
create unique index partner_refusal_minute on partner_refusal (agency, minute);
