-- Who asks, as the application tells it for each connection: 'system' for the procedure's own work,
-- else the sign-in name of a member of staff. Told nothing, the role of the application sees no row
-- of a case.
create function acting() returns text language sql stable
  return nullif(current_setting('haven.acting', true), '');

-- The cases that do not exist for whoever asks: they are on the conflict list. What a person types
-- may put them there; that work is still kept whole, and the case is closed to them after it.
create function cases_kept_from_me() returns setof text language sql stable as $$
  select case_ref from case_conflict
  where username = acting() and xmin is distinct from pg_current_xact_id_if_assigned()::xid
$$;

-- May whoever asks open the case: the rule of CaseAccess, with nothing but the database's own rows.
create function may_open(ref text) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (
    select 1 from staff s join case_file f on f.case_ref = ref
    where s.username = acting() and s.active and s.roles && array['OFFICER', 'SUPERVISOR']
      and not exists (
        select 1 from cases_kept_from_me() k (case_ref) where k.case_ref = ref)
      and (f.lead_team is null and f.received_by = s.username
        or exists (
          select 1 from case_team t where t.case_ref = ref and t.team = any (s.teams))
        or exists (
          select 1 from break_glass b
          where b.case_ref = ref and b.username = s.username
            and b.until > coalesce(
              nullif(current_setting('haven.now', true), '')::timestamptz, now()))))
$$;

-- Every table with rows of a case keeps them from a conflicted person: a later migration calls this
-- for each table that it makes.
create procedure keep_from_conflicted(t text) language plpgsql as $$
begin
  execute format('alter table %I enable row level security', t);
  execute format(
    'create policy of_the_case on %I using ('
      'acting() = ''system'' or acting() is not null'
      ' and (case_ref is null or case_ref not in (select cases_kept_from_me())))', t);
end $$;

-- Who people are, where they are and what they told: beside it only for those who may open the case.
create procedure keep_to_those_who_work_it(t text) language plpgsql as $$
begin
  execute format(
    'create policy of_those_who_work_it on %I as restrictive using ('
      'acting() = ''system'' or may_open(case_ref))', t);
end $$;

-- Without policies stay the lists that say who is kept from what, and the trail, which is checked as
-- a whole.
do $$
declare t text;
begin
  for t in
    select c.table_name from information_schema.columns c
    join information_schema.tables b using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'case_ref'
      and b.table_type = 'BASE TABLE'
      and c.table_name not in (
        'audit_entry', 'case_conflict', 'case_counterpart', 'case_team', 'case_worker',
        'tenancy_vault')
  loop
    call keep_from_conflicted(t);
  end loop;
  foreach t in array array[
    'address_vault', 'first_conversation', 'form_record', 'incident', 'journey_note',
    'marac_minutes', 'person', 'risk_answers', 'risk_judgement', 'safe_contact', 'safety_plan']
  loop
    call keep_to_those_who_work_it(t);
  end loop;
end $$;
