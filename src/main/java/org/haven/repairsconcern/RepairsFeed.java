package org.haven.repairsconcern;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.haven.casefile.RegisterFileException;
import org.haven.casefile.WorksOrders;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.Known;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The repairs system's file of repairs that were reported. It is counted at night. */
@Service
public class RepairsFeed {
  private static final List<String> COLUMNS =
      List.of("repairRef", "tenancyRef", "kind", "reportedOn", "insecure");
  private static final Pattern REF = Pattern.compile("[A-Za-z0-9][A-Za-z0-9/-]{2,29}");
  private static final List<String> YES_OR_NO = List.of("yes", "no", "");

  private final JdbcClient db;
  private final Audit audit;
  private final Clock clock;

  RepairsFeed(JdbcClient db, Audit audit, Clock clock) {
    this.db = db;
    this.audit = audit;
    this.clock = clock;
  }

  /** The columns that a file must have, in any order. */
  public static List<String> columns() {
    return COLUMNS;
  }

  /** Who exchanges files with the repairs system. */
  public static boolean mayImport(ActingPerson who) {
    return WorksOrders.mayExchange(who);
  }

  /** What a file brought; of homes and what came of them it says nothing. */
  public record Report(int read, int added, int known, List<Fault> faults) {}

  /** A line that could not be taken, and what is expected there. */
  public record Fault(long line, String expected) {}

  /**
   * Takes a file. Good lines are taken whatever the others say; a repair that was taken before
   * changes nothing.
   *
   * @throws RegisterFileException if the file has not these columns
   * @throws IllegalStateException if the person may not
   */
  @Transactional
  public Report importCsv(InputStream file, ActingPerson who) {
    if (!mayImport(who)) {
      throw new IllegalStateException(
          "Only housing maintenance and administrators exchange files with the repairs system");
    }
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    List<Fault> faults = new ArrayList<>();
    int read = 0;
    int added = 0;
    int known = 0;
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder()
            .allowExtraFields(true)
            .allowMissingFields(true)
            .ofNamedCsvRecord(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      for (NamedCsvRecord line : csv) {
        if (read == 0 && !line.getHeader().containsAll(COLUMNS)) {
          throw new RegisterFileException(
              "The file needs the columns " + String.join(", ", COLUMNS));
        }
        read++;
        String fault = fault(line, today);
        if (fault != null) {
          faults.add(new Fault(line.getStartingLineNumber(), fault));
        } else if (add(line, who)) {
          added++;
        } else {
          known++;
        }
      }
    } catch (CsvParseException e) {
      throw new RegisterFileException("The file is not comma-separated text.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (read == 0) {
      throw new RegisterFileException("The file has no lines");
    }
    audit.record(who, "import-repairs", null, Map.of("read", read, "added", added));
    return new Report(read, added, known, faults);
  }

  private boolean add(NamedCsvRecord line, ActingPerson who) {
    return db.sql(
                """
                insert into repair (repair_ref, tenancy_ref, kind, reported_on, insecure, taken_at,
                  by)
                values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                """)
            .params(
                cell(line, "repairRef"),
                cell(line, "tenancyRef"),
                cell(line, "kind"),
                LocalDate.parse(cell(line, "reportedOn")),
                Known.of(cell(line, "insecure")).name(),
                Timestamp.from(clock.instant()),
                who.username())
            .update()
        > 0;
  }

  private static @Nullable String fault(NamedCsvRecord line, LocalDate today) {
    if (line.getFieldCount() < line.getHeader().size()) {
      return "as many cells as the first line has";
    }
    for (String ref : List.of("repairRef", "tenancyRef")) {
      if (!REF.matcher(cell(line, ref)).matches()) {
        return ref + ": 3 to 30 letters, digits, hyphens or strokes";
      }
    }
    if (RepairKind.ofCode(cell(line, "kind")).isEmpty()) {
      return "kind: one of " + String.join(", ", RepairKind.codes());
    }
    if (!YES_OR_NO.contains(cell(line, "insecure"))) {
      return "insecure: yes, no, or empty if nobody knows";
    }
    try {
      LocalDate day = LocalDate.parse(cell(line, "reportedOn"));
      return day.isAfter(today) || day.isBefore(today.minusYears(1))
          ? "reportedOn: a day of the last twelve months"
          : null;
    } catch (DateTimeParseException e) {
      return "reportedOn: a day such as 2026-11-22";
    }
  }

  private static String cell(NamedCsvRecord line, String column) {
    return line.getField(column).strip();
  }
}
