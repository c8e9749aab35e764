package org.haven.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.haven.platform.CaseRef;
import org.haven.testing.JourneyDriver;
import org.haven.testing.ProcessTest;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What cuts across each journey: risk changed, consent withdrawn, she moved, closed, stopped. */
@ProcessTest
class CrossCuttingProcessTest {
  @Autowired private ApplicationContext context;
  private JourneyDriver haven;
  private JourneyRegister journeys;

  @BeforeAll
  void start() {
    haven = new JourneyDriver(context);
    journeys = context.getBean(JourneyRegister.class);
  }

  @AfterAll
  void release() {
    TestPlatform.releaseClocks();
  }

  private CaseRef running(String process, String firstTask) {
    haven.moveTo("2026-05-11T10:00");
    var caseRef = haven.aCase(Map.of("tenure", "council-tenant", "leadTeam", "tenancy-services"));
    haven.request(caseRef, process, Map.of());
    haven.awaitTask(caseRef, firstTask);
    return caseRef;
  }

  @ParameterizedTest
  @CsvSource({
    "perpetrator-response, Task_RecordVictimsWishes",
    "possession-ground-2a, Task_RecordVictimsWishes",
    "end-tenancy, Task_ConfirmFreeChoice"
  })
  void shouldCheckThePlanAndStop_whenSomethingCutsAcross(String process, String firstTask) {
    // given
    var caseRef = running(process, firstTask);

    // when: the journey goes on beside each check
    journeys.broadcast(caseRef, "risk-changed", Map.of("level", "high"), Set.of());
    haven.outcome(caseRef, "Task_CheckPlanStillSafe", "continue");
    haven.awaitOpenTasks(caseRef, firstTask);
    journeys.broadcast(caseRef, "victim-moved", Map.of(), Set.of());
    haven.outcome(caseRef, "Task_CheckPlanStillSafe", "change");
    haven.awaitOpenTasks(caseRef, firstTask);
    journeys.broadcast(caseRef, "consent-withdrawn", Map.of(), Set.of());
    haven.outcome(caseRef, "Task_ReviewLawfulSteps", "stop");

    // then
    assertThat(haven.awaitEnd(caseRef, process)).isEqualTo("stopped");
    haven.awaitOpenTasks(caseRef);
  }

  @ParameterizedTest
  @CsvSource({
    "perpetrator-response, Task_RecordVictimsWishes",
    "possession-ground-2a, Task_RecordVictimsWishes",
    "end-tenancy, Task_ConfirmFreeChoice"
  })
  void shouldStop_whenTheCaseIsClosed(String process, String firstTask) {
    // given
    var caseRef = running(process, firstTask);

    // when
    journeys.broadcast(caseRef, "case-closed", Map.of(), Set.of());

    // then
    assertThat(haven.awaitEnd(caseRef, process)).isEqualTo("stopped");
    haven.awaitOpenTasks(caseRef);
  }
}
