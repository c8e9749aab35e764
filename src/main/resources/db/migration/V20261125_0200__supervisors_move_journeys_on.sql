-- Supervisors have a running journey go on by another version of its diagram. Which step became
-- which is kept where the names differ, so that it can be moved back: ids of the models, nothing of
-- the case. Of such an act the subject is the journey, and was and became are its versions.
alter table supervisor_act drop constraint supervisor_act_kind_check;
alter table supervisor_act add constraint supervisor_act_kind_check check (kind in
  ('retry', 'resolve', 'cancel', 'correct', 'resend', 'move', 'migrate'));
alter table supervisor_act add column mapping jsonb;

-- Which journeys still run on a version.
create index journey_running on journey (process_id, id) where status in ('running', 'waiting');
