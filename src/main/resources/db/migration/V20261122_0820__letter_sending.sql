-- A letter that is being handed over has a state of its own, written before it leaves: whatever
-- stops Haven then, the record never says that a letter stayed which may be out.
alter table letter drop constraint letter_status_check;
alter table letter add constraint letter_status_check
  check (status in ('draft', 'checked-once', 'checked', 'sending', 'sent', 'stopped'));
alter table letter add constraint letter_sending_by_two
  check (status <> 'sending' or (checker1 is not null and checker2 is not null));
alter table letter
  add column sending_since timestamptz,  -- absent again once it is known that a try has failed
  add column sending_id uuid;            -- the same for every try of a draft
