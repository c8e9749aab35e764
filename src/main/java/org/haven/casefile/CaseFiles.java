package org.haven.casefile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The cases themselves: opened, led, moved on, and shown to those who may see them. */
@Component
public class CaseFiles {
  static final String COLUMNS =
      "cf.case_ref, cf.status, cf.channel, cf.reported_at, cf.received_by, cf.receiver_team,"
          + " cf.lead_team, cf.support_team, cf.sample";

  private final JdbcClient db;
  private final Clock clock;
  private final Audit audit;
  private final CaseAccess access;
  private final CaseMoments moments;
  private final CaseFacts facts;
  private final Timeline timeline;
  private final People people;
  private final SafeContacts contacts;
  private final DecisionLog decisions;
  private final JourneyRegister journeys;
  private final CaseWorkers workers;
  private final CaseGroups groups;
  private final ApplicationEventPublisher events;

  CaseFiles(
      JdbcClient db,
      Clock clock,
      Audit audit,
      CaseAccess access,
      CaseMoments moments,
      CaseFacts facts,
      Timeline timeline,
      People people,
      SafeContacts contacts,
      DecisionLog decisions,
      JourneyRegister journeys,
      CaseWorkers workers,
      CaseGroups groups,
      ApplicationEventPublisher events) {
    this.db = db;
    this.clock = clock;
    this.audit = audit;
    this.access = access;
    this.moments = moments;
    this.facts = facts;
    this.timeline = timeline;
    this.people = people;
    this.contacts = contacts;
    this.decisions = decisions;
    this.journeys = journeys;
    this.workers = workers;
    this.groups = groups;
    this.events = events;
  }

