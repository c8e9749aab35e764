package org.haven.casefile.register;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One row of the register's file, read and checked. */
record TenancyRow(
    long line,
    String tenancyRef,
    String uprn,
    String tenure,
    String tenancyType,
    String holding,
    LocalDate startOn,
    @Nullable Integer periodDay,
    boolean inScheme,
    Map<String, String> sealed) {

  /** The columns of the file; all must be there, in any order. */
  static final List<String> COLUMNS =
      List.of(
          "tenancyRef",
          "uprn",
          "address1",
          "address2",
          "town",
          "postcode",
          "tenure",
          "tenancyType",
          "holding",
          "startOn",
          "periodDay",
          "scheme",
          "tenantNames");

  private static final Set<String> MAY_BE_EMPTY = Set.of("address2", "periodDay", "scheme");
  static final Pattern REF = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{2,29}");
  private static final Pattern UPRN = Pattern.compile("[0-9]{1,12}");
  private static final Pattern POSTCODE =
      Pattern.compile("[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", Pattern.CASE_INSENSITIVE);
  private static final Set<String> TENURES =
      Set.of(
          "council-tenant",
          "council-leaseholder",
          "housing-association",
          "private-rented",
          "owner-occupier",
          "with-others",
          "temporary",
          "refuge",
          "none",
          "unknown");
  private static final Set<String> TYPES =
      Set.of("secure-lifetime", "flexible", "introductory", "not-council", "unknown");
  private static final Set<String> HOLDINGS =
      Set.of("sole-victim", "sole-perpetrator", "joint", "sole", "other", "unknown");
  private static final DateTimeFormatter BRITISH =
      DateTimeFormatter.ofPattern("d/M/uuuu").withResolverStyle(ResolverStyle.STRICT);
  private static final int LONGEST = 200;

  /** A row that is good, or what is wrong with it. */
  sealed interface Checked {
    record Good(TenancyRow row) implements Checked {}

    record Faulty(List<Fault> faults) implements Checked {}
  }

  /** One thing that is wrong: the column and what is expected there. */
  record Fault(String field, String expected) {
    @Override
    public String toString() {
      return field + ": " + expected;
    }
  }

  /**
   * @param cells by column name; a column that the row does not have is empty
   */
  static Checked check(long line, Map<String, String> cells) {
    List<Fault> faults = new ArrayList<>();
    Map<String, String> in = new LinkedHashMap<>();
    for (String column : COLUMNS) {
      String cell = CsvFile.before(cells.getOrDefault(column, "").strip());
      in.put(column, cell);
      if (cell.isEmpty() && !MAY_BE_EMPTY.contains(column)) {
        faults.add(new Fault(column, "must not be empty"));
      } else if (cell.length() > LONGEST) {
        faults.add(new Fault(column, "at most " + LONGEST + " characters"));
      } else if (cell.indexOf('\uFFFD') >= 0) {
        faults.add(new Fault(column, "text in UTF-8; save the file as CSV UTF-8"));
      } else if (cell.chars().anyMatch(c -> c < ' ')) {
        faults.add(new Fault(column, "text on one line"));
      }
    }
    Map<String, String> asked = new LinkedHashMap<>(in);
    faults.forEach(f -> asked.remove(f.field()));
    form(asked, "tenancyRef", REF, "3 to 30 letters, digits or hyphens", faults);
    form(asked, "uprn", UPRN, "a property number of 1 to 12 digits", faults);
    form(asked, "postcode", POSTCODE, "a postcode such as ME14 1AA", faults);
    oneOf(asked, "tenure", TENURES, faults);
    oneOf(asked, "tenancyType", TYPES, faults);
    oneOf(asked, "holding", HOLDINGS, faults);
    Optional<LocalDate> startOn = date(asked, faults);
    Optional<DayOfWeek> periodDay = day(asked, faults);
    if (!faults.isEmpty()) {
      return new Checked.Faulty(List.copyOf(faults));
    }
    Map<String, String> sealed = new LinkedHashMap<>();
    for (String column :
        List.of("uprn", "address1", "address2", "town", "postcode", "scheme", "tenantNames")) {
      String cell = in.getOrDefault(column, "");
      if (!cell.isEmpty()) {
        sealed.put(column, cell);
      }
    }
    return new Checked.Good(
        new TenancyRow(
            line,
            ref(text(in, "tenancyRef")),
            text(in, "uprn"),
            text(in, "tenure"),
            text(in, "tenancyType"),
            text(in, "holding"),
            startOn.orElseThrow(),
            periodDay.map(DayOfWeek::getValue).orElse(null),
            !text(in, "scheme").isEmpty(),
            sealed));
  }

  /**
   * A reference as the register keeps and seeks it, however it was typed: in capitals, without
   * blanks.
   */
  static String ref(String typed) {
    return typed.replaceAll("[\\s\\u00a0]+", "").toUpperCase(Locale.ROOT);
  }

  private static String text(Map<String, String> in, String column) {
    return in.getOrDefault(column, "");
  }

  private static void form(
      Map<String, String> in, String column, Pattern form, String expected, List<Fault> faults) {
    String cell = in.get(column);
    if (cell != null && !form.matcher(cell).matches()) {
      faults.add(new Fault(column, expected));
    }
  }

  private static void oneOf(
      Map<String, String> in, String column, Set<String> words, List<Fault> faults) {
    String cell = in.get(column);
    if (cell != null && !words.contains(cell)) {
      faults.add(
          new Fault(column, "one of " + String.join(", ", words.stream().sorted().toList())));
    }
  }

  private static Optional<LocalDate> date(Map<String, String> in, List<Fault> faults) {
    String cell = in.get("startOn");
    if (cell == null) {
      return Optional.empty();
    }
    for (DateTimeFormatter form : List.of(DateTimeFormatter.ISO_LOCAL_DATE, BRITISH)) {
      try {
        LocalDate day = LocalDate.parse(cell, form);
        if (day.getYear() >= 1900 && day.getYear() < 2200) {
          return Optional.of(day);
        }
      } catch (DateTimeParseException e) {
        // the next form may fit
      }
    }
    faults.add(new Fault("startOn", "a date such as 2019-04-01 or 01/04/2019"));
    return Optional.empty();
  }

  private static Optional<DayOfWeek> day(Map<String, String> in, List<Fault> faults) {
    String cell = in.get("periodDay");
    if (cell == null || cell.isEmpty()) {
      return Optional.empty();
    }
    Optional<DayOfWeek> day =
        Arrays.stream(DayOfWeek.values())
            .filter(d -> d.name().equals(cell.toUpperCase(Locale.ROOT)))
            .findFirst();
    if (day.isEmpty()) {
      faults.add(new Fault("periodDay", "a day of the week such as monday, or empty"));
    }
    return day;
  }

  /** All that the row says, for telling whether it changed. */
  String everything() {
    return String.join(
        "\u0000",
        tenancyRef,
        tenure,
        tenancyType,
        holding,
        startOn.toString(),
        String.valueOf(periodDay),
        sealed.toString());
  }

  @Override
  public String toString() {
    return "TenancyRow[line " + line + " ***]";
  }
}
