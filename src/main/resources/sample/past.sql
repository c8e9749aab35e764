-- Fictional closed cases of past months, see SamplePast. A number that the engine would give is
-- negative here, so that none of its own is ever the same.
insert into case_file (case_ref, status, channel, reported_at, lead_team, sample, opened_by, created_at)
select f.case_ref, 'closed',
  (array['phone','phone','phone','phone','in-person','in-person','online','online','third-party',
    'staff','staff','out-of-hours','repairs','writing','one-stop-shop','community-alarm'])
    [1 + pick(channel, 16)],
  ((:from::date + (pick(day, 100000) % :days)::int) + time '08:00'
    + pick(minute, 840) * interval '1 minute') at time zone 'Europe/London',
  (array['housing-solutions','housing-solutions','housing-solutions','tenancy-services',
    'tenancy-services','housing-scheme-and-finance','housing-solutions','out-of-hours'])
    [1 + pick(team, 8)], true, 'system',
  ((:from::date + (pick(day, 100000) % :days)::int) + time '08:00'
    + pick(minute, 840) * interval '1 minute') at time zone 'Europe/London'
from unnest(:refs::text[]) f (case_ref);

insert into case_lead (case_ref, lead_team, at, by)
select f.case_ref, f.lead_team, f.reported_at, 'system'
from case_file f where f.case_ref = any (:refs::text[]);

insert into case_team (case_ref, team, why, since)
select f.case_ref, f.lead_team, 'lead', f.reported_at
from case_file f where f.case_ref = any (:refs::text[]);

insert into report (report_id, token, case_ref, incident_id, channel, reporter_kind,
  immediate_danger, out_of_hours, disclosure_taken, sealed, received_at, received_by)
select 'past-' || f.case_ref, gen_random_uuid(), f.case_ref, 'past-' || f.case_ref, f.channel,
  (array['survivor','survivor','survivor','neighbour'])[1 + pick(reporter, 4)], 'no', false, true,
  '{}', f.reported_at, 'system'
from case_file f where f.case_ref = any (:refs::text[]);

insert into first_conversation (task_id, case_ref, journey_id, held, sealed, at, by)
select -(hashtextextended(f.case_ref, 1) & 4611686018427387903) - 1, f.case_ref,
  'past-' || f.case_ref, true, '{}', f.at, 'system'
from (
  select f.case_ref, f.reported_at + interval '1 minute' * case
    when pick(wait, 10) < 5 then 20 + pick(short, 240) when pick(wait, 10) < 8 then pick(day2, 1440)
    when pick(wait, 10) < 9 then pick(days3, 4320) else pick(long, 60000) end as at
  from case_file f where f.case_ref = any (:refs::text[]) and pick(reached, 14) > 0) f
where f.at < :now;

insert into risk_assessment (case_ref, version, step_key, journey_id, advised, level, grounds,
  override, at)
select f.case_ref, 1, -(hashtextextended(f.case_ref, 2) & 4611686018427387903) - 1,
  'past-' || f.case_ref,
  (array['high','medium','medium','standard','standard','incomplete'])[1 + pick(risk, 6)],
  case when pick(raised, 9) = 0 then 'high'
    else (array['high','medium','medium','standard','standard','incomplete'])[1 + pick(risk, 6)] end,
  '{}', case pick(override, 25) when 0 then 'kept' when 1 then 'lowered' end,
  f.reported_at + interval '30 hours'
from case_file f where f.case_ref = any (:refs::text[])
  and f.reported_at + interval '30 hours' < :now;

insert into option_offered (task_id, option, chosen, case_ref, journey_id, at, by)
select -(hashtextextended(f.case_ref, 3) & 4611686018427387903) - 1, f.option,
  pick(chosen, 5) > 1, left(f.case_ref, 11), 'past-' || left(f.case_ref, 11),
  f.reported_at + interval '40 hours', 'system'
from (select c.case_ref || o.option as case_ref, o.option, c.reported_at from case_file c
  cross join unnest(array['support-plan','homelessness-application','sanctuary-scheme',
    'management-transfer','perpetrator-response','end-tenancy','reciprocal-move']) o (option)
  where c.case_ref = any (:refs::text[])) f
where pick(offered, 3) > 0 and f.reported_at + interval '40 hours' < :now;

insert into journey (journey_id, process_id, case_ref, correlation_key, status, requested_at,
  requested_by, started_at, ended_at, end_state)
select 'past-' || o.option || '-' || f.case_ref, o.option, f.case_ref, f.case_ref, 'ended', o.at,
  'system', o.at, o.at + pick(took, 120) * interval '1 day',
  case when pick(result, 5) = 0 then 'withdrawn' when pick(result, 5) = 1 then 'refused'
    else case o.option when 'support-plan' then 'complete' when 'homelessness-application' then 'housed'
      when 'sanctuary-scheme' then 'fitted' when 'perpetrator-response' then 'acted'
      when 'end-tenancy' then 'ended' else 'moved' end end
