package org.haven.casefile.register;

import java.util.Optional;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseHead;
import org.haven.casefile.CaseStatus;
import org.haven.casefile.Rows;
import org.haven.platform.CaseRef;
import org.haven.platform.calendar.WorkingCalendar;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which case is about a home: by the tenancy on record, by a flag on the tenancy, or because the
 * home is hers and stands in the vault. What is found is for the procedure, never for a page that
 * somebody opens who may not open the case.
 */
@Component
public class HomeCases {
  private static final String REPAIRS = "repairs";

  /** A case that only a repairs concern opened is not worked yet. */
  private static final String FOR_A_CONCERN_ALONE =
      "f.status = 'reported' and f.channel = '" + REPAIRS + "'";

  private final JdbcClient db;
  private final HomesInVault homes;
  private final CaseFiles cases;
  private final java.time.Clock clock;

  HomeCases(JdbcClient db, HomesInVault homes, CaseFiles cases, java.time.Clock clock) {
    this.db = db;
    this.homes = homes;
    this.cases = cases;
    this.clock = clock;
  }

  /** The newest case that somebody works on, or watches over, about this home. */
  public Optional<CaseRef> known(String tenancyRef) {
    return homes
        .caseOfVault(tenancyRef)
        .filter(this::isOpen)
        .or(
            () ->
                db.sql(
                        """
                        select f.case_ref from case_file f
                        where f.status in ('reported', 'open', 'monitoring') and not (%s)
                          and (f.case_ref in (%s)
                               or f.case_ref in (select t.case_ref from tenancy_flag t
                                    where t.tenancy_ref = :tenancy and t.ends_on >= :today))
                        order by f.reported_at desc, f.case_ref limit 1
                        """
                            .formatted(FOR_A_CONCERN_ALONE, OF_HOME))
                    .param("tenancy", TenancyRow.ref(tenancyRef))
                    .param("today", WorkingCalendar.dateOf(clock.instant()))
                    .query((rs, _) -> Rows.caseRef(rs))
                    .optional());
  }

  /** A case that earlier concerns about this home opened, and that nobody has reported on yet. */
  public Optional<CaseRef> ofConcerns(String tenancyRef) {
    return db.sql(
            """
            select f.case_ref from case_file f where %s and f.case_ref in (%s)
            order by f.reported_at desc, f.case_ref limit 1
            """
                .formatted(FOR_A_CONCERN_ALONE, OF_HOME))
        .param("tenancy", TenancyRow.ref(tenancyRef))
        .query((rs, _) -> Rows.caseRef(rs))
        .optional();
  }

  private static final String OF_HOME =
      """
      select c.case_ref from case_fact c
      where c.name = 'tenancyRef' and upper(c.value #>> '{}') = :tenancy
        and not exists (select 1 from case_fact later where later.case_ref = c.case_ref
                          and later.name = c.name and later.id > c.id)\
      """;

  /** True while nothing but a concern about the home made this case. */
  public boolean isForConcernAlone(CaseRef caseRef) {
    CaseHead head = cases.head(caseRef);
    return head.status() == CaseStatus.REPORTED && head.channel().value().equals(REPAIRS);
  }

  private boolean isOpen(CaseRef caseRef) {
    return switch (cases.head(caseRef).status()) {
      case REPORTED, OPEN, MONITORING -> true;
      case CLOSED, RETAINED, DISPOSED -> false;
    };
  }

  /** Her new home, whose reference is sealed wherever it stands beside her case. */
  public boolean inVault(String tenancyRef) {
    return homes.caseOfVault(tenancyRef).isPresent();
  }
}
