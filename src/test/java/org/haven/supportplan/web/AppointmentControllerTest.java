package org.haven.supportplan.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.TERRY;

import biweekly.Biweekly;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.NewCase;
import org.haven.casefile.NoSuchCaseException;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.haven.supportplan.OneStopShopVisits;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

class AppointmentControllerTest {
  private final TestCasefile haven = TestCasefile.with("org.haven.supportplan");
  private CaseRef caseRef;
  private AppointmentController appointments;

  @BeforeEach
  void aVisit() {
    caseRef =
        haven
            .get(CaseFiles.class)
            .open(
                new NewCase(
                    new Code("phone"),
                    haven.clock.instant(),
                    "alex",
                    Team.HOUSING_SOLUTIONS,
                    false),
                By.of(ALEX));
    var journey =
        haven.get(JourneyRegister.class).request(caseRef, "support-plan", Map.of(), By.of(ALEX));
    var visits = haven.get(OneStopShopVisits.class);
    visits.book(caseRef, journey, 77);
    visits.book(caseRef, journey, 77);
    appointments = new AppointmentController(visits, haven.get(CaseAccess.class), haven.clock);
  }

  @AfterEach
  void stop() {
    haven.close();
  }

  @Test
  void shouldSayWhenAndWhereAndNeverWhy() {
    var file = appointments.calendar(ALEX, caseRef.value(), 77);
    String text = Objects.requireNonNull(file.getBody());
    var event = Biweekly.parse(text).first().getEvents().getFirst();
    assertThat(event.getDateStart().getValue())
        .isEqualTo(Date.from(Instant.parse("2026-11-17T09:30:00Z")));
    assertThat(event.getDateEnd().getValue())
        .isEqualTo(Date.from(Instant.parse("2026-11-17T12:00:00Z")));
    assertThat(event.getSummary().getValue()).isEqualTo("Appointment");
    assertThat(text.toLowerCase())
        .doesNotContain(caseRef.value().toLowerCase())
        .doesNotContain("abuse")
        .doesNotContain("haven")
        .doesNotContain("one stop");
    assertThat(file.getHeaders().getContentDisposition().getFilename())
        .isEqualTo("appointment.ics");
  }

  private void isNotThere(ActingPerson who, long appointment) {
    assertThatThrownBy(() -> appointments.calendar(who, caseRef.value(), appointment))
        .isInstanceOfSatisfying(
            ResponseStatusException.class,
            e -> assertThat(e.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND));
  }

  @Test
  void shouldBeThereForWhoMayOpenTheCaseAlone_andUntilItIsOver() {
    assertThatThrownBy(() -> appointments.calendar(TERRY, caseRef.value(), 77))
        .isInstanceOf(NoSuchCaseException.class);
    isNotThere(ALEX, 78);
    haven.clock.set(Instant.parse("2026-11-17T12:01:00Z"));
    isNotThere(ALEX, 77);
  }
}
