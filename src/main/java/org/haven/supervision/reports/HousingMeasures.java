package org.haven.supervision.reports;

import java.util.List;
import java.util.stream.Stream;
import org.haven.supervision.reports.Measure.Breakdown;
import org.haven.supervision.reports.Measure.Group;
import org.haven.supervision.reports.Measure.Unit;
import org.haven.supervision.reports.Measure.Wait;

/**
 * What is counted of homes, of the returns to others, and of how we deal with cases. Source:
 * procedure section 9; policy 14.2 for the reason of loss.
 */
final class HousingMeasures {
  private static final List<String> OPTIONS =
      List.of(
          "support-plan",
          "homelessness-application",
          "sanctuary-scheme",
          "management-transfer",
          "perpetrator-response",
          "end-tenancy",
          "reciprocal-move");

  /** Those of them that have no report of their own: nothing is counted in two. */
  private static final List<String> WITHOUT_OWN =
      List.of(
          "support-plan",
          "sanctuary-scheme",
          "perpetrator-response",
          "end-tenancy",
          "reciprocal-move");

  private HousingMeasures() {}

  /** Each of the first with each of the second, as one key. */
  private static List<String> pairs(List<String> first, List<String> second) {
    return first.stream().flatMap(one -> second.stream().map(two -> one + "/" + two)).toList();
  }

  /** Works by how many days they took; not done after 28 days they count as not done. */
  private static Measure works(String id, String which) {
    return new Measure(
        id,
        Group.HOUSING,
        Span.Kind.MONTH,
        List.of(
            new Breakdown(
                "taken", List.of("same-day", "1-day", "3-days", "7-days", "28-days", "not-done"))),
        new Wait(Unit.DAYS, 28),
        """
        select case_ref, case when days <= 28 then done_on else ordered_on + 28 end as day,
          case when days <= 0 then 'same-day' when days = 1 then '1-day'
            when days <= 3 then '3-days' when days <= 7 then '7-days'
            when days <= 28 then '28-days' else 'not-done' end as taken,
          case when days <= 28 then greatest(0, days) else 29 end as wait
        from (
          select w.case_ref, w.ordered_on, w.done_on, w.done_on - w.ordered_on as days, w.ended_on
          from (
            select o.case_ref, (o.ordered_at at time zone 'Europe/London')::date as ordered_on,
              case when o.outcome = 'completed' then coalesce(o.completed_on,
                (o.closed_at at time zone 'Europe/London')::date) end as done_on,
              (o.closed_at at time zone 'Europe/London')::date as ended_on
            from works_order o join journey j using (journey_id)
            where j.process_id = 'sanctuary-scheme' and j.parent_id is null and %s) w) taken
        where days is not null or ended_on is null or ended_on > ordered_on + 28
        """
            .formatted(which));
  }

