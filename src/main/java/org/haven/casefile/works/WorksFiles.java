package org.haven.casefile.works;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.haven.casefile.By;
import org.haven.casefile.Rows;
import org.haven.casefile.register.CsvFile;
import org.haven.casefile.register.RegisterFileException;
import org.haven.casefile.works.WorksPlaces.Place;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Works orders on their way to the housing system and back: files that housing maintenance fetches,
 * and the feed of the repairs system. Source: procedure section 2, WorksOrder, and section 7,
 * address vault and conflict lockout.
 */
@Component
public class WorksFiles {
  /** What the repairs feed may say of an order. */
  private static final List<String> OUTCOMES = List.of("completed", "no-access", "cancelled");

  private static final List<String> EXPORT =
      List.of("worksOrderId", "contractor", "tenancyRef", "address", "jobs", "from", "to");
  private static final List<String> FEED = List.of("worksOrderId", "completedOn", "outcome");
  private static final int FILES_SHOWN = 10;

  private static final String IN_A_FILE =
      "status = 'exported' and recalled_at is null and export_id is not null and "
          + WorksOrders.SEEN_BY_ACTING;

  private final JdbcClient db;
  private final Clock clock;
  private final WorksOrders orders;
  private final Contractors contractors;
  private final WorksPlaces places;
  private final Audit audit;
  private final ApplicationEventPublisher events;

  WorksFiles(
      JdbcClient db,
      Clock clock,
      WorksOrders orders,
      Contractors contractors,
      WorksPlaces places,
      Audit audit,
      ApplicationEventPublisher events) {
    this.db = db;
    this.clock = clock;
    this.orders = orders;
    this.contractors = contractors;
    this.places = places;
    this.audit = audit;
    this.events = events;
  }

  /** Who exchanges files with the housing system: they hold addresses, so no administrator does. */
  public static boolean mayExchange(ActingPerson who) {
    return who.worksCases() && who.teams().contains(Team.HOUSING_MAINTENANCE);
  }

  /** How many orders wait for the next file of this person. */
  public int waiting(ActingPerson who) {
    return db.sql(
            "select count(*) from works_order where status = 'ordered' and "
                + WorksOrders.SEEN_BY_ACTING)
        .param("acting", who.username())
        .query(Integer.class)
        .single();
  }

  /**
   * A file that was made, as far as its orders are still to be done.
   *
   * @param orders how many of them the person may know of
   */
  public record OrderFile(UUID id, Instant at, int orders) {}

  /** The last files, newest first, for whoever has lost one. */
  public List<OrderFile> made(ActingPerson who) {
    return db.sql(
            "select export_id, max(exported_at) as at, count(*) as orders from works_order where "
                + IN_A_FILE
                + " group by export_id order by at desc, export_id limit "
                + FILES_SHOWN)
        .param("acting", who.username())
        .query(
            (rs, _) ->
                new OrderFile(
                    rs.getObject("export_id", UUID.class), Rows.at(rs, "at"), rs.getInt("orders")))
        .list();
  }

  /** References of orders that the housing system has and nobody wants any more, oldest first. */
  public List<String> recalled(ActingPerson who) {
    return db.sql(
            "select works_order_id from works_order where status = 'exported'"
                + " and recalled_at is not null and "
                + WorksOrders.SEEN_BY_ACTING
                + " order by recalled_at, works_order_id")
        .param("acting", who.username())
        .query(String.class)
        .list();
  }

  private record Row(WorksOrderView order, Place place) {
    @Override
    public String toString() {
      return "***";
    }
  }

  /**
   * Writes the orders that have not gone out yet, as a file for the housing system: the place, the
   * job and the window. No name, no case, no cause. What was written is not written again, except
   * as {@link #exportAgain}. Orders of a case that the person must not know of are left for a
   * colleague; one whose contractor must not know of the case by now goes to another, or is
   * withheld.
   *
   * @return how many orders the file holds
   * @throws IllegalStateException if the person may not
   */
  @Transactional
  public int export(ActingPerson who, OutputStream out) {
    requireExchange(who);
    UUID file = UUID.randomUUID();
    List<Row> rows =
        opened(who, "status = 'ordered'", Map.of()).stream().flatMap(this::withContractor).toList();
    for (Row row : rows) {
      db.sql(
              "update works_order set status = 'exported', exported_at = ?, export_id = ?,"
                  + " contractor = ? where works_order_id = ?")
          .params(
              Rows.values(
                  Rows.ts(clock.instant()),
                  file,
                  row.order().contractor(),
                  row.order().worksOrderId()))
          .update();
    }
    write(who, file, rows, out);
    return rows.size();
  }

