package org.haven.casefile.works;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.FormFields;
import org.haven.casefile.JourneyStopped;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.Rows;
import org.haven.casefile.Timeline;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Outbox;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What contractors are asked to do at a home: the place, the job and when, and never why. Source:
 * procedure section 2, WorksOrder, and section 7, address vault and conflict lockout.
 */
@Component
public class WorksOrders {
  public static final String COMPLETED_MESSAGE = "works-completed";
  public static final Code COMPLETED = new Code("completed");

  private static final int USUAL_WORKING_DAYS = 5;
  static final Code JOURNEY_STOPPED = new Code("journey-stopped");
  static final Code EXPORTED = new Code("exported");

  /** Whoever is on the conflict list of a case knows of none of its orders. */
  static final String SEEN_BY_ACTING = CaseAccess.NOT_CONFLICTED.formatted("works_order.case_ref");

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final WorkingCalendar calendar;
  private final Outbox outbox;
  private final CaseAccess access;
  private final FormFields forms;
  private final Contractors contractors;
  private final Timeline timeline;
  private final ApplicationEventPublisher events;

  WorksOrders(
      JdbcClient db,
      Sealing sealing,
      Clock clock,
      WorkingCalendar calendar,
      Outbox outbox,
      CaseAccess access,
      Contractors contractors,
      FormFields forms,
      Timeline timeline,
      ApplicationEventPublisher events) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.calendar = calendar;
    this.outbox = outbox;
    this.access = access;
    this.contractors = contractors;
    this.forms = forms;
    this.timeline = timeline;
    this.events = events;
  }

  /**
   * Orders work; the same step again gives the same order. The first contractor of the list who has
   * no conflict in this case gets it; if all have one it is withheld, and the case's team is told.
   *
   * @param tenancyRef of a council home; its address comes from the register when the file is made,
   *     unless a form says where the work is
   * @param workAddress of any other home; sealed. Without it the journey's forms are asked
   * @param jobs codes, such as {@code change-locks}
   * @param readyBy the last day of the window; five working days on if not given
   * @param elementInstanceKey of the step that orders it
   */
  @Transactional
  public Code create(
      CaseRef caseRef,
      JourneyId journeyId,
      @Nullable String tenancyRef,
      @Nullable String workAddress,
      List<Code> jobs,
      @Nullable LocalDate readyBy,
      long elementInstanceKey) {
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    LocalDate to = readyBy == null ? calendar.workingDayAfter(today, USUAL_WORKING_DAYS) : readyBy;
    String contractor = contractors.chosenFor(caseRef).orElse(null);
    Object asked =
        workAddress != null
            ? workAddress
            : forms.of(caseRef, journeyId, "WorksOrder").get("workAddress");
    String id = Rows.ref("WO");
    int first =
        db.sql(
                """
                insert into works_order (works_order_id, case_ref, journey_id, tenancy_ref, jobs,
                  ready_from, ready_to, sealed, status, contractor, ordered_at, by,
                  element_instance_key)
                values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?)
                on conflict (element_instance_key) do nothing
                """)
            .params(
                Rows.values(
                    id,
                    caseRef.value(),
                    journeyId.value(),
                    tenancyRef,
                    Rows.codes(jobs),
                    today,
                    to.isBefore(today) ? today : to,
                    sealing.sealAll(
                        caseRef,
                        WorksPlaces.ENTITY,
                        id,
                        asked == null ? Map.of() : Map.of("workAddress", asked)),
                    contractor == null ? "withheld" : "ordered",
                    contractor,
                    Rows.ts(clock.instant()),
                    By.SYSTEM.name(),
                    elementInstanceKey))
            .update();
    if (first > 0) {
      timeline.add(
          caseRef,
          journeyId,
          "works-order",
          contractor == null ? "timeline.works-withheld" : "timeline.works-ordered",
          Map.of("jobs", jobs),
          By.SYSTEM);
      if (contractor == null) {
        events.publishEvent(new WorksOrderWithheld(caseRef, journeyId));
      }
    }
    return new Code(
        db.sql("select works_order_id from works_order where element_instance_key = ?")
            .param(elementInstanceKey)
            .query(String.class)
            .single());
  }

  /**
   * The work is done, or will not be: the journey goes on. Only the first word on an order counts.
   *
   * @param outcome {@code completed}, or why not
   * @return false if nothing waited for it
   */
  @Transactional
  public boolean complete(String worksOrderId, Code outcome, @Nullable LocalDate on, By by) {
    return complete(
        worksOrderId, new Ending(outcome, on, "timeline.works-closed", outcome, null), by);
  }

  /**
   * How an order ends.
   *
   * @param outcome what the journey is told
   * @param on the day; today if not given
   * @param words key of the line in what happened, which names the jobs and {@code told}
   * @param note what somebody typed, sealed
   */
  record Ending(
      Code outcome, @Nullable LocalDate on, String words, Code told, @Nullable String note) {
    @Override
    public String toString() {
      return "***";
    }
  }

  /** The same, in other words for the case. */
  @Transactional
  boolean complete(String worksOrderId, Ending ending, By by) {
    WorksOrderView order =
        db.sql("select * from works_order where works_order_id = ? for update")
            .param(worksOrderId)
            .query((rs, _) -> view(rs))
            .optional()
            .filter(WorksOrderView::isOpen)
            .orElse(null);
    if (order == null) {
      return false;
    }
    Code outcome = ending.outcome();
    boolean done = outcome.equals(COMPLETED);
    LocalDate day = ending.on() != null ? ending.on() : WorkingCalendar.dateOf(clock.instant());
    db.sql(
            "update works_order set status = ?, outcome = ?, completed_on = ?, closed_at = ?"
                + " where works_order_id = ?")
        .params(
            Rows.values(
                done ? "completed" : "cancelled",
                outcome.value(),
                done ? day : null,
                Rows.ts(clock.instant()),
                worksOrderId))
        .update();
    timeline.add(
        order.caseRef(),
        order.journeyId(),
        "works-order",
        ending.words(),
        Map.of("jobs", order.jobs(), "outcome", ending.told()),
        ending.note(),
        by);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("answer", outcome);
    facts.put("completedOn", day);
    outbox.publish(order.caseRef(), COMPLETED_MESSAGE, worksOrderId, facts);
    return true;
  }

  public Optional<WorksOrderView> find(String worksOrderId) {
    return db.sql("select * from works_order where works_order_id = ?")
        .param(worksOrderId)
        .query((rs, _) -> view(rs))
        .optional();
  }

  /**
   * The orders of a case, newest first.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  public List<WorksOrderView> of(ActingPerson who, CaseRef caseRef) {
    access.require(who, caseRef);
    return db.sql(
            "select * from works_order where case_ref = ? order by ordered_at desc, works_order_id")
        .param(caseRef.value())
        .query((rs, _) -> view(rs))
        .list();
  }

  /** What a journey still waits for. */
  List<WorksOrderView> open(CaseRef caseRef, JourneyId journeyId) {
    return db.sql(
            "select * from works_order where case_ref = ? and journey_id = ?"
                + " and closed_at is null order by ordered_at")
        .params(caseRef.value(), journeyId.value())
        .query((rs, _) -> view(rs))
        .list();
  }

  /**
   * Nobody wants it any more: what has not gone out never will; what has is to be called off, and
   * housing maintenance is told. Handled in the transaction that stops the journey; again changes
   * nothing.
   */
  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  public void stopped(JourneyStopped stopped) {
    List<WorksOrderView> orders =
        db.sql(
                "select * from works_order where case_ref = ? and journey_id = ?"
                    + " and closed_at is null and recalled_at is null order by ordered_at"
                    + " for update")
            .params(stopped.caseRef().value(), stopped.journeyId().value())
            .query((rs, _) -> view(rs))
            .list();
    for (WorksOrderView order : orders) {
      if (order.status().equals(EXPORTED)) {
        recall(order);
      } else {
        db.sql(
                "update works_order set status = 'cancelled', outcome = ?, closed_at = ?"
                    + " where works_order_id = ?")
            .params(JOURNEY_STOPPED.value(), Rows.ts(clock.instant()), order.worksOrderId())
            .update();
        tell(order, "timeline.works-closed", Map.of("outcome", JOURNEY_STOPPED));
        if (hasReadAddress(order.worksOrderId())) {
          events.publishEvent(new WorksOrderRecalled(order.caseRef()));
        }
      }
    }
  }

  /** Somebody of the contractor knows where it is, and may go there. */
  private boolean hasReadAddress(String worksOrderId) {
    return db.sql("select address_seen_at is not null from works_order where works_order_id = ?")
        .param(worksOrderId)
        .query(Boolean.class)
        .single();
  }

  /** The housing system has it: a person calls it off there, and the feed says how it ended. */
  void recall(WorksOrderView order) {
    db.sql("update works_order set recalled_at = ? where works_order_id = ?")
        .params(Rows.ts(clock.instant()), order.worksOrderId())
        .update();
    tell(order, "timeline.works-recalled", Map.of());
    events.publishEvent(new WorksOrderRecalled(order.caseRef()));
  }

  void tell(WorksOrderView order, String words, Map<String, ?> more) {
    Map<String, Object> told = new LinkedHashMap<>(more);
    told.put("jobs", order.jobs());
    timeline.add(order.caseRef(), order.journeyId(), "works-order", words, told, By.SYSTEM);
  }

  static WorksOrderView view(ResultSet rs) throws SQLException {
    String outcome = rs.getString("outcome");
    return new WorksOrderView(
        rs.getString("works_order_id"),
        Rows.caseRef(rs),
        new JourneyId(rs.getString("journey_id")),
        rs.getString("tenancy_ref"),
        Arrays.stream((String[]) rs.getArray("jobs").getArray()).map(Code::new).toList(),
        rs.getObject("ready_from", LocalDate.class),
        rs.getObject("ready_to", LocalDate.class),
        new Code(rs.getString("status")),
        rs.getString("contractor"),
        Rows.at(rs, "ordered_at"),
        Rows.dateOrNull(rs, "completed_on"),
        outcome == null ? null : new Code(outcome));
  }
}
