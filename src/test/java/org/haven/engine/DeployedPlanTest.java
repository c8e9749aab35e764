package org.haven.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyPlan.FactKind;
import org.haven.platform.JourneyPlan.FactShape;
import org.haven.platform.Known;
import org.haven.platform.Models;
import org.haven.platform.Team;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.ResolvableType;

/** What may be set and where a journey may be moved, by its model and the workers. */
class DeployedPlanTest {
  private static final String PROCESS = "supervise-me";

  private final Models models = mock(Models.class);
  private DeployedPlan plan;

  static class Asks implements JobWorker<Asks.In, Asks.Out> {
    record In(
        CaseRef caseRef,
        Known known,
        boolean sure,
        LocalDate reviewOn,
        Code outcome,
        boolean contactAllowed,
        Known actionUnsafe,
        Known approveClosureOutcome,
        Team whose) {}

    record Out(int howMany, List<Code> chosen) {}

    @Override
    public String type() {
      return "asks";
    }

    @Override
    public Out work(In in) {
      return new Out(1, List.of());
    }
  }

  @BeforeEach
  void deployed() throws Exception {
    when(models.bpmnXml(PROCESS, 1))
        .thenReturn(
            Optional.of(
                Files.readString(
                    Path.of("src/test/resources/models/supervision/supervise-me.bpmn"))));
    var beans = new DefaultListableBeanFactory();
    beans.registerSingleton("asks", new Asks());
    plan =
        new DeployedPlan(models, beans.getBeanProvider(ResolvableType.forClass(JobWorker.class)));
  }

  private Optional<FactShape> shape(String fact) {
    return plan.shape(PROCESS, 1, fact);
  }

  @Test
  void shouldTakeWhatAFactCanBe_fromWorkersAndWaysOut() {
    assertThat(shape("urgent").orElseThrow().values()).containsExactly("true", "false");
    assertThat(shape("known").orElseThrow().values()).containsExactly("true", "false", "unknown");
    assertThat(shape("sure").orElseThrow().read("true")).contains(true);
    assertThat(shape("sure").orElseThrow().read("yes")).isEmpty();
    assertThat(shape("howMany").orElseThrow().kind()).isEqualTo(FactKind.NUMBER);
    assertThat(shape("howMany").orElseThrow().read("12")).contains(12);
    assertThat(shape("howMany").orElseThrow().read("-1")).isEmpty();
    assertThat(shape("reviewOn").orElseThrow().read("2026-11-20"))
        .contains(LocalDate.of(2026, 11, 20));
    assertThat(shape("reviewOn").orElseThrow().read("20 November")).isEmpty();
  }

  @Test
  void shouldLeaveAlone_whatIsNotForPeopleToSet() {
    // references, codes of a list that nobody knows, lists, what neither model nor worker has
    for (String fact :
        List.of(
            "caseRef",
            "journeyId",
            "outcome",
            "chosen",
            "surname",
            "dueAt",
            "stepKey",
            // gates of safety, decisions of people, who works it
            "contactAllowed",
            "actionUnsafe",
            "approveClosureOutcome",
            "whose")) {
      assertThat(shape(fact)).as(fact).isEmpty();
    }
    assertThat(plan.facts(PROCESS, 1)).contains("urgent", "caseRef").doesNotContain("surname");
  }
}
