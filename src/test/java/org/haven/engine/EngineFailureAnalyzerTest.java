package org.haven.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.haven.engine.models.Finding;
import org.junit.jupiter.api.Test;

class EngineFailureAnalyzerTest {
  private final EngineFailureAnalyzer analyzer = new EngineFailureAnalyzer();

  @Test
  void shouldNameFileElementAndCure_whenAModelIsUnfit() {
    var unfit =
        new ModelsUnfitException(
            List.of(
                new Finding(
                    "processes/a/a.bpmn",
                    "Task_X",
                    "Do X",
                    "it has no form",
                    "Choose one.",
                    true)));
    var analysis = requireNonNull(analyzer.analyze(new IllegalStateException("start", unfit)));
    assertThat(analysis.getDescription())
        .contains("processes/a/a.bpmn")
        .contains("Task_X (\"Do X\")")
        .contains("Wrong: it has no form.")
        .contains("Cure:  Choose one.");
    assertThat(analysis.getAction()).contains("Nothing was deployed");
  }

  @Test
  void shouldFindTheElement_whenTheEngineTellsItInItsOwnWords() {
    var finding =
        Deployer.refusal(
            "assess-risk",
            "Command 'CREATE' rejected with code 'INVALID_ARGUMENT': Expected to deploy new"
                + " resources, but encountered the following errors:\n"
                + "'processes/assess-risk/assess-risk.bpmn': - Element: Task_X >"
                + " extensionElements\n"
                + "    - ERROR: something");
    assertThat(finding.file()).isEqualTo("processes/assess-risk/assess-risk.bpmn");
    assertThat(finding.element()).isEqualTo("Task_X");
  }

  @Test
  void shouldLeaveOtherFailuresAlone() {
    assertThat(analyzer.analyze(new IllegalStateException("something else"))).isNull();
  }
}
