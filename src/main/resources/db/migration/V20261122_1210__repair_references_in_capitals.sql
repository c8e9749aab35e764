-- A home is counted under one spelling of its reference, the register's: capitals, no blanks.
update repair set tenancy_ref = upper(tenancy_ref) where tenancy_ref <> upper(tenancy_ref);
update repairs_concern set tenancy_ref = upper(regexp_replace(tenancy_ref, '[\s\u00a0]+', '', 'g'))
  where tenancy_ref <> upper(regexp_replace(tenancy_ref, '[\s\u00a0]+', '', 'g'));
