-- References are kept in capitals from now on, so that one that was typed otherwise still matches. The
-- register is a copy of the housing system's list: the next file brings these rows again.
delete from tenancy where tenancy_ref <> upper(tenancy_ref);
create index tenancy_vault_sought on tenancy_vault (case_ref) where fingerprint is null;
