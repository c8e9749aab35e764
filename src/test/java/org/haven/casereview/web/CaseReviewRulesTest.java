package org.haven.casereview.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.haven.casefile.CaseDisposal.Need;
import org.haven.casefile.ClosureBars;
import org.haven.casefile.ClosureBars.Bar;
import org.haven.casefile.ClosureBars.Kind;
import org.haven.casereview.Retention;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.web.Times;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskStatus;
import org.haven.tasks.TaskView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the forms of a review refuse, and at which field. */
class CaseReviewRulesTest {
  private static final Instant NOW = Instant.parse("2027-04-01T09:00:00Z");
  private static final CaseRef CASE = new CaseRef("HV-7KQ2M9XD");
  private static final ActingPerson SAM =
      new ActingPerson("sam", "Sam", Set.of(Role.OFFICER), Set.of(Team.HOUSING_SOLUTIONS));

  private final ClosureBars bars = mock(ClosureBars.class);
  private final Retention retention = mock(Retention.class);
  private final Times times = mock(Times.class);

  @BeforeEach
  void dates() {
    when(times.date(LocalDate.of(2027, 4, 20))).thenReturn("20 April 2027");
  }

  private static TaskView task(String process, String element) {
    return new TaskView(
        1,
        process,
        1,
        2,
        element,
        "Task",
        "Why",
        "14.1",
        CASE,
        new JourneyId("JO-2222222222"),
        Team.HOUSING_SOLUTIONS,
        false,
        "task-outcome",
        "standard",
        List.of(),
        false,
        TaskStatus.OPEN,
        NOW,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static List<String> problems(
      FormRule rule, String element, Map<String, Object> routing, Map<String, Object> sealed) {
    return rule.check(task("case-review", element), new Submission(routing, sealed), SAM).stream()
        .map(FormProblem::key)
        .toList();
  }

  @Test
  void shouldAskForHerWords_whenSheWasSpokenWith() {
    var rule = new ReviewCaseRule();
    assertThat(problems(rule, "Task_ReviewCase", Map.of("contactMade", true), Map.of()))
        .containsExactly("contact");
    assertThat(
            problems(
                rule, "Task_ReviewCase", Map.of("contactMade", true), Map.of("contact", "Well")))
        .isEmpty();
    assertThat(problems(rule, "Task_ReviewCase", Map.of("contactMade", false), Map.of())).isEmpty();
    assertThat(
            problems(
                rule,
                "Task_ReviewCaseFromRecords",
                Map.of("contactMade", true),
                Map.of("contact", "Well")))
        .containsExactly("contactMade");
  }

  @Test
  void shouldRefuseClosure_whileSomethingRuns() {
    var rule = new ClosureRule(bars, times);
    var why = Map.<String, Object>of("reason", "All is done");
    Map<String, Object> closed = Map.of("outcome", "closed");
    when(bars.of(CASE))
        .thenReturn(
            List.of(
                new Bar(Kind.DUTY, null),
                new Bar(Kind.CLOCK, LocalDate.of(2027, 4, 20)),
                new Bar(Kind.WATCH, LocalDate.of(2027, 4, 20)),
                new Bar(Kind.ACTION, LocalDate.of(2027, 4, 20))));

    assertThat(
            rule.check(
                task("case-review", "Task_ApproveClosure"), new Submission(closed, why), SAM))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.key()).isEqualTo("outcome");
              assertThat(problem.message())
                  .contains("a duty", "a clock runs until 20 April 2027", "MARAC watch", "14.1");
            });
    assertThat(problems(rule, "Task_ApproveClosure", Map.of("outcome", "keep-open"), Map.of()))
        .isEmpty();
    assertThat(problems(rule, "Task_ConfirmFlagEnd", closed, Map.of())).isEmpty();

    when(bars.of(CASE)).thenReturn(List.of());
    assertThat(problems(rule, "Task_ApproveClosure", closed, Map.of())).containsExactly("reason");
    assertThat(problems(rule, "Task_ApproveClosure", closed, why)).isEmpty();
    assertThat(
            rule.check(
                task("support-plan", "Task_ApproveClosure"), new Submission(closed, Map.of()), SAM))
        .isEmpty();
  }

  @Test
  void shouldRefuseDisposal_whileTheRecordIsNeeded() {
    var rule = new DisposalRule(retention, Clock.fixed(NOW, WorkingCalendar.LONDON));
    var journey = new JourneyId("JO-2222222222");
    Map<String, Object> dispose = Map.of("outcome", "dispose");
    var why = Map.<String, Object>of("reason", "Its time is over");
    String step = "Task_ApproveDisposal";
    assertThat(problems(rule, step, dispose, why)).isEmpty();
    assertThat(problems(rule, step, dispose, Map.of())).containsExactly("reason");

    when(retention.neededElsewhere(CASE, journey)).thenReturn(Optional.of(Need.JOURNEY));
    assertThat(problems(rule, step, dispose, why)).containsExactly("outcome");
    when(retention.neededElsewhere(CASE, journey)).thenReturn(Optional.of(Need.EVIDENCE));
    assertThat(problems(rule, step, dispose, why)).containsExactly("outcome");

    assertThat(problems(rule, step, Map.of("outcome", "extend"), why)).containsExactly("nextOn");
    assertThat(
            problems(
                rule, step, Map.of("outcome", "hold", "nextOn", LocalDate.of(2027, 4, 1)), why))
        .containsExactly("nextOn");
    assertThat(problems(rule, step, Map.of("outcome", "hold", "nextOn", "2027-04-02"), why))
        .isEmpty();
  }
}
