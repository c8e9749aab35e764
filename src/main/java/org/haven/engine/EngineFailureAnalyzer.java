package org.haven.engine;

import org.haven.engine.models.Finding;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says in sentences, and nothing more, why the engine room does not start. */
class EngineFailureAnalyzer implements FailureAnalyzer {
  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    FailureAnalysis models = new UnfitModels().analyze(failure);
    return models != null ? models : new UnfitWorkers().analyze(failure);
  }

  private static class UnfitModels extends AbstractFailureAnalyzer<ModelsUnfitException> {
    @Override
    protected FailureAnalysis analyze(Throwable root, ModelsUnfitException cause) {
      var text = new StringBuilder("The models cannot go live as they are:\n");
      for (Finding finding : cause.findings()) {
        text.append("\n  ").append(finding.file()).append('\n');
        if (!finding.element().isEmpty()) {
          text.append("    ").append(finding.element());
          if (!finding.label().isEmpty()) {
            text.append(" (\"").append(finding.label()).append("\")");
          }
          text.append('\n');
        }
        text.append("    Wrong: ").append(finding.wrong()).append(".\n");
        text.append("    Cure:  ").append(finding.cure()).append('\n');
      }
      return new FailureAnalysis(
          text.toString(), "Put the files right and start again. Nothing was deployed.", cause);
    }
  }

  private static class UnfitWorkers extends AbstractFailureAnalyzer<UnfitWorkerException> {
    @Override
    protected FailureAnalysis analyze(Throwable root, UnfitWorkerException cause) {
      return new FailureAnalysis(cause.getMessage() + ".", cause.cure(), cause);
    }
  }
}
