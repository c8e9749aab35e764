package org.haven.reportdomesticabuse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.haven.casefile.Incidents;
import org.haven.casefile.Incidents.IncidentView;
import org.haven.casefile.People;
import org.haven.casefile.PersonView;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What was disclosed, where the report itself did not take it down in full. */
@Service
public class Disclosures {
  private final ReportIntakeService intake;
  private final ReportRecords reports;
  private final Incidents incidents;
  private final People people;

  Disclosures(
      ReportIntakeService intake, ReportRecords reports, Incidents incidents, People people) {
    this.intake = intake;
    this.reports = reports;
    this.incidents = incidents;
    this.people = people;
  }

  /** What the report said, by the names of the form's fields; the reads are on the audit trail. */
  @Transactional
  public Map<String, Object> onRecord(CaseRef caseRef, ActingPerson who) {
    var known = new LinkedHashMap<String, Object>();
    lastIncident(caseRef, who)
        .ifPresent(
            incident -> {
              for (String field : List.of("words", "account", "impact", "policeRef")) {
                incident.fields().value(field).ifPresent(value -> known.put(field, value));
              }
              put(known, "on", incident.on());
              if (!incident.kinds().isEmpty()) {
                known.put("kinds", incident.kinds().stream().map(Object::toString).toList());
              }
            });
    put(known, "reporterContact", reports.reporterContact(caseRef));
    known.put("people", people.of(who, caseRef).stream().map(Disclosures::person).toList());
    return known;
  }

  /**
   * Keeps what was taken down now. People on record are revised by kind and name, others added; an
   * incident is added where something was told that the report did not say.
   */
  @Transactional
  public void taken(
      CaseRef caseRef,
      JourneyId journeyId,
      IntakeReport report,
      @Nullable String account,
      ActingPerson who) {
    var known = onRecord(caseRef, who);
    var told = new LinkedHashMap<String, Object>();
    put(told, "words", report.words());
    put(told, "account", account);
    put(told, "impact", report.incident().impact());
    put(told, "policeRef", report.incident().policeRef());
    put(told, "on", report.incident().on());
    boolean isNew =
        told.entrySet().stream()
            .anyMatch(e -> !Objects.equals(e.getValue(), known.get(e.getKey())));
    intake.complete(caseRef, journeyId, report, account, isNew, who);
  }

  private Optional<IncidentView> lastIncident(CaseRef caseRef, ActingPerson who) {
    var all = incidents.of(who, caseRef);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  private static Map<String, Object> person(PersonView person) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("kind", person.kind().code());
    for (String field :
        List.of("name", "birthDate", "language", "interpreter", "access", "format")) {
      person.fields().value(field).ifPresent(value -> shown.put(field, value));
    }
    return shown;
  }

  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
