-- The role that the application works with. It owns nothing: it cannot switch a trigger off, and the
-- trail it can read and add to, not change. Give its rights to the login that the application uses,
-- and let Flyway work as the owner (spring.flyway.user).
do $$
begin
  if not exists (select from pg_roles where rolname = 'haven_app') then
    create role haven_app nologin;
  end if;
exception
  when duplicate_object or unique_violation then null;  -- somebody made it just now
  when insufficient_privilege then
    raise exception 'The role haven_app is missing, and the owner of the database may not make it: let an administrator run "create role haven_app"';
end $$;

do $$
declare s text;
begin
  foreach s in array array['public', 'keys', 'equality'] loop
    execute format('grant usage on schema %I to haven_app', s);
    execute format('grant select, insert, update, delete on all tables in schema %I to haven_app', s);
    execute format('grant usage, select on all sequences in schema %I to haven_app', s);
    execute format('alter default privileges in schema %I
                    grant select, insert, update, delete on tables to haven_app', s);
    execute format('alter default privileges in schema %I
                    grant usage, select on sequences to haven_app', s);
  end loop;
end $$;

-- What a later migration makes has the same rights; a table of the trail takes them back itself.
revoke update, delete on audit_entry, audit_chain from haven_app;
revoke delete on key_destruction from haven_app;
do $$
begin
  if to_regclass('flyway_schema_history') is not null then
    revoke insert, update, delete, truncate on flyway_schema_history from haven_app;
  end if;
end $$;
