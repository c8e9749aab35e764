package org.haven.casefile;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Two entries of the same person become one, and two again. The one that is kept gets a version
 * with what stands; every value that does not stand was recorded before and can be read. Undone,
 * each is as it was before, but for what was changed since.
 */
@Service
public class PersonJoins {
  private static final String ENTITY = "person-join";
  private static final String UNDONE = "person-join-undone";

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final Audit audit;
  private final CaseAccess access;
  private final People people;
  private final Corrections corrections;
  private final Timeline timeline;

  PersonJoins(
      JdbcClient db,
      Sealing sealing,
      Clock clock,
      Audit audit,
      CaseAccess access,
      People people,
      Corrections corrections,
      Timeline timeline) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.audit = audit;
    this.access = access;
    this.people = people;
    this.corrections = corrections;
    this.timeline = timeline;
  }

  /** Whose value stands where the two say otherwise. */
  public enum Side {
    KEPT,
    AWAY
  }

  /**
   * One particular of both entries.
   *
   * @param kept absent if that entry has none
   */
  public record Field(String name, @Nullable Sealed kept, @Nullable Sealed away) {
    /** True if somebody has to choose. */
    public boolean conflict() {
      return kept != null && away != null && !kept.clear().equals(away.clear());
    }
  }

  /** Two entries side by side. */
  public record Pair(PersonView kept, PersonView away, List<Field> fields) {
    @Override
    public String toString() {
      return "Pair[" + kept.personRef() + " " + away.personRef() + " ***]";
    }
  }

  /** What came of it. */
  public sealed interface Result {
    record Done(String joinId) implements Result {}

    /**
     * Nobody has said which value stands.
     *
     * @param fields of which
     */
    record NotChosen(Set<String> fields) implements Result {}

    /** One of them is joined with another entry already, or is of another kind. */
    record CannotBe() implements Result {}
  }

  static Pair pair(PersonView kept, PersonView away) {
    var names = new LinkedHashSet<>(PersonFields.of(kept.kind()));
    names.addAll(kept.fields().values().keySet());
    names.addAll(away.fields().values().keySet());
    var fields = new ArrayList<Field>();
    for (String name : names) {
      Sealed ours = text(kept, name);
      Sealed theirs = text(away, name);
      if (ours != null || theirs != null) {
        fields.add(new Field(name, ours, theirs));
      }
    }
    return new Pair(kept, away, fields);
  }

  private static @Nullable Sealed text(PersonView person, String field) {
    Object value = person.fields().values().get(field);
    return value == null || value.toString().isBlank() ? null : new Sealed(value.toString());
  }

  /**
   * What would become one; the read is audited.
   *
   * @return empty if the case has no such two entries of one kind
   * @throws NoSuchCaseException if the person who asks may not work on the case
   */
  @Transactional
  public Optional<Pair> preview(ActingPerson who, CaseRef caseRef, String kept, String away) {
    requireWork(who, caseRef);
    audit.record(who, "read-people", caseRef, Map.of());
    return find(caseRef, kept, away);
  }

  /** Entries of the same kind with which this one may be joined. */
  @Transactional
  public List<PersonView> others(ActingPerson who, CaseRef caseRef, String personRef) {
    requireWork(who, caseRef);
    List<PersonView> all = people.unaudited(caseRef);
    Optional<PersonView> one =
        all.stream().filter(p -> p.personRef().equals(personRef)).findFirst();
    return one.isEmpty()
        ? List.of()
        : all.stream()
            .filter(p -> p.kind() == one.get().kind() && !p.personRef().equals(personRef))
            .toList();
  }

  private Optional<Pair> find(CaseRef caseRef, String kept, String away) {
    List<PersonView> all = people.unaudited(caseRef);
    Optional<PersonView> one = all.stream().filter(p -> p.personRef().equals(kept)).findFirst();
    Optional<PersonView> other = all.stream().filter(p -> p.personRef().equals(away)).findFirst();
    if (one.isEmpty()
        || other.isEmpty()
        || kept.equals(away)
        || one.get().kind() != other.get().kind()) {
      return Optional.empty();
    }
    return Optional.of(pair(one.get(), other.get()));
  }

  /**
   * Makes one of two entries of a case.
   *
   * @param choices by field, for those of which both have a value that differs
   * @throws NoSuchCaseException if the person who acts may not work on the case
   * @throws IllegalArgumentException without a reason
   */
  @Transactional
  public Result join(
      ActingPerson who,
      CaseRef caseRef,
      String kept,
      String away,
      Map<String, Side> choices,
      String why) {
    requireWork(who, caseRef);
    requireReason(why);
    lock(kept, away);
    Optional<Pair> pair = find(caseRef, kept, away);
    if (pair.isEmpty()) {
      return new Result.CannotBe();
    }
    Set<String> open = notChosen(pair.get(), choices);
    if (!open.isEmpty()) {
      return new Result.NotChosen(open);
    }
    String id = apply(null, caseRef, caseRef, pair.get(), choices, why, By.of(who));
    timeline.add(
        caseRef,
        null,
        "person",
        "timeline.person-joined",
        Map.of("personKind", pair.get().kept().kind().code()),
        By.of(who));
    audit.record(who, "join-persons", caseRef, Map.of("join", id, "kept", kept, "away", away));
    return new Result.Done(id);
  }

  static Set<String> notChosen(Pair pair, Map<String, Side> choices) {
    var open = new LinkedHashSet<String>();
    pair.fields().stream()
        .filter(field -> field.conflict() && !choices.containsKey(field.name()))
        .forEach(field -> open.add(field.name()));
    return open;
  }

  /** Two at once lock in one order. */
  void lock(String one, String other) {
    List.of(one, other).stream().sorted().forEach(people::lock);
  }

  /**
   * @param caseJoin the join of the two cases that the entries are of; absent within one case,
   *     where the other entry is not shown any more
   */
  String apply(
      @Nullable String caseJoin,
      CaseRef keptCase,
      CaseRef awayCase,
      Pair pair,
      Map<String, Side> choices,
      String why,
      By by) {
    var stands = new LinkedHashMap<String, Object>();
    for (Field field : pair.fields()) {
      boolean ours =
          field.conflict() ? choices.get(field.name()) == Side.KEPT : field.kept() != null;
      Object value = (ours ? pair.kept() : pair.away()).fields().values().get(field.name());
      stands.put(field.name(), Objects.requireNonNull(value));
    }
    People.Version kept = newest(keptCase, pair.kept().personRef());
    People.Version away = newest(awayCase, pair.away().personRef());
    Integer keptJoined = write(keptCase, kept, stands, "joined", why, by);
    Integer awayJoined = caseJoin == null ? null : write(awayCase, away, stands, "joined", why, by);
    String id = Rows.ref("PJ");
    db.sql(
            """
            insert into person_join (join_id, case_join, case_ref, kept, kept_before, kept_joined,
              away_case, away, away_before, away_joined, sealed, at, by)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)
            """)
        .params(
            Rows.values(
                id,
                caseJoin,
                keptCase.value(),
                kept.ref(),
                kept.version(),
                keptJoined,
                awayCase.value(),
                away.ref(),
                away.version(),
                awayJoined,
                sealing.sealAll(keptCase, ENTITY, id, Map.of("why", why)),
                Rows.ts(clock.instant()),
                by.name()))
        .update();
    return id;
  }

  private People.Version newest(CaseRef caseRef, String personRef) {
    return people.versions(caseRef, personRef).getFirst();
  }

  /** A version with exactly these fields; none is written where they are on record so. */
  private @Nullable Integer write(
      CaseRef caseRef,
      People.Version last,
      Map<String, Object> exactly,
      String kind,
      String why,
      By by) {
    Set<String> changed = Corrections.changed(last.fields().values(), exactly);
    if (changed.isEmpty()) {
      return null;
    }
    int version = people.rewrite(caseRef, last, exactly, by);
    corrections.keepReason(caseRef, last.ref(), version, kind, changed, why, by);
    return version;
  }

  /**
   * A join of two entries.
   *
   * @param withCases true if it goes with the join of their cases
   */
  public record Join(
      String joinId, String kept, String away, Instant at, String by, boolean withCases) {}

  /** Joins of two entries of this case that stand, the newest first. */
  public List<Join> standing(CaseRef caseRef) {
    return db.sql(
            "select join_id, kept, away, at, by, case_join from person_join"
                + " where case_ref = ? and undone_at is null order by at desc, join_id")
        .param(caseRef.value())
        .query(
            (rs, _) ->
                new Join(
                    rs.getString("join_id"),
                    rs.getString("kept"),
                    rs.getString("away"),
                    Rows.at(rs, "at"),
                    rs.getString("by"),
                    rs.getString("case_join") != null))
        .list();
  }

  /** The entry of a person in another case. */
  public record Entry(CaseRef caseRef, String personRef) {}

  /** Entries of the same person in cases that are one with this, so far as they are open. */
  public List<Entry> elsewhere(ActingPerson who, CaseRef caseRef, String personRef) {
    return db
        .sql(
            """
            select away_case as case_ref, away as ref from person_join
            where undone_at is null and case_join is not null and case_ref = :case and kept = :ref
            union select case_ref, kept from person_join
            where undone_at is null and case_join is not null and away_case = :case and away = :ref
            order by 1, 2
            """)
        .param("case", caseRef.value())
        .param("ref", personRef)
        .query((rs, _) -> new Entry(Rows.caseRef(rs), rs.getString("ref")))
        .list()
        .stream()
        .filter(entry -> access.mayOpen(who, entry.caseRef()))
        .toList();
  }

  /**
   * Makes two entries of one again.
   *
   * @throws NoSuchCaseException if the person who acts may not work on the case, or no such join of
   *     two entries of it stands
   * @throws IllegalArgumentException without a reason
   */
  @Transactional
  public void undo(ActingPerson who, CaseRef caseRef, String joinId, String why) {
    requireWork(who, caseRef);
    requireReason(why);
    if (standing(caseRef).stream()
        .noneMatch(join -> join.joinId().equals(joinId) && !join.withCases())) {
      throw new NoSuchCaseException();
    }
    undo("join_id = ?", joinId, why, By.of(who));
    timeline.add(caseRef, null, "person", "timeline.person-unjoined", Map.of(), By.of(who));
    audit.record(who, "unjoin-persons", caseRef, Map.of("join", joinId));
  }

  void undoWith(String caseJoin, String why, By by) {
    undo("case_join = ?", caseJoin, why, by);
  }

  private record Versions(CaseRef caseRef, String ref, int before, @Nullable Integer joined) {}

  private record Undone(String joinId, Versions kept, Versions away) {}

  private void undo(String which, String id, String why, By by) {
    List<Undone> joins =
        db.sql("select * from person_join where undone_at is null and " + which + " for update")
            .param(id)
            .query(
                (rs, _) ->
                    new Undone(
                        rs.getString("join_id"),
                        new Versions(
                            Rows.caseRef(rs),
                            rs.getString("kept"),
                            rs.getInt("kept_before"),
                            rs.getObject("kept_joined", Integer.class)),
                        new Versions(
                            new CaseRef(rs.getString("away_case")),
                            rs.getString("away"),
                            rs.getInt("away_before"),
                            rs.getObject("away_joined", Integer.class))))
            .list();
    for (Undone join : joins) {
      lock(join.kept().ref(), join.away().ref());
      boolean ofTwoCases = !join.kept().caseRef().equals(join.away().caseRef());
      restore(join.kept(), ofTwoCases, why, by);
      restore(join.away(), ofTwoCases, why, by);
      db.sql(
              "update person_join set undone_at = ?, undone_by = ?, undone_sealed = ?::jsonb"
                  + " where join_id = ?")
          .params(
              Rows.ts(clock.instant()),
              by.name(),
              sealing.sealAll(join.kept().caseRef(), UNDONE, join.joinId(), Map.of("why", why)),
              join.joinId())
          .update();
    }
  }

  /**
   * As it was before the join, but for what was changed after it. What came from another case is
   * taken out of the versions since as well: it stays where it came from, for those who may open
   * that case, and is gone with its key.
   */
  private void restore(Versions entry, boolean ofTwoCases, String why, By by) {
    Integer joined = entry.joined();
    if (joined == null) {
      return;
    }
    List<People.Version> versions = people.versions(entry.caseRef(), entry.ref());
    People.Version last = versions.getFirst();
    Map<String, Object> before = fields(versions, entry.before());
    Map<String, Object> stood = fields(versions, joined);
    Map<String, Object> restored = without(before, stood, last);
    write(entry.caseRef(), last, restored, "unjoined", why, by);
    if (ofTwoCases) {
      var left = new LinkedHashMap<Integer, Map<String, Object>>();
      versions.stream()
          .filter(one -> one.version() >= joined)
          // what was changed behind our back stays as evidence
          .filter(one -> one.fields().refused().isEmpty())
          .forEach(one -> left.put(one.version(), without(before, stood, one)));
      people.strip(entry.caseRef(), people.versions(entry.caseRef(), entry.ref()), left);
    }
  }

  /** A version as it would be if the join had never been. */
  private static Map<String, Object> without(
      Map<String, Object> before, Map<String, Object> joined, People.Version version) {
    Map<String, Object> now = version.fields().values();
    Map<String, Object> restored = new LinkedHashMap<>(before);
    for (String field : Corrections.changed(joined, now)) {
      Object value = now.get(field);
      if (value == null) {
        restored.remove(field);
      } else {
        restored.put(field, value);
      }
    }
    return restored;
  }

  private static Map<String, Object> fields(List<People.Version> versions, int version) {
    return versions.stream()
        .filter(one -> one.version() == version)
        .findFirst()
        .orElseThrow()
        .fields()
        .values();
  }

  private void requireWork(ActingPerson who, CaseRef caseRef) {
    if (!access.mayWork(who, caseRef)) {
      throw new NoSuchCaseException();
    }
    access.requireRecord(caseRef);
  }

  private static void requireReason(String why) {
    if (why.isBlank()) {
      throw new IllegalArgumentException("Nothing is joined or undone without a reason");
    }
  }
}
