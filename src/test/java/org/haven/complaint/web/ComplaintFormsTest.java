package org.haven.complaint.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.haven.casefile.By;
import org.haven.casefile.clocks.ClockMoves;
import org.haven.complaint.ComplaintView;
import org.haven.complaint.Complaints;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.letters.GivenAway;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.tasks.TaskParts;
import org.haven.tasks.TaskStatus;
import org.haven.tasks.TaskView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the forms of a complaint refuse beside the field, and what they put on record. */
@SuppressWarnings("NullAway")
class ComplaintFormsTest {
  private static final CaseRef CASE = new CaseRef("HV-7KQ2M9XD");
  private static final JourneyId JOURNEY = new JourneyId("JO-FIRST-ONE");
  private static final ActingPerson CLARE =
      new ActingPerson(
          "clare", "Clare Manager", Set.of(Role.OFFICER), Set.of(Team.SERVICE_MANAGER));

  private final Complaints complaints = mock(Complaints.class);
  private final TaskParts parts = mock(TaskParts.class);
  private final ClockMoves clocks = mock(ClockMoves.class);
  private final GivenAway givenAway = mock(GivenAway.class);
  private final InvestigateComplaintRule investigate =
      new InvestigateComplaintRule(complaints, parts, clocks, givenAway);

  @BeforeEach
  void aComplaintOfHers() {
    by("survivor");
    when(givenAway.in(any(), any())).thenReturn(List.of());
    when(givenAway.in(any(), contains("telling"))).thenReturn(List.of("her-name"));
  }

  private void by(String complainant) {
    when(complaints.ofJourney(JOURNEY))
        .thenReturn(
            Optional.of(
                new ComplaintView(
                    "CO-ONE",
                    "allocations",
                    complainant,
                    LocalDate.parse("2026-06-01"),
                    null,
                    null,
                    null)));
  }

