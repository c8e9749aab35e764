package org.haven.platform;

import java.util.Optional;

/**
 * The engine's keys of user tasks, which only its exported records tell. Implemented by the task
 * list; the outbox asks before it completes a task.
 */
public interface UserTaskKeys {
  /** The key of the user task of this element instance; empty while it is not known yet. */
  Optional<Long> userTaskKey(long elementInstanceKey);
}
