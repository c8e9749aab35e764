package org.haven.casefile.register;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import java.io.InputStream;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.haven.casefile.register.TenancyRow.Checked;
import org.haven.casefile.register.TenancyRow.Fault;

/** How the register's file is read: its first line names the columns, each other is a tenancy. */
final class RegisterFile {
  private RegisterFile() {}

  static CsvReader<CsvRecord> open(InputStream file) {
    return CsvFile.open(
        CsvRecordHandler.builder().maxFieldSize(20_000).maxRecordSize(100_000).build(), file);
  }

  /**
   * @throws RegisterFileException if the first line does not name all columns
   */
  static List<String> header(Iterator<CsvRecord> rows) {
    if (!rows.hasNext()) {
      throw new RegisterFileException("The file is empty.");
    }
    List<String> header = rows.next().getFields().stream().map(String::strip).toList();
    List<String> missing =
        TenancyRow.COLUMNS.stream().filter(column -> !header.contains(column)).toList();
    if (!missing.isEmpty()) {
      throw new RegisterFileException(
          "The first line does not name the columns "
              + String.join(", ", missing)
              + ". The columns are "
              + String.join(", ", TenancyRow.COLUMNS)
              + ".");
    }
    return header;
  }

  static Checked check(CsvRecord row, List<String> header) {
    List<String> cells = row.getFields();
    if (cells.size() != header.size()) {
      return new Checked.Faulty(
          List.of(
              new Fault(
                  "row", header.size() + " cells as in the first line, not " + cells.size())));
    }
    Map<String, String> byName = new LinkedHashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      byName.putIfAbsent(header.get(i), cells.get(i));
    }
    return TenancyRow.check(row.getStartingLineNumber(), byName);
  }
}
