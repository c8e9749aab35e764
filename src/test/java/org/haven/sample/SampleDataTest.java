package org.haven.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.haven.casefile.register.ImportProgress;
import org.haven.casefile.register.TenancyRegister;
import org.haven.forms.Forms;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.tasks.TaskStatus;
import org.haven.tasks.TaskView;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class SampleDataTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

  private static Forms forms() {
    var context = new AnnotationConfigApplicationContext();
    context.registerBean(Clock.class, Clock::systemUTC);
    context.scan("org.haven.forms");
    context.refresh();
    return context.getBean(Forms.class);
  }

  private static final Forms FORMS = forms();

  private static TaskView task(String formId) {
    return new TaskView(
        1,
        "report-domestic-abuse",
        1,
        1,
        "Task_X",
        "X",
        "x",
        "7.1",
        new CaseRef("HV-7KQ2M9XD"),
        new JourneyId("JO-ABCDEFGHJK"),
        Team.HOUSING_SOLUTIONS,
        false,
        formId,
        "standard",
        List.of("agreed", "wait"),
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

  static Stream<String> formIds() {
    return Stream.of(
        "task-outcome",
        "record-disclosure",
        "check-safe-contact",
        "hold-first-conversation",
        "complete-risk-questions",
        "record-judgement",
        "agree-options");
  }

  @ParameterizedTest
  @MethodSource("formIds")
  void shouldPassTheServersOwnCheck_whenOfficersTypeTheSampleAnswers(String formId) {
    for (SampleStory story : SampleStory.all()) {
      var answers = SampleAnswers.to(task(formId), story, TODAY).orElseThrow();
      var check =
          FORMS
              .form(formId)
              .check(
                  answers,
                  Map.of(
                      "outcomes",
                      List.of(
                          Map.of("label", "Agreed", "value", "agreed"),
                          Map.of("label", "Wait", "value", "wait"))));
      assertThat(check.problems()).as(story.toString()).isEmpty();
    }
  }

  @Test
  void shouldBeTheSameEveryTimeAndPlainlyFictional() {
    assertThat(SampleStory.all()).isEqualTo(SampleStory.all()).hasSize(60);
    assertThat(SampleStory.all())
        .allSatisfy(
            story -> {
              assertThat(story.phone()).matches("01632 960\\d{3}|07700 900\\d{3}");
              assertThat(story.email()).endsWith("@example.org");
              assertThat(story.toString()).doesNotContain(story.victim());
            });
    assertThat(SampleStory.all()).extracting(SampleStory::victim).doesNotHaveDuplicates();
    assertThat(SampleData.personalTexts()).hasSizeGreaterThan(300).doesNotContain("");
  }

  @Test
  void shouldMakeAFileThatTheRegisterTakes() {
    try (var haven = TestCasefile.fresh()) {
      var report =
          haven
              .get(TenancyRegister.class)
              .importCsv(
                  SampleRegister.file(SampleStory.all()), TestCasefile.SAM, ImportProgress.NONE);
      assertThat(report.firstFaults()).isEmpty();
      assertThat(report.added()).isEqualTo(60);
    }
  }
}
