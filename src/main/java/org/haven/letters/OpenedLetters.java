package org.haven.letters;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.SafeContacts;
import org.haven.letters.LetterRows.Row;
import org.haven.platform.Code;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Opens a letter, and looks through one that may still go for what must never go out. */
@Component
class OpenedLetters {
  private final JdbcClient db;
  private final Sealing sealing;
  private final CaseFacts facts;
  private final People people;
  private final SafeContacts contacts;
  private final LetterTemplates templates;
  private final Scan scan;
  private final LettersProperties office;

  OpenedLetters(
      JdbcClient db,
      Sealing sealing,
      CaseFacts facts,
      People people,
      SafeContacts contacts,
      LetterTemplates templates,
      Scan scan,
      LettersProperties office) {
    this.db = db;
    this.sealing = sealing;
    this.facts = facts;
    this.people = people;
    this.contacts = contacts;
    this.templates = templates;
    this.scan = scan;
    this.office = office;
  }

  LetterView of(Row row) {
    LetterTemplate template = templates.get(row.template());
    SealedFields fields =
        sealing.openAll(row.caseRef(), LetterRows.ENTITY, row.sealRow(), row.sealed());
    boolean open = row.status() != LetterStatus.SENT && row.status() != LetterStatus.STOPPED;
    var findings = new ArrayList<>(found(fields));
    if (!fields.refused().isEmpty()) {
      findings.add(new Finding("changed-outside", null, true));
    }
    if (open) {
      findings.addAll(look(row, template, fields));
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
        sealed(fields, "recipientName"),
        sealed(fields, "addressLabel"),
        sealed(fields, "paragraph"),
        text(fields, "format"),
        row.status() == LetterStatus.DRAFT ? toChange(row) : null,
        List.copyOf(findings),
        open && contacts.version(row.caseRef()) != row.contactVersion());
  }

  /** What must not go, as the case stands now. */
  private List<Finding> look(Row row, LetterTemplate template, SealedFields fields) {
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
    return scan.findings(
        row.caseRef(),
        template,
        row.reader(),
        words,
        String.join("\n", office.sender(), template.title(), name, label),
        contacts.forSending(row.caseRef()),
        herName,
        facts.of(row.caseRef()));
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
                    LetterChecks.ENTITY,
                    rs.getString("check_id"),
                    rs.getString("sealed")))
        .optional()
        .map(check -> sealed(check, "whatToChange"))
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

  static @Nullable Sealed sealed(SealedFields fields, String field) {
    String text = text(fields, field);
    return text == null ? null : new Sealed(text);
  }

  /** Nothing where it was never given or was changed outside Haven. */
  static @Nullable String text(SealedFields fields, String field) {
    Object value = fields.values().get(field);
    return value == null || value.toString().isBlank() ? null : value.toString();
  }
}
