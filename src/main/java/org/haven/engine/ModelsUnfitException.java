package org.haven.engine;

import java.util.List;
import java.util.stream.Collectors;
import org.haven.engine.models.Finding;

/** The models must not go live as they are; the application does not start with them. */
class ModelsUnfitException extends RuntimeException {
  private final List<Finding> findings;

  ModelsUnfitException(List<Finding> findings) {
    super(
        findings.stream()
            .map(Finding::toString)
            .collect(Collectors.joining(System.lineSeparator())));
    this.findings = List.copyOf(findings);
  }

  List<Finding> findings() {
    return findings;
  }
}
