package org.haven.casefile;

import java.sql.Date;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.haven.platform.CaseRef;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What keeps a case from being closed: a duty, a clock, a MARAC watch or an action that runs.
 * Source: procedure, J17 step 4; policy 14.1.
 */
@Component
public class ClosureBars {
  /** Journeys that hold a duty to her or to a child while they run. */
  private static final String DUTIES = "'homelessness-application', 'safeguarding-referral'";

  private static final String WATCH = "maracWatch";

  private final JdbcClient db;
  private final Clock clock;
  private final CaseGroups groups;

  ClosureBars(JdbcClient db, Clock clock, CaseGroups groups) {
    this.db = db;
    this.clock = clock;
    this.groups = groups;
  }

  public enum Kind {
    DUTY,
    CLOCK,
    WATCH,
    ACTION
  }

  /**
   * One thing that runs.
   *
   * @param until its last day, if it has one
   */
  public record Bar(Kind kind, @Nullable LocalDate until) {}

  /** Empty if the case, with what is part of it, may be closed; of each kind the latest day. */
  public List<Bar> of(CaseRef caseRef) {
    var bars = new ArrayList<>(ofOne(caseRef));
    for (CaseRef part : groups.parts(caseRef)) {
      for (Bar bar : ofOne(part)) {
        var same = bars.stream().filter(one -> one.kind() == bar.kind()).findFirst();
        LocalDate until = bar.until();
        LocalDate known = same.map(Bar::until).orElse(null);
        if (same.isEmpty()) {
          bars.add(bar);
        } else if (until != null && (known == null || until.isAfter(known))) {
          bars.set(bars.indexOf(same.get()), bar);
        }
      }
    }
    return bars;
  }

  private List<Bar> ofOne(CaseRef caseRef) {
    var bars = new ArrayList<Bar>();
    boolean duty =
        db.sql(
                "select exists (select 1 from journey where case_ref = ? and process_id in ("
                    + DUTIES
                    + ") and status in ('requested', 'running', 'waiting'))")
            .param(caseRef.value())
            .query(Boolean.class)
            .single();
    if (duty) {
      bars.add(new Bar(Kind.DUTY, null));
    }
    db.sql(
            """
            select c.sla_key = :watch as watch, max(c.due_at) as due_at from clock c
            where c.case_ref = :case and c.due_at > :now
              and c.fired_at is null and c.stopped_at is null
              and c.sla_key not in ('caseReview', 'caseReviewHigh', 'retention')
              and (c.sla_key in (:watch, 'riskReask') or exists (
                select 1 from journey j where j.journey_id = c.journey_id
                  and j.status in ('requested', 'running', 'waiting')))
            group by 1 order by 1
            """)
        .param("watch", WATCH)
        .param("case", caseRef.value())
        .param("now", Rows.ts(clock.instant()))
        .query(
            (rs, _) ->
                new Bar(
                    rs.getBoolean("watch") ? Kind.WATCH : Kind.CLOCK,
                    WorkingCalendar.dateOf(Rows.at(rs, "due_at"))))
        .list()
        .forEach(bars::add);
    db.sql("select max(due_on) from meeting_action where case_ref = ? and closed_at is null")
        .param(caseRef.value())
        .query(Date.class)
        .optional()
        .ifPresent(due -> bars.add(new Bar(Kind.ACTION, due.toLocalDate())));
    return bars;
  }
}
