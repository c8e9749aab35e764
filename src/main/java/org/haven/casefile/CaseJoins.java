package org.haven.casefile;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.EveryCase;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Two cases of the same survivor become one, and two again. Both references stay good, for people
 * and for the engine; the older case leads. A case that is not open to whoever joins, or that is
 * the other party's, is answered like one that does not exist. Source: policy 10.2, 12.1; procedure
 * section 7, conflict lockout.
 */
@Service
public class CaseJoins {
  private static final String ENTITY = "case-join";
  private static final String UNDONE = "case-join-undone";
  private static final Set<CaseStatus> OPEN =
      EnumSet.of(CaseStatus.REPORTED, CaseStatus.OPEN, CaseStatus.MONITORING);

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final Audit audit;
  private final CaseAccess access;
  private final CaseGroups groups;
  private final CaseFiles cases;
  private final CaseFacts facts;
  private final People people;
  private final PersonJoins persons;
  private final SafeContacts contacts;
  private final CaseWorkers workers;
  private final JourneyRegister journeys;
  private final Timeline timeline;

  CaseJoins(
      JdbcClient db,
      Sealing sealing,
      Clock clock,
      Audit audit,
      CaseAccess access,
      CaseGroups groups,
      CaseFiles cases,
      CaseFacts facts,
      People people,
      PersonJoins persons,
      SafeContacts contacts,
      CaseWorkers workers,
      JourneyRegister journeys,
      Timeline timeline) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.audit = audit;
    this.access = access;
    this.groups = groups;
    this.cases = cases;
    this.facts = facts;
    this.people = people;
    this.persons = persons;
    this.contacts = contacts;
    this.workers = workers;
    this.journeys = journeys;
    this.timeline = timeline;
  }

  /** A fact that the two cases answer otherwise. */
  public record FactConflict(String name, CaseFacts.Told leading, CaseFacts.Told part) {}

  /**
   * What would become one.
   *
   * @param caseRef the older case, which will lead
   * @param pairs entries of the same person
   * @param alone persons who are in one of the cases only, and stay there
   * @param teams who may open both then
   */
  public record Preview(
      CaseRef caseRef,
      CaseRef part,
      List<PersonJoins.Pair> pairs,
      List<PersonView> alone,
      List<FactConflict> facts,
      List<Team> teams) {
    @Override
    public String toString() {
      return "Preview[" + caseRef + " " + part + " ***]";
    }
  }

  /** Why two cases that the person may open do not become one. */
  public enum Reason {
    /** It is the same case, or they are one already. */
    ONE_ALREADY,
    /** One is part of another case: that one may be joined. */
    PART_OF_ANOTHER,
    /** One is closed. */
    CLOSED,
    /** One names no survivor. */
    NO_SURVIVOR
  }

  /** What there is to join. */
  public sealed interface Found {
    /** There is no such case, or none that this person may hear of. */
    record None() implements Found {}

    record CannotBe(Reason reason) implements Found {}

    record Both(Preview preview) implements Found {}
  }

  /** What came of it. */
  public sealed interface Result {
    record Done(CaseRef leading) implements Result {}

    record Not(Found why) implements Result {}

    /**
     * Nobody has said which value stands.
     *
     * @param fields by the reference of the person that is kept; facts under the empty reference
     */
    record NotChosen(Preview preview, Map<String, Set<String>> fields) implements Result {}
  }

  /** May this person join cases at all, and this one? */
  public boolean mayJoin(ActingPerson who, CaseRef caseRef) {
    return who.has(Role.SUPERVISOR) && access.mayWork(who, caseRef);
  }

  /**
   * What would become one; the read of both is audited.
   *
   * @throws NoSuchCaseException if the person may not join this case
   */
  @Transactional
  public Found preview(ActingPerson who, CaseRef caseRef, CaseRef other) {
    Found found = look(who, caseRef, other);
    if (found instanceof Found.Both) {
      audit.record(who, "preview-join", caseRef, Map.of("other", other.value()));
      audit.record(who, "preview-join", other, Map.of("other", caseRef.value()));
    }
    return found;
  }

  private Found look(ActingPerson who, CaseRef caseRef, CaseRef other) {
    if (!mayJoin(who, caseRef)) {
      throw new NoSuchCaseException();
    }
    // asked in any case, so that what cannot be told does not answer sooner
    boolean hidden = !mayJoin(who, other);
    boolean opposed = opposed(caseRef, other) | workers.opposed(caseRef, other);
    if (hidden || opposed) {
      return new Found.None();
    }
    if (groups.members(caseRef).contains(other)) {
      return new Found.CannotBe(Reason.ONE_ALREADY);
    }
    for (CaseRef one : List.of(caseRef, other)) {
      if (!groups.leading(one).equals(one)) {
        return new Found.CannotBe(Reason.PART_OF_ANOTHER);
      }
      if (!OPEN.contains(cases.head(one).status())) {
        return new Found.CannotBe(Reason.CLOSED);
      }
      if (people.ref(one, PersonKind.VICTIM).isEmpty()) {
        return new Found.CannotBe(Reason.NO_SURVIVOR);
      }
    }
    return new Found.Both(both(caseRef, other));
  }

  /** The victim here stands on the other side there: the two are never one. */
  private boolean opposed(CaseRef caseRef, CaseRef other) {
    List<PersonView> here = everybody(caseRef);
    List<PersonView> there = everybody(other);
    return opposed(here, there) || opposed(there, here);
  }

  private List<PersonView> everybody(CaseRef caseRef) {
    return groups.members(caseRef).stream().flatMap(one -> people.unaudited(one).stream()).toList();
  }

  private static boolean opposed(List<PersonView> here, List<PersonView> there) {
    return here.stream()
        .filter(p -> p.kind() == PersonKind.VICTIM)
        .anyMatch(
            victim ->
                there.stream()
                    .filter(p -> p.kind() == PersonKind.PERPETRATOR)
                    .anyMatch(p -> same(victim, p)));
  }

  /** By the same name, and not another date of birth. */
  private static boolean same(PersonView one, PersonView other) {
    String name = name(one);
    if (name.isEmpty() || !name.equals(name(other))) {
      return false;
    }
    Object born = one.fields().values().get("birthDate");
    Object otherBorn = other.fields().values().get("birthDate");
    return born == null || otherBorn == null || born.equals(otherBorn);
  }

  private static String name(PersonView person) {
    Object name = person.fields().values().get("name");
    return name == null ? "" : PeopleIndex.name(name.toString());
  }

  private Preview both(CaseRef one, CaseRef other) {
    List<CaseRef> oldestFirst =
        db.sql(
                "select case_ref from case_file where case_ref in (?, ?)"
                    + " order by reported_at, created_at, case_ref")
            .params(one.value(), other.value())
            .query((rs, _) -> Rows.caseRef(rs))
            .list();
    CaseRef leading = oldestFirst.getFirst();
    CaseRef part = oldestFirst.getLast();
    var pairs = new ArrayList<PersonJoins.Pair>();
    var alone = new ArrayList<PersonView>();
    var left = new ArrayList<>(people.unaudited(part));
    for (PersonView kept : people.unaudited(leading)) {
      Optional<PersonView> same =
          left.stream()
              .filter(p -> p.kind() == kept.kind())
              // the survivor is the same by what somebody decided here, whatever she was called
              .filter(p -> kept.kind() == PersonKind.VICTIM || same(kept, p))
              .findFirst();
      if (same.isPresent()) {
        left.remove(same.get());
        pairs.add(PersonJoins.pair(kept, same.get()));
      } else {
        alone.add(kept);
      }
    }
    alone.addAll(left);
    return new Preview(leading, part, pairs, alone, conflicts(leading, part), teams(leading, part));
  }

  private List<FactConflict> conflicts(CaseRef leading, CaseRef part) {
    var there = new LinkedHashMap<String, CaseFacts.Told>();
    facts.current(part).forEach(told -> there.put(told.name(), told));
    var conflicts = new ArrayList<FactConflict>();
    for (CaseFacts.Told here : facts.current(leading)) {
      CaseFacts.Told other = there.get(here.name());
      if (other != null && !Rows.json(other.value()).equals(Rows.json(here.value()))) {
        conflicts.add(new FactConflict(here.name(), here, other));
      }
    }
    return conflicts;
  }

  private List<Team> teams(CaseRef one, CaseRef other) {
    return db
        .sql("select distinct team from case_team where case_ref in (?, ?) order by team")
        .params(one.value(), other.value())
        .query(String.class)
        .list()
        .stream()
        .map(Team::of)
        .toList();
  }

  /** What was chosen where the two say otherwise. */
  public record Choices(
      Map<String, Map<String, PersonJoins.Side>> persons, Map<String, PersonJoins.Side> facts) {}

  /**
   * Makes one of two cases.
   *
   * @param choices by the reference of the person that is kept, and by fact
   * @throws NoSuchCaseException if the person may not join this case
   * @throws IllegalArgumentException without a reason
   */
  @Transactional
  public Result join(
      ActingPerson who, CaseRef caseRef, CaseRef other, Choices choices, String why) {
    requireReason(why);
    if (mayJoin(who, caseRef) && mayJoin(who, other)) {
      groups.lock(List.of(caseRef, other));
    }
    Found found = look(who, caseRef, other);
    if (!(found instanceof Found.Both(Preview preview))) {
      return new Result.Not(found);
    }
    Map<String, Set<String>> open = notChosen(preview, choices);
    if (!open.isEmpty()) {
      return new Result.NotChosen(preview, open);
    }
    CaseRef leading = preview.caseRef();
    CaseRef part = preview.part();
    By by = By.of(who);
    String id = Rows.ref("CJ");
    db.sql(
            "insert into case_join (join_id, case_ref, part, sealed, part_status, at, by)"
                + " values (?, ?, ?, ?::jsonb, ?, ?, ?)")
        .params(
            id,
            leading.value(),
            part.value(),
            sealing.sealAll(leading, ENTITY, id, Map.of("why", why)),
            cases.head(part).status().code(),
            Rows.ts(clock.instant()),
            by.name())
        .update();
    for (FactConflict fact : preview.facts()) {
      boolean leads = choices.facts().get(fact.name()) == PersonJoins.Side.KEPT;
      db.sql(
              "insert into joined_fact (join_id, case_ref, name, kept_fact, until_fact)"
                  + " values (?, ?, ?, ?, ?)")
          .params(
              id,
              leading.value(),
              fact.name(),
              (leads ? fact.leading() : fact.part()).id(),
              Math.max(fact.leading().id(), fact.part().id()))
          .update();
    }
    for (PersonJoins.Pair pair : preview.pairs()) {
      persons.lock(pair.kept().personRef(), pair.away().personRef());
      persons.apply(
          id,
          leading,
          part,
          pair,
          choices.persons().getOrDefault(pair.kept().personRef(), Map.of()),
          why,
          by);
    }
    groups.regroup(Set.of(leading, part));
    workers.joined(leading);
    told(who, "join-cases", "timeline.case-joined", leading, part, id);
    told(who, "join-cases", "timeline.case-part-of", part, leading, id);
    return new Result.Done(leading);
  }

  private static Map<String, Set<String>> notChosen(Preview preview, Choices choices) {
    var open = new LinkedHashMap<String, Set<String>>();
    for (PersonJoins.Pair pair : preview.pairs()) {
      Set<String> fields =
          PersonJoins.notChosen(
              pair, choices.persons().getOrDefault(pair.kept().personRef(), Map.of()));
      if (!fields.isEmpty()) {
        open.put(pair.kept().personRef(), fields);
      }
    }
    var names = new LinkedHashSet<String>();
    preview.facts().stream()
        .map(FactConflict::name)
        .filter(name -> !choices.facts().containsKey(name))
        .forEach(names::add);
    if (!names.isEmpty()) {
      open.put("", names);
    }
    return open;
  }

  private void told(
      ActingPerson who, String action, String text, CaseRef of, CaseRef other, String id) {
    timeline.add(of, null, "join", text, Map.of("case", other.value()), By.of(who));
    audit.record(who, action, of, Map.of("join", id, "other", other.value()));
  }

  /**
   * A join of two cases.
   *
   * @param why shown to whoever may open both
   */
  public record Join(
      String joinId,
      CaseRef leading,
      CaseRef part,
      Instant at,
      String by,
      @Nullable Sealed why,
      @Nullable Instant undoneAt) {}

  private List<Join> all(CaseRef caseRef) {
    return db.sql(
            "select join_id, case_ref, part, sealed::text as sealed, at, by, undone_at"
                + " from case_join where case_ref = :case or part = :case"
                + " order by at desc, join_id")
        .param("case", caseRef.value())
        .query(
            (rs, _) -> {
              CaseRef leading = Rows.caseRef(rs);
              return new Join(
                  rs.getString("join_id"),
                  leading,
                  new CaseRef(rs.getString("part")),
                  Rows.at(rs, "at"),
                  rs.getString("by"),
                  Timeline.note(
                      sealing,
                      leading,
                      ENTITY,
                      rs.getString("join_id"),
                      rs.getString("sealed"),
                      "why"),
                  Rows.atOrNull(rs, "undone_at"));
            })
        .list();
  }

  /**
   * A join that stands; empty if there is none with this case, or the person may not undo it. The
   * last is undone first: what a later join took over may have come from an earlier one.
   */
  @Transactional
  public Optional<Join> standing(ActingPerson who, CaseRef caseRef, String joinId) {
    return all(caseRef).stream()
        .filter(join -> join.joinId().equals(joinId) && join.undoneAt() == null)
        .filter(join -> mayJoin(who, join.leading()) && mayJoin(who, join.part()))
        .filter(this::isLast)
        .filter(
            join ->
                Stream.of(join.leading(), join.part())
                    .allMatch(one -> cases.head(one).status() != CaseStatus.DISPOSED))
        .findFirst();
  }

  /**
   * What was one may turn out to be the two parties' cases. Whoever makes two of it may not open
   * both any more.
   */
  private boolean keptApart(Join join) {
    Stream.of(join.leading(), join.part())
        .flatMap(one -> groups.members(one).stream())
        .forEach(one -> workers.namedIn(one, people.otherSides(one, people.unaudited(one))));
    return true;
  }

  private boolean isLast(Join join) {
    return groups.members(join.leading()).stream()
        .flatMap(one -> all(one).stream())
        .filter(other -> other.undoneAt() == null && !other.joinId().equals(join.joinId()))
        .noneMatch(other -> other.at().isAfter(join.at()));
  }

  /**
   * Makes two of one again. What came later stays where it was written: with the case that leads,
   * or with the part where one of its own journeys wrote it.
   *
   * @throws NoSuchCaseException if no such join stands, one of the two was disposed of, or the
   *     person may not undo it
   * @throws IllegalArgumentException without a reason
   */
  @Transactional
  public void undo(ActingPerson who, CaseRef caseRef, String joinId, String why) {
    requireReason(why);
    Join join = standing(who, caseRef, joinId).orElseThrow(NoSuchCaseException::new);
    groups.lock(List.of(join.leading(), join.part()));
    if (standing(who, caseRef, joinId).isEmpty()) {
      return; // somebody else was first
    }
    int undone =
        db.sql(
                "update case_join set undone_at = ?, undone_by = ?, undone_sealed = ?::jsonb"
                    + " where join_id = ? and undone_at is null")
            .params(
                Rows.ts(clock.instant()),
                who.username(),
                sealing.sealAll(join.leading(), UNDONE, joinId, Map.of("why", why)),
                joinId)
            .update();
    if (undone == 0) {
      return; // somebody else was first
    }
    persons.undoWith(joinId, why, By.of(who));
    groups.regroup(Set.of(join.leading(), join.part()));
    EveryCase.look(db, () -> keptApart(join));
    CaseStatus status = cases.head(join.part()).status();
    if (!OPEN.contains(status)) {
      // it was closed with the other: whether it is over is for its own team to say
      cases.status(join.part(), CaseStatus.OPEN, By.of(who));
    }
    told(who, "unjoin-cases", "timeline.case-unjoined", join.leading(), join.part(), joinId);
    told(who, "unjoin-cases", "timeline.case-unjoined", join.part(), join.leading(), joinId);
  }

  // what the case page shows

  /** The case that this one is part of; empty if it is none, or the person may not open that. */
  public Optional<CaseRef> partOf(ActingPerson who, CaseRef caseRef) {
    CaseRef leading = groups.leading(caseRef);
    return leading.equals(caseRef) || !access.mayOpen(who, leading)
        ? Optional.empty()
        : Optional.of(leading);
  }

  /**
   * Who must not know, as she said it in another case.
   *
   * @param unsafeToTell her words
   */
  public record Elsewhere(CaseRef caseRef, Sealed unsafeToTell) {
    @Override
    public String toString() {
      return "Elsewhere[" + caseRef + " ***]";
    }
  }

  /** For the page of a part: what the others say about who must not know; each read is audited. */
  @Transactional
  public List<Elsewhere> unsafeElsewhere(ActingPerson who, CaseRef caseRef) {
    if (!isPart(caseRef)) {
      return List.of(); // the page of the case that leads shows its parts
    }
    var elsewhere = new ArrayList<Elsewhere>();
    for (CaseRef other : groups.others(caseRef)) {
      if (access.mayOpen(who, other)) {
        Sealed unsafe = contacts.banner(who, other).unsafeToTell();
        if (unsafe != null) {
          elsewhere.add(new Elsewhere(other, unsafe));
        }
      }
    }
    return elsewhere;
  }

  /** True if the case takes no new journeys, since another leads. */
  public boolean isPart(CaseRef caseRef) {
    return !groups.leading(caseRef).equals(caseRef);
  }

  /**
   * A case that is part of another, as the other's page shows it.
   *
   * @param people those who are not in the case that leads
   * @param unsafeToTell who must not know, as she said there
   */
  public record Part(
      CaseHead head,
      List<PersonView> people,
      List<JourneyView> journeys,
      @Nullable Sealed unsafeToTell) {
    @Override
    public String toString() {
      return "Part[" + head.caseRef() + " ***]";
    }
  }

  /** What is part of this case and open to the person; each read is audited. */
  @Transactional
  public List<Part> parts(ActingPerson who, CaseRef caseRef) {
    var joined =
        new LinkedHashSet<>(
            db.sql(
                    "select away from person_join where undone_at is null and case_join is not null"
                        + " and away_case = any (?::text[])")
                .param(CaseGroups.refs(groups.members(caseRef)))
                .query(String.class)
                .list());
    return groups.parts(caseRef).stream()
        .filter(part -> access.mayOpen(who, part))
        .map(
            part -> {
              audit.record(who, "read-case", part, Map.of("partOf", caseRef.value()));
              return new Part(
                  cases.head(part),
                  people.unaudited(part).stream()
                      .filter(person -> !joined.contains(person.personRef()))
                      .toList(),
                  journeys.of(part),
                  contacts.unaudited(part).unsafeToTell());
            })
        .toList();
  }

  /** Joins of this case that the person may undo, the newest first. */
  @Transactional
  public List<Join> standing(ActingPerson who, CaseRef caseRef) {
    return all(caseRef).stream()
        .filter(join -> standing(who, caseRef, join.joinId()).isPresent())
        .toList();
  }

  /**
   * Other cases that may be of the same survivor: by the same name. The same name may be chance.
   * Only those that the person may join are among them.
   *
   * @throws NoSuchCaseException if the person may not join this case
   */
  @Transactional
  public List<CaseHead> alike(ActingPerson who, CaseRef caseRef) {
    if (!mayJoin(who, caseRef)) {
      throw new NoSuchCaseException();
    }
    return people.unaudited(caseRef).stream()
        .filter(person -> person.kind() == PersonKind.VICTIM)
        .flatMap(victim -> people.casesOfSame(caseRef, victim).stream())
        .distinct()
        .filter(other -> look(who, caseRef, other) instanceof Found.Both)
        .map(cases::head)
        .toList();
  }

  private static void requireReason(String why) {
    if (why.isBlank()) {
      throw new IllegalArgumentException("Nothing is joined or undone without a reason");
    }
  }
}
