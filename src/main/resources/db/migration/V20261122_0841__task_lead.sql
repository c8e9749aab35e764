-- Who led the case when the task came onto the list: the engine's question gets one answer, however
-- often it is asked and whoever leads by then.
alter table task add lead_team text;
