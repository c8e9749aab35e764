package org.haven.supportplan.web;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.property.Classification;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CasePath;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.supportplan.OneStopShopVisits;
import org.haven.supportplan.OneStopShopVisits.Visit;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

/**
 * A visit to the drop-in as a calendar file. It names the place and the time and nothing that tells
 * why. Source: procedure section 7, neutral notices.
 */
@Controller
class AppointmentController {
  private static final MediaType CALENDAR =
      new MediaType("text", "calendar", StandardCharsets.UTF_8);

  private final OneStopShopVisits visits;
  private final CaseAccess access;
  private final Clock clock;

  AppointmentController(OneStopShopVisits visits, CaseAccess access, Clock clock) {
    this.visits = visits;
    this.access = access;
    this.clock = clock;
  }

  @GetMapping("/cases/{ref}/appointments/{id}")
  ResponseEntity<String> calendar(
      ActingPerson who, @PathVariable String ref, @PathVariable long id) {
    CaseRef caseRef = CasePath.opened(access, who, ref);
    Visit visit =
        visits.toCome(caseRef).stream()
            .filter(one -> one.id() == id)
            .findFirst()
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    return ResponseEntity.ok()
        .contentType(CALENDAR)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename("appointment.ics").build().toString())
        .body(entry(visit));
  }

  private String entry(Visit visit) {
    var event = new VEvent();
    event.setUid("appointment-" + visit.id());
    event.setDateTimeStamp(Date.from(clock.instant()));
    event.setSummary("Appointment");
    event.setLocation("Civic Centre");
    event.setDateStart(Date.from(visit.opensAt()));
    event.setDateEnd(Date.from(visit.closesAt()));
    event.setClassification(Classification.private_());
    var calendar = new ICalendar();
    calendar.setProductId("-//Council//Calendar//EN");
    calendar.addEvent(event);
    return Biweekly.write(calendar).go();
  }
}
