-- A notice may be about no case at all: an answer that fits no referral, a wrong signature.
alter table notice alter column case_ref drop not null;
