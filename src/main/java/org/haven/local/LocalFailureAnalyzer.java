package org.haven.local;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Tells why Haven did not start in sentences instead of a stack trace. */
class LocalFailureAnalyzer implements FailureAnalyzer {
  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof LocalPlatformException local) {
        return new FailureAnalysis(local.getMessage(), local.cure(), failure);
      }
      if (at instanceof MissingSettingsException missing) {
        return new FailureAnalysis(
            String.join(System.lineSeparator(), missing.sentences()),
            "Set them as environment variables or in a file named by"
                + " SPRING_CONFIG_ADDITIONAL_LOCATION; leave the profile `outside` away to run the"
                + " local platform instead.",
            failure);
      }
    }
    return null;
  }
}