from option_offered o join case_file f using (case_ref)
where f.case_ref = any (:refs::text[]) and o.chosen
  and o.at + pick(took, 120) * interval '1 day' < :now;

insert into band_award (award_ref, case_ref, journey_id, band, awarded_on, at)
select 'past-' || f.case_ref, f.case_ref, j.journey_id, 'A', j.started_at::date, j.started_at
from journey j join case_file f using (case_ref)
where f.case_ref = any (:refs::text[]) and j.process_id = 'management-transfer';

insert into works_order (works_order_id, case_ref, journey_id, jobs, ready_from, ready_to, sealed,
  status, ordered_at, completed_on, closed_at, outcome, by, element_instance_key)
select 'WO-' || substr(f.case_ref, 4) || k.n || '2', f.case_ref, j.journey_id,
  case k.n when '4' then array['change-locks'] else array['fit-door-chain'] end,
  j.started_at::date, j.started_at::date + 5, '{}',
  case when pick(done, 12) = 0 then 'cancelled' else 'completed' end, j.started_at,
  case when pick(done, 12) > 0 then (j.started_at + pick(took2, 6) * interval '1 day')::date end,
  j.started_at + pick(took2, 6) * interval '1 day',
  case when pick(done, 12) = 0 then 'cancelled' else 'completed' end, 'system',
  -(hashtextextended(f.case_ref || k.n, 4) & 4611686018427387903) - 1
from journey j join case_file f using (case_ref) cross join (values ('4'), ('5')) k (n)
where f.case_ref = any (:refs::text[]) and j.process_id = 'sanctuary-scheme'
  and j.ended_at > j.started_at + interval '6 days';

insert into hclic_reason (journey_id, case_ref, loss_reason, duty, at)
select j.journey_id, f.case_ref,
  (array['domestic-abuse','domestic-abuse','domestic-abuse','other',null])[1 + pick(reason, 5)],
  (array['relief','relief','prevention','main-duty','no-duty'])[1 + pick(duty, 5)], j.ended_at
from journey j join case_file f using (case_ref)
where f.case_ref = any (:refs::text[]) and j.process_id = 'homelessness-application';

insert into form_record (id, case_ref, journey_id, element_id, form_id, entities, routing, sealed,
  at, by)
select gen_random_uuid(), f.case_ref, j.journey_id, 'Task_PlaceSafely', 'place-safely', '{}',
  jsonb_build_object('kind', (array['refuge','refuge','self-contained','self-contained',
    'shared-bnb','other'])[1 + pick(place, 6)]), '{}', j.started_at, 'system'
from journey j join case_file f using (case_ref)
where f.case_ref = any (:refs::text[]) and j.process_id = 'homelessness-application';

insert into case_fact (case_ref, name, value, at, by)
select f.case_ref, 'maracOutcome',
  to_jsonb((array['new','new','new','repeat'])[1 + pick(repeat, 4)]), r.at, 'system'
from risk_assessment r join case_file f using (case_ref)
where f.case_ref = any (:refs::text[]) and r.level = 'high';

insert into referral (referral_id, case_ref, journey_id, process_id, agency, purpose, status,
  answer_message, answers, answer_dates, clock, created_at, sent_at, reply_due_at, answered_at,
  answer, by, element_instance_key)
select 'RF-' || substr(f.case_ref, 4) || '22', f.case_ref, 'past-marac-' || f.case_ref,
  'refer-to-marac', 'marac-hub', 'marac',
  case when pick(refused, 8) = 0 then 'refused' else 'accepted' end, 'marac-answered', '{}', '{}',
  'maracAck', r.at, r.at + interval '20 hours', r.at + interval '68 hours', r.at + interval '3 days',
  case when pick(refused, 8) = 0 then 'refused' else 'accepted' end, 'system',
  -(hashtextextended(f.case_ref, 5) & 4611686018427387903) - 1
from risk_assessment r join case_file f using (case_ref)
where f.case_ref = any (:refs::text[]) and r.level = 'high' and r.at + interval '3 days' < :now;

insert into meeting (meeting_id, case_ref, journey_id, task_id, form_id, meeting_on, sealed, at, by)
select 'past-' || f.case_ref, f.case_ref, 'past-marac-' || f.case_ref,
  -(hashtextextended(f.case_ref, 6) & 4611686018427387903) - 1, 'record-marac-meeting',
  (r.answered_at + interval '14 days')::date, '{}', r.answered_at + interval '14 days', 'system'
from referral r join case_file f using (case_ref)
where f.case_ref = any (:refs::text[]) and r.status = 'accepted'
  and r.answered_at + interval '40 days' < :now;

