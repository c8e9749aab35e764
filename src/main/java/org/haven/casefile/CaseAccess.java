package org.haven.casefile;

import java.time.Clock;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who may open which case: officers and supervisors of its lead team, its support team, or a team
 * that has or had a task of it; until a lead is named also who took the report. Auditors and
 * administrators see no content. Somebody on the conflict list never, and is not told why.
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

  /**
   * SQL condition on {@code case_file cf}: the person may open it. Needs {@code :acting} and {@code
   * :teams} (codes).
   */
  static final String MAY_OPEN =
      "(exists (select 1 from case_team ct where ct.case_ref = cf.case_ref and ct.team in (:teams))"
          + " or (cf.lead_team is null and cf.received_by = :acting)) and "
          + NOT_CONFLICTED.formatted("cf.case_ref");

  private final JdbcClient db;
  private final Clock clock;

  CaseAccess(JdbcClient db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  public boolean mayOpen(ActingPerson who, CaseRef caseRef) {
    return who.worksCases()
        && db.sql(
                "select exists (select 1 from case_file cf where cf.case_ref = :case and "
                    + MAY_OPEN
                    + ")")
            .param("case", caseRef.value())
            .param("acting", who.username())
            .param("teams", teamCodes(who))
            .query(Boolean.class)
            .single();
  }

  /** Never empty, since SQL knows no empty list. */
  static java.util.List<String> teamCodes(ActingPerson who) {
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

  /** A team gets a part in the case, such as a task; again changes nothing. */
  public void involve(CaseRef caseRef, Team team, Code why) {
    db.sql(
            "insert into case_team (case_ref, team, why, since) values (?, ?, ?, ?)"
                + " on conflict do nothing")
        .params(caseRef.value(), team.code(), why.value(), Rows.ts(clock.instant()))
        .update();
  }
}
