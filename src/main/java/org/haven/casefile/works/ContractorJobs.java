package org.haven.casefile.works;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.Rows;
import org.haven.casefile.works.WorksGiving.TakenBack;
import org.haven.casefile.works.WorksOrders.Ending;
import org.haven.casefile.works.WorksPlaces.Place;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.Code;
import org.haven.platform.EveryCase;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What somebody of a contractor sees of the works orders of their firm, and tells us: the place,
 * the job, the window, and whether it is done. Never who or why. Source: procedure section 2,
 * WorksOrder, and section 7, address vault and conflict lockout.
 */
@Component
public class ContractorJobs {
  /** Why work could not be done. */
  public static final List<String> REASONS =
      List.of("nobody-in", "no-access", "more-work-needed", "unsafe-left");

  /** How long a note may be, in characters. */
  public static final int LONGEST_NOTE = 500;

  /** How long a job is listed after it ended. Status: Local default awaiting the policy owner. */
  public static final Duration SHOWN_FOR = Duration.ofDays(3);

  private static final Code NO_ACCESS = new Code("no-access");

  /** Called off by us, as against what the contractor could not do. */
  private static final String CALLED_OFF =
      "(recalled_at is not null or status = 'cancelled' and why_not is null)";

  /**
   * The orders of the firm, as long as they concern it. The database has the same rule for whoever
   * signs in as a contractor. What is done shows for some days, what is called off also until the
   * last day on which somebody might go there.
   */
  private static final String THEIRS =
      "select *, sealed::text as opened, "
          + CALLED_OFF
          + " as called_off from works_order where contractor = :firm and status <> 'withheld' and "
          + CaseAccess.NOT_CONFLICTED.formatted("works_order.case_ref")
          + " and not exists (select 1 from case_conflict fc where fc.case_ref ="
          + " works_order.case_ref and fc.username = :firmName)"
          + " and (closed_at is null and recalled_at is null"
          + " or coalesce(recalled_at, closed_at) > :since or ready_to >= :today and "
          + CALLED_OFF
          + ")";

  private final JdbcClient db;
  private final Clock clock;
  private final WorksPlaces places;
  private final WorksOrders orders;
  private final WorksGiving giving;
  private final Audit audit;
  private final ApplicationEventPublisher events;

  ContractorJobs(
      JdbcClient db,
      Clock clock,
      WorksPlaces places,
      WorksOrders orders,
      WorksGiving giving,
      Audit audit,
      ApplicationEventPublisher events) {
    this.db = db;
    this.clock = clock;
    this.places = places;
    this.orders = orders;
    this.giving = giving;
    this.audit = audit;
    this.events = events;
  }

  /** How a job stands, in the order in which it presses. */
  public enum State {
    CANCELLED,
    TO_DO,
    DONE,
    NOT_DONE
  }

  /**
   * A job.
   *
   * @param address only of what is to be done; absent where the page must not show it, and the
   *     contractor telephones
   * @param doneAt of what is done
   * @param whyNot of what could not be done, one of {@link #REASONS}
   */
  public record Job(
      String id,
      List<Code> jobs,
      LocalDate from,
      LocalDate to,
      State state,
      @Nullable String address,
      @Nullable Instant doneAt,
      @Nullable Code whyNot) {
    @Override
    public String toString() {
      return "***";
    }
  }

  /** What came of what a contractor told us. */
  public enum Told {
    /** It is on record, from now on or since the same was told before. */
    TAKEN,
    /** Something else was told before; the first word counts. */
    KNOWN,
    /** We had called it off. */
    CANCELLED,
    /** The time given is before the job was ordered. */
    TOO_EARLY,
    /** The time given is still to come. */
    TO_COME
  }

  private record Row(
      WorksOrderView order,
      String sealed,
      State state,
      @Nullable Instant doneAt,
      @Nullable Code whyNot) {
    @Override
    public String toString() {
      return "***";
    }
  }

  /**
   * The jobs of the person's firm: what is called off first, then what is to be done, by the last
   * day. Each address that is opened for it is a line of the audit.
   *
   * @throws IllegalStateException if the person is of no contractor
   */
  @Transactional
  public List<Job> list(ActingPerson who) {
    List<Job> theirs = shown(who, rows(who, null), new Code("list"));
    return Stream.concat(
            giving.takenBack(who, null).stream().map(ContractorJobs::job), theirs.stream())
        .toList();
  }

  /** One of them, as {@link #list} has it; empty if there is none for this person. */
  @Transactional
  public Optional<Job> find(ActingPerson who, String id) {
    return shown(who, rows(who, id), new Code("job")).stream()
        .findFirst()
        .or(() -> giving.takenBack(who, id).stream().map(ContractorJobs::job).findFirst());
  }

  /** Another contractor has it now: to this one it is cancelled. */
  private static Job job(TakenBack order) {
    return new Job(
        order.id(), order.jobs(), order.from(), order.to(), State.CANCELLED, null, null, null);
  }

  private List<Row> rows(ActingPerson who, @Nullable String id) {
    String firm = who.firm();
    if (firm == null) {
      throw new IllegalStateException("Only somebody of a contractor has jobs");
    }
    Instant now = clock.instant();
    return db
        .sql(
            THEIRS
                + " and (:id::text is null or works_order_id = :id)"
                + " order by ready_to, ordered_at, works_order_id")
        .param("firm", firm)
        .param("firmName", Contractors.conflictName(firm))
        .param("acting", who.username())
        .param("since", Rows.ts(now.minus(SHOWN_FOR)))
        .param("today", WorkingCalendar.dateOf(now))
        .param("id", id)
        .query((rs, _) -> row(rs))
        .list()
        .stream()
        .sorted(Comparator.comparing(Row::state))
        .toList();
  }

