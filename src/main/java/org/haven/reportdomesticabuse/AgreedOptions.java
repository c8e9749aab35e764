package org.haven.reportdomesticabuse;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.SafetyPlans;
import org.haven.casefile.Timeline;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What was offered to her, what she chose, and her safety plan. */
@Service
public class AgreedOptions {
  private final JdbcClient db;
  private final SafetyPlans plans;
  private final Timeline timeline;
  private final Audit audit;
  private final Clock clock;

  AgreedOptions(JdbcClient db, SafetyPlans plans, Timeline timeline, Audit audit, Clock clock) {
    this.db = db;
    this.plans = plans;
    this.timeline = timeline;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Keeps her answers to one talk about options.
   *
   * @param offered what was gone through with her, by process id
   * @param chosen those of them that begin now
   * @param plan steps that keep her safe, and what speaks against the other options in her view
   */
  @Transactional
  public void agreed(
      CaseRef caseRef,
      JourneyId journeyId,
      long taskId,
      List<Code> offered,
      List<Code> chosen,
      LocalDate reviewOn,
      Map<String, ?> plan,
      ActingPerson who) {
    Instant now = clock.instant();
    for (Code option : offered) {
      db.sql(
              """
              insert into option_offered (task_id, option, chosen, case_ref, journey_id, at, by)
              values (?, ?, ?, ?, ?, ?, ?)
              """)
          .params(
              taskId,
              option.value(),
              chosen.contains(option),
              caseRef.value(),
              journeyId.value(),
              Timestamp.from(now),
              who.username())
          .update();
    }
    plans.record(caseRef, reviewOn, plan, By.of(who));
    timeline.add(
        caseRef,
        journeyId,
        "options",
        "timeline.options-agreed",
        Map.of("offered", offered, "chosen", chosen),
        By.of(who));
    audit.record(
        who,
        "agree-options",
        caseRef,
        Map.of("taskId", String.valueOf(taskId), "offered", offered, "chosen", chosen));
  }
}
