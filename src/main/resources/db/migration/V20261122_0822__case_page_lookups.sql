-- The case page asks whether its own journeys failed, however many stand still elsewhere, and where
-- they wait, however long the way was that they took.
create index journey_incident_instance on journey_incident (process_instance_key)
  where resolved_at is null;
create index journey_step_waiting on journey_step (process_instance_key, position)
  where left_at is null and element_type in ('RECEIVE_TASK', 'INTERMEDIATE_CATCH_EVENT');