  private static Row row(ResultSet rs) throws SQLException {
    WorksOrderView order = WorksOrders.view(rs);
    String whyNot = rs.getString("why_not");
    State state =
        rs.getBoolean("called_off")
            ? State.CANCELLED
            : order.isOpen() ? State.TO_DO : whyNot == null ? State.DONE : State.NOT_DONE;
    return new Row(
        order,
        rs.getString("opened"),
        state,
        Rows.atOrNull(rs, "done_at"),
        whyNot == null ? null : new Code(whyNot));
  }

  private List<Job> shown(ActingPerson who, List<Row> rows, Code where) {
    return rows.stream()
        .map(
            row -> {
              String id = row.order().worksOrderId();
              Optional<Place> place =
                  row.state() == State.TO_DO
                      ? EveryCase.look(db, () -> places.outside(row.order(), row.sealed()))
                      : Optional.empty();
              place.ifPresent(
                  read -> {
                    seen("address_seen_at", id);
                    audit.record(
                        who,
                        "read-works-address",
                        row.order().caseRef(),
                        Map.of("worksOrder", id, "address", read.from(), "page", where));
                  });
              if (row.state() == State.CANCELLED) {
                seen("call_off_seen_at", id);
              }
              return new Job(
                  id,
                  row.order().jobs(),
                  row.order().readyFrom(),
                  row.order().readyTo(),
                  row.state(),
                  place.map(Place::address).orElse(null),
                  row.doneAt(),
                  row.whyNot());
            })
        .toList();
  }

  /** What they have read once is known; contractors themselves change no row. */
  private void seen(String column, String id) {
    EveryCase.look(
        db,
        () ->
            db.sql(
                    "update works_order set %1$s = ? where works_order_id = ? and %1$s is null"
                        .formatted(column))
                .params(Rows.ts(clock.instant()), id)
                .update());
  }

  /**
   * The work is done: the journey goes on, as when the repairs system says so.
   *
   * @param at when, to the minute
   * @return empty if there is no such job for this person
   */
  @Transactional
  public Optional<Told> done(ActingPerson who, String id, Instant at) {
    var ending =
        new Ending(
            WorksOrders.COMPLETED,
            WorkingCalendar.dateOf(at),
            "timeline.works-closed",
            WorksOrders.COMPLETED,
            null);
    return tell(who, id, ending, at);
  }

  /**
   * The work could not be done. The journey learns that much, as if nobody had opened; the case's
   * team learns why.
   *
   * @param reason one of {@link #REASONS}
   * @param note more words, sealed; {@link #LONGEST_NOTE} at most
   * @return empty if there is no such job for this person
   * @throws IllegalArgumentException if it is none of these reasons, or the note is too long
   */
  @Transactional
  public Optional<Told> notDone(ActingPerson who, String id, Code reason, String note) {
    if (!REASONS.contains(reason.value()) || note.length() > LONGEST_NOTE) {
      throw new IllegalArgumentException("No reason of ours, or too many words");
    }
    return tell(
        who, id, new Ending(NO_ACCESS, null, "timeline.works-not-done", reason, note), null);
  }

  private Optional<Told> tell(
      ActingPerson who, String id, Ending ending, @Nullable Instant doneAt) {
    // of the orders that are theirs; what follows is the procedure's own work
    return rows(who, id).stream()
        .findFirst()
        .map(row -> EveryCase.look(db, () -> told(who, row.order(), ending, doneAt)))
        .or(() -> giving.takenBack(who, id).stream().map(_ -> Told.CANCELLED).findFirst());
  }

  private Told told(
      ActingPerson who, WorksOrderView order, Ending ending, @Nullable Instant doneAt) {
    Row now =
        db.sql(
                "select *, sealed::text as opened, "
                    + CALLED_OFF
                    + " as called_off from works_order where works_order_id = ? for update")
            .param(order.worksOrderId())
            .query((rs, _) -> row(rs))
            .single();
    boolean same = doneAt != null ? now.state() == State.DONE : ending.told().equals(now.whyNot());
    if (now.state() != State.TO_DO) {
      return now.state() == State.CANCELLED ? Told.CANCELLED : same ? Told.TAKEN : Told.KNOWN;
    }
    if (doneAt != null && doneAt.isAfter(clock.instant())) {
      return Told.TO_COME;
    }
    if (doneAt != null && doneAt.isBefore(order.orderedAt().truncatedTo(ChronoUnit.MINUTES))) {
      return Told.TOO_EARLY;
    }
    boolean done = doneAt != null;
    db.sql("update works_order set done_at = ?, why_not = ? where works_order_id = ?")
        .params(
            Rows.values(
                doneAt != null ? Rows.ts(doneAt) : null,
                done ? null : ending.told().value(),
                order.worksOrderId()))
        .update();
    orders.complete(order.worksOrderId(), ending, By.ofFirm(Objects.requireNonNull(who.firm())));
    audit.record(
        who,
        "report-works-order",
        order.caseRef(),
        Map.of("worksOrder", order.worksOrderId(), "outcome", ending.told()));
    if (!done) {
      events.publishEvent(new WorksOrderNotDone(order.caseRef()));
    }
    return Told.TAKEN;
  }
}
