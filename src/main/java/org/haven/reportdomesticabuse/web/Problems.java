package org.haven.reportdomesticabuse.web;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a report's fields, a hundred at most. */
final class Problems {
  private static final int MOST = 100;
  private final List<FieldProblem> found = new ArrayList<>();

  void add(String pointer, String expected) {
    var problem = new FieldProblem(pointer, expected);
    if (found.size() < MOST && !found.contains(problem)) {
      found.add(problem);
    }
  }

  List<FieldProblem> found() {
    return List.copyOf(found);
  }

  /**
   * @param pointer JSON pointer (RFC 6901) to the field
   * @param expected what to send there
   */
  record FieldProblem(String pointer, String expected) {}
}
