-- Open pages look at their list again when something of their teams changed: told at the end of the
-- transaction that changed it, once for each team, and never of what.
create function tell_lists() returns trigger language plpgsql as $$
begin
  perform pg_notify('haven_tasks', changed.team) from (select distinct team from changed) changed;
  return null;
end $$;
create trigger task_open_told after insert on task_open referencing new table as changed
  for each statement execute function tell_lists();
create trigger task_open_told_again after update on task_open referencing new table as changed
  for each statement execute function tell_lists();
create trigger task_open_told_of_before after update on task_open
  referencing old table as changed
  for each statement execute function tell_lists();
create trigger task_open_told_of_end after delete on task_open referencing old table as changed
  for each statement execute function tell_lists();
