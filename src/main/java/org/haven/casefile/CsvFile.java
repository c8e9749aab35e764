package org.haven.casefile;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.FieldModifiers;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.reader.NamedCsvRecordHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A file of another system: comma-separated, UTF-8 with or without a byte order mark, the first
 * line naming the columns.
 */
public final class CsvFile {
  private CsvFile() {}

  /**
   * What a file brought.
   *
   * @param known lines that were taken before
   */
  public record Report(int read, int taken, int known, List<Fault> faults) {}

  /** A line that could not be taken, and what is expected there. */
  public record Fault(long line, String expected) {}

  /** What is wrong with a line. */
  public interface Check {
    /** What is expected there instead; null if the line is good. */
    @Nullable String fault(NamedCsvRecord line);
  }

  /**
   * Takes the good lines, whatever the others say; of no cell are the blanks around it read.
   *
   * @param columns that the file must have, in any order
   * @param take false if the line was taken before
   * @throws RegisterFileException if the file has not these columns, or no lines
   */
  public static Report read(
      InputStream file, List<String> columns, Check check, Predicate<NamedCsvRecord> take) {
    List<Fault> faults = new ArrayList<>();
    int read = 0;
    int taken = 0;
    int known = 0;
    var handler =
        NamedCsvRecordHandler.builder()
            .allowDuplicateHeaderFields(true)
            .fieldModifier(FieldModifiers.STRIP)
            .build();
    try (CsvReader<NamedCsvRecord> csv = open(handler, file)) {
      for (NamedCsvRecord line : csv) {
        if (read == 0 && !line.getHeader().containsAll(columns)) {
          throw new RegisterFileException(
              "The file needs the columns " + String.join(", ", columns));
        }
        read++;
        String fault =
            line.getFieldCount() < line.getHeader().size()
                ? "as many cells as the first line has"
                : check.fault(line);
        if (fault != null) {
          faults.add(new Fault(line.getStartingLineNumber(), fault));
        } else if (take.test(line)) {
          taken++;
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
    return new Report(read, taken, known, faults);
  }

  /** Lines with too few or too many cells are read too: whoever reads them says what is wrong. */
  static <T> CsvReader<T> open(CsvCallbackHandler<T> handler, InputStream file) {
    return CsvReader.builder()
        .detectBomHeader(true)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .build(handler, file, StandardCharsets.UTF_8);
  }

  /** What is expected of a cell for a day of the last twelve months; null if it holds one. */
  public static @Nullable String dayFault(NamedCsvRecord line, String column, LocalDate today) {
    try {
      LocalDate day = LocalDate.parse(line.getField(column));
      return day.isAfter(today) || day.isBefore(today.minusYears(1))
          ? column + ": a day of the last twelve months"
          : null;
    } catch (DateTimeParseException e) {
      return column + ": a day such as 2026-11-22";
    }
  }
}