insert into meeting_action (action_id, meeting_id, case_ref, journey_id, owner_team, due_on, sealed,
  status, closed_at, at, by)
select 'past-' || k.n || '-' || f.case_ref, m.meeting_id, f.case_ref, m.journey_id, f.lead_team,
  m.meeting_on + 14, '{}', case when pick(blocked, 9) = 0 then 'blocked' else 'done' end,
  m.at + interval '1 day' * (k.n * 3 + pick(slow, 12)), m.at, 'system'
from meeting m join case_file f using (case_ref) cross join generate_series(1, 2) k (n)
where f.case_ref = any (:refs::text[]);

-- none of them ends soon: a review would be asked for
insert into tenancy_flag (case_ref, journey_id, step_key, from_on, ends_on, at, by)
select f.case_ref, m.journey_id, -(hashtextextended(f.case_ref, 7) & 4611686018427387903) - 1,
  m.meeting_on, m.meeting_on + 365, m.at, 'system'
from meeting m join case_file f using (case_ref)
where f.case_ref = any (:refs::text[]) and pick(tenant, 2) = 0
  and m.meeting_on + 365 not between :now::date - 30 and :now::date + 120;

insert into safeguarding_log (id, case_ref, journey_id, entry_id, kind, route, routing, sealed,
  step_key, at, by)
select gen_random_uuid(), f.case_ref, 'past-' || f.case_ref, 'past-' || f.case_ref, k.kind,
  (array['child-referral','child-referral','child-urgent','adult-referral'])[1 + pick(route, 4)],
  case k.kind when 'outcome' then jsonb_build_object('outcome',
    (array['child-in-need','early-help','no-action','advice','adult-enquiry','child-protection'])
      [1 + pick(outcome, 6)]) else '{}' end, '{}',
  -(hashtextextended(f.case_ref || k.kind, 8) & 4611686018427387903) - 1,
  f.reported_at + k.n * interval '2 days', 'system'
from case_file f cross join (values ('person', 1), ('sent', 2), ('outcome', 6)) k (kind, n)
where f.case_ref = any (:refs::text[]) and pick(child, 3) = 0
  and f.reported_at + interval '12 days' < :now;

insert into complaint (complaint_id, case_ref, journey_id, received_on, subject, complainant, at, by)
select 'past-' || f.case_ref, f.case_ref, 'past-complaint-' || f.case_ref,
  f.reported_at::date + 20,
  (array['landlord-service','homelessness','allocations','other'])[1 + pick(subject, 4)],
  'survivor', f.reported_at + interval '20 days', 'system'
from case_file f where f.case_ref = any (:refs::text[]) and pick(complaint, 6) = 0
  and f.reported_at + interval '35 days' < :now;

insert into complaint_finding (task_id, case_ref, journey_id, finding, at, by)
select -(hashtextextended(f.case_ref, 9) & 4611686018427387903) - 1, f.case_ref, c.journey_id,
  (array['upheld','partly','not-upheld'])[1 + pick(finding, 3)], c.at + interval '12 days', 'system'
from complaint c join case_file f using (case_ref) where f.case_ref = any (:refs::text[]);

insert into data_breach (breach_id, case_ref, journey_id, aware_at, address_out, at, by)
select 'past-' || f.case_ref, f.case_ref, 'past-breach-' || f.case_ref,
  f.reported_at + interval '9 days', (array['no','no','unknown','yes'])[1 + pick(out, 4)],
  f.reported_at + interval '9 days', 'system'
from case_file f where f.case_ref = any (:refs::text[]) and pick(breach, 40) = 0
  and f.reported_at + interval '12 days' < :now;

insert into data_breach_decision (task_id, case_ref, journey_id, decision, at, by)
select -(hashtextextended(f.case_ref, 10) & 4611686018427387903) - 1, f.case_ref, b.journey_id,
  (array['report','not-report'])[1 + pick(decision, 2)], b.at + interval '1 day', 'system'
from data_breach b join case_file f using (case_ref) where f.case_ref = any (:refs::text[]);

insert into break_glass (id, case_ref, username, sealed, at, until)
select gen_random_uuid(), f.case_ref, 'sample.officer', '{}', f.reported_at + interval '5 days',
  f.reported_at + interval '5 days 1 hour'
from case_file f where f.case_ref = any (:refs::text[]) and pick(look, 8) = 0
  and f.reported_at + interval '8 days' < :now;

insert into break_glass_review (look, case_ref, verdict, sealed, at, by)
select b.id, f.case_ref, (array['justified','justified','justified','not-justified'])
  [1 + pick(verdict, 4)], '{}', b.at + interval '1 day', 'system'
from break_glass b join case_file f using (case_ref) where f.case_ref = any (:refs::text[])
