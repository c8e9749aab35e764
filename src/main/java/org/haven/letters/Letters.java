package org.haven.letters;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.SafeContacts;
import org.haven.casefile.SafeWay;
import org.haven.casefile.Timeline;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.References;
import org.haven.platform.sealing.KeyScope;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Letters and bundles: made, checked by two people, sent once. Source: procedure section 7, letters
 * and bundles, neutral notices, wishes gate, contact gate.
 */
@Component
@EnableConfigurationProperties(LettersProperties.class)
public class Letters {
  static final String ENTITY = "letter";

  /** Shorter than the engine waits before it gives the job to another node. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(45);

  private static final String COLUMNS =
      "l.letter_id, l.case_ref, l.journey_id, l.template, l.recipient, l.reader, l.route, l.status,"
          + " l.draft, l.checker1, l.checker2, l.made_at, l.sending_since, l.sent_at,"
          + " d.contact_version, d.sealed::text as sealed";
  private static final String TABLES =
      " from letter l join letter_draft d on d.letter_id = l.letter_id and d.draft = l.draft ";

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final Audit audit;
  private final CaseAccess access;
  private final CaseFacts facts;
  private final People people;
  private final SafeContacts contacts;
  private final Timeline timeline;
  private final LetterTemplates templates;
  private final Drafting drafting;
  private final Scan scan;
  private final LettersProperties office;
  private final NeutralNotice notice;
  private final ObjectProvider<LetterPost> posts;
  private final TransactionTemplate transaction;

  Letters(
      JdbcClient db,
      Sealing sealing,
      Clock clock,
      Audit audit,
      CaseAccess access,
      CaseFacts facts,
      People people,
      SafeContacts contacts,
      Timeline timeline,
      LetterTemplates templates,
      Drafting drafting,
      Scan scan,
      LettersProperties office,
      NeutralNotice notice,
      ObjectProvider<LetterPost> posts,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.audit = audit;
    this.access = access;
    this.facts = facts;
    this.people = people;
    this.contacts = contacts;
    this.timeline = timeline;
    this.templates = templates;
    this.drafting = drafting;
    this.scan = scan;
    this.office = office;
    this.notice = notice;
    this.posts = posts;
    this.transaction = new TransactionTemplate(transactions);
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
    Optional<Row> before = ofInstance(processInstanceKey, true);
    String letterId = before.map(Row::letterId).orElseGet(() -> References.fresh("LE"));
    int draft = before.map(Row::draft).orElse(0) + 1;
    if (before.isEmpty()) {
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
              ts(clock.instant()))
          .update();
    } else {
      backToDraft(before.get());
    }
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
            paragraph(caseRef, letterId, letter));
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
    String row = letterId + "." + draft;
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
            sealing.sealAll(caseRef, ENTITY, row, drawn.fields()),
            sealing.seal(
                KeyScope.of(caseRef),
                ENTITY,
                row,
                "pdf",
                Base64.getEncoder().encodeToString(drawn.pdf())),
            ts(clock.instant()))
        .update();
    db.sql(
            "update letter set draft = ?, status = 'draft', checker1 = null, checker2 = null,"
                + " route = ?, contact_version = ? where letter_id = ?")
        .params(draft, route.code(), version, letterId)
        .update();
  }

  private String paragraph(CaseRef caseRef, String letterId, LetterTemplate letter) {
    return db.sql(
            "select words_id, sealed::text as sealed from letter_words"
                + " where letter_id = ? order by seq desc limit 1")
        .param(letterId)
        .query(
            (rs, _) ->
                sealing.openAll(
                    caseRef, "letter-words", rs.getString("words_id"), rs.getString("sealed")))
        .optional()
        .map(words -> text(words, "paragraph"))
        .filter(Objects::nonNull)
        .orElse(letter.paragraph());
  }

  /** The letter that a running of check-letter makes, for the forms of its steps. */
  @Transactional
  public Optional<LetterView> ofInstance(ActingPerson who, long processInstanceKey) {
    return ofInstance(processInstanceKey, false)
        .filter(row -> access.mayOpen(who, row.caseRef()))
        .map(this::view);
  }

