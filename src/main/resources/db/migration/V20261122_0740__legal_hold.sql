-- While a hold stands nothing of the case is disposed of. A case may have several, each placed and
-- released under the reference of what asks for it, such as a review.
create table legal_hold (
  case_ref    text not null references case_file,
  reference   text not null,
  placed_at   timestamptz not null,
  placed_by   text not null,
  released_at timestamptz,
  released_by text,
  primary key (case_ref, reference),
  check ((released_at is null) = (released_by is null))
);
