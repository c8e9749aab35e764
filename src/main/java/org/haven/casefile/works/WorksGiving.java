package org.haven.casefile.works;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.KeptOut;
import org.haven.casefile.Rows;
import org.haven.casefile.Timeline;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.Code;
import org.haven.platform.EveryCase;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which contractor has an order: the one that was chosen when it was ordered, until housing
 * maintenance passes it on, or the contractor must not know of the case any more. Source: procedure
 * section 7, conflict lockout.
 */
@Component
public class WorksGiving {
  /** How long after a call-off somebody may still be on the way. Status: Local default. */
  private static final Duration STILL_ON_THE_WAY = Duration.ofDays(7);

  private static final String OPEN = "closed_at is null and recalled_at is null";

  private final JdbcClient db;
  private final Clock clock;
  private final Contractors contractors;
  private final WorksOrders orders;
  private final Timeline timeline;
  private final Audit audit;
  private final ApplicationEventPublisher events;

  WorksGiving(
      JdbcClient db,
      Clock clock,
      Contractors contractors,
      WorksOrders orders,
      Timeline timeline,
      Audit audit,
      ApplicationEventPublisher events) {
    this.db = db;
    this.clock = clock;
    this.contractors = contractors;
    this.orders = orders;
    this.timeline = timeline;
    this.audit = audit;
    this.events = events;
  }

  /**
   * An order that is still to be done: no address.
   *
   * @param contractor absent while no contractor may be sent
   */
  public record OpenOrder(
      String id, List<Code> jobs, LocalDate from, LocalDate to, @Nullable String contractor) {}

  /** What came of passing an order on. */
  public enum Given {
    GIVEN,
    /** Whoever is to get it must not be sent to this home. */
    CONFLICTED,
    /** It is done, or not wanted any more, or there is none for this person. */
    GONE
  }

  /** Orders that are still to be done and that the person may know of, the first to end first. */
  public List<OpenOrder> open(ActingPerson who) {
    return db.sql(
            "select * from works_order where "
                + OPEN
                + " and "
                + WorksOrders.SEEN_BY_ACTING
                + " order by ready_to, works_order_id")
        .param("acting", who.username())
        .query(
            (rs, _) -> {
              WorksOrderView order = WorksOrders.view(rs);
              return new OpenOrder(
                  order.worksOrderId(),
                  order.jobs(),
                  order.readyFrom(),
                  order.readyTo(),
                  order.contractor());
            })
        .list();
  }

  /**
   * Passes an order on to another contractor; to the one that has it changes nothing. The first one
   * sees no address from now on, and if somebody of it has read it, that they need not go.
   *
   * @param firm one of {@link Contractors#firms}
   * @throws IllegalStateException if the person may not
   * @throws IllegalArgumentException if it is no contractor of ours
   */
  @Transactional
  public Given give(ActingPerson who, String id, String firm) {
    if (!WorksFiles.mayExchange(who)) {
      throw new IllegalStateException("Only housing maintenance passes works orders on");
    }
    if (!contractors.firms().contains(firm)) {
      throw new IllegalArgumentException("No contractor of ours");
    }
    Optional<WorksOrderView> found =
        db.sql(
                "select * from works_order where works_order_id = :id and "
                    + OPEN
                    + " and "
                    + WorksOrders.SEEN_BY_ACTING
                    + " for update")
            .param("id", id)
            .param("acting", who.username())
            .query((rs, _) -> WorksOrders.view(rs))
            .optional();
    if (found.isEmpty()) {
      return Given.GONE;
    }
    WorksOrderView order = found.get();
    if (firm.equals(order.contractor())) {
      return Given.GIVEN;
    }
    if (!contractors.mayBeSent(firm, order.caseRef())) {
      return Given.CONFLICTED;
    }
    pass(order, firm, By.of(who));
    timeline.add(
        order.caseRef(),
        order.journeyId(),
        "works-order",
        "timeline.works-passed-on",
        Map.of("jobs", order.jobs(), "contractor", new Code(firm)),
        By.of(who));
    audit.record(
        who,
        "pass-works-order-on",
        order.caseRef(),
        Map.of("worksOrder", id, "from", Objects.toString(order.contractor(), "none"), "to", firm));
    return Given.GIVEN;
  }

  /**
   * @param firm none if no contractor may be sent
   */
  private void pass(WorksOrderView order, @Nullable String firm, By by) {
    db.sql(
            "insert into works_order_taken_back (works_order_id, case_ref, contractor, at, by)"
                + " select works_order_id, case_ref, contractor, ?, ? from works_order"
                + " where works_order_id = ? and address_seen_at is not null")
        .params(Rows.ts(clock.instant()), by.name(), order.worksOrderId())
        .update();
    boolean exported = order.status().equals(WorksOrders.EXPORTED);
    db.sql(
            "update works_order set contractor = ?, address_seen_at = null, status = ?"
                + " where works_order_id = ?")
        .params(
            Rows.values(
                firm,
                firm == null ? "withheld" : exported ? order.status().value() : "ordered",
                order.worksOrderId()))
        .update();
  }

