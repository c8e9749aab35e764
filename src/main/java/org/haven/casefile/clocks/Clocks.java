package org.haven.casefile.clocks;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.CaseStatus;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.Rows;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.calendar.Limits;
import org.haven.platform.calendar.RentPeriods;
import org.haven.platform.calendar.Sla;
import org.haven.platform.calendar.Term;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Dates on record that a journey waits for, or that the nightly scan acts on. */
@Component
public class Clocks implements DateScan {
  /** When an incomplete risk assessment is asked again. */
  public static final String RISK_REASK = "riskReask";

  private static final Set<String> NOT_IN_TABLE = Set.of("opening", "nextTry");

  private static final Logger LOG = LoggerFactory.getLogger(Clocks.class);

  private final JdbcClient db;
  private final Clock clock;
  private final WorkingCalendar calendar;
  private final ClockMoves moves;
  private final CaseMoments moments;
  private final CaseFacts facts;
  private final JourneyRegister journeys;
  private final TransactionTemplate transaction;

  Clocks(
      JdbcClient db,
      Clock clock,
      WorkingCalendar calendar,
      ClockMoves moves,
      CaseMoments moments,
      CaseFacts facts,
      JourneyRegister journeys,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.clock = clock;
    this.calendar = calendar;
    this.moves = moves;
    this.moments = moments;
    this.facts = facts;
    this.journeys = journeys;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** A clock that runs. */
  public record Running(Code clockId, Instant dueAt) {}

  /**
   * Starts a clock; the same step again gives the same clock.
   *
   * @param name {@code opening}: the next opening of the offices; {@code nextTry}: the opening of a
   *     day that was agreed, or of the next working day; else a key of taskSla
   * @param nextOn the day that was agreed, if the form gave it
   * @param elementInstanceKey of the step that starts it
   */
  public Running start(
      CaseRef caseRef,
      JourneyId journeyId,
      String name,
      @Nullable LocalDate nextOn,
      long elementInstanceKey) {
    // the table is asked before the transaction begins
    Sla sla = NOT_IN_TABLE.contains(name) ? null : moves.limit(journeyId, name, today());
    return Objects.requireNonNull(
        transaction.execute(_ -> start(caseRef, journeyId, name, sla, nextOn, elementInstanceKey)));
  }

  private LocalDate today() {
    return WorkingCalendar.dateOf(clock.instant());
  }

  private Running start(
      CaseRef caseRef,
      JourneyId journeyId,
      String name,
      @Nullable Sla sla,
      @Nullable LocalDate nextOn,
      long elementInstanceKey) {
    Optional<Running> already =
        db.sql("select clock_id, due_at from clock where element_instance_key = ?")
            .param(elementInstanceKey)
            .query((rs, _) -> new Running(new Code(rs.getString(1)), Rows.at(rs, "due_at")))
            .optional();
    if (already.isPresent()) {
      return already.get();
    }
    Instant now = clock.instant();
    Instant start = now;
    Limits dates;
    switch (name) {
      case "opening" -> {
        Instant due = calendar.nextOpening(now);
        dates = new Limits(due, due);
      }
      case "nextTry" -> {
        Instant due = nextTry(caseRef, journeyId, nextOn, now);
        dates = new Limits(due, due);
      }
      default -> {
        Objects.requireNonNull(sla);
        if (sla.startsFrom() != null) {
          start = moments.latest(caseRef, journeyId, sla.startsFrom()).orElse(now);
        }
        dates =
            sla.term() instanceof Term.RentPeriod(int atLeastDays)
                ? calendar.until(sla, start, lastDay(caseRef, start, atLeastDays, nextOn))
                : calendar.limits(sla, start, now);
        stop(caseRef, name);
      }
    }
    Code id = new Code(Rows.ref("CL"));
    db.sql(
            """
            insert into clock (clock_id, case_ref, journey_id, sla_key, starts_at, warn_at, due_at,
              element_instance_key)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            id.value(),
            caseRef.value(),
            journeyId.value(),
            name,
            Rows.ts(start),
            Rows.ts(dates.warnAt()),
            Rows.ts(dates.dueAt()),
            elementInstanceKey)
        .update();
    return new Running(id, dates.dueAt());
  }

  private Instant nextTry(
      CaseRef caseRef, JourneyId journeyId, @Nullable LocalDate nextOn, Instant now) {
    LocalDate today = WorkingCalendar.dateOf(now);
    LocalDate agreed = nextOn != null ? nextOn : noted(caseRef, journeyId).orElse(null);
    return agreed != null && agreed.isAfter(today)
        ? calendar.openingOf(calendar.workingDayFrom(agreed))
        : calendar.openingOf(calendar.workingDayAfter(today, 1));
  }

  /**
   * The day with which a notice runs out, by the rent periods on record.
   *
   * @param stated the day that the notice states; it counts if it is later
   */
  private LocalDate lastDay(
      CaseRef caseRef, Instant given, int atLeastDays, @Nullable LocalDate stated) {
    LocalDate earliest =
        rentPeriods(caseRef)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "The case has no rent period on record: give periodDay on its form"))
            .earliestEnd(WorkingCalendar.dateOf(given), atLeastDays);
    return stated != null && stated.isAfter(earliest) ? stated : earliest;
  }

  /** The rent periods of the tenancy that the case is about, if they are on record. */
  public Optional<RentPeriods> rentPeriods(CaseRef caseRef) {
    Map<String, Object> known = facts.of(caseRef);
    return RentPeriods.of(known.get("periodDay"), known.get("periodDayOfMonth"));
  }

  /** The day in the latest note of this journey. */
  private Optional<LocalDate> noted(CaseRef caseRef, JourneyId journeyId) {
    return db.sql(
            "select next_on from journey_note where case_ref = ? and journey_id = ?"
                + " order by seq desc limit 1")
        .params(caseRef.value(), journeyId.value())
        .query((rs, _) -> Optional.ofNullable(Rows.dateOrNull(rs, "next_on")))
        .optional()
        .flatMap(day -> day);
  }

  /** A later clock of the same name takes the place of the earlier ones. */
  private void stop(CaseRef caseRef, String name) {
    db.sql(
            "update clock set stopped_at = ? where case_ref = ? and sla_key = ?"
                + " and fired_at is null and stopped_at is null")
        .params(Rows.ts(clock.instant()), caseRef.value(), name)
        .update();
  }

  /**
   * A complete assessment makes asking again needless; told in its own transaction, so that a date
   * that the same assessment sets afterwards stays.
   */
  public void riskIsKnown(CaseRef caseRef) {
    stop(caseRef, RISK_REASK);
  }

  private record Due(long id, CaseRef caseRef, Code clockId) {}

  @Override
  public int scan() {
    return each(
        RISK_REASK,
        EnumSet.of(CaseStatus.REPORTED, CaseStatus.OPEN, CaseStatus.MONITORING),
        (caseRef, _) -> journeys.request(caseRef, "assess-risk", Map.of(), By.SYSTEM));
  }

  /**
   * Acts on each clock of a name that has run out, once, in a transaction of its own. A case that
   * fails is told in the log and does not hold up the next; it is tried again the next time.
   *
   * @param name key of taskSla
   * @param statuses of the cases that count
   * @param act gets the case and the clock
   * @return how many were acted on
   */
  public int each(String name, Set<CaseStatus> statuses, BiConsumer<CaseRef, Code> act) {
    List<Due> due =
        db.sql(
                """
                select c.id, c.case_ref, c.clock_id from clock c join case_file f using (case_ref)
                where c.sla_key = :name and c.due_at <= :now and c.fired_at is null
                  and c.stopped_at is null and f.status in (:statuses)
                order by c.due_at
                """)
            .param("name", name)
            .param("now", Rows.ts(clock.instant()))
            .param("statuses", statuses.stream().map(CaseStatus::code).toList())
            .query(
                (rs, _) ->
                    new Due(rs.getLong("id"), Rows.caseRef(rs), new Code(rs.getString("clock_id"))))
            .list();
    int acted = 0;
    for (Due one : due) {
      try {
        acted += Boolean.TRUE.equals(transaction.execute(_ -> fire(one, act))) ? 1 : 0;
      } catch (RuntimeException e) {
        LOG.atError()
            .addKeyValue("caseRef", one.caseRef())
            .setCause(e)
            .log("A date that has come could not be acted on");
      }
    }
    return acted;
  }

  private boolean fire(Due due, BiConsumer<CaseRef, Code> act) {
    int first =
        db.sql("update clock set fired_at = ? where id = ? and fired_at is null")
            .params(Rows.ts(clock.instant()), due.id())
            .update();
    if (first > 0) {
      act.accept(due.caseRef(), due.clockId());
    }
    return first > 0;
  }

  /**
   * Starts a clock that runs until the end of a day that somebody named; the same step again
   * changes nothing.
   *
   * @param name key of taskSla; an earlier clock of that name stops
   */
  public void until(
      CaseRef caseRef, JourneyId journeyId, String name, LocalDate day, long elementInstanceKey) {
    transaction.executeWithoutResult(
        _ -> startUntil(caseRef, journeyId, name, day, elementInstanceKey));
  }

  private void startUntil(
      CaseRef caseRef, JourneyId journeyId, String name, LocalDate day, long elementInstanceKey) {
    boolean already =
        db.sql("select exists (select 1 from clock where element_instance_key = ?)")
            .param(elementInstanceKey)
            .query(Boolean.class)
            .single();
    if (already) {
      return;
    }
    stop(caseRef, name);
    db.sql(
            """
            insert into clock (clock_id, case_ref, journey_id, sla_key, starts_at, due_at,
              element_instance_key)
            values (?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            Rows.ref("CL"),
            caseRef.value(),
            journeyId.value(),
            name,
            Rows.ts(clock.instant()),
            Rows.ts(calendar.endOf(day)),
            elementInstanceKey)
        .update();
  }
}
