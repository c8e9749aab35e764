package org.haven.supervision.reports;

import java.util.List;
import org.haven.supervision.reports.Measure.Breakdown;
import org.haven.supervision.reports.Measure.Group;
import org.haven.supervision.reports.Measure.Unit;
import org.haven.supervision.reports.Measure.Wait;

/**
 * What is counted of reports, risk, MARAC and safeguarding. Something counts on the day on which it
 * is certain, so that the figures of a past period hardly move. Source: procedure section 9.
 */
final class CaseMeasures {
  /** After so many days without it, first contact counts as not made. Local value. */
  static final int CONTACT_DAYS = 28;

  private CaseMeasures() {}

  static final List<Measure> ALL =
      List.of(
          new Measure(
              "reports",
              Group.REPORTS,
              Span.Kind.MONTH,
              List.of(
                  new Breakdown(
                      "channel",
                      List.of(
                          "phone",
                          "in-person",
                          "online",
                          "third-party",
                          "staff",
                          "out-of-hours",
                          "repairs",
                          "writing",
                          "one-stop-shop",
                          "community-alarm")),
                  new Breakdown("reporter", List.of("survivor", "other"))),
              null,
              """
              select case_ref, (received_at at time zone 'Europe/London')::date as day, channel,
                case reporter_kind when 'survivor' then 'survivor' else 'other' end as reporter
              from report
              """),
          // joined cases are one survivor: the first report and the first conversation of any of
          // them
          new Measure(
              "first-contact",
              Group.REPORTS,
              Span.Kind.MONTH,
              List.of(
                  new Breakdown(
                      "within",
                      List.of("4-hours", "24-hours", "3-days", "7-days", "28-days", "not-made"))),
              new Wait(Unit.HOURS, CONTACT_DAYS * 24),
              """
              select case_ref,
                case when made then (held at time zone 'Europe/London')::date
                  else (reported at time zone 'Europe/London')::date + 28 end as day,
                case when not made then 'not-made' when hours <= 4 then '4-hours'
                  when hours <= 24 then '24-hours' when hours <= 72 then '3-days'
                  when hours <= 168 then '7-days' else '28-days' end as within,
                case when made then hours else 673 end as wait
              from (
                select c.case_ref, c.reported, h.held,
                  coalesce(h.held <= c.reported + interval '672 hours', false) as made,
                  greatest(0, extract(epoch from h.held - c.reported) / 3600) as hours
                from (select coalesce(g.lead_case, r.case_ref) as case_ref,
                    min(r.received_at) as reported
                  from report r left join case_group g using (case_ref) group by 1) c
                left join (select coalesce(g.lead_case, f.case_ref) as case_ref, min(f.at) as held
                  from first_conversation f left join case_group g using (case_ref)
                  where f.held group by 1) h using (case_ref)) contact
              """),
          new Measure(
              "risk",
              Group.RISK,
              Span.Kind.MONTH,
              List.of(
                  new Breakdown("level", List.of("high", "medium", "standard", "incomplete")),
                  new Breakdown("judgement", List.of("as-advised", "raised", "kept", "lowered"))),
              null,
              """
              select case_ref, (at at time zone 'Europe/London')::date as day, level,
                case when override is not null then override
                  when level <> advised then 'raised' else 'as-advised' end as judgement
              from risk_assessment
              """),
          new Measure(
              "marac-referrals",
              Group.RISK,
              Span.Kind.MONTH,
              List.of(new Breakdown("marac", List.of("new", "repeat", "not-known"))),
              null,
              """
              select r.case_ref, (r.sent_at at time zone 'Europe/London')::date as day,
                coalesce((select case f.value #>> '{}' when 'repeat' then 'repeat'
                    when 'new' then 'new' end
                  from case_fact f where f.case_ref = r.case_ref and f.name = 'maracOutcome'
                    and f.at <= r.sent_at order by f.id desc limit 1), 'not-known') as marac
              from referral r where r.agency = 'marac-hub' and r.sent_at is not null
              """),
          new Measure(
              "marac-answers",
              Group.RISK,
              Span.Kind.MONTH,
              List.of(new Breakdown("answer", List.of("accepted", "refused", "other"))),
              null,
              """
              select case_ref, (answered_at at time zone 'Europe/London')::date as day,
                coalesce(answer, status) as answer
              from referral where agency = 'marac-hub' and answered_at is not null
              """),
          new Measure(
              "marac-actions",
              Group.RISK,
              Span.Kind.MONTH,
              List.of(new Breakdown("action", List.of("done", "blocked", "late"))),
              null,
              """
              select a.case_ref, a.due_on as day,
                case when (a.closed_at at time zone 'Europe/London')::date <= a.due_on
                  then a.status else 'late' end as action
              from meeting_action a join meeting m using (meeting_id)
              where m.form_id = 'record-marac-meeting'
              """),
          // what stands at the end of the month, of each case the flag that was set last by then
          new Measure(
              "flags",
              Group.RISK,
              Span.Kind.MONTH,
              List.of(new Breakdown("flag", List.of("later", "soon"))),
              null,
              """
              select f.case_ref, f.day,
                case when f.ends_on <= f.day + 28 then 'soon' else 'later' end as flag
              from (
                select distinct on (m.day, t.case_ref) m.day, t.case_ref, t.from_on, t.ends_on
                from (select (g + interval '1 month')::date - 1 as day
                  from generate_series(:from::date, :to::date - 1, interval '1 month') g) m
                join tenancy_flag t
                  on (t.at at time zone 'Europe/London')::date <= m.day
                order by m.day, t.case_ref, t.id desc) f
              where f.from_on <= f.day and f.ends_on >= f.day
              """),
          new Measure(
              "safeguarding",
              Group.SAFEGUARDING,
              Span.Kind.MONTH,
              List.of(
                  new Breakdown(
                      "route", List.of("child-referral", "child-urgent", "adult-referral"))),
              null,
              """
              select case_ref, (at at time zone 'Europe/London')::date as day, route
              from safeguarding_log where kind = 'person'
              """),
          new Measure(
              "safeguarding-sent",
              Group.SAFEGUARDING,
              Span.Kind.MONTH,
              List.of(new Breakdown("sent", List.of("sent", "not-sent"))),
              null,
              """
              select case_ref, (at at time zone 'Europe/London')::date as day, kind as sent
              from safeguarding_log where kind in ('sent', 'not-sent')
              """),
          new Measure(
              "safeguarding-outcomes",
              Group.SAFEGUARDING,
              Span.Kind.MONTH,
              List.of(
                  new Breakdown(
                      "outcome",
                      List.of(
                          "child-in-need",
                          "child-protection",
                          "early-help",
                          "adult-enquiry",
                          "advice",
                          "no-action",
                          "other"))),
              null,
              """
              select case_ref, (at at time zone 'Europe/London')::date as day,
                coalesce(routing ->> 'outcome', 'other') as outcome
              from safeguarding_log where kind = 'outcome'
              """));
}
