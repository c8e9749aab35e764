-- A join names two cases: whoever is kept from either sees no row of it, also once they are two
-- again and this person is kept from one of them alone.
create policy of_the_part on case_join as restrictive
  using (acting() = 'system' or part not in (select cases_kept_from_me()));
create policy of_the_part on person_join as restrictive
  using (acting() = 'system' or away_case not in (select cases_kept_from_me()));