  /**
   * The letters of a case in lines, newest first; empty if the person may not open the case. Of
   * what is sealed only the names are opened, and the read is audited once.
   */
  @Transactional
  public List<LetterLine> of(ActingPerson who, CaseRef caseRef) {
    if (!access.mayOpen(who, caseRef)) {
      return List.of();
    }
    List<LetterLine> lines =
        db.sql(
                """
                select l.letter_id, l.template, l.recipient, l.reader, l.route, l.status, l.draft,
                  l.checker1, l.checker2, l.made_at, l.sent_at,
                  jsonb_strip_nulls(
                    jsonb_build_object('recipientName', d.sealed -> 'recipientName'))::text as name
                from letter l join letter_draft d on d.letter_id = l.letter_id and d.draft = l.draft
                where l.case_ref = ? order by l.made_at desc, l.letter_id
                """)
            .param(caseRef.value())
            .query((rs, _) -> line(caseRef, rs))
            .list();
    if (!lines.isEmpty()) {
      audit.record(who, "read-letters", caseRef, Map.of("count", lines.size()));
    }
    return lines;
  }

  private LetterLine line(CaseRef caseRef, ResultSet rs) throws SQLException {
    String letterId = rs.getString("letter_id");
    int draft = rs.getInt("draft");
    Timestamp sent = rs.getTimestamp("sent_at");
    return new LetterLine(
        letterId,
        rs.getString("template"),
        templates.get(rs.getString("template")).title(),
        new Code(rs.getString("recipient")),
        Reader.ofCode(rs.getString("reader")),
        Route.ofCode(rs.getString("route")),
        LetterStatus.ofCode(rs.getString("status")),
        draft,
        rs.getString("checker1"),
        rs.getString("checker2"),
        rs.getTimestamp("made_at").toInstant(),
        sent == null ? null : sent.toInstant(),
        seal(
            text(
                sealing.openAll(caseRef, ENTITY, letterId + "." + draft, rs.getString("name")),
                "recipientName")));
  }

  /**
   * The PDF of the draft that counts. Empty when the case has no such letter or the person may not
   * open it: the two are not told apart. The read is audited.
   */
  @Transactional
  public Optional<byte[]> pdf(ActingPerson who, CaseRef caseRef, String letterId) {
    Optional<Row> found =
        find(letterId, false)
            .filter(row -> row.caseRef().equals(caseRef))
            .filter(row -> access.mayOpen(who, row.caseRef()));
    found.ifPresent(
        row ->
            audit.record(
                who,
                "read-letter",
                row.caseRef(),
                Map.of("letter", letterId, "draft", row.draft())));
    return found.map(this::openPdf);
  }

  private byte[] openPdf(Row row) {
    String sealed =
        db.sql("select sealed_pdf from letter_draft where letter_id = ? and draft = ?")
            .params(row.letterId(), row.draft())
            .query(String.class)
            .single();
    return Base64.getDecoder()
        .decode(sealing.open(KeyScope.of(row.caseRef()), ENTITY, row.sealRow(), "pdf", sealed));
  }

  /** Why somebody may not pass a letter. */
  public enum Objection {
    /** Two people check; this one was the first. */
    SAME_PERSON,
    /** Haven found something with which it cannot go. */
    FOUND,
    /** The contact rules changed after the draft was made. */
    STALE,
    /** There is no letter to check, or it is past checking. */
    NONE_TO_CHECK
  }

