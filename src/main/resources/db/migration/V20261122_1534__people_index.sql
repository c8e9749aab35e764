-- Keyed hashes of names and of days of birth are found in the key store now (keys.identity_index).
alter table person drop column name_index, drop column birth_index;
