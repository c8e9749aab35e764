-- Who works here. Seeded locally; in production kept in step with the identity provider's claims.
create table staff (
  username     text primary key check (username ~ '^[a-z0-9._-]{2,60}$'),
  display_name text not null,
  roles        text[] not null,
  teams        text[] not null,
  active       boolean not null default true,
  password     text          -- encoded; null where an identity provider signs people in
);
