package org.haven.tasks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some tasks of a list, those due first before the others; of what is done, the newest first.
 *
 * @param next where the rest begins, to be given back as it is; absent at the end
 */
public record TaskSlice(List<ListedTask> rows, @Nullable String next) {
  public List<TaskView> tasks() {
    return rows.stream().map(ListedTask::task).toList();
  }
}
