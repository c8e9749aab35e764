package org.haven.letters;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.SafeContacts;
import org.haven.casefile.SafeWay;
import org.haven.casefile.Timeline;
import org.haven.letters.LetterRows.Row;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.References;
import org.haven.platform.sealing.KeyScope;
import org.haven.platform.sealing.Sealing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes letters, unless they must not be made at all. Source: procedure section 7, letters and
 * bundles, wishes gate, contact gate.
 */
@Component
public class LetterMaking {
  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final Audit audit;
  private final CaseFacts facts;
  private final SafeContacts contacts;
  private final Timeline timeline;
  private final LetterTemplates templates;
  private final Drafting drafting;
  private final NeutralNotice notice;
  private final LetterRows rows;
  private final LetterCorrections corrections;

  LetterMaking(
      JdbcClient db,
      Sealing sealing,
      Clock clock,
      Audit audit,
      CaseFacts facts,
      SafeContacts contacts,
      Timeline timeline,
      LetterTemplates templates,
      Drafting drafting,
      NeutralNotice notice,
      LetterRows rows,
      LetterCorrections corrections) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.audit = audit;
    this.facts = facts;
    this.contacts = contacts;
    this.timeline = timeline;
    this.templates = templates;
    this.drafting = drafting;
    this.notice = notice;
    this.rows = rows;
    this.corrections = corrections;
  }

  /** What came of asking for a draft. */
  public sealed interface Made {
    record Draft(Code letterId) implements Made {}

    /** It goes to her, and there is no safe way to reach her now. */
    record ContactNotSafe() implements Made {}

    /** It must not be made at all: her wishes are not on record, or it is not for this reader. */
    record Refused(Code why) implements Made {}
  }

  /**
   * Makes a draft, the first or a new one after a correction. The same step again makes no other.
   *
   * @param template file of {@code letters/}
   * @param recipient victim, perpetrator, agency, applicant, tenant, complainant …
   * @param processInstanceKey the running of check-letter, which has one letter
   */
  @Transactional
  public Made make(
      CaseRef caseRef,
      JourneyId journeyId,
      Code template,
      Code recipient,
      long processInstanceKey,
      long stepKey) {
    Optional<String> made =
        db.sql("select letter_id from letter_draft where step_key = ?")
            .param(stepKey)
            .query(String.class)
            .optional();
    if (made.isPresent()) {
      return new Made.Draft(new Code(made.get()));
    }
    LetterTemplate letter = templates.get(template.value());
    Map<String, Object> known = facts.of(caseRef);
    Reader reader = Reader.of(recipient, known);
    Optional<Code> refusal = refusal(letter, reader, known);
    if (refusal.isPresent()) {
      refused(caseRef, journeyId, letter, refusal.get());
      return new Made.Refused(refusal.get());
    }
    if (reader == Reader.VICTIM && !contacts.check(caseRef).valid()) {
      return new Made.ContactNotSafe();
    }
    SafeWay contact = contacts.forSending(caseRef);
    Route route = Route.of(reader, contact, notice.ready());
    long version = contacts.version(caseRef);
    Optional<Row> before = rows.ofInstance(processInstanceKey, true);
    before.ifPresent(rows::backToDraft);
    String letterId =
        before
            .map(Row::letterId)
            .orElseGet(
                () ->
                    begin(
                        caseRef,
                        journeyId,
                        letter,
                        recipient,
                        reader,
                        route,
                        processInstanceKey,
                        version));
    int draft = before.map(Row::draft).orElse(0) + 1;
    Drafting.Draft drawn =
        drafting.draw(
            caseRef,
            journeyId,
            letterId,
            letter,
            recipient,
            reader,
            route,
            contact,
            known,
            corrections.paragraph(caseRef, letterId).orElse(letter.paragraph()));
    write(caseRef, letterId, draft, stepKey, version, route, drawn);
    timeline.add(
        caseRef,
        journeyId,
        "letter",
        draft == 1 ? "timeline.letter-made" : "timeline.letter-made-again",
        Map.of("letter", new Code(letter.id()), "recipient", recipient),
        By.SYSTEM);
    audit.recordSystem("make-letter", caseRef, Map.of("letter", letterId, "draft", draft));
    return new Made.Draft(new Code(letterId));
  }

  /** A letter without a draft. */
  private String begin(
      CaseRef caseRef,
      JourneyId journeyId,
      LetterTemplate letter,
      Code recipient,
      Reader reader,
      Route route,
      long processInstanceKey,
      long version) {
    String letterId = References.fresh("LE");
    db.sql(
            """
            insert into letter (letter_id, case_ref, journey_id, process_instance_key, template,
              recipient, reader, route, status, draft, contact_version, made_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, 'draft', 0, ?, ?)
            """)
        .params(
            letterId,
            caseRef.value(),
            journeyId.value(),
            processInstanceKey,
            letter.id(),
            recipient.value(),
            reader.code(),
            route.code(),
            version,
            Timestamp.from(clock.instant()))
        .update();
    return letterId;
  }

  private static Optional<Code> refusal(
      LetterTemplate letter, Reader reader, Map<String, Object> known) {
    if (!letter.audience().contains(reader)) {
      return Optional.of(new Code("wrong-reader"));
    }
    boolean wishes = Boolean.TRUE.equals(known.get("wishesRecorded"));
    return letter.wishesGate() && reader != Reader.VICTIM && !wishes
        ? Optional.of(new Code("wishes-missing"))
        : Optional.empty();
  }

  private void refused(CaseRef caseRef, JourneyId journeyId, LetterTemplate letter, Code why) {
    timeline.add(
        caseRef,
        journeyId,
        "letter",
        "timeline.letter-refused-" + why,
        Map.of("letter", new Code(letter.id())),
        By.SYSTEM);
    audit.recordSystem("refuse-letter", caseRef, Map.of("template", letter.id(), "why", why));
  }

  private void write(
      CaseRef caseRef,
      String letterId,
      int draft,
      long stepKey,
      long version,
      Route route,
      Drafting.Draft drawn) {
    String row = Row.sealRow(letterId, draft);
    db.sql(
            """
            insert into letter_draft (letter_id, draft, step_key, contact_version, sealed,
              sealed_pdf, made_at)
            values (?, ?, ?, ?, ?::jsonb, ?, ?)
            """)
        .params(
            letterId,
            draft,
            stepKey,
            version,
            sealing.sealAll(caseRef, LetterRows.ENTITY, row, drawn.fields()),
            sealing.seal(
                KeyScope.of(caseRef),
                LetterRows.ENTITY,
                row,
                "pdf",
                Base64.getEncoder().encodeToString(drawn.pdf())),
            Timestamp.from(clock.instant()))
        .update();
    db.sql(
            "update letter set draft = ?, status = 'draft', checker1 = null, checker2 = null,"
                + " route = ?, contact_version = ? where letter_id = ?")
        .params(draft, route.code(), version, letterId)
        .update();
  }
}
