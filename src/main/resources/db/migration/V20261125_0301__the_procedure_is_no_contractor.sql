-- The procedure itself is of no firm: it is not looked for among the staff at each question.
do $$
declare t text;
begin
  for t in
    select tablename from pg_policies
    where schemaname = 'public' and policyname = 'of_no_contractor'
  loop
    execute format(
      'alter policy of_no_contractor on %I using'
        ' ((select acting()) = ''system'' or (select acting_firm()) is null)', t);
  end loop;
end $$;

create or replace procedure keep_from_conflicted(t text) language plpgsql as $$
begin
  execute format('alter table %I enable row level security', t);
  execute format(
    'create policy of_the_case on %I using ('
      '(select acting()) = ''system'' or (select acting()) is not null'
      ' and (case_ref is null or case_ref not in (select cases_kept_from_me())))', t);
  execute format(
    'create policy of_no_contractor on %I as restrictive using'
      ' ((select acting()) = ''system'' or (select acting_firm()) is null)', t);
end $$;
