-- Tries to reach her are counted with the first conversation (contact_round); nothing wrote here.
drop table contact_try;
