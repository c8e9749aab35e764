package org.haven.platform.purpose;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in a sentence why start-up stopped, and what to do. */
class WrongPurposeFailureAnalyzer extends AbstractFailureAnalyzer<WrongPurposeException> {
  @Override
  protected @Nullable FailureAnalysis analyze(Throwable root, WrongPurposeException cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.cure(), cause);
  }
}
