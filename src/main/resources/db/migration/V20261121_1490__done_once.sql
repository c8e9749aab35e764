-- What a step of the engine has done already: a job that runs twice has one effect.
create table done_once (
  effect   text not null,
  step_key bigint not null,
  primary key (effect, step_key)
);
