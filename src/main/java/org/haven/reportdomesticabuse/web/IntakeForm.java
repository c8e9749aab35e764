package org.haven.reportdomesticabuse.web;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.haven.casefile.register.Tenancy;
import org.haven.platform.CaseRef;
import org.haven.platform.Known;
import org.haven.reportdomesticabuse.Channel;
import org.haven.reportdomesticabuse.IntakeReport;
import org.haven.reportdomesticabuse.IntakeReport.IntakeIncident;
import org.haven.reportdomesticabuse.IntakeReport.IntakePerson;
import org.haven.reportdomesticabuse.ReportFacts;
import org.haven.reportdomesticabuse.ReporterKind;
import org.jspecify.annotations.Nullable;

/**
 * What an officer typed while somebody told them. Everything is text as it was posted, so that a
 * refused page shows it again as it was.
 */
public record IntakeForm(
    @Nullable String token,
    @Nullable String danger,
    @Nullable String reporter,
    @Nullable String channel,
    @Nullable String words,
    @Nullable String name,
    @Nullable String contact,
    @Nullable String openCase,
    @Nullable String tenancyRef,
    @Nullable String tenure,
    @Nullable String perpetrator,
    @Nullable String onDay,
    @Nullable String onMonth,
    @Nullable String onYear,
    @Nullable List<String> kinds,
    @Nullable String impact,
    @Nullable String childPresent,
    @Nullable String policeRef,
    @Nullable String bornDay,
    @Nullable String bornMonth,
    @Nullable String bornYear,
    @Nullable String language,
    @Nullable String interpreter,
    @Nullable String access,
    @Nullable String format,
    @Nullable String olderPeoplesScheme,
    @Nullable String homelessNow,
    @Nullable String livesInBorough,
    @Nullable String perpetratorCouncilTenant,
    @Nullable String youngParty,
    @Nullable String childAffected,
    @Nullable String childHarmNow,
    @Nullable String adultCareNeeds,
    @Nullable String harmSuspected,
    @Nullable String cannotProtectSelf,
    @Nullable String otherAbuse,
    @Nullable String staffImplicated,
    @Nullable List<String> dismissed) {

  static final List<String> YES_NO = List.of("yes", "no", "unknown");
  static final List<String> KINDS =
      List.of(
          "physical",
          "sexual",
          "violent",
          "threatening",
          "controlling",
          "coercive",
          "economic",
          "psychological",
          "emotional",
          "other");
  static final List<String> FORMATS =
      List.of("standard", "large-print", "braille", "audio", "translation", "relay");

  /** As long as a report may be: some 40 pages. */
  static final int LONGEST_TEXT = 100_000;

  static final int LONGEST_LINE = 200;

  private static final int MOST_DISMISSED = 50;

  /** What is wrong, by field in the order of the page. Words are message keys. */
  Map<String, String> problems(LocalDate today) {
    var problems = new LinkedHashMap<String, String>();
    if (!YES_NO.contains(text(danger))) {
      problems.put("danger", "report.danger.missing");
    }
    if (ReporterKind.ofCode(text(reporter)).isEmpty()) {
      problems.put("reporter", "report.reporter.missing");
    }
    if (Channel.ofCode(text(channel)).isEmpty()) {
      problems.put("channel", "report.channel.missing");
    }
    if (text(words).isBlank()) {
      problems.put("words", "report.words.missing");
    } else if (text(words).length() > LONGEST_TEXT) {
      problems.put("words", "report.words.long");
    }
    if (!text(openCase).isEmpty() && !CaseRef.isCaseRef(reference(openCase))) {
      problems.put("openCase", "report.openCase.form");
    }
    lines()
        .forEach(
            (field, value) -> {
              if (value.length() > LONGEST_LINE) {
                problems.put(field, "report.line.long");
              }
            });
    if (text(impact).length() > LONGEST_TEXT) {
      problems.put("impact", "report.words.long");
    }
    date("on", onDay, onMonth, onYear, today, problems);
    if (!KINDS.containsAll(kindsChosen())) {
      problems.put("kinds", "report.choice");
    }
    date("born", bornDay, bornMonth, bornYear, today, problems);
    choices()
        .forEach(
            (field, choice) -> {
              if (!choice.value().isEmpty() && !choice.options().contains(choice.value())) {
                problems.put(field, "report.choice");
              }
            });
    if (isMissing(token)) {
      problems.put("danger", "report.token");
    }
    return problems;
  }

  private Map<String, String> lines() {
    var lines = new LinkedHashMap<String, String>();
    lines.put("name", text(name));
    lines.put("contact", text(contact));
    lines.put("tenancyRef", text(tenancyRef));
    lines.put("perpetrator", text(perpetrator));
    lines.put("policeRef", text(policeRef));
    lines.put("language", text(language));
    lines.put("access", text(access));
    return lines;
  }

  private record Choice(String value, List<String> options) {}

  private Map<String, Choice> choices() {
    var choices = new LinkedHashMap<String, Choice>();
    choices.put("tenure", new Choice(text(tenure), ReportFacts.TENURES));
    choices.put("youngParty", new Choice(text(youngParty), ReportFacts.YOUNG_PARTIES));
    choices.put("format", new Choice(text(format), FORMATS));
    choices.put("childPresent", new Choice(text(childPresent), YES_NO));
    choices.put("interpreter", new Choice(text(interpreter), YES_NO));
    yesOrNo().forEach((field, value) -> choices.put(field, new Choice(value, YES_NO)));
    return choices;
  }

  private Map<String, String> yesOrNo() {
    var facts = new LinkedHashMap<String, String>();
    facts.put("olderPeoplesScheme", text(olderPeoplesScheme));
    facts.put("homelessNow", text(homelessNow));
    facts.put("livesInBorough", text(livesInBorough));
    facts.put("perpetratorCouncilTenant", text(perpetratorCouncilTenant));
    facts.put("childAffected", text(childAffected));
    facts.put("childHarmNow", text(childHarmNow));
    facts.put("adultCareNeeds", text(adultCareNeeds));
    facts.put("harmSuspected", text(harmSuspected));
    facts.put("cannotProtectSelf", text(cannotProtectSelf));
    facts.put("otherAbuse", text(otherAbuse));
    facts.put("staffImplicated", text(staffImplicated));
    return facts;
  }

  List<String> kindsChosen() {
    // a place that was left out is none
    return kinds == null ? List.of() : kinds.stream().filter(Objects::nonNull).toList();
  }

  /** Cases that were found to be of somebody else. */
  public Set<CaseRef> ofOthers() {
    return dismissed == null
        ? Set.of()
        : dismissed.stream()
            .filter(Objects::nonNull)
            .filter(CaseRef::isCaseRef)
            .limit(MOST_DISMISSED)
            .map(CaseRef::new)
            .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Her date of birth as far as it was typed; none while it is not a day. */
  @Nullable LocalDate born() {
    return date(bornDay, bornMonth, bornYear);
  }

  /** Only for a form without problems. */
  IntakeReport report() {
    var people = new ArrayList<IntakePerson>();
    if (!text(name).isEmpty()) {
      people.add(
          new IntakePerson(
              "victim",
              text(name),
              date(bornDay, bornMonth, bornYear),
              orNull(language),
              Known.of(interpreter),
              orNull(access),
              orNull(format)));
    }
    if (!text(perpetrator).isEmpty()) {
      people.add(IntakePerson.named("perpetrator", text(perpetrator)));
    }
    var facts = new HashMap<String, Object>();
    yesOrNo().forEach((field, value) -> facts.put(field, Known.of(value).value()));
    facts.put("tenure", text(tenure).isEmpty() ? "unknown" : text(tenure));
    facts.put("youngParty", text(youngParty).isEmpty() ? "unknown" : text(youngParty));
    return new IntakeReport(
        UUID.fromString(text(token)),
        text(openCase).isEmpty() ? null : new CaseRef(reference(openCase)),
        Channel.ofCode(text(channel)).orElseThrow(),
        ReporterKind.ofCode(text(reporter)).orElseThrow(),
        Known.of(danger),
        true,
        text(words),
        orNull(contact),
        people,
        new IntakeIncident(
            date(onDay, onMonth, onYear),
            Set.copyOf(kindsChosen()),
            orNull(impact),
            Known.of(childPresent),
            orNull(policeRef)),
        facts);
  }

  /** Anything entered in the part of the page that is folded away at first? */
  public boolean hasMore() {
    return yesOrNo().values().stream().anyMatch(v -> !v.isEmpty())
        || lines().entrySet().stream()
            .anyMatch(
                e -> !Set.of("name", "contact").contains(e.getKey()) && !e.getValue().isEmpty())
        || !kindsChosen().isEmpty()
        || java.util.stream.Stream.of(
                impact,
                onDay,
                onMonth,
                onYear,
                bornDay,
                bornMonth,
                bornYear,
                tenure,
                youngParty,
                childPresent,
                interpreter,
                format)
            .anyMatch(v -> !text(v).isEmpty());
  }

  static IntakeForm empty() {
    String none = null;
    return new IntakeForm(
        UUID.randomUUID().toString(),
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        null,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        null);
  }

  /** The same as a further report on an open case. */
  IntakeForm onCase(@Nullable String caseRef) {
    return with(caseRef, tenancyRef, tenure, olderPeoplesScheme, livesInBorough, dismissed);
  }

  /** The same, of a person who is not the one of that case. */
  IntakeForm notOf(CaseRef other) {
    var others = new LinkedHashSet<>(ofOthers());
    others.add(other);
    return with(
        openCase,
        tenancyRef,
        tenure,
        olderPeoplesScheme,
        livesInBorough,
        others.stream().map(CaseRef::value).toList());
  }

  /** The same with what the register knows of the home. */
  IntakeForm at(Tenancy home) {
    return with(
        openCase,
        home.tenancyRef(),
        home.tenure().value(),
        home.inScheme() ? "yes" : "no",
        "yes",
        dismissed);
  }

  private IntakeForm with(
      @Nullable String openCase,
      @Nullable String tenancyRef,
      @Nullable String tenure,
      @Nullable String olderPeoplesScheme,
      @Nullable String livesInBorough,
      @Nullable List<String> dismissed) {
    return new IntakeForm(
        token,
        danger,
        reporter,
        channel,
        words,
        name,
        contact,
        openCase,
        tenancyRef,
        tenure,
        perpetrator,
        onDay,
        onMonth,
        onYear,
        kinds,
        impact,
        childPresent,
        policeRef,
        bornDay,
        bornMonth,
        bornYear,
        language,
        interpreter,
        access,
        format,
        olderPeoplesScheme,
        homelessNow,
        livesInBorough,
        perpetratorCouncilTenant,
        youngParty,
        childAffected,
        childHarmNow,
        adultCareNeeds,
        harmSuspected,
        cannotProtectSelf,
        otherAbuse,
        staffImplicated,
        dismissed);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value.strip();
  }

  private static @Nullable String orNull(@Nullable String value) {
    return text(value).isEmpty() ? null : text(value);
  }

  /** As it is written on paper: small letters and spaces do no harm. */
  static String reference(@Nullable String value) {
    return text(value).toUpperCase(java.util.Locale.ROOT).replace(" ", "");
  }

  private static boolean isMissing(@Nullable String token) {
    try {
      UUID.fromString(text(token));
      return false;
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private static void date(
      String field,
      @Nullable String day,
      @Nullable String month,
      @Nullable String year,
      LocalDate today,
      Map<String, String> problems) {
    if (text(day).isEmpty() && text(month).isEmpty() && text(year).isEmpty()) {
      return;
    }
    LocalDate date = date(day, month, year);
    if (date == null || date.getYear() < 1900) {
      problems.put(field, "report.date.form");
    } else if (date.isAfter(today)) {
      problems.put(field, "report.date.future");
    }
  }

  private static @Nullable LocalDate date(
      @Nullable String day, @Nullable String month, @Nullable String year) {
    try {
      return LocalDate.of(
          Integer.parseInt(text(year)), Integer.parseInt(text(month)), Integer.parseInt(text(day)));
    } catch (NumberFormatException | DateTimeException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return "IntakeForm[***]";
  }
}
