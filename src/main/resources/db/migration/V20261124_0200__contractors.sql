-- People of contractors sign in too: an account of its own kind, with a firm and no right beside.
alter table staff add column firm text check (firm ~ '^[A-Za-z0-9][A-Za-z0-9-]{0,39}$');
alter table staff add constraint staff_contractor_alone check (
  case when 'CONTRACTOR' = any (roles)
    then roles = array['CONTRACTOR'] and teams = '{}' and firm is not null
    else firm is null end);

alter table works_order
  -- since when somebody of the contractor has read where the work is, on the page of jobs
  add column address_seen_at  timestamptz,
  -- and since when that it is not wanted any more
  add column call_off_seen_at timestamptz,
  add column done_at          timestamptz,
  add column why_not          text
    check (why_not in ('nobody-in', 'no-access', 'more-work-needed', 'unsafe-left'));
create index works_order_of_firm on works_order (contractor, ordered_at);

-- The firm of whoever asks, if they are of a contractor.
create function acting_firm() returns text language sql stable
  return (select firm from staff where username = acting());

-- What a later migration calls for each table with rows of a case; contractors see none of it.
create or replace procedure keep_from_conflicted(t text) language plpgsql as $$
begin
  execute format('alter table %I enable row level security', t);
  execute format(
    'create policy of_the_case on %I using ('
      'acting() = ''system'' or acting() is not null'
      ' and (case_ref is null or case_ref not in (select cases_kept_from_me())))', t);
  execute format(
    'create policy of_no_contractor on %I as restrictive using'
      ' ((select acting_firm()) is null)', t);
end $$;

do $$
declare t text;
begin
  for t in
    select tablename from pg_policies
    where schemaname = 'public' and policyname = 'of_the_case' and tablename <> 'works_order'
  loop
    execute format(
      'create policy of_no_contractor on %I as restrictive using'
        ' ((select acting_firm()) is null)', t);
  end loop;
  -- what is sealed and hangs on something else than a case, such as the tenancy register
  for t in
    select c.table_name from information_schema.columns c
    join information_schema.tables b using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'sealed' and b.table_type = 'BASE TABLE'
      and not exists (select 1 from pg_policies p where p.tablename = c.table_name)
  loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy of_no_contractor on %I using ((select acting_firm()) is null)', t);
  end loop;
end $$;

-- Of the orders those of the firm, unless the firm must not know of the case; and it changes none
-- by itself.
create policy of_its_contractor on works_order as restrictive using (
  (select acting_firm()) is null
  or contractor = (select acting_firm()) and status <> 'withheld'
    and not exists (
      select 1 from case_conflict c
      where c.case_ref = works_order.case_ref
        and c.username = 'contractor.' || (select acting_firm())));
create policy not_added_by_contractors on works_order as restrictive for insert
  with check ((select acting_firm()) is null);
create policy not_changed_by_contractors on works_order as restrictive for update
  using ((select acting_firm()) is null);
create policy not_removed_by_contractors on works_order as restrictive for delete
  using ((select acting_firm()) is null);
