package org.haven.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.haven.engine.JobShape.UnfitVariableException;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Known;
import org.haven.platform.Team;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JobShapeTest {
  record In(
      JobContext job,
      CaseRef caseRef,
      Known outOfHours,
      @Nullable Team supportTeam,
      List<Code> grounds,
      boolean urgent) {}

  record Out(Known answer, @Nullable Instant at, List<Team> teams) {}

  record WithText(String note) {}

  record WithMap(Map<String, Object> everything) {}

  record WithTexts(List<String> notes) {}

  record WithPart(CaseRef caseRef, LocalDate on) implements org.haven.platform.RoutingFact {}

  record WithOpenFact(WithPart part) {}

  abstract static class Worker<I extends Record, O extends Record> implements JobWorker<I, O> {
    @Override
    public String type() {
      return "do-it";
    }

    @Override
    public O work(I in) {
      throw new UnsupportedOperationException();
    }
  }

  static class Fit extends Worker<In, Out> {}

  static class TakesText extends Worker<WithText, JobWorker.Nothing> {}

  static class GivesMap extends Worker<JobWorker.Nothing, WithMap> {}

  static class GivesTexts extends Worker<JobWorker.Nothing, WithTexts> {}

  static class GivesOpenFact extends Worker<JobWorker.Nothing, WithOpenFact> {}

  static final JobContext CONTEXT =
      new JobContext(1, "a-process", 1, 2, 3, "Task_DoIt", 4, Map.of());

  @Test
  void shouldFetchTheComponentsAndNoMore_whenTheContextIsAsked() {
    assertThat(JobShape.of(new Fit()).variables())
        .containsExactly("caseRef", "outOfHours", "supportTeam", "grounds", "urgent");
  }

  @Test
  void shouldRefuseTheWorker_whenItCouldCarryAText() {
    for (JobWorker<?, ?> open :
        List.of(new TakesText(), new GivesMap(), new GivesTexts(), new GivesOpenFact())) {
      assertThatThrownBy(() -> JobShape.of(open))
          .isInstanceOf(UnfitWorkerException.class)
          .hasMessageContaining("closed type")
          .hasMessageContaining(open.getClass().getSimpleName());
    }
  }

  @Test
  void shouldReadTheRecords_whenTheWorkerIsAnonymous() {
    JobWorker<In, Out> anonymous =
        new JobWorker<>() {
          @Override
          public String type() {
            return "x";
          }

          @Override
          public Out work(In in) {
            throw new UnsupportedOperationException();
          }
        };
    assertThat(JobShape.of(anonymous).type()).isEqualTo("x");
  }

  @Test
  void shouldBindWhatIsThere_whenSomeMayBeAbsent() {
    // when
    var in =
        (In)
            JobShape.of(new Fit())
                .bind(
                    CONTEXT,
                    Map.of(
                        "caseRef", "HV-7KQ2M9XD", "grounds", List.of("visible"), "urgent", true));
    // then
    assertThat(in)
        .isEqualTo(
            new In(
                CONTEXT,
                new CaseRef("HV-7KQ2M9XD"),
                Known.UNKNOWN,
                null,
                List.of(new Code("visible")),
                true));
  }

  @Test
  void shouldNameTheVariable_whenARequiredOneIsMissingOrOfAnotherKind() {
    assertThatThrownBy(() -> JobShape.of(new Fit()).bind(CONTEXT, Map.of("urgent", true)))
        .isInstanceOf(UnfitVariableException.class)
        .hasMessage("the variable caseRef is missing");
    assertThatThrownBy(
            () -> JobShape.of(new Fit()).bind(CONTEXT, Map.of("caseRef", "Jane Doe's file")))
        .isInstanceOf(UnfitVariableException.class)
        .hasMessage("the variable caseRef is not a CaseRef");
  }

  @Test
  void shouldGiveTheComponents_whenUnbound() {
    assertThat(JobShape.of(new Fit()).unbind(new Out(Known.NO, null, List.of(Team.OUT_OF_HOURS))))
        .containsEntry("answer", false)
        .containsEntry("at", null)
        .containsEntry("teams", List.of("out-of-hours"));
  }
}
