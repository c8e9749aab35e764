package org.haven.assessrisk;

import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.DecisionLog;
import org.haven.casefile.Timeline;
import org.haven.casefile.clocks.Clocks;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The risk assessments of each case: answers, judgement, result. A level is raised by the table or
 * by the officer's judgement alone; it is lowered only by a supervisor.
 */
@Service
public class RiskAssessments {
  private static final Code KEPT = new Code("kept");
  private static final Code APPROVED = new Code("approved");

  private final RiskRecords records;
  private final CaseFacts facts;
  private final CaseMoments moments;
  private final Clocks clocks;
  private final DecisionLog decisions;
  private final Timeline timeline;
  private final Audit audit;
  private final Clock clock;

  RiskAssessments(
      RiskRecords records,
      CaseFacts facts,
      CaseMoments moments,
      Clocks clocks,
      DecisionLog decisions,
      Timeline timeline,
      Audit audit,
      Clock clock) {
    this.records = records;
    this.facts = facts;
    this.moments = moments;
    this.clocks = clocks;
    this.decisions = decisions;
    this.timeline = timeline;
    this.audit = audit;
    this.clock = clock;
  }

  /** Keeps the answers that a task was given; the same task again changes nothing. */
  @Transactional
  public void answered(
      CaseRef caseRef, JourneyId journeyId, long taskId, RiskAnswers answers, ActingPerson who) {
    if (!records.insert(caseRef, journeyId, taskId, answers, clock.instant(), By.of(who))) {
      return;
    }
    audit.record(
        who,
        "record-risk-answers",
        caseRef,
        Map.of(
            "taskId", String.valueOf(taskId), "yes", answers.yes(), "missing", answers.missing()));
  }

  /** Keeps the officer's own judgement and the reason for it. */
  @Transactional
  public void judged(
      CaseRef caseRef,
      JourneyId journeyId,
      long taskId,
      Known high,
      @Nullable String why,
      ActingPerson who) {
    if (!records.insertJudgement(
        caseRef, journeyId, taskId, high, why, clock.instant(), By.of(who))) {
      return;
    }
    audit.record(
        who,
        "record-risk-judgement",
        caseRef,
        Map.of("taskId", String.valueOf(taskId), "high", high.name()));
  }

  /** The level that holds now; absent if risk was never assessed. */
  public Optional<RiskAssessment> latest(CaseRef caseRef) {
    return records.latest(caseRef);
  }

  /** All versions, the newest first. */
  public List<RiskAssessment> all(CaseRef caseRef) {
    return records.all(caseRef);
  }

  /** The answers of this journey's own last questions, for the judgement that follows them. */
  public Optional<RiskAnswers> lastAnswers(CaseRef caseRef, JourneyId journeyId) {
    return records.lastAnswers(caseRef, journeyId);
  }

  /** Sets the result beside the level that holds now. */
  public Comparison compare(CaseRef caseRef, RiskLevel result) {
    return records
        .latest(caseRef)
        .map(before -> new Comparison(result.lowerThan(before.level()), before.level()))
        .orElse(new Comparison(false, null));
  }

  /**
   * Keeps the result as the case's next version. The level before stays when a supervisor kept it,
   * and also when the result is lower and nobody approved that: risk is never lowered silently.
   *
   * @param stepKey the engine's step; the same step again gives the same version
   * @param approval the supervisor's answer, absent when none was asked
   */
  @Transactional
  public RiskAssessment result(
      CaseRef caseRef,
      JourneyId journeyId,
      long stepKey,
      RiskLevel advised,
      List<Code> grounds,
      @Nullable Code approval) {
    records.lock(caseRef);
    var already = records.ofStep(stepKey);
    if (already.isPresent()) {
      return already.get();
    }
    var before = records.latest(caseRef);
    boolean lower = before.map(b -> advised.lowerThan(b.level())).orElse(false);
    boolean keeps = lower && !APPROVED.equals(approval);
    var now = clock.instant();
    var assessment =
        records.insert(
            caseRef,
            journeyId,
            stepKey,
            advised,
            keeps ? before.orElseThrow().level() : advised,
            keeps ? before.orElseThrow().grounds() : grounds,
            lower ? (keeps ? KEPT : new Code("lowered")) : null,
            now);
    var onRecord = new LinkedHashMap<String, Object>();
    onRecord.put("riskLevel", assessment.level().code());
    onRecord.put("riskGrounds", assessment.grounds());
    facts.put(caseRef, onRecord, By.SYSTEM);
    if (advised != RiskLevel.INCOMPLETE) {
      clocks.riskIsKnown(caseRef);
    }
    // of the whole case: the referral to MARAC, a journey of its own, is due by it too
    moments.record(caseRef, null, "risk-result", now);
    decisions.record(
        caseRef,
        journeyId,
        "riskLevel",
        0,
        Map.of("level", advised.code(), "grounds", grounds),
        Map.of("level", assessment.level().code(), "grounds", assessment.grounds()),
        LocalDate.ofInstant(now, WorkingCalendar.LONDON),
        null,
        By.SYSTEM);
    timeline.add(
        caseRef,
        journeyId,
        "risk",
        "timeline.risk-" + assessment.level().code(),
        Map.of("grounds", assessment.grounds(), "version", assessment.version()),
        By.SYSTEM);
    audit.recordSystem(
        "record-risk-level",
        caseRef,
        Map.of("level", assessment.level().code(), "version", assessment.version()));
    return assessment;
  }

  /**
   * @param lower true if the result would take protection away
   * @param before the level that holds now
   */
  public record Comparison(boolean lower, @Nullable RiskLevel before) {}
}
