-- Failed sign-ins of the last minutes, to slow down guessing. Typed names that are nobody's are kept
-- cut short: somebody may have typed a password into the wrong box.
create table sign_in_failure (
  username text not null,
  address  text not null,
  at       timestamptz not null
);
create index sign_in_failure_username on sign_in_failure (username, at);
create index sign_in_failure_address on sign_in_failure (address, at);
