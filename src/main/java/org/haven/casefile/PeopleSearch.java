package org.haven.casefile;

import java.time.Clock;
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
import org.haven.platform.CaseRef;
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

  private final JdbcClient db;
  private final IdentityIndex index;
  private final TenancyRegister tenancies;
  private final Sealing sealing;
  private final Audit audit;
  private final Clock clock;

  PeopleSearch(
      JdbcClient db,
      IdentityIndex index,
      TenancyRegister tenancies,
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
    List<Found> found = candidates(who, asked);
    boolean more = found.size() > SHOWN;
    List<Found> shown =
        found.stream()
            .limit(SHOWN)
            .sorted(Comparator.comparing((Found f) -> f.head().reportedAt()).reversed())
            .toList();
    shown.stream()
        .filter(f -> f.person() != null)
        .map(f -> f.head().caseRef())
        .distinct()
        .forEach(caseRef -> audit.record(who, "find-person", caseRef, Map.of()));
    return new Result(shown, more);
  }

  private List<Found> candidates(ActingPerson who, Asked asked) {
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
    var found = new ArrayList<Found>();
    @Nullable Hit after = null;
    while (true) {
      List<Hit> hits = index.find(one, ofCase, after, BATCH);
      found.addAll(openable(who, hits, homes, SHOWN + 1 - found.size()));
      if (hits.size() < BATCH || found.size() > SHOWN) {
        return found;
      }
      after = hits.getLast();
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

  private List<Found> openable(
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
    return db.sql(
            "select "
                + CaseFiles.COLUMNS
                + """
                  , p.person_ref, p.version, p.kind, p.sealed::text as sealed, p.at, p.by
                from unnest(:cases::text[], :subjects::text[]) h (case_ref, subject)
                join case_file cf on cf.case_ref = h.case_ref
                left join lateral (
                  select * from person n where n.person_ref = h.subject and n.case_ref = h.case_ref
                  order by n.version desc limit 1) p on true
                where (p.person_ref is not null or h.subject = :contact) and\s\
                """
                + CaseAccess.MAY_OPEN
                + (homes == null ? "" : " and " + OF_HOMES)
                + " order by cf.case_ref, h.subject limit :limit")
        .params(given)
        .query(
            (rs, _) ->
                new Found(
                    CaseFiles.head(rs),
                    rs.getString("person_ref") == null
                        ? null
                        : new PersonView(
                            rs.getString("person_ref"),
                            PersonKind.ofCode(rs.getString("kind")),
                            open(
                                Rows.caseRef(rs),
                                rs.getString("person_ref") + "." + rs.getInt("version"),
                                rs.getString("sealed")),
                            Rows.at(rs, "at"),
                            rs.getString("by"))))
        .list();
  }

  private List<Found> atHome(ActingPerson who, List<String> homes) {
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
        .query((rs, _) -> new Found(CaseFiles.head(rs), null))
        .list();
  }

  /** What was changed behind our back is refused by itself; the case is still found. */
  private SealedFields open(CaseRef caseRef, String row, String sealed) {
    try {
      return sealing.openAll(caseRef, People.ENTITY, row, sealed);
    } catch (KeyDestroyedException | TamperedValueException e) {
      return new SealedFields(Map.of(), Set.of("name", "birthDate"));
    }
  }
}
