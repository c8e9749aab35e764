package org.haven.casefile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Forms as they were answered, for every form that has no table of its own. Each row stays as it
 * was written; what is corrected is a newer row.
 */
@Component
public class FormRecords {
  /** Seen by the safeguarding lead alone. Source: procedure section 2. */
  private static final String SAFEGUARDING_LOG = "SafeguardingLog";

  /** Kept for named officers, who ask for them with a reason: never on the case page. */
  private static final String MINUTES = "Meeting.minutes";

  private static final String MARAC = "record-marac-meeting";
  static final String ENTITY = "form-record";

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final Audit audit;
  private final CaseAccess access;

  FormRecords(JdbcClient db, Sealing sealing, Clock clock, Audit audit, CaseAccess access) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.audit = audit;
    this.access = access;
  }

  /**
   * Keeps a form's answers.
   *
   * @param elementId the step, such as {@code Task_DecideTransfer}
   * @param entities for a sealed field the entity that it belongs to, such as {@code
   *     Referral.whyNot}
   * @param routing facts as the engine has them
   * @param sealed answers that stay with us
   * @return the id of the row
   */
  @Transactional
  public String record(
      CaseRef caseRef,
      JourneyId journeyId,
      String elementId,
      String formId,
      Map<String, String> entities,
      Map<String, ?> routing,
      Map<String, ?> sealed,
      By by) {
    String id = UUID.randomUUID().toString();
    db.sql(
            """
            insert into form_record
              (id, case_ref, journey_id, element_id, form_id, entities, routing, sealed, at, by)
            values (?::uuid, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?::jsonb, ?, ?)
            """)
        .params(
            id,
            caseRef.value(),
            journeyId.value(),
            elementId,
            formId,
            Rows.json(entities),
            Rows.json(Rows.closed(routing)),
            sealing.sealAll(caseRef, ENTITY, id, sealed),
            Rows.ts(clock.instant()),
            by.name())
        .update();
    return id;
  }

  /**
   * A part of a list.
   *
   * @param next what to ask on with, absent at its end
   */
  public record Slice(List<FormHead> heads, @Nullable Integer next) {}

  /**
   * Which forms of a case the person may see, and what was decided or done at its steps, the newest
   * first; nothing sealed is opened for it. Of the safeguarding log, and of what was answered on
   * the way of a safeguarding referral, only the safeguarding lead sees anything.
   *
   * @param from where the last part of the list ended, 0 for its beginning
   * @throws NoSuchCaseException if the person may not open the case
   */
  public Slice heads(ActingPerson who, CaseRef caseRef, int from, int most) {
    access.require(who, caseRef);
    List<FormHead> found =
        db.sql(
                """
                select id, journey_id, element_id, form_id, routing::text as routing, at, by
                from (
                  select id, seq, journey_id, element_id, form_id, routing, at, by
                  from form_record f
                  where case_ref = :case
                    and (:lead or not exists (
                      select 1 from jsonb_each_text(f.entities) e
                      where e.value = :log or starts_with(e.value, :log || '.')))
                  union all
                  select id, seq, journey_id, element_id, :outcome, jsonb_strip_nulls(
                    jsonb_build_object('outcome', outcome, 'nextOn', next_on)), at, by
                  from journey_note n
                  where case_ref = :case and outcome is not null
                    and (:lead or not exists (
                      select 1 from journey j
                      where j.journey_id = n.journey_id and j.process_id = :safeguarding))
                ) as on_record
                order by at desc, seq desc, id offset :from limit :most
                """)
            .param("case", caseRef.value())
            .param("from", from)
            .param("lead", who.teams().contains(Team.SAFEGUARDING_LEAD))
            .param("log", SAFEGUARDING_LOG)
            .param("outcome", JourneyNotes.FORM)
            .param("safeguarding", JourneyNotes.SAFEGUARDING)
            .param("most", most + 1)
            .query(
                (rs, _) ->
                    new FormHead(
                        rs.getString("id"),
                        new JourneyId(rs.getString("journey_id")),
                        rs.getString("element_id"),
                        rs.getString("form_id"),
                        Rows.map(rs.getString("routing")),
                        Rows.at(rs, "at"),
                        rs.getString("by")))
            .list();
    return found.size() > most
        ? new Slice(found.subList(0, most), from + most)
        : new Slice(found, null);
  }

  /**
   * That a form of this kind was answered in this journey, and when last; nothing sealed is opened.
   * Empty where {@link #heads} does not name it.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  public Optional<FormHead> newestHead(
      ActingPerson who, CaseRef caseRef, JourneyId journeyId, String formId) {
    return heads(who, caseRef, 0, 1_000).heads().stream()
        .filter(head -> head.journeyId().equals(journeyId) && head.formId().equals(formId))
        .findFirst();
  }

  /**
   * One form as it was answered; the read is audited. Empty if the case has no such form, or if it
   * is of the safeguarding log and the person is not its lead. Minutes of a MARAC are left out for
   * everybody.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public Optional<FormRecord> open(ActingPerson who, CaseRef caseRef, UUID id) {
    access.require(who, caseRef);
    var found =
        db.sql(
                """
                select id, journey_id, element_id, form_id, entities::text as entities,
                  routing::text as routing, sealed::text as sealed, at, by
                from form_record where case_ref = ? and id = ?
                """)
            .params(caseRef.value(), id)
            .query((rs, _) -> read(rs, who, caseRef))
            .optional()
            .flatMap(Function.identity());
    found.ifPresent(
        form ->
            audit.record(
                who,
                "read-form-record",
                caseRef,
                Map.of("record", id.toString(), "form", form.formId())));
    return found;
  }

  /**
   * The form of this kind that was answered last in this journey; the read is audited. Empty where
   * {@link #open} is.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public Optional<FormRecord> newest(
      ActingPerson who, CaseRef caseRef, JourneyId journeyId, String formId) {
    return db.sql(
            "select id from form_record where case_ref = ? and journey_id = ? and form_id = ?"
                + " order by seq desc limit 1")
        .params(caseRef.value(), journeyId.value(), formId)
        .query(UUID.class)
        .optional()
        .flatMap(id -> open(who, caseRef, id));
  }

  /**
   * The newest answers of each form, those of the journey before those of the case, for what Haven
   * itself writes; the read is audited. Nothing of the vault, the safeguarding log or the minutes
   * of a MARAC is among them.
   */
  @Transactional
  public Map<String, Map<String, Object>> forSending(CaseRef caseRef, JourneyId journeyId) {
    audit.recordSystem("read-form-records", caseRef, Map.of());
    var newest = new LinkedHashMap<String, Map<String, Object>>();
    db.sql(
            """
            select id, form_id, entities::text as entities, routing::text as routing,
              sealed::text as sealed
            from form_record where case_ref = :case order by (journey_id = :journey) desc, seq desc
            """)
        .param("case", caseRef.value())
        .param("journey", journeyId.value())
        .query(
            rs -> {
              String formId = rs.getString("form_id");
              Map<String, Object> entities = Rows.map(rs.getString("entities"));
              if (newest.containsKey(formId)
                  || entities.values().stream().anyMatch(e -> within(e, SAFEGUARDING_LOG))) {
                return;
              }
              var answers = new LinkedHashMap<String, Object>(Rows.map(rs.getString("routing")));
              sealing
                  .openAll(caseRef, ENTITY, rs.getString("id"), rs.getString("sealed"))
                  .values()
                  .forEach(
                      (field, value) -> {
                        if (!hidden(formId, entities.get(field))) {
                          answers.put(field, value);
                        }
                      });
              newest.put(formId, answers);
            });
    return newest;
  }

  private Optional<FormRecord> read(ResultSet rs, ActingPerson who, CaseRef caseRef)
      throws SQLException {
    Map<String, Object> entities = Rows.map(rs.getString("entities"));
    boolean safeguarding = entities.values().stream().anyMatch(e -> within(e, SAFEGUARDING_LOG));
    if (safeguarding && !who.teams().contains(Team.SAFEGUARDING_LEAD)) {
      return Optional.empty();
    }
    String id = rs.getString("id");
    String formId = rs.getString("form_id");
    var opened = sealing.openAll(caseRef, ENTITY, id, rs.getString("sealed"));
    var answers = new LinkedHashMap<String, Object>(Rows.map(rs.getString("routing")));
    opened
        .values()
        .forEach(
            (field, value) -> {
              if (!hidden(formId, entities.get(field))) {
                answers.put(field, value);
              }
            });
    var refused =
        opened.refused().stream()
            .filter(field -> !hidden(formId, entities.get(field)))
            .collect(Collectors.toSet());
    return Optional.of(
        new FormRecord(
            id,
            new JourneyId(rs.getString("journey_id")),
            rs.getString("element_id"),
            formId,
            answers,
            refused,
            Rows.at(rs, "at"),
            rs.getString("by")));
  }

  private static boolean hidden(String formId, @Nullable Object entity) {
    return within(entity, "AddressVault") || (formId.equals(MARAC) && MINUTES.equals(entity));
  }

  private static boolean within(@Nullable Object field, String entity) {
    String name = Objects.toString(field, "");
    return name.equals(entity) || name.startsWith(entity + ".");
  }
}
