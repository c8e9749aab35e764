-- What supervisors have had the engine do to a journey, and why. A row is written before the engine
-- is asked and says afterwards what came of it; nothing else of it ever changes.
create table supervisor_act (
  id          uuid primary key,               -- made with the page: sent twice it counts once
  seq         bigint generated always as identity,
  case_ref    text not null references case_file,
  journey_row bigint not null references journey,
  kind        text not null check (kind in
                ('retry', 'resolve', 'cancel', 'correct', 'resend', 'move')),
  subject     text not null,                  -- id of a step, name of a fact or a message
  was         text,                           -- of a fact: its value; of a move: nothing
  became      text,                           -- of a fact: its value; of a move: id of a step
  sealed      jsonb not null,                 -- the reason
  at          timestamptz not null,
  by          text not null,
  result      text check (result in ('done', 'gone', 'refused', 'away')),
  code        text                            -- the engine's kind of answer
);
create index supervisor_act_journey on supervisor_act (journey_row, seq desc);
create index supervisor_act_case on supervisor_act (case_ref);

create function supervisor_act_said_once() returns trigger language plpgsql as $$
begin
  if old.result is not null or (to_jsonb(new) - 'result' - 'code') is distinct from (to_jsonb(old) - 'result' - 'code') then
    raise exception 'What a supervisor did is never changed';
  end if;
  return new;
end $$;
create trigger supervisor_act_said_once before update on supervisor_act
  for each row execute function supervisor_act_said_once();

call keep_from_conflicted('supervisor_act');
call keep_to_those_who_work_it('supervisor_act');

-- The messages of an instance are found by the case and what they say.
create index outbox_case on outbox (case_ref, id);
