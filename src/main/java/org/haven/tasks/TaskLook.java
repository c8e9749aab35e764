package org.haven.tasks;

import java.util.List;
import org.haven.platform.ActingPerson;

/**
 * A page of a list, and what is said around it.
 *
 * @param colleagues of the person's teams, by name
 */
public record TaskLook(TaskSlice slice, TaskFigures figures, List<ActingPerson> colleagues) {
  public static final TaskLook NOTHING =
      new TaskLook(new TaskSlice(List.of(), null), new TaskFigures(TaskCounts.NONE), List.of());
}
