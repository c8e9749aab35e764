package org.haven.casefile;

import java.time.Clock;
import java.util.Collection;
import java.util.Set;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who may open which case: officers and supervisors of its lead team, its support team, or a team
 * that has or had a task of it; until a lead is named also who took the report; for a while whoever
 * broke the glass, who may look and change nothing. Auditors and administrators see no content.
 * Somebody on the conflict list never, and is not told why.
 */
@Component
public class CaseAccess {
  /**
   * SQL condition for list queries; {@code %s} is the column of the case reference, {@code :acting}
   * the sign-in name.
   */
  public static final String NOT_CONFLICTED =
      "not exists (select 1 from case_conflict cc"
          + " where cc.case_ref = %s and cc.username = :acting)";

  private static final String OF_THEIRS =
      "(exists (select 1 from case_team ct where ct.case_ref = cf.case_ref and ct.team in (:teams))"
          + " or (cf.lead_team is null and cf.received_by = :acting))";

  private static final String LOOKS =
      "exists (select 1 from break_glass bg where bg.case_ref = cf.case_ref"
          + " and bg.username = :acting and bg.until > :now)";

  /** SQL condition on {@code case_file cf}: the case is the person's to work on. */
  private static final String MAY_WORK =
      OF_THEIRS + " and " + NOT_CONFLICTED.formatted("cf.case_ref");

  /**
   * SQL condition on {@code case_file cf}: the person may open it. Needs {@code :acting}, {@code
   * :teams} (codes) and {@code :now}.
   */
  static final String MAY_OPEN =
      "(" + OF_THEIRS + " or " + LOOKS + ") and " + NOT_CONFLICTED.formatted("cf.case_ref");

  /**
   * SQL condition on {@code case_file cf}: the person's own name stands on the case's work, or they
   * supervise the team that leads or supports it.
   */
  private static final String NAMED =
      "(exists (select 1 from case_worker w where w.case_ref = cf.case_ref"
          + " and w.username = :acting)"
          + " or :supervisor and (cf.lead_team in (:teams) or cf.support_team in (:teams)))";

  private final JdbcClient db;
  private final Clock clock;
  private final CaseGroups groups;

  CaseAccess(JdbcClient db, Clock clock, CaseGroups groups) {
    this.db = db;
    this.clock = clock;
    this.groups = groups;
  }

  /** May the person see this case, be it for a while? */
  public boolean mayOpen(ActingPerson who, CaseRef caseRef) {
    return is(who, caseRef, MAY_OPEN);
  }

  /** The same without a look through broken glass: may the person also change it? */
  public boolean mayWork(ActingPerson who, CaseRef caseRef) {
    return is(who, caseRef, MAY_WORK);
  }

  /**
   * Is the person one of the named officers, to whom the address vault and the minutes of a MARAC
   * open with a reason: who took the report, claimed or did a task of the case or signed an entry,
   * and supervisors of its lead and support teams? Source: procedure section 2.
   */
  public boolean isNamed(ActingPerson who, CaseRef caseRef) {
    return is(who, caseRef, MAY_WORK + " and " + NAMED);
  }

  private boolean is(ActingPerson who, CaseRef caseRef, String condition) {
    return who.worksCases()
        && db.sql(
                "select exists (select 1 from case_file cf where cf.case_ref = :case and "
                    + condition
                    + ")")
            .param("case", caseRef.value())
            .param("acting", who.username())
            .param("teams", teamCodes(who))
            .param("now", Rows.ts(clock.instant()))
            .param("supervisor", who.has(Role.SUPERVISOR))
            .query(Boolean.class)
            .single();
  }

  /** Of these cases those that the person may open. */
  public Set<CaseRef> openable(ActingPerson who, Collection<CaseRef> cases) {
    if (!who.worksCases() || cases.isEmpty()) {
      return Set.of();
    }
    return Set.copyOf(
        db.sql(
                "select cf.case_ref from case_file cf where cf.case_ref = any(:cases::text[]) and "
                    + MAY_OPEN)
            .param("cases", cases.stream().map(CaseRef::value).toArray(String[]::new))
            .param("acting", who.username())
            .param("teams", teamCodes(who))
            .param("now", Rows.ts(clock.instant()))
            .query((rs, _) -> Rows.caseRef(rs))
            .list());
  }

  /** Never empty, since SQL knows no empty list. */
  @CasefileOnly
  public static java.util.List<String> teamCodes(ActingPerson who) {
    return who.teams().isEmpty()
        ? java.util.List.of("none")
        : who.teams().stream().map(Team::code).toList();
  }

  /**
   * @throws NoSuchCaseException if the person may not open it, or there is none
   */
  public void require(ActingPerson who, CaseRef caseRef) {
    if (!mayOpen(who, caseRef)) {
      throw new NoSuchCaseException();
    }
  }

  /**
   * Nothing begins on a case that was disposed of: a disposal that is under way comes to its end
   * first, and none begins before this transaction has ended.
   *
   * @throws NoSuchCaseException if it was disposed of, or there is none
   */
  void requireRecord(CaseRef caseRef) {
    db.sql(
            "select case_ref from case_file where case_ref = ? and status <> 'disposed'"
                + " for key share")
        .param(caseRef.value())
        .query(String.class)
        .optional()
        .orElseThrow(NoSuchCaseException::new);
  }

  /**
   * The same, and whoever else puts something right waits until this transaction has ended.
   *
   * @throws NoSuchCaseException if it was disposed of, or there is none
   */
  void lockRecord(CaseRef caseRef) {
    db.sql(
            "select case_ref from case_file where case_ref = ? and status <> 'disposed'"
                + " for no key update")
        .param(caseRef.value())
        .query(String.class)
        .optional()
        .orElseThrow(NoSuchCaseException::new);
  }

  /** A team gets a part in the case, such as a task; again changes nothing. */
  public void involve(CaseRef caseRef, Team team, Code why) {
    db.sql(
            "insert into case_team (case_ref, team, why, since) values (?, ?, ?, ?)"
                + " on conflict do nothing")
        .params(caseRef.value(), team.code(), why.value(), Rows.ts(clock.instant()))
        .update();
    groups.ownTeam(caseRef, team.code());
  }
}
