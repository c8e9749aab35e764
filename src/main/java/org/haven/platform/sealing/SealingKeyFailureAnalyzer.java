package org.haven.platform.sealing;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in a sentence why start-up stopped, and what to do. */
class SealingKeyFailureAnalyzer extends AbstractFailureAnalyzer<SealingKeyException> {
  @Override
  protected @Nullable FailureAnalysis analyze(Throwable root, SealingKeyException cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.cure(), cause);
  }
}
