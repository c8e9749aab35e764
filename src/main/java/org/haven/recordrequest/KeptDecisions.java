package org.haven.recordrequest;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.sealing.Sealing;
import org.haven.recordrequest.ListedRecords.Entry;
import org.haven.recordrequest.RecordDecisions.Asked;
import org.haven.recordrequest.RecordDecisions.Choice;
import org.haven.recordrequest.RecordDecisions.Decision;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was decided of records, as it is kept: the last decision on a record counts. */
@Component
class KeptDecisions {
  private static final String ENTITY = "record-decision";

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;

  KeptDecisions(JdbcClient db, Sealing sealing, Clock clock) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
  }

  /** By which a record of a request is known. */
  static String key(String kind, String ref) {
    return kind + " " + ref;
  }

  void add(ActingPerson who, CaseRef caseRef, JourneyId journeyId, Entry entry, Asked asked) {
    String id = UUID.randomUUID().toString();
    boolean redacts = asked.choice() == Choice.REDACT;
    db.sql(
            """
            insert into record_decision
              (row_id, journey_id, case_ref, kind, ref, choice, reason, sealed, at, by)
            values (?::uuid, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)
            """)
        .params(
            Arrays.asList(
                id,
                journeyId.value(),
                caseRef.value(),
                entry.kind(),
                entry.ref(),
                asked.choice().code(),
                asked.reason(),
                sealing.sealAll(
                    caseRef,
                    ENTITY,
                    id,
                    Map.of(
                        "choice",
                        asked.choice().code(),
                        "leftOut",
                        redacts ? asked.leftOut().stream().sorted().toList() : List.of(),
                        "passages",
                        redacts ? asked.passages() : List.of(),
                        "seen",
                        entry.digest())),
                Timestamp.from(clock.instant()),
                who.username()))
        .update();
  }

  private record Row(
      String id, String key, @Nullable String reason, String sealed, Instant at, String by) {
    @Override
    public String toString() {
      return "Row[" + key + " ***]";
    }
  }

  private List<Row> rows(JourneyId journeyId) {
    return db.sql(
            """
            select distinct on (kind, ref) row_id, kind, ref, reason,
              sealed::text as sealed, at, by
            from record_decision where journey_id = ? order by kind, ref, id desc
            """)
        .param(journeyId.value())
        .query(
            (rs, _) ->
                new Row(
                    rs.getString("row_id"),
                    key(rs.getString("kind"), rs.getString("ref")),
                    rs.getString("reason"),
                    rs.getString("sealed"),
                    rs.getTimestamp("at").toInstant(),
                    rs.getString("by")))
        .list();
  }

  /** The records on which somebody decided. */
  Set<String> keys(JourneyId journeyId) {
    return rows(journeyId).stream().map(Row::key).collect(Collectors.toSet());
  }

  /** What was decided of each record; one that was changed behind our back is none. */
  Map<String, Decision> opened(CaseRef caseRef, JourneyId journeyId) {
    var opened = new TreeMap<String, Decision>();
    for (Row row : rows(journeyId)) {
      var fields = sealing.openAll(caseRef, ENTITY, row.id(), row.sealed());
      if (fields.refused().isEmpty()) {
        opened.put(row.key(), decision(row, fields.values()));
      }
    }
    return opened;
  }

  private static Decision decision(Row row, Map<String, ?> fields) {
    return new Decision(
        Choice.ofCode(String.valueOf(fields.get("choice"))).orElseThrow(),
        row.reason(),
        list(fields.get("leftOut")).stream()
            .map(one -> Integer.valueOf(one.toString()))
            .collect(Collectors.toSet()),
        list(fields.get("passages")).stream().map(Object::toString).toList(),
        String.valueOf(fields.get("seen")),
        row.at(),
        row.by());
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> several ? several : List.of();
  }

  /** Everybody who decided on a record of this request, or handed the redaction in. */
  Set<String> workers(JourneyId journeyId) {
    return Set.copyOf(
        db.sql(
                "select by from record_decision where journey_id = :journey union"
                    + " select by from form_record where journey_id = :journey"
                    + " and form_id = 'redact-records'")
            .param("journey", journeyId.value())
            .query(String.class)
            .list());
  }
}
