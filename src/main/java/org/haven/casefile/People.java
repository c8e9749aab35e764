package org.haven.casefile;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.Sealing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The persons of a case. All particulars are sealed; a correction is a new version and the old one
 * stays.
 */
@Component
public class People {
  static final String ENTITY = "person";

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final Audit audit;
  private final CaseAccess access;
  private final PeopleIndex index;
  private final Namesakes namesakes;
  private final CaseWorkers workers;

  People(
      JdbcClient db,
      Sealing sealing,
      Clock clock,
      Audit audit,
      CaseAccess access,
      PeopleIndex index,
      Namesakes namesakes,
      CaseWorkers workers) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.audit = audit;
    this.access = access;
    this.index = index;
    this.namesakes = namesakes;
    this.workers = workers;
  }

  /**
   * @param sealed name, birthDate, language, interpreter, access, format, phone … as far as known
   * @return the person's opaque reference
   */
  @Transactional
  public String add(CaseRef caseRef, PersonKind kind, Map<String, ?> sealed, By by) {
    String ref = Rows.ref("PE");
    insert(caseRef, ref, 1, kind, sealed, by);
    return ref;
  }

  /**
   * A new version of somebody's particulars; fields that are not given are carried over.
   *
   * @throws java.util.NoSuchElementException if the case has no such person
   */
  @Transactional
  public void revise(CaseRef caseRef, String personRef, Map<String, ?> sealed, By by) {
    lock(personRef);
    Row last =
        latest(caseRef).stream().filter(r -> r.ref().equals(personRef)).findFirst().orElseThrow();
    Map<String, Object> merged = new java.util.LinkedHashMap<>(open(caseRef, last).values());
    merged.putAll(sealed);
    insert(caseRef, personRef, last.version() + 1, last.kind(), merged, by);
  }

  /** The person of this kind that was named first, such as the victim. */
  public Optional<String> ref(CaseRef caseRef, PersonKind kind) {
    return latest(caseRef).stream().filter(r -> r.kind() == kind).map(Row::ref).findFirst();
  }

  /** Everybody of this kind, such as the children, in the order in which they were named. */
  public List<String> refs(CaseRef caseRef, PersonKind kind) {
    return latest(caseRef).stream().filter(r -> r.kind() == kind).map(Row::ref).toList();
  }

  /**
   * The latest version of each person, opened; the read is audited.
   *
   * @throws NoSuchCaseException if the person who asks may not open the case
   */
  @Transactional
  public List<PersonView> of(ActingPerson who, CaseRef caseRef) {
    access.require(who, caseRef);
    audit.record(who, "read-people", caseRef, Map.of());
    return unaudited(caseRef);
  }

  /** The persons of a case, for what the system itself writes; the read is audited. */
  @Transactional
  public List<PersonView> forSending(CaseRef caseRef) {
    audit.recordSystem("read-people", caseRef, Map.of());
    return unaudited(caseRef);
  }

  @CasefileOnly
  public List<PersonView> unaudited(CaseRef caseRef) {
    // she first, whoever was named first
    return latest(caseRef).stream()
        .sorted(Comparator.comparing(Row::kind))
        .map(r -> new PersonView(r.ref(), r.kind(), open(caseRef, r), r.at(), r.by()))
        .toList();
  }

  /** Cases in which a party of this one stands on the other side; only the index is compared. */
  Set<CaseRef> otherSides(CaseRef caseRef, List<PersonView> parties) {
    var others = new LinkedHashSet<CaseRef>();
    parties.forEach(p -> others.addAll(index.otherSides(caseRef, p.kind(), p.fields().values())));
    return others;
  }

  private record Row(
      String ref, int version, PersonKind kind, String sealed, java.time.Instant at, String by) {}

  private List<Row> latest(CaseRef caseRef) {
    return db.sql(
            """
            select distinct on (first.at, p.person_ref) p.person_ref, p.version, p.kind,
                   p.sealed::text as sealed, p.at, p.by
            from person p
            join person first on first.person_ref = p.person_ref and first.version = 1
            where p.case_ref = ? and not exists (
              select 1 from person_join j where j.away = p.person_ref
                and j.undone_at is null and j.case_join is null)
            order by first.at, p.person_ref, p.version desc
            """)
        .param(caseRef.value())
        .query(
            (rs, _) ->
                new Row(
                    rs.getString("person_ref"),
                    rs.getInt("version"),
                    PersonKind.ofCode(rs.getString("kind")),
                    rs.getString("sealed"),
                    Rows.at(rs, "at"),
                    rs.getString("by")))
        .list();
  }

  private org.haven.platform.sealing.SealedFields open(CaseRef caseRef, Row row) {
    return sealing.openAll(caseRef, ENTITY, row.ref() + "." + row.version(), row.sealed());
  }

  /** Other cases in which this survivor may be, by the same name; nothing is opened. */
  Set<CaseRef> casesOfSame(CaseRef caseRef, PersonView person) {
    return index.casesOfSame(caseRef, person.kind(), person.fields().values());
  }

  /** Nobody else writes a version of theirs until this transaction has ended. */
  void lock(String personRef) {
    db.sql("select 1 from person where person_ref = ? and version = 1 for update")
        .param(personRef)
        .query(Integer.class)
        .list();
  }

  /** One version of somebody's particulars, opened. */
  record Version(
      String ref,
      int version,
      PersonKind kind,
      org.haven.platform.sealing.SealedFields fields,
      java.time.Instant at,
      String by) {}

  /** All that was ever on record of a person, the newest first; empty if the case has no such. */
  List<Version> versions(CaseRef caseRef, String personRef) {
    return db
        .sql(
            "select person_ref, version, kind, sealed::text as sealed, at, by from person"
                + " where case_ref = ? and person_ref = ? order by version desc")
        .params(caseRef.value(), personRef)
        .query(
            (rs, _) ->
                new Row(
                    rs.getString("person_ref"),
                    rs.getInt("version"),
                    PersonKind.ofCode(rs.getString("kind")),
                    rs.getString("sealed"),
                    Rows.at(rs, "at"),
                    rs.getString("by")))
        .list()
        .stream()
        .map(
            row ->
                new Version(
                    row.ref(), row.version(), row.kind(), open(caseRef, row), row.at(), row.by()))
        .toList();
  }

  /**
   * A new version with exactly these particulars: what is not among them is not on record any more.
   *
   * @param last the version that it follows, read under {@link #lock}
   * @return its number
   */
  @Transactional
  int rewrite(CaseRef caseRef, Version last, Map<String, ?> exactly, By by) {
    insert(caseRef, last.ref(), last.version() + 1, last.kind(), exactly, by);
    return last.version() + 1;
  }

  /**
   * Takes out of earlier versions what is not theirs, and out of what they are found by: the
   * versions stay, with when and by whom they were written.
   *
   * @param left by version, what is left of it
   */
  @Transactional
  void strip(CaseRef caseRef, List<Version> versions, Map<Integer, Map<String, Object>> left) {
    var kept = new ArrayList<Map<String, Object>>();
    var gone = new ArrayList<Map<String, Object>>();
    for (Version one : versions) {
      Map<String, Object> before = one.fields().values();
      Map<String, Object> after = left.getOrDefault(one.version(), before);
      kept.add(after);
      if (!after.equals(before)) {
        gone.add(before);
        db.sql("delete from person where person_ref = ? and version = ? and case_ref = ?")
            .params(one.ref(), one.version(), caseRef.value())
            .update();
        write(caseRef, one.ref(), one.version(), one.kind(), after, one.at(), one.by());
      }
    }
    if (!gone.isEmpty()) {
      index.forget(caseRef, versions.getFirst().ref(), versions.getFirst().kind(), gone, kept);
    }
  }

  private void insert(
      CaseRef caseRef, String ref, int version, PersonKind kind, Map<String, ?> sealed, By by) {
    write(caseRef, ref, version, kind, sealed, clock.instant(), by.name());
    index.person(caseRef, ref, kind, sealed);
    namesakes.named(caseRef, kind, sealed.get("name"));
    workers.namedIn(caseRef, index.otherSides(caseRef, kind, sealed));
  }

  private void write(
      CaseRef caseRef,
      String ref,
      int version,
      PersonKind kind,
      Map<String, ?> sealed,
      java.time.Instant at,
      String by) {
    db.sql(
            "insert into person (person_ref, version, case_ref, kind, sealed, at, by)"
                + " values (?, ?, ?, ?, ?::jsonb, ?, ?)")
        .params(
            Rows.values(
                ref,
                version,
                caseRef.value(),
                kind.code(),
                sealing.sealAll(caseRef, ENTITY, ref + "." + version, sealed),
                Rows.ts(at),
                by))
        .update();
  }
}
