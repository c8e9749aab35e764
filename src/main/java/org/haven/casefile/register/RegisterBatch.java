package org.haven.casefile.register;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.haven.casefile.register.TenancyRow.Checked;
import org.haven.casefile.register.TenancyRow.Fault;

/** Rows of a file that are written together. */
final class RegisterBatch {
  private final List<TenancyRow> good = new ArrayList<>();
  private final List<Refused> refused = new ArrayList<>();
  private final Map<Long, List<String>> cellsOf = new HashMap<>();

  /** A row that is not taken over, with its cells as they came. */
  record Refused(long line, List<String> cells, String expected) {
    @Override
    public String toString() {
      return "Refused[line " + line + " ***]";
    }
  }

  void add(CsvRecord row, Checked checked) {
    switch (checked) {
      case Checked.Good(TenancyRow one) -> {
        good.add(one);
        cellsOf.put(one.line(), row.getFields());
      }
      case Checked.Faulty(List<Fault> faults) ->
          refused.add(new Refused(row.getStartingLineNumber(), row.getFields(), words(faults)));
    }
  }

  private static String words(List<Fault> faults) {
    return String.join("; ", faults.stream().map(Fault::toString).toList());
  }

  int size() {
    return good.size() + refused.size();
  }

  List<TenancyRow> good() {
    return good;
  }

  /** A good row that is not taken over all the same. */
  void refuse(TenancyRow row, String expected) {
    refused.add(new Refused(row.line(), cellsOf.getOrDefault(row.line(), List.of()), expected));
  }

  /** In the order of their lines. */
  List<Refused> refused() {
    return refused.stream().sorted(Comparator.comparingLong(Refused::line)).toList();
  }
}
