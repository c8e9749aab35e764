package org.haven.reportdomesticabuse;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.haven.platform.CaseRef;
import org.haven.platform.Known;
import org.jspecify.annotations.Nullable;

/**
 * A report as it was taken. It prints nothing of what it holds.
 *
 * @param token one for each time the page is opened: the same token sent twice is one report
 * @param openCase the case that the report belongs to, or null if it opens one
 * @param channel how it reached us
 * @param reporterKind who tells us
 * @param immediateDanger is somebody in danger now?
 * @param disclosureTaken true if her words were taken down here, so that no officer need ask again
 * @param words what we were told, as it was told
 * @param reporterContact how to reach whoever told us, if they left it
 * @param people those named in the report
 * @param incident what happened, as far as it was told
 * @param facts routing facts by name, see {@link ReportFacts}
 */
public record IntakeReport(
    UUID token,
    @Nullable CaseRef openCase,
    Channel channel,
    ReporterKind reporterKind,
    Known immediateDanger,
    boolean disclosureTaken,
    String words,
    @Nullable String reporterContact,
    List<IntakePerson> people,
    IntakeIncident incident,
    Map<String, Object> facts) {
  public IntakeReport {
    people = List.copyOf(people);
    facts = Map.copyOf(facts);
  }

  @Override
  public String toString() {
    return "IntakeReport[***]";
  }

  /**
   * Somebody named in a report.
   *
   * @param kind victim, perpetrator, child, household, reporter or employee
   * @param access what the person needs to take part, such as step-free rooms
   * @param format standard, large-print, braille, audio, translation or relay
   */
  public record IntakePerson(
      String kind,
      String name,
      @Nullable LocalDate birthDate,
      @Nullable String language,
      Known interpreter,
      @Nullable String access,
      @Nullable String format) {
    /** With a name alone. */
    public static IntakePerson named(String kind, String name) {
      return new IntakePerson(kind, name, null, null, Known.UNKNOWN, null, null);
    }

    @Override
    public String toString() {
      return "IntakePerson[***]";
    }
  }

  /**
   * What happened.
   *
   * @param on the day, if it was told
   * @param kinds physical, sexual, violent, threatening, controlling, coercive, economic,
   *     psychological, emotional or other
   */
  public record IntakeIncident(
      @Nullable LocalDate on,
      Set<String> kinds,
      @Nullable String impact,
      Known childPresent,
      @Nullable String policeRef) {
    public IntakeIncident {
      kinds = Set.copyOf(kinds);
    }

    /** Nothing told but the words. */
    public static IntakeIncident unknown() {
      return new IntakeIncident(null, Set.of(), null, Known.UNKNOWN, null);
    }

    @Override
    public String toString() {
      return "IntakeIncident[***]";
    }
  }
}
