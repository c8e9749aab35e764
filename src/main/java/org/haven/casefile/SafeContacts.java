package org.haven.casefile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.EveryCase;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.sealing.Sealing;
import org.haven.platform.sealing.TamperedValueException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * How she can be reached safely. Every asking is a new row, and the last one alone counts: a later
 * "no" takes back an earlier "yes". Source: procedure section 7, contact gate.
 */
@Component
public class SafeContacts {
  /** How old an answer may be. Status: Local default, to be confirmed by the policy owner. */
  public static final Duration VALID_FOR = Duration.ofDays(28);

  static final String ENTITY = "safe-contact";

  private static final String COLUMNS =
      "select id, seq, case_ref, corrected, contact_allowed, has_method,"
          + " sealed::text as sealed, checked_at, checked_by from safe_contact";

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final Audit audit;
  private final CaseAccess access;
  private final PeopleIndex index;
  private final CaseGroups groups;

  SafeContacts(
      JdbcClient db,
      Sealing sealing,
      Clock clock,
      Audit audit,
      CaseAccess access,
      PeopleIndex index,
      CaseGroups groups) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.audit = audit;
    this.access = access;
    this.index = index;
    this.groups = groups;
  }

  private record Row(
      String id,
      long seq,
      CaseRef caseRef,
      boolean corrected,
      boolean allowed,
      boolean hasMethod,
      String sealed,
      Instant checkedAt,
      String checkedBy) {}

  /** May she be contacted now? Opens nothing sealed, so it is not a read of content. */
  public ContactCheck check(CaseRef caseRef) {
    return last(caseRef).map(this::check).orElse(nothing());
  }

  private static ContactCheck nothing() {
    return new ContactCheck.NotSafe(ContactCheck.Reason.NOTHING_RECORDED);
  }

  /**
   * Those of the cases in which she may not be contacted now: {@link #check} for a list of them.
   */
  public Set<CaseRef> notSafe(Collection<CaseRef> cases) {
    if (cases.isEmpty()) {
      return Set.of();
    }
    Set<CaseRef> joined = groups.joined(cases);
    var notSafe = new HashSet<CaseRef>(cases);
    for (Row row :
        db.sql(
                "select s.* from unnest(?::text[]) c (ref) cross join lateral ("
                    + COLUMNS
                    + " where case_ref = c.ref order by seq desc limit 1) s")
            .param(Rows.codes(cases))
            .query(SafeContacts::row)
            .list()) {
      List<CaseRef> others =
          joined.contains(row.caseRef()) ? groups.others(row.caseRef()) : List.of();
      if (check(row, others).valid()) {
        notSafe.remove(row.caseRef());
      }
    }
    return notSafe;
  }

  private ContactCheck check(Row row) {
    return check(row, groups.others(row.caseRef()));
  }

  private ContactCheck check(Row row, List<CaseRef> others) {
    Instant until = row.checkedAt().plus(VALID_FOR);
    // of cases that are one a later "no" counts for all, and a "yes" for the one it was said in
    if (!others.isEmpty() && EveryCase.look(db, () -> isRefusedLater(others, row.seq()))) {
      return new ContactCheck.NotSafe(ContactCheck.Reason.NOT_ALLOWED);
    }
    if (!row.allowed()) {
      return new ContactCheck.NotSafe(ContactCheck.Reason.NOT_ALLOWED);
    }
    if (!row.hasMethod()) {
      return new ContactCheck.NotSafe(ContactCheck.Reason.NO_METHOD);
    }
    if (row.corrected()) {
      return new ContactCheck.NotSafe(ContactCheck.Reason.CORRECTED);
    }
    if (!clock.instant().isBefore(until)) {
      return new ContactCheck.NotSafe(ContactCheck.Reason.TOO_OLD);
    }
    return new ContactCheck.Valid(row.checkedAt(), until);
  }

  /** Also where she said "yes" again in the other: that is good for the other alone. */
  private boolean isRefusedLater(List<CaseRef> others, long seq) {
    return db.sql(
            "select exists (select 1 from safe_contact where case_ref = any (?::text[])"
                + " and seq > ? and not contact_allowed and not corrected)")
        .params(CaseGroups.refs(others), seq)
        .query(Boolean.class)
        .single();
  }

  /**
   * What she said about being contacted, now.
   *
   * @param sealed method, detail, days, times, codeWord, unsafeToTell, watched, and voicemail,
   *     preview and portal, which are "no" unless she said otherwise
   */
  @Transactional
  public void record(CaseRef caseRef, boolean contactAllowed, Map<String, ?> sealed, By by) {
    String id = UUID.randomUUID().toString();
    Map<String, Object> fields = new LinkedHashMap<>(sealed);
    for (String channel : List.of("voicemail", "preview", "portal")) {
      fields.putIfAbsent(channel, "no");
    }
    Object method = fields.get("method");
    keepDetail(caseRef, method, fields);
    boolean hasMethod =
        method != null && !method.toString().isBlank() && !method.toString().equals("none");
    insert(caseRef, id, contactAllowed, hasMethod, false, fields, clock.instant(), by.name());
  }

  private void insert(
      CaseRef caseRef,
      String id,
      boolean allowed,
      boolean hasMethod,
      boolean corrected,
      Map<String, ?> fields,
      Instant checkedAt,
      String checkedBy) {
    db.sql(
            "insert into safe_contact (id, case_ref, contact_allowed, has_method, corrected,"
                + " sealed, checked_at, checked_by) values (?::uuid, ?, ?, ?, ?, ?::jsonb, ?, ?)")
        .params(
            id,
            caseRef.value(),
            allowed,
            hasMethod,
            corrected,
            sealing.sealAll(caseRef, ENTITY, id, fields),
            Rows.ts(checkedAt),
            checkedBy)
        .update();
    index.contact(caseRef, fields);
  }

  /**
   * Puts right what was written down wrongly of how she is reached; nobody has asked her. When she
   * was asked stays as it was, and until she is asked again the way is not safe.
   *
   * @param sealed detail, codeWord
   * @return false if nothing is on record, or it is no other
   */
  @Transactional
  boolean correct(CaseRef caseRef, Map<String, ?> sealed) {
    // what she says to somebody else at this moment is written before this is read, or after it
    db.sql("select case_ref from case_file where case_ref = ? for update")
        .param(caseRef.value())
        .query(String.class)
        .list();
    Optional<Row> last = last(caseRef);
    if (last.isEmpty()) {
      return false;
    }
    Row row = last.get();
    Map<String, Object> fields =
        new LinkedHashMap<>(sealing.openAll(caseRef, ENTITY, row.id(), row.sealed()).values());
    Map<String, Object> before = new LinkedHashMap<>(fields);
    fields.putAll(sealed);
    if (fields.equals(before)) {
      return false;
    }
    insert(
        caseRef,
        UUID.randomUUID().toString(),
        row.allowed(),
        row.hasMethod(),
        true,
        fields,
        row.checkedAt(),
        row.checkedBy());
    return true;
  }

  /** A number and code word as they were once on record. */
  public record Earlier(@Nullable Sealed detail, @Nullable Sealed codeWord, Instant checkedAt) {}

  /**
   * What was on record before, the newest first, to somebody who typed why; never to be used.
   *
   * @throws NoSuchCaseException if the person may not open the case
   * @throws IllegalArgumentException if no reason is given
   */
  @Transactional
  public List<Earlier> revealEarlier(ActingPerson who, CaseRef caseRef, String reason) {
    recordReveal(who, caseRef, reason);
    List<Earlier> all = new ArrayList<>();
    for (Row row : all(caseRef)) {
      var text = text(sealing.openAll(caseRef, ENTITY, row.id(), row.sealed()));
      all.add(new Earlier(text.apply("detail"), text.apply("codeWord"), row.checkedAt()));
    }
    return all.isEmpty() ? all : List.copyOf(all.subList(1, all.size()));
  }

  /**
   * Number and code word are not shown to whoever asks her again: while the way stays the same,
   * those on record stay too unless others are given.
   */
  private void keepDetail(CaseRef caseRef, @Nullable Object method, Map<String, Object> fields) {
    Optional<Row> last = last(caseRef);
    if (method == null || last.isEmpty()) {
      return;
    }
    var before = sealing.openAll(caseRef, ENTITY, last.get().id(), last.get().sealed()).values();
    if (!method.equals(before.get("method"))) {
      return;
    }
    for (String field : List.of("detail", "codeWord")) {
      Object given = fields.get(field);
      Object kept = before.get(field);
      if ((given == null || given.toString().isBlank()) && kept != null) {
        fields.put(field, kept);
      }
    }
  }

  /**
   * What stands first on the case page; the read is audited.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public SafetyBanner banner(ActingPerson who, CaseRef caseRef) {
    access.require(who, caseRef);
    audit.record(who, "read-safe-contact", caseRef, Map.of());
    return unaudited(caseRef);
  }

  /**
   * Changes with every answer about how she can be reached, with every correction of a person, and
   * when cases become one or two again: what was checked against an older one is checked again.
   * Zero when nothing is on record.
   */
  public long version(CaseRef caseRef) {
    List<CaseRef> members = groups.members(caseRef);
    // the same number, whoever asks
    return EveryCase.look(db, () -> version(members));
  }

  private long version(List<CaseRef> members) {
    return db.sql(
            """
            select coalesce((select max(seq) from safe_contact where case_ref = any (:all::text[])), 0)
              + (select count(*) from person_change where case_ref = any (:all::text[])
                  and kind <> 'added')
              + 1000000000000 * (select count(*) + count(undone_at) from case_join
                  where case_ref = any (:all::text[]) or part = any (:all::text[]))
            """)
        .param("all", CaseGroups.refs(members))
        .query(Long.class)
        .single();
  }

  /** The safe way on record, for what the system itself sends; the read is audited. */
  @Transactional
  public SafeWay forSending(CaseRef caseRef) {
    audit.recordSystem("read-safe-contact", caseRef, Map.of());
    Optional<Row> last = last(caseRef);
    if (last.isEmpty()) {
      return new SafeWay(nothing(), null, null, null, false);
    }
    Row row = last.get();
    // a value that was changed outside is as good as none
    Map<String, Object> fields = sealing.openAll(caseRef, ENTITY, row.id(), row.sealed()).values();
    Object method = fields.get("method");
    return new SafeWay(
        check(row),
        method == null ? null : method.toString(),
        sealed(fields.get("detail")),
        sealed(fields.get("codeWord")),
        isYes(fields.get("portal")));
  }

  private static @Nullable Sealed sealed(@Nullable Object value) {
    return value == null || value.toString().isBlank() ? null : new Sealed(value.toString());
  }

  SafetyBanner unaudited(CaseRef caseRef) {
    Optional<Row> last = last(caseRef);
    if (last.isEmpty()) {
      return new SafetyBanner(
          nothing(), null, false, null, null, never(_ -> null), null, null, false);
    }
    Row row = last.get();
    SealedFields fields = sealing.openAll(caseRef, ENTITY, row.id(), row.sealed());
    Function<String, @Nullable Sealed> text = text(fields);
    Sealed days = days(fields);
    Sealed times = text.apply("times");
    Sealed when =
        days == null
            ? times
            : times == null ? days : new Sealed(days.clear() + ", " + times.clear());
    Sealed method = text.apply("method");
    return new SafetyBanner(
        check(row),
        method == null ? null : method.clear(),
        text.apply("detail") != null || text.apply("codeWord") != null,
        when,
        text.apply("unsafeToTell"),
        never(text),
        row.checkedAt(),
        row.checkedBy(),
        !fields.refused().isEmpty());
  }

  private static Function<String, @Nullable Sealed> text(SealedFields fields) {
    return field -> {
      try {
        return fields.text(field).filter(s -> !s.clear().isBlank()).orElse(null);
      } catch (TamperedValueException e) {
        return null;
      }
    };
  }

  /** {@code monday, thursday} as "Monday and Thursday". */
  private static @Nullable Sealed days(SealedFields fields) {
    if (fields.refused().contains("days")) {
      return null;
    }
    Object value = fields.values().get("days");
    List<String> days =
        value instanceof Collection<?> several
            ? several.stream().map(String::valueOf).map(SafeContacts::capital).toList()
            : value == null || value.toString().isBlank() ? List.of() : List.of(value.toString());
    return switch (days.size()) {
      case 0 -> null;
      case 1 -> new Sealed(days.getFirst());
      default ->
          new Sealed(
              String.join(", ", days.subList(0, days.size() - 1)) + " and " + days.getLast());
    };
  }

  private static String capital(String day) {
    return day.isEmpty() ? day : Character.toUpperCase(day.charAt(0)) + day.substring(1);
  }

  /**
   * Shows the number and the code word to somebody who typed why; the reason is kept, sealed.
   *
   * @throws NoSuchCaseException if the person may not open the case
   * @throws IllegalArgumentException if no reason is given
   */
  @Transactional
  public ContactDetail reveal(ActingPerson who, CaseRef caseRef, String reason) {
    recordReveal(who, caseRef, reason);
    Optional<Row> last = last(caseRef);
    if (last.isEmpty() || !check(last.get()).valid()) {
      // what is not safe to use is not shown
      return new ContactDetail(null, null, null, false);
    }
    Row row = last.get();
    SealedFields fields = sealing.openAll(caseRef, ENTITY, row.id(), row.sealed());
    Sealed method = text(fields).apply("method");
    return new ContactDetail(
        method == null ? null : method.clear(),
        text(fields).apply("detail"),
        text(fields).apply("codeWord"),
        fields.refused().contains("detail") || fields.refused().contains("codeWord"));
  }

  private void recordReveal(ActingPerson who, CaseRef caseRef, String reason) {
    access.require(who, caseRef);
    if (reason.isBlank()) {
      throw new IllegalArgumentException("Number and code word are shown with a reason only");
    }
    String id = UUID.randomUUID().toString();
    db.sql(
            "insert into contact_reveal (id, case_ref, sealed, at, by)"
                + " values (?::uuid, ?, ?::jsonb, ?, ?)")
        .params(
            id,
            caseRef.value(),
            sealing.sealAll(caseRef, "contact-reveal", id, Map.of("reason", reason)),
            Rows.ts(clock.instant()),
            who.username())
        .update();
    audit.record(who, "reveal-contact", caseRef, Map.of("reveal", id));
  }

  private static boolean isYes(@Nullable Object said) {
    return said != null && List.of("yes", "true").contains(said.toString());
  }

  /** What was not expressly allowed is never done; the home address is never written to. */
  private static List<String> never(Function<String, @Nullable Sealed> text) {
    List<String> never = new ArrayList<>();
    for (String channel : List.of("voicemail", "preview", "portal")) {
      Sealed said = text.apply(channel);
      if (said == null || !isYes(said.clear())) {
        never.add(channel);
      }
    }
    never.add("shared-home");
    return never;
  }

  /**
   * The last answers, for the form that asks again; empty when nothing is on record.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public SealedFields latest(ActingPerson who, CaseRef caseRef) {
    access.require(who, caseRef);
    audit.record(who, "read-safe-contact", caseRef, Map.of());
    return last(caseRef)
        .map(row -> sealing.openAll(caseRef, ENTITY, row.id(), row.sealed()))
        .orElse(SealedFields.NONE);
  }

  private Optional<Row> last(CaseRef caseRef) {
    return rows(caseRef, 1).stream().findFirst();
  }

  private List<Row> all(CaseRef caseRef) {
    return rows(caseRef, Integer.MAX_VALUE);
  }

  /** The newest first. */
  private List<Row> rows(CaseRef caseRef, int limit) {
    return db.sql(COLUMNS + " where case_ref = ? order by seq desc limit ?")
        .params(caseRef.value(), limit)
        .query(SafeContacts::row)
        .list();
  }

  private static Row row(ResultSet rs, int index) throws SQLException {
    return new Row(
        rs.getString("id"),
        rs.getLong("seq"),
        Rows.caseRef(rs),
        rs.getBoolean("corrected"),
        rs.getBoolean("contact_allowed"),
        rs.getBoolean("has_method"),
        rs.getString("sealed"),
        Rows.at(rs, "checked_at"),
        rs.getString("checked_by"));
  }
}
