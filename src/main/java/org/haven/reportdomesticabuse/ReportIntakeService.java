package org.haven.reportdomesticabuse;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseGroups;
import org.haven.casefile.CaseLinks;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.CaseStatus;
import org.haven.casefile.Incidents;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.NewCase;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.PersonView;
import org.haven.casefile.Timeline;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.sealing.Sealed;
import org.haven.reportdomesticabuse.IntakeReport.IntakePerson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class ReportIntakeService implements ReportIntake {
  static final String PROCESS = "report-domestic-abuse";
  static final String START = "domestic-abuse-reported";

  private static final Set<CaseStatus> OPEN =
      EnumSet.of(CaseStatus.REPORTED, CaseStatus.OPEN, CaseStatus.MONITORING);
  private static final Set<CaseStatus> CLOSED = EnumSet.of(CaseStatus.CLOSED, CaseStatus.RETAINED);
  private static final Set<String> INCIDENT_KINDS =
      Set.of(
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

  private final ReportRecords reports;
  private final CaseFiles cases;
  private final CaseAccess access;
  private final CaseFacts facts;
  private final CaseMoments moments;
  private final People people;
  private final Incidents incidents;
  private final JourneyRegister journeys;
  private final CaseLinks links;
  private final CaseGroups groups;
  private final Timeline timeline;
  private final Audit audit;
  private final WorkingCalendar calendar;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  ReportIntakeService(
      ReportRecords reports,
      CaseFiles cases,
      CaseAccess access,
      CaseFacts facts,
      CaseMoments moments,
      People people,
      Incidents incidents,
      JourneyRegister journeys,
      CaseLinks links,
      CaseGroups groups,
      Timeline timeline,
      Audit audit,
      WorkingCalendar calendar,
      Clock clock) {
    this.reports = reports;
    this.cases = cases;
    this.access = access;
    this.facts = facts;
    this.moments = moments;
    this.people = people;
    this.incidents = incidents;
    this.journeys = journeys;
    this.links = links;
    this.groups = groups;
    this.timeline = timeline;
    this.audit = audit;
    this.calendar = calendar;
    this.clock = clock;
  }

  @Override
  @Transactional
  public CaseRef take(IntakeReport report, ActingPerson who) {
    return take(report, who, clock.instant());
  }

  @Override
  @Transactional
  public CaseRef take(IntakeReport report, ActingPerson who, Instant reportedAt) {
    if (reportedAt.isAfter(clock.instant())) {
      throw new IllegalArgumentException("A report cannot have reached us after now");
    }
    var already = reports.caseOf(report.token(), who.username());
    if (already.isPresent()) {
      return already.get();
    }
    boolean outOfHours = !calendar.isOfficeHours(reportedAt);
    Team receiverTeam = receiverTeam(who, outOfHours);
    CaseRef part = report.openCase();
    CaseRef named = part == null || !access.mayOpen(who, part) ? part : groups.leading(part);
    if (named != null && isClosed(named, who)) {
      Taken taken = record(onCase(report, null), who, who.username(), receiverTeam, reportedAt);
      links.link(taken.caseRef(), named, By.of(who));
      return taken.caseRef();
    }
    if (named != null) {
      requireOpenCase(named, who);
    }
    return record(onCase(report, named), who, who.username(), receiverTeam, reportedAt).caseRef();
  }

  /**
   * Takes a report that no member of staff took: nobody of ours received it, so that it is for the
   * team on duty to log it.
   *
   * @param sender the agency, or the public, as the audit names it
   * @param known a case on which that agency reported before, if it is still open
   */
  Taken takeUnreceived(IntakeReport report, ActingPerson sender, @Nullable CaseRef known) {
    Instant now = clock.instant();
    boolean outOfHours = !calendar.isOfficeHours(now);
    CaseRef led = known == null ? null : groups.leading(known);
    var open = led != null && OPEN.contains(cases.head(led).status()) ? led : null;
    var taken =
        record(
            onCase(report, open, false),
            sender,
            null,
            outOfHours ? Team.OUT_OF_HOURS : Team.HOUSING_SOLUTIONS,
            now);
    if (led != null && open == null && CLOSED.contains(cases.head(led).status())) {
      links.link(taken.caseRef(), led, By.PARTNER);
    }
    return taken;
  }

  private static IntakeReport onCase(IntakeReport report, @Nullable CaseRef caseRef) {
    return onCase(report, caseRef, report.disclosureTaken());
  }

  private static IntakeReport onCase(
      IntakeReport report, @Nullable CaseRef caseRef, boolean disclosureTaken) {
    return new IntakeReport(
        report.token(),
        caseRef,
        report.channel(),
        report.reporterKind(),
        report.immediateDanger(),
        disclosureTaken,
        report.words(),
        report.reporterContact(),
        report.people(),
        report.incident(),
        report.facts());
  }

  /** A new incident after closure opens a new case. Source: procedure, J17. */
  private boolean isClosed(CaseRef caseRef, ActingPerson who) {
    return access.mayWork(who, caseRef) && CLOSED.contains(cases.head(caseRef).status());
  }

  private void requireOpenCase(CaseRef caseRef, ActingPerson who) {
    if (!access.mayWork(who, caseRef) || !OPEN.contains(cases.head(caseRef).status())) {
      // one answer for "none", "closed" and "not yours": the three are not told apart
      throw new NoSuchElementException("There is no open case " + caseRef);
    }
  }

  private Taken record(
      IntakeReport report,
      ActingPerson who,
      @Nullable String receivedBy,
      Team receiverTeam,
      Instant now) {
    By by = By.of(who);
    boolean outOfHours = !calendar.isOfficeHours(now);
    var known = ReportFacts.complete(report.facts());
    requireWords(report);

    CaseRef caseRef =
        report.openCase() != null
            ? report.openCase()
            : cases.open(
                new NewCase(code(report.channel()), now, receivedBy, receiverTeam, false), by);
    addPeople(caseRef, report, by);
    String incidentId = recordIncident(caseRef, report, null, by);
    String reportId = newReportId();
    reports.insert(
        reportId, caseRef, incidentId, report, outOfHours, report.disclosureTaken(), now, by);

    var told = new LinkedHashMap<String, Object>(known);
    told.put("channel", report.channel().code());
    told.put("reporterKind", report.reporterKind().code());
    told.put("immediateDanger", report.immediateDanger().value());
    told.put("outOfHours", outOfHours);
    facts.put(caseRef, whatIsNew(told, report.openCase() != null), by);

    JourneyId journeyId =
        report.openCase() == null
            ? start(caseRef, told, receiverTeam, report.disclosureTaken(), by)
            : startRiskAssessment(caseRef, incidentId, report, by);
    moments.record(caseRef, journeyId, "report", now);
    if (report.openCase() != null) {
      timeline.add(
          caseRef,
          journeyId,
          "report",
          "timeline.incident-reported",
          Map.of("channel", report.channel().code(), "reporterKind", report.reporterKind().code()),
          by);
    }
    audit.record(
        who,
        "take-report",
        caseRef,
        Map.of("reportId", reportId, "incidentId", incidentId, "channel", report.channel().code()));
    return new Taken(caseRef, reportId);
  }

  private JourneyId start(
      CaseRef caseRef, Map<String, Object> told, Team receiverTeam, boolean disclosed, By by) {
    var variables = new LinkedHashMap<String, Object>(told);
    variables.put("receiverTeam", receiverTeam.code());
    variables.put("disclosureTaken", disclosed);
    return journeys.requestKeyed(caseRef, PROCESS, START, caseRef.value(), variables, by);
  }

  private JourneyId startRiskAssessment(
      CaseRef caseRef, String incidentId, IntakeReport report, By by) {
    var variables = new LinkedHashMap<String, Object>();
    variables.put("incidentId", incidentId);
    if (report.incident().on() != null) {
      variables.put("incidentOn", report.incident().on());
    }
    return journeys.requestKeyed(
        caseRef, "assess-risk", "incident-reported", incidentId, variables, by);
  }

  /** On an open case the people on record stay as they are: a report only adds who is missing. */
  private void addPeople(CaseRef caseRef, IntakeReport report, By by) {
    var onRecord = EnumSet.noneOf(PersonKind.class);
    if (report.openCase() != null) {
      for (PersonKind kind : PersonKind.values()) {
        if (kind != PersonKind.REPORTER && people.ref(caseRef, kind).isPresent()) {
          onRecord.add(kind);
        }
      }
    }
    for (IntakePerson person : report.people()) {
      var kind = PersonKind.ofCode(person.kind());
      if (!onRecord.contains(kind)) {
        people.add(caseRef, kind, particulars(person), by);
      }
    }
  }

  private String recordIncident(
      CaseRef caseRef, IntakeReport report, @Nullable String account, By by) {
    var incident = report.incident();
    var sealed = new LinkedHashMap<String, Object>();
    sealed.put("words", report.words());
    put(sealed, "account", account);
    put(sealed, "impact", incident.impact());
    put(sealed, "policeRef", incident.policeRef());
    return incidents.record(
        caseRef,
        incident.on(),
        incident.kinds().stream().sorted().map(Code::new).toList(),
        incident.childPresent(),
        sealed,
        by);
  }

  /** A report that is on record is completed with what was disclosed since. */
  void complete(
      CaseRef caseRef,
      JourneyId journeyId,
      IntakeReport report,
      @Nullable String account,
      boolean tellsMore,
      ActingPerson who) {
    By by = By.of(who);
    // read before: a name that is put on record may close the case to whoever does so
    List<PersonView> onRecord = report.people().isEmpty() ? List.of() : people.of(who, caseRef);
    for (IntakePerson person : new LinkedHashSet<>(report.people())) {
      var same =
          onRecord.stream()
              .filter(p -> p.kind() == PersonKind.ofCode(person.kind()))
              .filter(
                  p ->
                      p.kind() == PersonKind.VICTIM
                          || p.fields()
                              .text("name")
                              .map(Sealed::clear)
                              .orElse("")
                              .equals(person.name()))
              .findFirst();
      if (same.isEmpty()) {
        people.add(caseRef, PersonKind.ofCode(person.kind()), particulars(person), by);
      } else if (!particulars(person).equals(same.get().fields().values())) {
        people.revise(caseRef, same.get().personRef(), particulars(person), by);
      }
    }
    if (tellsMore) {
      String incidentId = recordIncident(caseRef, report, account, by);
      String reportId = newReportId();
      reports.insert(
          reportId,
          caseRef,
          incidentId,
          report,
          !calendar.isOfficeHours(cases.head(caseRef).reportedAt()),
          true,
          clock.instant(),
          by);
    }
    var told = new LinkedHashMap<String, Object>(ReportFacts.complete(report.facts()));
    told.put("channel", report.channel().code());
    told.put("reporterKind", report.reporterKind().code());
    told.put("immediateDanger", report.immediateDanger().value());
    facts.put(caseRef, told, by);
    timeline.add(caseRef, journeyId, "report", "timeline.disclosure-recorded", Map.of(), by);
    audit.record(who, "record-disclosure", caseRef, Map.of("tellsMore", tellsMore));
  }

  private String newReportId() {
    return "R-" + Long.toUnsignedString(random.nextLong(), 36);
  }

  /** On an open case a report adds what it knows and never turns a known fact into "unknown". */
  private static Map<String, Object> whatIsNew(Map<String, Object> told, boolean onOpenCase) {
    if (!onOpenCase) {
      return told;
    }
    var known = new LinkedHashMap<>(told);
    known.values().removeIf("unknown"::equals);
    known.keySet().removeAll(List.of("channel", "reporterKind", "outOfHours"));
    return known;
  }

  private static Map<String, Object> particulars(IntakePerson person) {
    var sealed = new LinkedHashMap<String, Object>();
    sealed.put("name", person.name());
    put(sealed, "birthDate", person.birthDate());
    put(sealed, "language", person.language());
    if (person.interpreter() != Known.UNKNOWN) {
      sealed.put("interpreter", person.interpreter() == Known.YES ? "yes" : "no");
    }
    put(sealed, "access", person.access());
    put(sealed, "format", person.format());
    return sealed;
  }

  private static void requireWords(IntakeReport report) {
    if (report.words().isBlank()) {
      throw new IllegalArgumentException("A report has words");
    }
    if (!INCIDENT_KINDS.containsAll(report.incident().kinds())) {
      throw new IllegalArgumentException("An incident's kinds are " + INCIDENT_KINDS);
    }
  }

  private static Team receiverTeam(ActingPerson who, boolean outOfHours) {
    if (outOfHours && who.teams().contains(Team.OUT_OF_HOURS)) {
      return Team.OUT_OF_HOURS;
    }
    return Stream.of(Team.values())
        .filter(who.teams()::contains)
        .findFirst()
        .orElse(Team.HOUSING_SOLUTIONS);
  }

  private static Code code(Channel channel) {
    return new Code(channel.code());
  }

  private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
    if (value != null && !value.toString().isBlank()) {
      fields.put(name, value);
    }
  }

  /** What a report became. */
  record Taken(CaseRef caseRef, String reportId) {}
}
