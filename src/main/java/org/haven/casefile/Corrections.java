package org.haven.casefile;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Role;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Puts right what is on record, with a reason. Nothing is lost: what was recorded before stays, as
 * sealed as what stands now, for those who may open the case. Timeline and audit say which field
 * was put right and never to what. Source: policy 10.2, 12.1.
 */
@Service
public class Corrections {
  private static final String PERSON = "person-change";
  private static final String CASE = "case-correction";

  /**
   * Facts whose "yes" protects her: who puts one right to anything else is a supervisor. Source:
   * procedure section 3, Override.
   */
  private static final Set<String> PROTECTING =
      Set.of(
          "actionUnsafe",
          "children",
          "councilGrants",
          "furtherIntervention",
          "immediateDanger",
          "perpetratorLivesThere",
          "pregnant",
          "priorReferral",
          "threat",
          "unsafeAtHome");

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final Audit audit;
  private final CaseAccess access;
  private final People people;
  private final SafeContacts contacts;
  private final AddressVault vault;
  private final CaseFacts facts;
  private final JourneyRegister journeys;
  private final Timeline timeline;

  Corrections(
      JdbcClient db,
      Sealing sealing,
      Clock clock,
      Audit audit,
      CaseAccess access,
      People people,
      SafeContacts contacts,
      AddressVault vault,
      CaseFacts facts,
      JourneyRegister journeys,
      Timeline timeline) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.audit = audit;
    this.access = access;
    this.people = people;
    this.contacts = contacts;
    this.vault = vault;
    this.facts = facts;
    this.journeys = journeys;
    this.timeline = timeline;
  }

  /** What came of a correction. */
  public enum Result {
    DONE,
    /** It is what is on record. */
    NOTHING_NEW,
    /** Somebody else changed it since the page was shown. */
    CHANGED_MEANWHILE,
    /** It would protect her less: a supervisor puts it right. */
    SUPERVISOR_ONLY
  }

  // persons

  /**
   * A value that was on record before.
   *
   * @param value absent if nothing was
   * @param until when it was put right
   * @param why absent where no reason was asked for, such as for what a report added
   */
  public record Before(
      String field, @Nullable Sealed value, Instant until, String by, @Nullable Sealed why) {}

  /**
   * A person with all that was ever on record of them.
   *
   * @param version of the newest particulars, by which a later change is noticed
   * @param before the newest first
   */
  public record Person(PersonView now, int version, List<Before> before) {
    @Override
    public String toString() {
      return "Person[" + now.personRef() + " ***]";
    }
  }

  /**
   * A person of a case and what was recorded before; the read is audited.
   *
   * @return empty if the case has no such person
   * @throws NoSuchCaseException if the person who asks may not open the case
   */
  @Transactional
  public Optional<Person> person(ActingPerson who, CaseRef caseRef, String personRef) {
    access.require(who, caseRef);
    List<People.Version> versions = people.versions(caseRef, personRef);
    if (versions.isEmpty()) {
      return Optional.empty();
    }
    audit.record(who, "read-person-history", caseRef, Map.of("person", personRef));
    Map<Integer, Sealed> reasons = reasons(caseRef, personRef);
    var before = new ArrayList<Before>();
    for (int i = 0; i + 1 < versions.size(); i++) {
      People.Version later = versions.get(i);
      People.Version earlier = versions.get(i + 1);
      for (String field : changed(earlier.fields(), later.fields())) {
        Object value = earlier.fields().values().get(field);
        before.add(
            new Before(
                field,
                value == null ? null : new Sealed(String.valueOf(value)),
                later.at(),
                later.by(),
                reasons.get(later.version())));
      }
    }
    People.Version now = versions.getFirst();
    return Optional.of(
        new Person(
            new PersonView(now.ref(), now.kind(), now.fields(), now.at(), now.by()),
            now.version(),
            before));
  }

  private static Set<String> changed(SealedFields earlier, SealedFields later) {
    return changed(earlier.values(), later.values());
  }

  static Set<String> changed(Map<String, ?> earlier, Map<String, ?> later) {
    var fields = new TreeSet<>(earlier.keySet());
    fields.addAll(later.keySet());
    fields.removeIf(field -> Objects.equals(earlier.get(field), later.get(field)));
    return fields;
  }

  private Map<Integer, Sealed> reasons(CaseRef caseRef, String personRef) {
    var reasons = new LinkedHashMap<Integer, Sealed>();
    db.sql(
            "select id, version, sealed::text as sealed from person_change"
                + " where case_ref = ? and person_ref = ?")
        .params(caseRef.value(), personRef)
        .query(
            rs -> {
              Sealed why =
                  Timeline.note(
                      sealing, caseRef, PERSON, rs.getString("id"), rs.getString("sealed"), "why");
              if (why != null) {
                reasons.put(rs.getInt("version"), why);
              }
            });
    return reasons;
  }

  /**
   * Somebody who is a person of the case in their own right.
   *
   * @param kind one of {@link PersonFields#ADDED}
   * @param sealed their particulars
   * @return the person's opaque reference
   * @throws NoSuchCaseException if the person who acts may not work on the case
   * @throws IllegalArgumentException for another kind
   */
  @Transactional
  public String add(ActingPerson who, CaseRef caseRef, PersonKind kind, Map<String, ?> sealed) {
    return add(who, caseRef, kind, sealed, UUID.randomUUID());
  }

  /**
   * The same, once: a page that is sent again adds nobody.
   *
   * @param once the asking page's own mark
   */
  @Transactional
  public String add(
      ActingPerson who, CaseRef caseRef, PersonKind kind, Map<String, ?> sealed, UUID once) {
    requireWork(who, caseRef);
    if (!PersonFields.ADDED.contains(kind)) {
      throw new IllegalArgumentException("Nobody is added as " + kind.code());
    }
    Optional<String> before =
        db.sql("select person_ref from person_change where id = ?::uuid and case_ref = ?")
            .params(once.toString(), caseRef.value())
            .query(String.class)
            .optional();
    if (before.isPresent()) {
      return before.get();
    }
    String ref = people.add(caseRef, kind, sealed, By.of(who));
    var fields = new TreeSet<>(sealed.keySet());
    told(once, who, caseRef, ref, 1, "added", kind, fields, "");
    return ref;
  }

  /**
   * Puts right what is on record of a person.
   *
   * @param version that the page showed
   * @param now field to value; an empty value takes the field off the record
   * @throws NoSuchCaseException if the person who acts may not work on the case, or it has no such
   *     person
   * @throws IllegalArgumentException without a reason, or for a field that is none of theirs
   */
  @Transactional
  public Result person(
      ActingPerson who,
      CaseRef caseRef,
      String personRef,
      int version,
      Map<String, String> now,
      String why) {
    requireWork(who, caseRef);
    requireReason(why);
    people.lock(personRef);
    People.Version last =
        people.versions(caseRef, personRef).stream()
            .findFirst()
            .orElseThrow(NoSuchCaseException::new);
    if (!PersonFields.of(last.kind()).containsAll(now.keySet())) {
      throw new IllegalArgumentException("A " + last.kind().code() + " has no such field");
    }
    if (last.version() != version) {
      return Result.CHANGED_MEANWHILE;
    }
    var fields = new LinkedHashMap<String, Object>(last.fields().values());
    now.forEach(
        (field, value) -> {
          Object known = fields.get(field);
          if (value.isBlank()) {
            fields.remove(field);
          } else if (known == null || !String.valueOf(known).equals(value)) {
            fields.put(field, value);
          }
        });
    Set<String> changed = changed(last.fields().values(), fields);
    // what was changed outside is put right by anything
    changed.addAll(last.fields().refused().stream().filter(now::containsKey).toList());
    if (changed.isEmpty()) {
      return Result.NOTHING_NEW;
    }
    int next = people.rewrite(caseRef, last, fields, By.of(who));
    told(UUID.randomUUID(), who, caseRef, personRef, next, "corrected", last.kind(), changed, why);
    return Result.DONE;
  }

  private void told(
      UUID id,
      ActingPerson who,
      CaseRef caseRef,
      String personRef,
      int version,
      String kind,
      PersonKind of,
      Set<String> fields,
      String why) {
    keepReason(id, caseRef, personRef, version, kind, fields, why, By.of(who));
    timeline.add(
        caseRef,
        null,
        "person",
        "timeline.person-" + kind,
        Map.of("personKind", of.code(), "fields", List.copyOf(fields)),
        By.of(who));
    audit.record(
        who,
        kind.equals("added") ? "add-person" : "correct-person",
        caseRef,
        Map.of("person", personRef, "version", version, "fields", List.copyOf(fields)));
  }

  /** Why this version was written. */
  void keepReason(
      CaseRef caseRef,
      String personRef,
      int version,
      String kind,
      Set<String> fields,
      String why,
      By by) {
    keepReason(UUID.randomUUID(), caseRef, personRef, version, kind, fields, why, by);
  }

  private void keepReason(
      UUID mark,
      CaseRef caseRef,
      String personRef,
      int version,
      String kind,
      Set<String> fields,
      String why,
      By by) {
    String id = mark.toString();
    db.sql(
            "insert into person_change"
                + " (id, case_ref, person_ref, version, kind, fields, sealed, at, by)"
                + " values (?::uuid, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)")
        .params(
            id,
            caseRef.value(),
            personRef,
            version,
            kind,
            Rows.codes(fields),
            sealing.sealAll(caseRef, PERSON, id, why.isBlank() ? Map.of() : Map.of("why", why)),
            Rows.ts(clock.instant()),
            by.name())
        .update();
  }

  // how she is reached, and where

  /**
   * Puts right a number, an address or the code word by which she is reached safely. Whoever does
   * it has not asked her: until somebody has, the way counts as not safe.
   *
   * @param sealed detail, codeWord; what is not given stays
   * @throws NoSuchCaseException if the person who acts may not work on the case
   */
  @Transactional
  public Result contact(ActingPerson who, CaseRef caseRef, Map<String, String> sealed, String why) {
    requireWork(who, caseRef);
    requireReason(why);
    if (!contacts.correct(caseRef, sealed)) {
      return Result.NOTHING_NEW;
    }
    told(who, caseRef, "safe-contact", new TreeSet<>(sealed.keySet()), null, why);
    return Result.DONE;
  }

  /**
   * Puts right what the vault holds. It was written down wrongly and she has not moved: no journey
   * is told of a move. What was there before stays in the vault, and no letter may name it either.
   *
   * @param sealed safeAddress, area, noGoAreas, moveDate; what is not given stays
   * @throws NoSuchCaseException if the person who acts may not work on the case
   */
  @Transactional
  public Result safeAddress(
      ActingPerson who, CaseRef caseRef, Map<String, String> sealed, String why) {
    requireWork(who, caseRef);
    requireReason(why);
    if (sealed.isEmpty() || !vault.holds(caseRef) || vault.holds(caseRef, sealed)) {
      return Result.NOTHING_NEW;
    }
    vault.write(caseRef, sealed, By.of(who));
    told(who, caseRef, "safe-address", new TreeSet<>(sealed.keySet()), null, why);
    return Result.DONE;
  }

  // facts

  /**
   * A fact with what was answered before, the newest first.
   *
   * @param id of the answer that counts
   */
  public record Fact(
      String name, long id, Object value, Instant at, String by, List<EarlierFact> before) {}

  /** An answer that does not count any more; the reason is that for which it was put right. */
  public record EarlierFact(Object value, Instant at, String by, @Nullable Sealed why) {}

  /**
   * The facts of a case by name; the read is audited.
   *
   * @throws NoSuchCaseException if the person who asks may not open the case
   */
  @Transactional
  public List<Fact> facts(ActingPerson who, CaseRef caseRef) {
    access.require(who, caseRef);
    audit.record(who, "read-facts", caseRef, Map.of());
    Map<Long, Sealed> reasons = factReasons(caseRef);
    List<CaseFacts.Told> history = facts.history(caseRef);
    return facts.current(caseRef).stream()
        .map(
            now ->
                new Fact(
                    now.name(),
                    now.id(),
                    now.value(),
                    now.at(),
                    now.by(),
                    history.stream()
                        .filter(told -> told.name().equals(now.name()) && told.id() != now.id())
                        .map(
                            told ->
                                new EarlierFact(
                                    told.value(), told.at(), told.by(), reasons.get(told.id())))
                        .toList()))
        .toList();
  }

  private Map<Long, Sealed> factReasons(CaseRef caseRef) {
    var reasons = new LinkedHashMap<Long, Sealed>();
    db.sql(
            "select id, fact_id, sealed::text as sealed from case_correction"
                + " where case_ref = ? and fact_id is not null")
        .param(caseRef.value())
        .query(
            rs -> {
              Sealed why =
                  Timeline.note(
                      sealing, caseRef, CASE, rs.getString("id"), rs.getString("sealed"), "why");
              if (why != null) {
                reasons.put(rs.getLong("fact_id"), why);
              }
            });
    return reasons;
  }

  /**
   * Puts right an answer. Journeys that run go on with what they were told; what begins later
   * begins with this. The risk is not lowered by it: it is assessed again if that is asked for.
   *
   * @param factId of the answer that the page showed
   * @param assessAgain true if the risk is to be assessed anew
   * @throws NoSuchCaseException if the person who acts may not work on the case, or it has no such
   *     fact
   */
  @Transactional
  public Result fact(
      ActingPerson who,
      CaseRef caseRef,
      String name,
      long factId,
      Object value,
      boolean assessAgain,
      String why) {
    requireWork(who, caseRef);
    requireReason(why);
    CaseFacts.Told now =
        facts.current(caseRef).stream()
            .filter(told -> told.name().equals(name))
            .findFirst()
            .orElseThrow(NoSuchCaseException::new);
    if (now.id() != factId) {
      return Result.CHANGED_MEANWHILE;
    }
    if (Rows.json(now.value()).equals(Rows.json(value))) {
      return Result.NOTHING_NEW;
    }
    if (PROTECTING.contains(name) && now.value().equals(true) && !who.has(Role.SUPERVISOR)) {
      return Result.SUPERVISOR_ONLY;
    }
    facts.put(caseRef, Map.of(name, value), By.of(who));
    told(who, caseRef, "fact", Set.of(name), factId, why);
    if (assessAgain) {
      journeys.request(caseRef, "assess-risk", Map.of(), By.of(who));
    }
    return Result.DONE;
  }

  private void told(
      ActingPerson who,
      CaseRef caseRef,
      String what,
      Set<String> fields,
      @Nullable Long factId,
      String why) {
    String id = UUID.randomUUID().toString();
    db.sql(
            "insert into case_correction (id, case_ref, what, fields, fact_id, sealed, at, by)"
                + " values (?::uuid, ?, ?, ?, ?, ?::jsonb, ?, ?)")
        .params(
            Rows.values(
                id,
                caseRef.value(),
                what,
                Rows.codes(fields),
                factId,
                sealing.sealAll(caseRef, CASE, id, Map.of("why", why)),
                Rows.ts(clock.instant()),
                who.username()))
        .update();
    Map<String, Object> details = Map.of("fields", List.copyOf(fields));
    timeline.add(caseRef, null, "correction", "timeline.corrected-" + what, details, By.of(who));
    audit.record(who, "correct-" + what, caseRef, details);
  }

  private void requireWork(ActingPerson who, CaseRef caseRef) {
    if (!access.mayWork(who, caseRef)) {
      throw new NoSuchCaseException();
    }
    access.lockRecord(caseRef);
  }

  private static void requireReason(String why) {
    if (why.isBlank()) {
      throw new IllegalArgumentException("Nothing is put right without a reason");
    }
  }
}