  /** Opens a case with a random reference; the moment {@code report} is its {@code reportedAt}. */
  @Transactional
  public CaseRef open(NewCase newCase, By by) {
    CaseRef caseRef = CaseRef.next(Rows.RANDOM);
    db.sql(
            """
            insert into case_file (case_ref, status, channel, reported_at, received_by,
              receiver_team, sample, opened_by, created_at)
            values (?, 'reported', ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            Rows.values(
                caseRef.value(),
                newCase.channel().value(),
                Rows.ts(newCase.reportedAt()),
                newCase.receivedBy(),
                newCase.receiverTeam() == null ? null : newCase.receiverTeam().code(),
                newCase.sample(),
                by.name(),
                Rows.ts(clock.instant())))
        .update();
    String receiver = newCase.receivedBy();
    if (receiver != null) {
      workers.worked(caseRef, new By(receiver));
    }
    moments.record(caseRef, null, "report", newCase.reportedAt());
    timeline.add(
        caseRef, null, "report", "timeline.reported", Map.of("channel", newCase.channel()), by);
    audit.recordSystem("open-case", caseRef, Map.of("by", by.name(), "channel", newCase.channel()));
    return caseRef;
  }

  /**
   * All that the case page shows. Empty when there is no such case or the person may not open it:
   * the two are not told apart. The read is audited.
   */
  @Transactional
  public Optional<CaseView> find(ActingPerson who, CaseRef caseRef) {
    if (!access.mayOpen(who, caseRef)) {
      return Optional.empty();
    }
    audit.record(who, "read-case", caseRef, Map.of());
    return Optional.of(
        new CaseView(
            head(caseRef),
            contacts.unaudited(caseRef),
            people.unaudited(caseRef),
            journeys.of(caseRef),
            facts.of(caseRef),
            decisions.unaudited(caseRef)));
  }

  /** The newest cases that the person may open; routing facts alone. */
  public List<CaseHead> latest(ActingPerson who, int limit) {
    if (!who.worksCases()) {
      return List.of();
    }
    return db.sql(
            "select "
                + COLUMNS
                + " from case_file cf where "
                + CaseAccess.MAY_OPEN
                + " order by cf.reported_at desc, cf.case_ref limit :limit")
        .param("acting", who.username())
        .param("teams", CaseAccess.teamCodes(who))
        .param("now", Rows.ts(clock.instant()))
        .param("limit", limit)
        .query((rs, _) -> head(rs))
        .list();
  }

  /**
   * The routing facts of a case, for the system itself.
   *
   * @throws NoSuchElementException if there is no such case
   */
  public CaseHead head(CaseRef caseRef) {
    return db.sql("select " + COLUMNS + " from case_file cf where cf.case_ref = ?")
        .param(caseRef.value())
        .query((rs, _) -> head(rs))
        .optional()
        .orElseThrow(() -> new NoSuchElementException("No case " + caseRef));
  }

  /** True while no case was ever opened. */
  public boolean none() {
    return db.sql("select not exists (select 1 from case_file)").query(Boolean.class).single();
  }

  /** Marks a case as fictional sample data, for all who see it. */
  @Transactional
  public void markSample(CaseRef caseRef) {
    db.sql("update case_file set sample = true where case_ref = ?").param(caseRef.value()).update();
  }

  /** Gives the case to a lead team; the same again changes nothing. */
  @Transactional
  public void assignLead(CaseRef caseRef, Team lead, @Nullable Team support, By by) {
    CaseHead head = locked(caseRef);
    if (head.leadTeam() == lead && Objects.equals(head.supportTeam(), support)) {
      return;
    }
    String supportCode = support == null ? null : support.code();
    db.sql("update case_file set lead_team = ?, support_team = ? where case_ref = ?")
        .params(Rows.values(lead.code(), supportCode, caseRef.value()))
        .update();
    db.sql(
            "insert into case_lead (case_ref, lead_team, support_team, at, by)"
                + " values (?, ?, ?, ?, ?)")
        .params(
            Rows.values(
                caseRef.value(), lead.code(), supportCode, Rows.ts(clock.instant()), by.name()))
        .update();
    access.involve(caseRef, lead, new Code("lead"));
    Map<String, Object> details = new LinkedHashMap<>(Map.of("lead", lead));
    if (support != null) {
      access.involve(caseRef, support, new Code("support"));
      details.put("support", support);
    }
    timeline.add(caseRef, null, "lead", "timeline.lead-assigned", details, by);
    events.publishEvent(new LeadChanged(caseRef, head.leadTeam(), lead, support));
  }

  /**
   * Moves the case on; the same status again changes nothing. What is part of it is closed and kept
   * with it.
   *
   * @throws IllegalStateException for a move that the procedure does not know
   */
  @Transactional
  public void status(CaseRef caseRef, CaseStatus next, By by) {
    boolean partsFollow = next == CaseStatus.CLOSED || next == CaseStatus.RETAINED;
    if (partsFollow && !groups.parts(caseRef).isEmpty()) {
      groups.lock(List.of(caseRef));
    }
    CaseHead head = locked(caseRef);
    if (head.status() == next) {
      return;
    }
    if (!head.status().mayBecome(next)) {
      throw new IllegalStateException(
          "A case that is " + head.status().code() + " cannot become " + next.code());
    }
    db.sql("update case_file set status = ? where case_ref = ?")
        .params(next.code(), caseRef.value())
        .update();
    timeline.add(
        caseRef,
        null,
        "status",
        "timeline.status",
        Map.of("before", new Code(head.status().code()), "status", new Code(next.code())),
        by);
    if (partsFollow) {
      groups.parts(caseRef).stream()
          .filter(part -> head(part).status().mayBecome(next))
          .forEach(part -> status(part, next, by));
    }
  }

  private CaseHead locked(CaseRef caseRef) {
    return db.sql(
            "select " + COLUMNS + " from case_file cf where cf.case_ref = ? for no key update")
        .param(caseRef.value())
        .query((rs, _) -> head(rs))
        .optional()
        .orElseThrow(() -> new NoSuchElementException("No case " + caseRef));
  }

  static CaseHead head(ResultSet rs) throws SQLException {
    return new CaseHead(
        Rows.caseRef(rs),
        CaseStatus.ofCode(rs.getString("status")),
        new Code(rs.getString("channel")),
        Rows.at(rs, "reported_at"),
        rs.getString("received_by"),
        Rows.teamOrNull(rs, "receiver_team"),
        Rows.teamOrNull(rs, "lead_team"),
        Rows.teamOrNull(rs, "support_team"),
        rs.getBoolean("sample"));
  }
}