  /**
   * Writes a file once more whose download was lost: those of its orders that are still to be done.
   * One whose contractor must not know of the case by now is called off instead.
   *
   * @return how many orders the file holds
   * @throws IllegalStateException if the person may not
   */
  @Transactional
  public int exportAgain(ActingPerson who, UUID file, OutputStream out) {
    requireExchange(who);
    List<Row> rows = new ArrayList<>();
    for (Row row : opened(who, IN_A_FILE + " and export_id = :file", Map.of("file", file))) {
      String contractor = row.order().contractor();
      if (contractor == null || contractors.mayBeSent(contractor, row.order().caseRef())) {
        rows.add(row);
      } else {
        orders.recall(row.order());
        events.publishEvent(new WorksOrderWithheld(row.order().caseRef(), row.order().journeyId()));
      }
    }
    if (!rows.isEmpty()) {
      write(who, file, rows, out);
    }
    return rows.size();
  }

  private List<Row> opened(ActingPerson who, String which, Map<String, ?> params) {
    return db.sql(
            "select *, sealed::text as opened from works_order where "
                + which
                + " and "
                + WorksOrders.SEEN_BY_ACTING
                + " order by ordered_at, works_order_id for update")
        .param("acting", who.username())
        .params(params)
        .query((rs, _) -> row(rs))
        .list();
  }

  private Stream<Row> withContractor(Row row) {
    WorksOrderView order = row.order();
    String asked = order.contractor();
    if (asked != null && contractors.mayBeSent(asked, order.caseRef())) {
      return Stream.of(row);
    }
    Optional<String> other = contractors.chosenFor(order.caseRef());
    if (other.isPresent()) {
      return Stream.of(new Row(order.by(other.get()), row.place()));
    }
    db.sql("update works_order set status = 'withheld', contractor = null where works_order_id = ?")
        .param(order.worksOrderId())
        .update();
    orders.tell(order, "timeline.works-withheld", Map.of());
    events.publishEvent(new WorksOrderWithheld(order.caseRef(), order.journeyId()));
    return Stream.empty();
  }

  private void write(ActingPerson who, UUID file, List<Row> rows, OutputStream out) {
    CsvFile.Out csv = CsvFile.to(out);
    csv.line(EXPORT);
    for (Row row : rows) {
      WorksOrderView order = row.order();
      csv.line(
          List.of(
              order.worksOrderId(),
              Objects.toString(order.contractor(), ""),
              Objects.toString(order.tenancyRef(), ""),
              row.place().address(),
              String.join(" ", order.jobs().stream().map(Code::value).toList()),
              order.readyFrom().toString(),
              order.readyTo().toString()));
    }
    csv.end();
    for (Row row : rows) {
      audit.record(
          who,
          "export-works-order",
          row.order().caseRef(),
          Map.of(
              "worksOrder",
              row.order().worksOrderId(),
              "file",
              file.toString(),
              "address",
              row.place().from()));
    }
    audit.record(
        who, "export-works-orders", null, Map.of("count", rows.size(), "file", file.toString()));
  }

  private Row row(ResultSet rs) throws SQLException {
    WorksOrderView order = WorksOrders.view(rs);
    return new Row(order, places.of(order, rs.getString("opened")));
  }

  /**
   * Takes a file of the repairs system: one line for each order that is done or will not be done.
   * Good lines are taken whatever the others say; a line that was taken before changes nothing.
   *
   * @throws RegisterFileException if the file has not the columns worksOrderId, completedOn,
   *     outcome, or no lines
   * @throws IllegalStateException if the person may not
   */
  @Transactional
  public CsvFile.Report importFeed(InputStream file, ActingPerson who) {
    requireExchange(who);
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    CsvFile.Report report =
        CsvFile.read(
            file,
            FEED,
            line -> fault(line, today),
            line ->
                orders.complete(
                    line.getField("worksOrderId"),
                    new Code(line.getField("outcome")),
                    LocalDate.parse(line.getField("completedOn")),
                    By.of(who)));
    audit.record(
        who, "import-repairs-feed", null, Map.of("read", report.read(), "taken", report.taken()));
    return report;
  }

  private @Nullable String fault(NamedCsvRecord line, LocalDate today) {
    if (orders.find(line.getField("worksOrderId")).isEmpty()) {
      return "worksOrderId: the reference of an order of ours";
    }
    if (!OUTCOMES.contains(line.getField("outcome"))) {
      return "outcome: one of " + String.join(", ", OUTCOMES);
    }
    return CsvFile.dayFault(line, "completedOn", today);
  }

  private static void requireExchange(ActingPerson who) {
    if (!mayExchange(who)) {
      throw new IllegalStateException(
          "Only housing maintenance exchanges files with the housing system");
    }
  }
}
