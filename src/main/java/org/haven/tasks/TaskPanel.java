package org.haven.tasks;

import java.util.Map;
import java.util.Optional;
import org.haven.platform.ActingPerson;

/**
 * What another area shows above the form of a task, such as the letter that is to be checked. Each
 * gives a bean; they are collected as a list.
 */
public interface TaskPanel {
  /** Empty when it has nothing to show. Asked only for somebody who may open the task. */
  Optional<Panel> of(ActingPerson who, TaskView task);

  /**
   * @param template a Thymeleaf template with a fragment {@code panel (model)}
   * @param model what the fragment shows
   */
  record Panel(String template, Map<String, Object> model) {
    @Override
    public String toString() {
      return "Panel[" + template + " ***]";
    }
  }
}