  private static TaskView aTask(String elementId, String formId) {
    return new TaskView(
        7,
        "complaint",
        1,
        70,
        elementId,
        "Title",
        "Why",
        "11.1",
        CASE,
        JOURNEY,
        Team.SERVICE_MANAGER,
        false,
        formId,
        "stage1",
        List.of(),
        false,
        TaskStatus.OPEN,
        Instant.EPOCH,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private List<FormProblem> investigated(boolean extended, Map<String, Object> sealed) {
    return investigate.check(
        aTask("Task_InvestigateComplaint", "investigate-complaint"),
        new Submission(Map.of("extended", extended), sealed),
        CLARE);
  }

  @Test
  void shouldPass_whenTheManagerHadNoPart() {
    assertThat(investigated(false, Map.of("reasons", "telling"))).isEmpty();
    assertThat(investigated(true, Map.of("reasons", "Why"))).isEmpty();
  }

  @Test
  void shouldRefuseTheInvestigator_whenTheyHadAPart() {
    when(parts.had(CASE, "clare", "complaint")).thenReturn(true);
    assertThat(investigated(false, Map.of()))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.key()).isEqualTo("finding");
              assertThat(problem.message()).contains("worked on this case", "policy 11.1");
            });
  }

  @Test
  void shouldRefuseTheInvestigator_whenTheyAnsweredTheFirstStage() {
    when(complaints.answeredBefore(JOURNEY, "clare")).thenReturn(true);
    assertThat(investigated(false, Map.of()))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("first stage"));
  }

  @Test
  void shouldRefuseMoreTime_whenItWasGivenBefore() {
    when(clocks.extended(JOURNEY, "stage1")).thenReturn(true);
    assertThat(investigated(true, Map.of()))
        .singleElement()
        .satisfies(problem -> assertThat(problem.key()).isEqualTo("extended"));
    assertThat(investigated(false, Map.of())).isEmpty();
  }

  @Test
  void shouldRefuseWordsThatTell_whenSomebodyElseComplains() {
    by("perpetrator");
    assertThat(investigated(false, Map.of("reasons", "telling", "remedy", "telling too")))
        .extracting(FormProblem::key)
        .containsExactly("reasons", "remedy");
    assertThat(investigated(false, Map.of("reasons", "plain"))).isEmpty();
  }

  private List<FormProblem> toldTheOmbudsman(String answer) {
    return new AnswerOmbudsmanRule(complaints, givenAway)
        .check(
            aTask("Task_AnswerOmbudsman", "answer-ombudsman"),
            new Submission(Map.of(), Map.of("enquiry", "telling", "answer", answer)),
            CLARE);
  }

  @Test
  void shouldRefuseWordsThatTell_whenTheOmbudsmanAsksOfSomebodyElsesComplaint() {
    by("perpetrator");
    assertThat(toldTheOmbudsman("telling"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.key()).isEqualTo("answer");
              assertThat(problem.message()).contains("She did not complain", "policy 12.1");
            });
    assertThat(toldTheOmbudsman("plain")).isEmpty();

    // and of a complaint that is not known
    when(complaints.ofJourney(JOURNEY)).thenReturn(Optional.empty());
    assertThat(toldTheOmbudsman("telling")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"safe-address", "marac-words", "her-contact"})
  void shouldRefuseWhatNoOmbudsmanNeeds_whenSheComplains(String found) {
    when(givenAway.in(any(), contains("secret"))).thenReturn(List.of("her-name", found));
    assertThat(toldTheOmbudsman("secret"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("meetings of agencies"));
    assertThat(toldTheOmbudsman("telling")).isEmpty();
  }

  @Test
  void shouldKeepTheFinding_whenThereIsOne() {
    var effect = new InvestigateComplaintEffect(complaints);
    var task = aTask("Task_InvestigateComplaint", "investigate-complaint");
    effect.save(task, new Submission(Map.of("extended", true), Map.of()), CLARE);
    verify(complaints, never()).found(any(), any(), eq(7L), any(), any());
    effect.save(
        task, new Submission(Map.of("extended", false, "finding", "partly"), Map.of()), CLARE);
    verify(complaints).found(CASE, JOURNEY, 7, new Code("partly"), CLARE);
  }

  @Test
  void shouldKeepWhatItIsAbout_whenItIsLogged() {
    new LogComplaintEffect(complaints)
        .save(
            aTask("Task_LogComplaint", "log-complaint"),
            new Submission(Map.of("complaintSubject", "noise", "complainant", "other"), Map.of()),
            CLARE);
    verify(complaints).logged(CASE, JOURNEY, new Code("noise"), new Code("other"), CLARE);
  }

  @Test
  void shouldAskWhy_whenTheLetterNamesSomebodyElseThanTheTable() {
    var rule = new SendFinalResponseRule(complaints);
    var task = aTask("Task_SendFinalResponse", "send-final-response");
    when(complaints.advised(JOURNEY)).thenReturn(Optional.of("both"));
    assertThat(
            rule.check(
                task, new Submission(Map.of("ombudsman", "housing-ombudsman"), Map.of()), CLARE))
        .singleElement()
        .satisfies(problem -> assertThat(problem.key()).isEqualTo("why"));
    assertThat(
            rule.check(
                task,
                new Submission(
                    Map.of("ombudsman", "housing-ombudsman"), Map.of("why", "A tenant's matter")),
                CLARE))
        .isEmpty();
    assertThat(rule.check(task, new Submission(Map.of("ombudsman", "both"), Map.of()), CLARE))
        .isEmpty();
    when(complaints.advised(JOURNEY)).thenReturn(Optional.empty());
    assertThat(
            rule.check(
                task, new Submission(Map.of("ombudsman", "housing-ombudsman"), Map.of()), CLARE))
        .isEmpty();
  }

  @Test
  void shouldKeepWhomTheLetterNames_whenItIsSent() {
    new SendFinalResponseEffect(complaints)
        .save(
            aTask("Task_SendFinalResponse", "send-final-response"),
            new Submission(Map.of("ombudsman", "both"), Map.of("why", "Two matters")),
            CLARE);
    verify(complaints).named(CASE, JOURNEY, new Code("both"), "Two matters", By.of(CLARE));
  }
}