  static final List<Measure> ALL =
      Stream.of(
              new Measure(
                  "options-offered",
                  Group.HOUSING,
                  Span.Kind.MONTH,
                  List.of(
                      new Breakdown("offered", pairs(OPTIONS, List.of("chosen", "not-chosen")))),
                  null,
                  """
                  select case_ref, (at at time zone 'Europe/London')::date as day,
                    option || case when chosen then '/chosen' else '/not-chosen' end as offered
                  from option_offered
                  """),
              new Measure(
                  "options-ended",
                  Group.HOUSING,
                  Span.Kind.MONTH,
                  List.of(
                      new Breakdown(
                          "ended",
                          pairs(WITHOUT_OWN, List.of("achieved", "withdrawn", "otherwise")))),
                  null,
                  """
                  select case_ref, (ended_at at time zone 'Europe/London')::date as day,
                    process_id || case
                      when process_id || ' ' || end_state in ('support-plan complete',
                        'sanctuary-scheme fitted', 'sanctuary-scheme locks-only',
                        'perpetrator-response acted', 'perpetrator-response handed-to-possession',
                        'end-tenancy ended', 'end-tenancy transferred', 'end-tenancy possessed',
                        'reciprocal-move moved')
                        then '/achieved'
                      when end_state in ('withdrawn', 'declined') then '/withdrawn'
                      else '/otherwise' end as ended
                  from journey
                  where parent_id is null and ended_at is not null
                    and process_id in ('support-plan', 'sanctuary-scheme', 'perpetrator-response',
                      'end-tenancy', 'reciprocal-move')
                  """),
              works("locks", "'change-locks' = any (o.jobs)"),
              works("sanctuary", "not 'change-locks' = any (o.jobs)"),
              new Measure(
                  "band-a",
                  Group.HOUSING,
                  Span.Kind.MONTH,
                  List.of(
                      new Breakdown(
                          "moved",
                          List.of(
                              "28-days",
                              "84-days",
                              "182-days",
                              "longer",
                              "withdrawn",
                              "otherwise"))),
                  new Wait(Unit.DAYS, 730),
                  """
                  select case_ref, day, case when wait <= 28 then '28-days'
                    when wait <= 84 then '84-days' when wait <= 182 then '182-days'
                    when wait is not null then 'longer'
                    when end_state in ('withdrawn', 'declined') then 'withdrawn'
                    else 'otherwise' end as moved, wait
                  from (
                    select j.case_ref, (j.ended_at at time zone 'Europe/London')::date as day,
                      j.end_state, case when j.end_state = 'moved' and b.band = 'A'
                        then (j.ended_at at time zone 'Europe/London')::date - b.awarded_on
                        end as wait
                    from journey j left join band_award b using (journey_id)
                    where j.process_id = 'management-transfer' and j.parent_id is null
                      and j.ended_at is not null) waited
                  """),
              // prevention and relief apart; by quarter alone, as the return asks for it
              new Measure(
                  "loss-of-home",
                  Group.RETURNS,
                  Span.Kind.QUARTER,
                  List.of(
                      new Breakdown(
                          "loss",
                          pairs(
                              List.of("relief", "prevention", "no-duty"),
                              List.of("domestic-abuse", "other", "not-known"))),
                      new Breakdown("result", List.of("housed", "otherwise", "withdrawn"))),
                  null,
                  """
                  select j.case_ref, (j.ended_at at time zone 'Europe/London')::date as day,
                    case when h.duty in ('prevention', 'prevention-ended') then 'prevention'
                      when h.duty is null or h.duty in ('ineligible', 'no-duty', 'none', 'unknown')
                        then 'no-duty'
                      else 'relief' end
                    || case h.loss_reason when 'domestic-abuse' then '/domestic-abuse'
                      when 'other' then '/other' else '/not-known' end as loss,
                    case j.end_state when 'housed' then 'housed'
                      when 'withdrawn' then 'withdrawn' else 'otherwise' end as result
                  from journey j left join hclic_reason h using (journey_id)
                  where j.process_id = 'homelessness-application' and j.parent_id is null
                    and j.ended_at is not null and j.end_state not in ('review-upheld',
                      'review-changed', 'review-not-accepted', 'journey-stopped')
                  """),
              new Measure(
                  "safe-accommodation",
                  Group.RETURNS,
                  Span.Kind.YEAR,
                  List.of(
                      new Breakdown(
                          "place", List.of("refuge", "self-contained", "shared-bnb", "other"))),
                  null,
                  """
                  select case_ref, (at at time zone 'Europe/London')::date as day,
                    coalesce(routing ->> 'kind', 'other') as place
                  from form_record where form_id = 'place-safely'
                  """),
              new Measure(
                  "complaints",
                  Group.HANDLING,
                  Span.Kind.MONTH,
                  List.of(
                      new Breakdown(
                          "subject",
                          List.of(
                              "landlord-service", "homelessness", "allocations", "data", "other"))),
                  null,
                  """
                  select case_ref, received_on as day, subject from complaint
                  """),
              new Measure(
                  "complaint-answers",
                  Group.HANDLING,
                  Span.Kind.MONTH,
                  List.of(new Breakdown("finding", List.of("upheld", "partly", "not-upheld"))),
                  null,
                  """
                  select case_ref, (at at time zone 'Europe/London')::date as day, finding
                  from complaint_finding
                  """),
              new Measure(
                  "breaches",
                  Group.HANDLING,
                  Span.Kind.MONTH,
                  List.of(new Breakdown("address", List.of("no", "yes", "unknown"))),
                  null,
                  """
                  select case_ref, (aware_at at time zone 'Europe/London')::date as day,
                    address_out as address
                  from data_breach
                  """),
              new Measure(
                  "breach-decisions",
                  Group.HANDLING,
                  Span.Kind.MONTH,
                  List.of(new Breakdown("decision", List.of("not-report", "report"))),
                  null,
                  """
                  select case_ref, (at at time zone 'Europe/London')::date as day, decision
                  from data_breach_decision
                  """),
              new Measure(
                  "looks",
                  Group.HANDLING,
                  Span.Kind.MONTH,
                  List.of(),
                  null,
                  """
                  select case_ref, (at at time zone 'Europe/London')::date as day from break_glass
                  """),
              new Measure(
                  "look-reviews",
                  Group.HANDLING,
                  Span.Kind.MONTH,
                  List.of(new Breakdown("verdict", List.of("justified", "not-justified"))),
                  null,
                  """
                  select case_ref, (at at time zone 'Europe/London')::date as day, verdict
                  from break_glass_review
                  """))
          .toList();
}
