-- Somebody may be referred whom nobody has named yet: her flag stands on the case alone.
alter table tenancy_flag drop constraint tenancy_flag_check;
alter table tenancy_flag add constraint tenancy_flag_on_one
  check (tenancy_ref is null or person_ref is null);
