-- Whether somebody of the staff bears a party's name, without opening a record: asked when a person
-- is named on a case, and again when the staff list changes. Persons from before are compared when
-- a journey of their case begins.
alter table person add column name_index text;
create index person_name on person (name_index) where name_index is not null;
