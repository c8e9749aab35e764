package org.haven.tasks;

import java.util.List;
import java.util.Optional;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * The task list as a person may see it: tasks of their own teams, of what they claimed, none of a
 * case that is closed to them. Open tasks only, those due first before the others.
 */
@Service
public class TaskList {
  /** What the person has claimed. */
  public TaskSlice mine(ActingPerson who, @Nullable String after) {
    throw new UnsupportedOperationException("soon");
  }

  /** What waits in the person's teams, claimed by nobody or by a colleague. */
  public TaskSlice team(ActingPerson who, @Nullable String after) {
    throw new UnsupportedOperationException("soon");
  }

  /** All open and done tasks of a case that the person may open, those due first before done. */
  public List<TaskView> forCase(ActingPerson who, CaseRef caseRef) {
    throw new UnsupportedOperationException("soon");
  }

  /** Empty when there is none or it is not theirs to see: the two are not told apart. */
  public Optional<TaskView> find(ActingPerson who, long id) {
    throw new UnsupportedOperationException("soon");
  }

  public TaskCounts counts(ActingPerson who) {
    throw new UnsupportedOperationException("soon");
  }
}