  /** What stands against this person's passing it now. */
  @Transactional
  public Optional<Objection> objection(ActingPerson who, long processInstanceKey) {
    Optional<Row> found = ofInstance(processInstanceKey, false);
    if (found.isEmpty()) {
      return Optional.of(Objection.NONE_TO_CHECK);
    }
    Row row = found.get();
    if (row.status() == LetterStatus.CHECKED_ONCE && who.username().equals(row.checker1())) {
      return Optional.of(Objection.SAME_PERSON);
    }
    if (row.status() != LetterStatus.DRAFT && row.status() != LetterStatus.CHECKED_ONCE) {
      return Optional.of(Objection.NONE_TO_CHECK);
    }
    LetterView view = view(row);
    if (view.stale()) {
      return Optional.of(Objection.STALE);
    }
    return view.blocked() ? Optional.of(Objection.FOUND) : Optional.empty();
  }

  /**
   * Keeps what a checker answered and moves the letter on: passed once, passed twice, or back to
   * draft.
   *
   * @param sealed recipientRight, noSafeAddress, noMarac, neutralSender, whatToChange
   * @throws IllegalStateException if the same person would check twice, or it cannot pass
   */
  @Transactional
  public void checked(
      ActingPerson who, long processInstanceKey, boolean pass, Map<String, ?> sealed) {
    Row row = ofInstance(processInstanceKey, true).orElseThrow(NoSuchElementException::new);
    if (pass) {
      objection(who, processInstanceKey)
          .ifPresent(
              why -> {
                throw new IllegalStateException("The letter cannot pass: " + why);
              });
    }
    String id = UUID.randomUUID().toString();
    db.sql(
            "insert into letter_check (check_id, letter_id, draft, pass, sealed, at, by)"
                + " values (?::uuid, ?, ?, ?, ?::jsonb, ?, ?)")
        .params(
            id,
            row.letterId(),
            row.draft(),
            pass,
            sealing.sealAll(row.caseRef(), "letter-check", id, sealed),
            ts(clock.instant()),
            who.username())
        .update();
    if (!pass) {
      backToDraft(row);
    } else if (row.status() == LetterStatus.DRAFT) {
      passed(row, LetterStatus.CHECKED_ONCE, "checker1", who);
    } else {
      passed(row, LetterStatus.CHECKED, "checker2", who);
    }
    timeline.add(
        row.caseRef(),
        row.journeyId(),
        "letter",
        pass ? "timeline.letter-passed" : "timeline.letter-not-passed",
        Map.of("letter", new Code(row.template())),
        By.of(who));
    audit.record(
        who,
        "check-letter",
        row.caseRef(),
        Map.of("letter", row.letterId(), "draft", row.draft(), "pass", pass));
  }

  /** Other words for the part of the letter that an officer may change; the next draft has them. */
  @Transactional
  public void correct(
      ActingPerson who, long processInstanceKey, String paragraph, @Nullable String reason) {
    Row row = ofInstance(processInstanceKey, true).orElseThrow(NoSuchElementException::new);
    String id = UUID.randomUUID().toString();
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("paragraph", paragraph);
    fields.put("reason", reason);
    db.sql(
            "insert into letter_words (words_id, letter_id, sealed, at, by)"
                + " values (?::uuid, ?, ?::jsonb, ?, ?)")
        .params(
            id,
            row.letterId(),
            sealing.sealAll(row.caseRef(), "letter-words", id, fields),
            ts(clock.instant()),
            who.username())
        .update();
    backToDraft(row);
    audit.record(who, "correct-letter", row.caseRef(), Map.of("letter", row.letterId()));
  }

  /** It will not go; again changes nothing. */
  @Transactional
  public void stop(ActingPerson who, long processInstanceKey, @Nullable String reason) {
    Row row = ofInstance(processInstanceKey, true).orElseThrow(NoSuchElementException::new);
    if (row.status() == LetterStatus.STOPPED) {
      return;
    }
    move(row, LetterStatus.STOPPED);
    timeline.add(
        row.caseRef(),
        row.journeyId(),
        "letter",
        "timeline.letter-stopped",
        Map.of("letter", new Code(row.template())),
        reason,
        By.of(who));
    audit.record(who, "stop-letter", row.caseRef(), Map.of("letter", row.letterId()));
  }

  /** What came of sending. */
  public sealed interface Outcome {
    record Sent() implements Outcome {}

