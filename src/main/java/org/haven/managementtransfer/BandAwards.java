package org.haven.managementtransfer;

import java.io.OutputStream;
import java.sql.Date;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.Timeline;
import org.haven.casefile.register.CsvFile;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Top bands on Kent Homechoice. The website has no interface for us: the award goes on record here,
 * and the housing system takes it over from a file. Source: strategy, management transfers.
 */
@Service
public class BandAwards {
  private static final Code BAND_A = new Code("A");
  private static final Set<Team> MAY_EXPORT = Set.of(Team.HOUSING_SOLUTIONS, Team.TENANCY_SERVICES);

  private final JdbcClient db;
  private final CaseAccess access;
  private final CaseFacts facts;
  private final Timeline timeline;
  private final Audit audit;
  private final Clock clock;

  BandAwards(
      JdbcClient db,
      CaseAccess access,
      CaseFacts facts,
      Timeline timeline,
      Audit audit,
      Clock clock) {
    this.db = db;
    this.access = access;
    this.facts = facts;
    this.timeline = timeline;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Awards band A; a journey that has it keeps it.
   *
   * @return the award's reference
   */
  @Transactional
  public Code award(CaseRef caseRef, JourneyId journeyId) {
    var now = clock.instant();
    int first =
        db.sql(
                """
                insert into band_award
                  (award_ref, case_ref, journey_id, band, bedrooms, awarded_on, at)
                values (:ref, :case, :journey, :band, :bedrooms, :on, :at)
                on conflict (journey_id) do nothing
                """)
            .param("ref", "BA-" + journeyId.value().replaceFirst("^[A-Z]+-", ""))
            .param("case", caseRef.value())
            .param("journey", journeyId.value())
            .param("band", BAND_A.value())
            .param(
                "bedrooms",
                facts.of(caseRef).get("bedrooms") instanceof Number n ? n.intValue() : null,
                Types.INTEGER)
            .param("on", Date.valueOf(WorkingCalendar.dateOf(now)))
            .param("at", Timestamp.from(now))
            .update();
    if (first == 1) {
      timeline.add(
          caseRef, journeyId, "award", "timeline.band-awarded", Map.of("band", BAND_A), By.SYSTEM);
      audit.recordSystem("award-band", caseRef, Map.of("band", BAND_A.value()));
    }
    return new Code(
        db.sql("select award_ref from band_award where journey_id = ?")
            .param(journeyId.value())
            .query(String.class)
            .single());
  }

  /** Supervisors of the teams that keep the housing register. */
  public static boolean mayExport(ActingPerson who) {
    return MAY_EXPORT.stream().anyMatch(who::supervises);
  }

  /**
   * Writes a row for each award of a case that the person may open: references, band, size and
   * date; no names.
   *
   * @throws IllegalStateException if the person may not have the file
   */
  @Transactional
  public void write(ActingPerson who, OutputStream out) {
    if (!mayExport(who)) {
      throw new IllegalStateException("Only supervisors of the housing register have this file");
    }
    audit.record(who, "download-band-awards", null, Map.of());
    CsvFile.Out csv = CsvFile.to(out);
    csv.line(List.of("awardRef", "caseRef", "band", "bedrooms", "awardedOn"));
    db.sql(
            """
            select award_ref, case_ref, band, bedrooms, awarded_on from band_award
            order by awarded_on, award_ref
            """)
        .query(
            row -> {
              if (!access.mayWork(who, new CaseRef(row.getString("case_ref")))) {
                return;
              }
              String bedrooms = row.getString("bedrooms");
              csv.line(
                  List.of(
                      row.getString("award_ref"),
                      row.getString("case_ref"),
                      row.getString("band"),
                      bedrooms == null ? "" : bedrooms,
                      row.getString("awarded_on")));
            });
    csv.end();
  }
}
