package org.haven.supervision;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.Sealing;
import org.haven.platform.sealing.TamperedValueException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What supervisors had the engine do to a journey, with the reason, which is sealed. Written before
 * the engine is asked, so that nothing is done of which nobody knows.
 */
@Component
class SupervisorActs {
  private static final String ENTITY = "supervisor-act";
  private static final int MOST = 200;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final JdbcClient db;
  private final Sealing sealing;
  private final Audit audit;
  private final Clock clock;

  SupervisorActs(JdbcClient db, Sealing sealing, Audit audit, Clock clock) {
    this.db = db;
    this.sealing = sealing;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * What is to be done, and to what.
   *
   * @param mapping of a journey that goes on by another version: what becomes of the steps that are
   *     called otherwise there, by element id
   */
  record Intent(
      UUID id,
      CaseRef caseRef,
      long journeyRow,
      ActKind kind,
      String subject,
      @Nullable String was,
      @Nullable String became,
      String reason,
      Map<String, String> mapping) {}

  /**
   * @return false if it was written before: the page was sent twice
   */
  @Transactional
  boolean begin(ActingPerson who, Intent intent) {
    int first =
        db.sql(
                """
                insert into supervisor_act (id, case_ref, journey_row, kind, subject, was, became,
                  mapping, sealed, at, by)
                values (:id, :case, :journey, :kind, :subject, :was, :became, :mapping::jsonb,
                  :sealed::jsonb, :at, :by)
                on conflict do nothing
                """)
            .param("id", intent.id())
            .param("case", intent.caseRef().value())
            .param("journey", intent.journeyRow())
            .param("kind", intent.kind().code())
            .param("subject", intent.subject())
            .param("was", intent.was())
            .param("became", intent.became())
            .param(
                "mapping",
                intent.mapping().isEmpty() ? null : JSON.writeValueAsString(intent.mapping()))
            .param(
                "sealed",
                sealing.sealAll(
                    intent.caseRef(),
                    ENTITY,
                    intent.id().toString(),
                    Map.of("reason", intent.reason())))
            .param("at", clock.instant().atOffset(ZoneOffset.UTC))
            .param("by", who.username())
            .update();
    if (first == 1) {
      audit(who, intent, "asked");
    }
    return first == 1;
  }

  @Transactional
  void ended(ActingPerson who, Intent intent, ActResult result, String code) {
    db.sql("update supervisor_act set result = ?, code = ? where id = ? and result is null")
        .params(result.code(), code, intent.id())
        .update();
    audit(who, intent, result.code());
  }

  /** What came of an act; nothing is known of one that was not answered. */
  ActResult result(UUID id) {
    return known(id).orElse(ActResult.AWAY);
  }

  /** The same; empty if nothing of the kind was asked for. */
  Optional<ActResult> known(UUID id) {
    return db.sql("select coalesce(result, 'away') from supervisor_act where id = ?")
        .param(id)
        .query(String.class)
        .optional()
        .map(code -> ActResult.valueOf(code.toUpperCase(Locale.ROOT)));
  }

  /**
   * That a journey went on by another version.
   *
   * @param mapping steps that are called otherwise there, by element id
   */
  record Migrated(int from, int to, Map<String, String> mapping) {}

  /** The last time that it did, as far as is known. */
  Optional<Migrated> lastMigrated(long journeyRow) {
    return db.sql(
            """
            select was, became, coalesce(mapping, '{}')::text from supervisor_act
            where journey_row = ? and kind = 'migrate' and result = 'done'
            order by seq desc limit 1
            """)
        .param(journeyRow)
        .query(
            (row, _) ->
                new Migrated(
                    row.getInt(1),
                    row.getInt(2),
                    JSON.readValue(row.getString(3), new TypeReference<Map<String, String>>() {})))
        .optional();
  }

  private void audit(ActingPerson who, Intent intent, String result) {
    var details = new LinkedHashMap<String, Object>();
    details.put("journey", intent.journeyRow());
    details.put("subject", intent.subject());
    details.put("result", result);
    audit.record(who, "supervise-" + intent.kind().code(), intent.caseRef(), details);
  }

  /**
   * One of them.
   *
   * @param result absent while the engine has not answered, or if Haven ended before it did
   */
  record Act(
      ActKind kind,
      String subject,
      @Nullable String was,
      @Nullable String became,
      @Nullable Sealed reason,
      Instant at,
      String by,
      @Nullable ActResult result) {}

  /** The newest first; that somebody read the reasons is audited. */
  @Transactional
  List<Act> of(ActingPerson who, CaseRef caseRef, long journeyRow) {
    var found = read(caseRef, journeyRow);
    if (!found.isEmpty()) {
      audit.record(who, "read-supervisor-acts", caseRef, Map.of("journey", journeyRow));
    }
    return found;
  }

  private List<Act> read(CaseRef caseRef, long journeyRow) {
    return db.sql(
            "select *, sealed::text as words from supervisor_act where journey_row = ?"
                + " order by seq desc limit ?")
        .params(journeyRow, MOST)
        .query(
            (row, _) ->
                new Act(
                    ActKind.of(row.getString("kind")).orElseThrow(),
                    row.getString("subject"),
                    row.getString("was"),
                    row.getString("became"),
                    reason(caseRef, row.getString("id"), row.getString("words")),
                    InstanceRows.at(row, "at"),
                    row.getString("by"),
                    ActResult.of(row.getString("result"))))
        .list();
  }

  private @Nullable Sealed reason(CaseRef caseRef, String id, String sealed) {
    try {
      return sealing.openAll(caseRef, ENTITY, id, sealed).text("reason").orElse(null);
    } catch (TamperedValueException e) {
      return null;
    }
  }
}
