package org.haven.casefile.register;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.FieldModifiers;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.reader.NamedCsvRecordHandler;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A file of another system, or for one: comma-separated, UTF-8 with or without a byte order mark,
 * the first line naming the columns. Nothing else in Haven writes such files.
 */
public final class CsvFile {
  /** The signs that make a formula of a cell, also as wide as East Asian writing has them. */
  private static final String FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20";

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
                : line.getFields().stream().anyMatch(cell -> cell.indexOf('\0') >= 0)
                    ? "text without characters of value 0"
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

  /** Begins a file that goes out. */
  public static Out to(OutputStream file) {
    return new Out(CsvWriter.builder().build(file, StandardCharsets.UTF_8));
  }

  /** A file that goes out: a spreadsheet works out no cell of it. */
  public static final class Out {
    private final CsvWriter csv;

    private Out(CsvWriter csv) {
      this.csv = csv;
    }

    public void line(List<String> cells) {
      csv.writeRecord(cells.stream().map(CsvFile::plain).toList());
    }

    /** The last line is written; the stream stays open. */
    public void end() {
      try {
        csv.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * A spreadsheet runs a cell that begins like a formula; an apostrophe makes it text. Source:
   * OWASP, CSV injection.
   */
  static String plain(String cell) {
    return runs(cell) ? "'" + cell : cell;
  }

  /** The cell as it was before {@link #plain}, for a file of ours that comes back. */
  static String before(String plain) {
    return plain.startsWith("'") && runs(plain.substring(1)) ? plain.substring(1) : plain;
  }

  private static boolean runs(String cell) {
    if (cell.isEmpty()) {
      return false;
    }
    int at = 0;
    while (at < cell.length() && unseen(cell.charAt(at))) {
      at++;
    }
    return "\t\r\n".indexOf(cell.charAt(0)) >= 0
        || (at < cell.length() && FORMULA.indexOf(cell.charAt(at)) >= 0);
  }

  /** Blanks and what has no width: programs differ in which of them they leave out. */
  private static boolean unseen(char c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT;
  }
}
