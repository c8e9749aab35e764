package org.haven.casefile;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.sealing.IdentityIndex;
import org.haven.platform.sealing.IdentityIndex.Hit;
import org.haven.platform.sealing.IdentityIndex.Term;
import org.haven.platform.sealing.KeyDestroyedException;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.sealing.Sealing;
import org.haven.platform.sealing.TamperedValueException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Finds a person by what is sealed, among the cases that the one who asks may open. Of any other
 * case, one on whose conflict list they are included, nothing shows: no row, no number, no
 * difference in what is asked of the database. Only what is shown is opened.
 */
@Component
public class PeopleSearch {
  static final int SHOWN = 20;
  private static final int BATCH = 500;
  private static final int LARGEST = 8_000;

  private final JdbcClient db;
  private final IdentityIndex index;
  private final TenancyRefs tenancies;
  private final Sealing sealing;
  private final Audit audit;
  private final Clock clock;

  PeopleSearch(
      JdbcClient db,
      IdentityIndex index,
      TenancyRefs tenancies,
      Sealing sealing,
      Audit audit,
      Clock clock) {
    this.db = db;
    this.index = index;
    this.tenancies = tenancies;
    this.sealing = sealing;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * What is known of the person; what is absent is not asked, and all that is given must fit.
   *
   * @param name whole or in part, in any order and spelling of capitals and accents
   * @param phone of the person, or a safe way to reach her
   * @param uprn unique property reference number of the tenancy on record
   */
  public record Asked(
      @Nullable String name,
      @Nullable LocalDate birthDate,
      @Nullable String phone,
      @Nullable String uprn) {
    /** True if there is nothing in it that could be looked for. */
    public boolean isEmpty() {
      return name == null && birthDate == null && phone == null && uprn == null;
    }

    @Override
    public String toString() {
      return "***";
    }
  }

  /** Whether a name has a word to look for. */
  public static boolean hasWords(String name) {
    return !PeopleIndex.words(name).isEmpty();
  }

  /** Whether a text is a telephone number. */
  public static boolean isPhone(String phone) {
    return PeopleIndex.phones(phone).size() == 1;
  }

  /**
   * A case in which the person is.
   *
   * @param person absent if only the way to reach her, or the home, was asked for
   */
  public record Found(CaseHead head, @Nullable PersonView person) {}

  /**
   * @param more there are others that fit: more should be asked
   */
  public record Result(List<Found> found, boolean more) {}

  /**
   * Up to {@value #SHOWN} cases, the newest first. The search is audited, and each person it shows.
   *
   * @throws IllegalStateException if the one who asks works no cases
   */
  @Transactional
  public Result find(ActingPerson who, Asked asked) {
    if (!who.worksCases()) {
      throw new IllegalStateException("Only officers and supervisors look for persons");
    }
    audit.record(
        who,
        "search-people",
        null,
        Map.of(
            "byName", asked.name() != null,
            "byBirthDate", asked.birthDate() != null,
            "byPhone", asked.phone() != null,
            "byProperty", asked.uprn() != null));
    List<Candidate> found = candidates(who, asked);
    boolean more = found.size() > SHOWN;
    List<Candidate> fewer = found.subList(0, Math.min(found.size(), SHOWN));
    sealing.takeKeys(
        fewer.stream().filter(c -> c.person() != null).map(c -> c.head().caseRef()).toList());
    List<Found> shown =
        fewer.stream()
            .sorted(Comparator.comparing((Candidate c) -> c.head().reportedAt()).reversed())
            .map(c -> new Found(c.head(), opened(c)))
            .toList();
    audit.recordEach(
        who,
        "find-person",
        shown.stream()
            .filter(f -> f.person() != null)
            .map(f -> f.head().caseRef())
            .distinct()
            .toList());
    return new Result(shown, more);
  }

  /** A person's newest version as it is kept. */
  private record SealedPerson(
      String ref, int version, PersonKind kind, String sealed, Instant at, String by) {}

  private record Candidate(CaseHead head, @Nullable SealedPerson person) {}

  private List<Candidate> candidates(ActingPerson who, Asked asked) {
    Set<Term> one = new LinkedHashSet<>();
    Set<Term> ofCase = new LinkedHashSet<>();
    if (asked.name() != null) {
      one.addAll(PeopleIndex.words(asked.name()));
    }
    if (asked.birthDate() != null) {
      one.add(PeopleIndex.birthDate(asked.birthDate().toString()));
    }
    if (asked.phone() != null) {
      (one.isEmpty() ? one : ofCase).addAll(PeopleIndex.phones(asked.phone()));
    }
    @Nullable List<String> homes = asked.uprn() == null ? null : tenancies.refsAt(asked.uprn());
    if (one.isEmpty()) {
      return homes == null ? List.of() : atHome(who, homes);
    }
    var found = new ArrayList<Candidate>();
    @Nullable Hit after = null;
    int batch = BATCH;
    while (true) {
      List<Hit> hits = index.find(one, ofCase, after, batch);
      found.addAll(openable(who, hits, homes, SHOWN + 1 - found.size()));
      if (hits.size() < batch || found.size() > SHOWN) {
        return found;
      }
      after = hits.getLast();
      // a common name of which hardly any case may be opened
      batch = Math.min(batch * 4, LARGEST);
    }
  }

  private static final String OF_HOMES =
      """
      exists (select 1 from case_fact c
              where c.case_ref = cf.case_ref and c.name = 'tenancyRef'
                and upper(c.value #>> '{}') = any (:homes::text[])
                and not exists (select 1 from case_fact later where later.case_ref = c.case_ref
                                  and later.name = c.name and later.id > c.id))\
      """;

  private List<Candidate> openable(
      ActingPerson who, List<Hit> hits, @Nullable List<String> homes, int limit) {
    var given = new LinkedHashMap<String, Object>();
    given.put("acting", who.username());
    given.put("teams", CaseAccess.teamCodes(who));
    given.put("now", Rows.ts(clock.instant()));
    given.put("cases", Rows.codes(hits.stream().map(Hit::caseRef).toList()));
    given.put("subjects", Rows.codes(hits.stream().map(Hit::subject).toList()));
    given.put("contact", PeopleIndex.CONTACT);
    given.put("limit", limit);
    if (homes != null) {
      given.put("homes", homes.toArray(String[]::new));
    }
    // persons of the few that are shown alone: the database asks for each of their rows again
    return db.sql(
            "with mine as materialized (select "
                + CaseFiles.COLUMNS
                + """
                  , h.subject
                from unnest(:cases::text[], :subjects::text[]) h (case_ref, subject)
                join case_file cf on cf.case_ref = h.case_ref
                where\s\
                """
                + CaseAccess.MAY_OPEN
                + (homes == null ? "" : " and " + OF_HOMES)
                + """
                 order by cf.case_ref, h.subject)
                select m.*, p.person_ref, p.version, p.kind, p.sealed::text as sealed, p.at, p.by
                from mine m
                left join lateral (
                  select * from person n where n.person_ref = m.subject and n.case_ref = m.case_ref
                  order by n.version desc limit 1) p on true
                where p.person_ref is not null or m.subject = :contact
                order by m.case_ref, m.subject limit :limit
                """)
        .params(given)
        .query(
            (rs, _) ->
                new Candidate(
                    CaseFiles.head(rs),
                    rs.getString("person_ref") == null
                        ? null
                        : new SealedPerson(
                            rs.getString("person_ref"),
                            rs.getInt("version"),
                            PersonKind.ofCode(rs.getString("kind")),
                            rs.getString("sealed"),
                            Rows.at(rs, "at"),
                            rs.getString("by"))))
        .list();
  }

  private List<Candidate> atHome(ActingPerson who, List<String> homes) {
    return db.sql(
            "select "
                + CaseFiles.COLUMNS
                + " from case_file cf where "
                + CaseAccess.MAY_OPEN
                + " and "
                + OF_HOMES
                + " order by cf.case_ref limit :limit")
        .param("acting", who.username())
        .param("teams", CaseAccess.teamCodes(who))
        .param("now", Rows.ts(clock.instant()))
        .param("homes", homes.toArray(String[]::new))
        .param("limit", SHOWN + 1)
        .query((rs, _) -> new Candidate(CaseFiles.head(rs), null))
        .list();
  }

  /** What was changed behind our back is refused by itself; the case is still found. */
  private @Nullable PersonView opened(Candidate candidate) {
    SealedPerson person = candidate.person();
    if (person == null) {
      return null;
    }
    SealedFields fields;
    try {
      fields =
          sealing.openAll(
              candidate.head().caseRef(),
              People.ENTITY,
              person.ref() + "." + person.version(),
              person.sealed());
    } catch (KeyDestroyedException | TamperedValueException e) {
      fields = new SealedFields(Map.of(), Set.of("name", "birthDate"));
    }
    return new PersonView(person.ref(), person.kind(), fields, person.at(), person.by());
  }
}
