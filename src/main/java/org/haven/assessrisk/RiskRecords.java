package org.haven.assessrisk;

import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.By;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What was answered, judged and found. Rows are added and never changed. */
@Repository
class RiskRecords {
  private static final String SELECT =
      """
      select r.version, r.journey_id, a.yes, a.missing, r.advised, r.level, r.grounds, r.override,
        r.at
      from risk_assessment r left join risk_answers a on a.task_id = r.answers_task
      """;

  private final JdbcClient db;
  private final Sealing sealing;

  RiskRecords(JdbcClient db, Sealing sealing) {
    this.db = db;
    this.sealing = sealing;
  }

  /** Two journeys of a case that end at once get two versions, one after the other. */
  void lock(CaseRef caseRef) {
    db.sql("select pg_advisory_xact_lock(hashtextextended('risk ' || ?, 0))")
        .param(caseRef.value())
        .query((_, _) -> true)
        .single();
  }

  boolean insert(
      CaseRef caseRef, JourneyId journeyId, long taskId, RiskAnswers answers, Instant at, By by) {
    return db.sql(
                """
                insert into risk_answers
                  (task_id, case_ref, journey_id, source, incident_on, yes, missing, sealed, at, by)
                values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?) on conflict (task_id) do nothing
                """)
            .params(
                Arrays.asList(
                    taskId,
                    caseRef.value(),
                    journeyId.value(),
                    answers.withHer() ? "with-her" : "from-records",
                    answers.incidentOn() == null ? null : Date.valueOf(answers.incidentOn()),
                    answers.yes(),
                    answers.missing(),
                    sealing.sealAll(
                        caseRef, "RiskAnswers", String.valueOf(taskId), answers.answers()),
                    Timestamp.from(at),
                    by.name()))
            .update()
        == 1;
  }

  boolean insertJudgement(
      CaseRef caseRef,
      JourneyId journeyId,
      long taskId,
      Known high,
      @Nullable String why,
      Instant at,
      By by) {
    Map<String, Object> sealed = why == null || why.isBlank() ? Map.of() : Map.of("why", why);
    return db.sql(
                """
                insert into risk_judgement (task_id, case_ref, journey_id, high, sealed, at, by)
                values (?, ?, ?, ?, ?::jsonb, ?, ?) on conflict (task_id) do nothing
                """)
            .params(
                Arrays.asList(
                    taskId,
                    caseRef.value(),
                    journeyId.value(),
                    high == Known.UNKNOWN ? null : high == Known.YES,
                    sealing.sealAll(caseRef, "RiskJudgement", String.valueOf(taskId), sealed),
                    Timestamp.from(at),
                    by.name()))
            .update()
        == 1;
  }

  RiskAssessment insert(
      CaseRef caseRef,
      JourneyId journeyId,
      long stepKey,
      RiskLevel advised,
      RiskLevel level,
      List<Code> grounds,
      @Nullable Code override,
      Instant at) {
    db.sql(
            """
            insert into risk_assessment (case_ref, version, step_key, journey_id, answers_task,
              judgement_task, advised, level, grounds, override, at)
            values (:case,
              (select coalesce(max(version), 0) + 1 from risk_assessment where case_ref = :case),
              :step, :journey,
              (select task_id from risk_answers
                where case_ref = :case and journey_id = :journey order by at desc limit 1),
              (select task_id from risk_judgement
                where case_ref = :case and journey_id = :journey order by at desc limit 1),
              :advised, :level, string_to_array(:grounds, ','), :override, :at)
            """)
        .param("case", caseRef.value())
        .param("step", stepKey)
        .param("journey", journeyId.value())
        .param("advised", advised.code())
        .param("level", level.code())
        .param("grounds", String.join(",", grounds.stream().map(Code::value).toList()))
        .param("override", override == null ? null : override.value())
        .param("at", Timestamp.from(at))
        .update();
    return ofStep(stepKey).orElseThrow();
  }

  Optional<RiskAssessment> ofStep(long stepKey) {
    return db.sql(SELECT + " where r.step_key = ?")
        .param(stepKey)
        .query(RiskRecords::assessment)
        .optional();
  }

  Optional<RiskAssessment> latest(CaseRef caseRef) {
    return all(caseRef).stream().findFirst();
  }

  List<RiskAssessment> all(CaseRef caseRef) {
    return db.sql(SELECT + " where r.case_ref = ? order by r.version desc")
        .param(caseRef.value())
        .query(RiskRecords::assessment)
        .list();
  }

  Optional<RiskAnswers> lastAnswers(CaseRef caseRef, JourneyId journeyId) {
    return db.sql(
            """
            select task_id, source, incident_on, sealed from risk_answers
            where case_ref = ? and journey_id = ? order by at desc limit 1
            """)
        .params(caseRef.value(), journeyId.value())
        .query(
            (row, _) -> {
              var opened =
                  sealing.openAll(
                      caseRef, "RiskAnswers", row.getString("task_id"), row.getString("sealed"));
              var answers = new LinkedHashMap<String, String>();
              opened.values().forEach((key, value) -> answers.put(key, String.valueOf(value)));
              Date on = row.getDate("incident_on");
              return new RiskAnswers(
                  row.getString("source").equals("with-her"),
                  answers,
                  on == null ? null : on.toLocalDate());
            })
        .optional();
  }

  private static RiskAssessment assessment(ResultSet row, int number) throws SQLException {
    Array grounds = row.getArray("grounds");
    return new RiskAssessment(
        row.getInt("version"),
        new JourneyId(row.getString("journey_id")),
        row.getObject("yes", Integer.class),
        row.getObject("missing", Integer.class),
        RiskLevel.ofCode(row.getString("advised").toLowerCase(Locale.ROOT)),
        RiskLevel.ofCode(row.getString("level")),
        Arrays.stream((String[]) grounds.getArray()).map(Code::new).toList(),
        row.getString("override") == null ? null : new Code(row.getString("override")),
        row.getTimestamp("at").toInstant());
  }
}