  /**
   * Somebody was put on the conflict list: what their firm must not have any more goes to another
   * that may be sent, or to none, and the case's team is told. What the housing system has already
   * is called off there. Handled in the transaction that puts them on it.
   */
  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  public void on(KeptOut kept) {
    EveryCase.look(
        db,
        () -> {
          db
              .sql(
                  "select * from works_order where case_ref = ? and contractor is not null and "
                      + OPEN
                      + " order by works_order_id for update")
              .param(kept.caseRef().value())
              .query((rs, _) -> WorksOrders.view(rs))
              .list()
              .stream()
              .filter(order -> !contractors.mayBeSent(text(order), order.caseRef()))
              .forEach(this::takeAway);
          return true;
        });
  }

  private static String text(WorksOrderView order) {
    return Objects.requireNonNull(order.contractor());
  }

  private void takeAway(WorksOrderView order) {
    String next = contractors.chosenFor(order.caseRef()).orElse(null);
    if (order.status().equals(WorksOrders.EXPORTED)) {
      orders.recall(order);
    } else {
      pass(order, next, By.SYSTEM);
    }
    if (next == null || order.status().equals(WorksOrders.EXPORTED)) {
      timeline.add(
          order.caseRef(),
          order.journeyId(),
          "works-order",
          "timeline.works-withheld",
          Map.of("jobs", order.jobs()),
          By.SYSTEM);
      events.publishEvent(new WorksOrderWithheld(order.caseRef(), order.journeyId()));
    }
    if (wasRead(order)) {
      events.publishEvent(new WorksOrderRecalled(order.caseRef()));
    }
  }

  private boolean wasRead(WorksOrderView order) {
    return db.sql(
            "select exists (select 1 from works_order_taken_back where works_order_id = ?"
                + " and contractor = ?)")
        .params(order.worksOrderId(), text(order))
        .query(Boolean.class)
        .single();
  }

  /**
   * Somebody of this contractor has read where the job is, and not yet that they need not go.
   *
   * @param contractor whom to telephone
   */
  public record OnTheWay(String id, String contractor) {}

  /** Whom housing maintenance telephones, as far as the person may know of the orders. */
  public List<OnTheWay> onTheWay(ActingPerson who) {
    return db.sql(
            "select works_order_id, contractor from works_order where address_seen_at is not null"
                + " and call_off_seen_at is null and contractor is not null"
                + " and (recalled_at > :since or closed_at > :since and outcome = :stopped) and "
                + WorksOrders.SEEN_BY_ACTING
                + " union select works_order_id, contractor from works_order_taken_back"
                + " where seen_at is null and at > :since and "
                + CaseAccess.NOT_CONFLICTED.formatted("works_order_taken_back.case_ref")
                + " order by 1, 2")
        .param("acting", who.username())
        .param("since", Rows.ts(clock.instant().minus(STILL_ON_THE_WAY)))
        .param("stopped", WorksOrders.JOURNEY_STOPPED.value())
        .query((rs, _) -> new OnTheWay(rs.getString(1), rs.getString(2)))
        .list();
  }

  /** An order that the firm of a contractor had and has no more, until its window is over. */
  record TakenBack(String id, List<Code> jobs, LocalDate from, LocalDate to) {}

  /** Those of the person's firm; each is read with this. */
  List<TakenBack> takenBack(ActingPerson who, @Nullable String id) {
    String firm = Objects.requireNonNull(who.firm());
    List<String> ids =
        db.sql(
                "select distinct works_order_id from works_order_taken_back t where contractor ="
                    + " :firm and (:id::text is null or works_order_id = :id) and at > :since and "
                    + CaseAccess.NOT_CONFLICTED.formatted("t.case_ref")
                    + " and not exists (select 1 from case_conflict fc where fc.case_ref ="
                    + " t.case_ref and fc.username = :firmName) order by 1")
            .param("firm", firm)
            .param("firmName", Contractors.conflictName(firm))
            .param("acting", who.username())
            .param("id", id)
            .param("since", Rows.ts(clock.instant().minus(STILL_ON_THE_WAY)))
            .query(String.class)
            .list();
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    return EveryCase.look(
        db,
        () ->
            ids.stream()
                .flatMap(one -> orders.find(one).stream())
                .filter(order -> !firm.equals(order.contractor()))
                .filter(order -> !order.readyTo().isBefore(today))
                .map(order -> read(order, firm))
                .toList());
  }

  private TakenBack read(WorksOrderView order, String firm) {
    db.sql(
            "update works_order_taken_back set seen_at = ? where works_order_id = ?"
                + " and contractor = ? and seen_at is null")
        .params(Rows.ts(clock.instant()), order.worksOrderId(), firm)
        .update();
    return new TakenBack(order.worksOrderId(), order.jobs(), order.readyFrom(), order.readyTo());
  }
}
