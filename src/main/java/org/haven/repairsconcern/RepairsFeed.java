package org.haven.repairsconcern;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.InputStream;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.haven.casefile.register.CsvFile;
import org.haven.casefile.register.RegisterFileException;
import org.haven.casefile.register.TenancyRegister;
import org.haven.casefile.works.WorksFiles;
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
  private static final Pattern REPAIR_REF = Pattern.compile("[A-Za-z0-9][A-Za-z0-9/-]{2,29}");
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
    return WorksFiles.mayExchange(who);
  }

  /**
   * Takes a file. Good lines are taken whatever the others say; a repair that was taken before
   * changes nothing. Of homes and what came of them the answer says nothing.
   *
   * @throws RegisterFileException if the file has not these columns, or no lines
   * @throws IllegalStateException if the person may not
   */
  @Transactional
  public CsvFile.Report importCsv(InputStream file, ActingPerson who) {
    if (!mayImport(who)) {
      throw new IllegalStateException(
          "Only housing maintenance exchanges files with the repairs system");
    }
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    CsvFile.Report report =
        CsvFile.read(file, COLUMNS, line -> fault(line, today), line -> add(line, who));
    audit.record(
        who, "import-repairs", null, Map.of("read", report.read(), "added", report.taken()));
    return report;
  }

  private boolean add(NamedCsvRecord line, ActingPerson who) {
    return db.sql(
                """
                insert into repair (repair_ref, tenancy_ref, kind, reported_on, insecure, taken_at,
                  by)
                values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                """)
            .params(
                line.getField("repairRef"),
                TenancyRegister.reference(line.getField("tenancyRef")),
                line.getField("kind"),
                LocalDate.parse(line.getField("reportedOn")),
                Known.of(line.getField("insecure")).name(),
                Timestamp.from(clock.instant()),
                who.username())
            .update()
        > 0;
  }

  private static @Nullable String fault(NamedCsvRecord line, LocalDate today) {
    if (!REPAIR_REF.matcher(line.getField("repairRef")).matches()) {
      return "repairRef: 3 to 30 letters, digits, hyphens or strokes";
    }
    if (!TenancyRegister.isReference(line.getField("tenancyRef"))) {
      return "tenancyRef: 3 to 30 letters, digits or hyphens";
    }
    if (RepairKind.ofCode(line.getField("kind")).isEmpty()) {
      return "kind: one of " + String.join(", ", RepairKind.codes());
    }
    if (!YES_OR_NO.contains(line.getField("insecure"))) {
      return "insecure: yes, no, or empty if nobody knows";
    }
    return CsvFile.dayFault(line, "reportedOn", today);
  }
}
