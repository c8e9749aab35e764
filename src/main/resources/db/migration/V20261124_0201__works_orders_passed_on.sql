-- An order that one contractor had and another got: whoever has read where it is must learn that
-- they need not go.
create table works_order_taken_back (
  id             bigint generated always as identity primary key,
  works_order_id text not null references works_order,
  case_ref       text not null references case_file,
  contractor     text not null,
  at             timestamptz not null,
  by             text not null,
  seen_at        timestamptz               -- when the first contractor has read of it
);
create index works_order_taken_back_firm on works_order_taken_back (contractor, at);
create index works_order_taken_back_case on works_order_taken_back (case_ref);
call keep_from_conflicted('works_order_taken_back');
drop policy of_no_contractor on works_order_taken_back;
create policy of_its_contractor on works_order_taken_back as restrictive using (
  (select acting_firm()) is null
  or contractor = (select acting_firm())
    and not exists (
      select 1 from case_conflict c
      where c.case_ref = works_order_taken_back.case_ref
        and c.username = 'contractor.' || (select acting_firm())));
create policy not_changed_by_contractors on works_order_taken_back as restrictive for update
  using ((select acting_firm()) is null);
create policy not_added_by_contractors on works_order_taken_back as restrictive for insert
  with check ((select acting_firm()) is null);
create policy not_removed_by_contractors on works_order_taken_back as restrictive for delete
  using ((select acting_firm()) is null);