    /** The contact rules, or what is on record, changed after it was checked. */
    record Stale() implements Outcome {}
  }

  /**
   * Sends a letter that two people have passed, by the way it was checked for. That it goes is on
   * record before it goes, so that a record which is lost on the way never says that it stayed; a
   * step that is done again sends it again under the same name. The same once more sends nothing.
   *
   * @throws IllegalStateException if it was not passed by two, if another step is just sending it,
   *     or inside a transaction
   */
  public Outcome send(CaseRef caseRef, Code letterId) {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("What has left cannot be rolled back: send outside of it");
    }
    return switch (Objects.requireNonNull(transaction.execute(_ -> begin(caseRef, letterId)))) {
      case Going.Over(Outcome outcome) -> outcome;
      case Going.Now now -> carry(now);
    };
  }

  /** What a step that sends has to do. */
  private sealed interface Going {
    record Over(Outcome outcome) implements Going {}

    record Now(Row row, Try attempt, LetterPost by, LetterPost.Outgoing letter) implements Going {}
  }

  private record Try(UUID sendingId, Timestamp since) {}

  private Going begin(CaseRef caseRef, Code letterId) {
    Row row =
        find(letterId.value(), true)
            .filter(r -> r.caseRef().equals(caseRef))
            .orElseThrow(() -> new NoSuchElementException("No letter " + letterId));
    if (row.status() == LetterStatus.SENT) {
      return new Going.Over(new Outcome.Sent());
    }
    if (row.status() == LetterStatus.DRAFT) {
      // an earlier run of the same step found it stale
      return new Going.Over(new Outcome.Stale());
    }
    if (row.status() != LetterStatus.CHECKED && row.status() != LetterStatus.SENDING) {
      throw new IllegalStateException("The letter " + letterId + " was not passed by two people");
    }
    Instant since = row.sendingSince();
    if (since != null && since.plus(ON_ITS_WAY).isAfter(clock.instant())) {
      throw new IllegalStateException("The letter " + letterId + " is just being sent");
    }
    LetterView view = view(row);
    if (view.blocked()) {
      if (since != null) {
        // a step was cut off while it sent it: to say that it stayed here could be untrue
        sent(row, "timeline.letter-may-have-gone");
        return new Going.Over(new Outcome.Sent());
      }
      backToDraft(row);
      timeline.add(
          caseRef,
          row.journeyId(),
          "letter",
          "timeline.letter-stale",
          Map.of("letter", new Code(row.template())),
          By.SYSTEM);
      audit.recordSystem("hold-letter", caseRef, Map.of("letter", row.letterId()));
      return new Going.Over(new Outcome.Stale());
    }
    if (row.status() == LetterStatus.CHECKED) {
      move(row, LetterStatus.SENDING);
    }
    Try attempt =
        db.sql(
                "update letter set sending_since = ?, sending_id = coalesce(sending_id, ?)"
                    + " where letter_id = ? returning sending_id, sending_since")
            .params(ts(clock.instant()), UUID.randomUUID(), row.letterId())
            .query((rs, _) -> new Try(rs.getObject(1, UUID.class), rs.getTimestamp(2)))
            .single();
    return new Going.Now(
        row,
        attempt,
        posts
            .orderedStream()
            .filter(post -> post.takes(row.route(), row.recipient()))
            .findFirst()
            .orElseThrow(),
        new LetterPost.Outgoing(
            caseRef,
            row.letterId(),
            attempt.sendingId(),
            row.recipient(),
            row.route(),
            office.sender(),
            label(view),
            row.route() == Route.NOTICE ? clear(contacts.forSending(caseRef).detail()) : null,
            openPdf(row)));
  }

  private static List<String> label(LetterView view) {
    var label = new ArrayList<String>();
    label.add(view.recipientName() == null ? "" : view.recipientName().clear());
    if (view.addressLabel() != null) {
      Arrays.stream(view.addressLabel().clear().split("[,\\n]"))
          .map(String::strip)
          .forEach(label::add);
    }
    return List.copyOf(label);
  }

  private Outcome carry(Going.Now now) {
    String letterId = now.row().letterId();
    try {
      now.by().send(now.letter());
    } catch (RuntimeException e) {
      // it is still here, unless another step tries it by now: what is found may hold it back
      db.sql(
              "update letter set sending_since = null"
                  + " where letter_id = ? and status = 'sending' and sending_since = ?")
          .params(letterId, now.attempt().since())
          .update();
      throw e;
    }
    transaction.executeWithoutResult(
        _ ->
            find(letterId, true)
                .filter(row -> row.status() == LetterStatus.SENDING)
                .ifPresent(row -> sent(row, "timeline.letter-sent")));
    return new Outcome.Sent();
  }

  private void sent(Row row, String entry) {
    move(row, LetterStatus.SENT);
    db.sql("update letter set sent_at = ?, sending_since = null where letter_id = ?")
        .params(ts(clock.instant()), row.letterId())
        .update();
    timeline.add(
        row.caseRef(),
        row.journeyId(),
        "letter",
        entry,
        Map.of(
            "letter", new Code(row.template()),
            "recipient", new Code(row.recipient()),
            "route", new Code(row.route().code())),
        By.SYSTEM);
    audit.recordSystem(
        "send-letter",
        row.caseRef(),
        Map.of("letter", row.letterId(), "route", row.route().code()));
  }

  private void backToDraft(Row row) {
    if (row.status() != LetterStatus.DRAFT) {
      move(row, LetterStatus.DRAFT);
    }
  }

  /** The status, and with one that goes back to draft its checkers. */
  private void move(Row row, LetterStatus next) {
    if (!row.status().mayBecome(next)) {
      throw new IllegalStateException(
          "A letter that is " + row.status().code() + " cannot become " + next.code());
    }
    db.sql(
            "update letter set status = :status,"
                + " checker1 = case when :status = 'draft' then null else checker1 end,"
                + " checker2 = case when :status = 'draft' then null else checker2 end,"
                + " sending_id = case when :status = 'draft' then null else sending_id end"
                + " where letter_id = :id")
        .param("status", next.code())
        .param("id", row.letterId())
        .update();
  }

  private void passed(Row row, LetterStatus next, String checker, ActingPerson who) {
    db.sql("update letter set " + checker + " = ? where letter_id = ?")
        .params(who.username(), row.letterId())
        .update();
    move(row, next);
  }

  private LetterView view(Row row) {
    LetterTemplate template = templates.get(row.template());
    SealedFields fields = sealing.openAll(row.caseRef(), ENTITY, row.sealRow(), row.sealed());
    boolean open = row.status() != LetterStatus.SENT && row.status() != LetterStatus.STOPPED;
    var findings = new ArrayList<>(found(fields));
    if (!fields.refused().isEmpty()) {
      findings.add(new Finding("changed-outside", null, true));
    }
    if (open) {
      String words = Objects.requireNonNullElse(text(fields, "words"), "");
      String name = Objects.requireNonNullElse(text(fields, "recipientName"), "");
      String label = Objects.requireNonNullElse(text(fields, "addressLabel"), "");
      String herName =
          people.forSending(row.caseRef()).stream()
              .filter(p -> p.kind() == PersonKind.VICTIM)
              .map(p -> text(p.fields(), "name"))
              .filter(Objects::nonNull)
              .findFirst()
              .orElse(null);
      findings.addAll(
          scan.findings(
              row.caseRef(),
              template,
              row.reader(),
              words,
              String.join("\n", office.sender(), template.title(), name, label),
              contacts.forSending(row.caseRef()),
              herName,
              facts.of(row.caseRef())));
    }
    return new LetterView(
        row.letterId(),
        row.caseRef(),
        row.template(),
        template.title(),
        new Code(row.recipient()),
        row.reader(),
        row.route(),
        row.status(),
        row.draft(),
        row.checker1(),
        row.checker2(),
        row.madeAt(),
        row.sentAt(),
        seal(text(fields, "recipientName")),
        seal(text(fields, "addressLabel")),
        seal(text(fields, "paragraph")),
        text(fields, "format"),
        row.status() == LetterStatus.DRAFT ? toChange(row) : null,
        List.copyOf(findings),
        open && contacts.version(row.caseRef()) != row.contactVersion());
  }

  /** What the last checker of this draft wants changed. */
  private @Nullable Sealed toChange(Row row) {
    return db.sql(
            "select check_id, sealed::text as sealed from letter_check"
                + " where letter_id = ? and draft = ? and not pass order by at desc limit 1")
        .params(row.letterId(), row.draft())
        .query(
            (rs, _) ->
                sealing.openAll(
                    row.caseRef(),
                    "letter-check",
                    rs.getString("check_id"),
                    rs.getString("sealed")))
        .optional()
        .map(check -> text(check, "whatToChange"))
        .map(Sealed::new)
        .orElse(null);
  }

  private static List<Finding> found(SealedFields fields) {
    var found = new ArrayList<Finding>();
    if (fields.values().get("findings") instanceof List<?> list) {
      for (Object one : list) {
        if (one instanceof Map<?, ?> finding) {
          Object what = finding.get("what");
          found.add(
              new Finding(
                  String.valueOf(finding.get("code")),
                  what == null ? null : what.toString(),
                  Boolean.TRUE.equals(finding.get("blocks"))));
        }
      }
    }
    return found;
  }

  private static @Nullable String clear(@Nullable Sealed sealed) {
    return sealed == null ? null : sealed.clear();
  }

  private static @Nullable Sealed seal(@Nullable String text) {
    return text == null ? null : new Sealed(text);
  }

  private static @Nullable String text(SealedFields fields, String field) {
    Object value = fields.values().get(field);
    return value == null || value.toString().isBlank() ? null : value.toString();
  }

  private static Timestamp ts(Instant at) {
    return Timestamp.from(at);
  }

  private record Row(
      String letterId,
      CaseRef caseRef,
      JourneyId journeyId,
      String template,
      String recipient,
      Reader reader,
      Route route,
      LetterStatus status,
      int draft,
      long contactVersion,
      @Nullable String checker1,
      @Nullable String checker2,
      Instant madeAt,
      @Nullable Instant sendingSince,
      @Nullable Instant sentAt,
      String sealed) {
    String sealRow() {
      return letterId + "." + draft;
    }
  }

  private static Row row(ResultSet rs, int number) throws SQLException {
    Timestamp sending = rs.getTimestamp("sending_since");
    Timestamp sent = rs.getTimestamp("sent_at");
    return new Row(
        rs.getString("letter_id"),
        new CaseRef(rs.getString("case_ref")),
        new JourneyId(rs.getString("journey_id")),
        rs.getString("template"),
        rs.getString("recipient"),
        Reader.ofCode(rs.getString("reader")),
        Route.ofCode(rs.getString("route")),
        LetterStatus.ofCode(rs.getString("status")),
        rs.getInt("draft"),
        rs.getLong("contact_version"),
        rs.getString("checker1"),
        rs.getString("checker2"),
        rs.getTimestamp("made_at").toInstant(),
        sending == null ? null : sending.toInstant(),
        sent == null ? null : sent.toInstant(),
        rs.getString("sealed"));
  }

  private Optional<Row> ofInstance(long processInstanceKey, boolean lock) {
    return db.sql(
            "select "
                + COLUMNS
                + TABLES
                + "where l.process_instance_key = ?"
                + (lock ? " for update of l" : ""))
        .param(processInstanceKey)
        .query(Letters::row)
        .optional();
  }

  private Optional<Row> find(String letterId, boolean lock) {
    return db.sql(
            "select "
                + COLUMNS
                + TABLES
                + "where l.letter_id = ?"
                + (lock ? " for update of l" : ""))
        .param(letterId)
        .query(Letters::row)
        .optional();
  }
}
