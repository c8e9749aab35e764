-- What a process instance is about: also one offer of a support plan.
alter table process_subject drop constraint process_subject_kind_check;
alter table process_subject add constraint process_subject_kind_check
  check (kind in ('referral', 'action', 'support-offer'));
