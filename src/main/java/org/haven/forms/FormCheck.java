package org.haven.forms;

import java.util.List;

/** The server's own check of a posted form: what is wrong with it, and what it gave. */
public record FormCheck(List<FormProblem> problems, Submission submission) {
  public boolean passed() {
    return problems.isEmpty();
  }
}
