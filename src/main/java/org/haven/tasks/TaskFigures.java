package org.haven.tasks;

import java.util.Map;

/**
 * What a list with its filter says in figures.
 *
 * @param choices none at all where nobody narrows the list
 */
public record TaskFigures(TaskCounts counts, TaskChoices choices) {
  TaskFigures(TaskCounts counts) {
    this(counts, new TaskChoices(Map.of(), Map.of(), Map.of(), Map.of()));
  }
}
