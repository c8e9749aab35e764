package org.haven.tasks;

import java.util.Map;
import org.haven.platform.ActingPerson;
import org.springframework.stereotype.Service;

/** What a person does with a task. Every right is asked for the person who acts. */
@Service
public class TaskActions {
  public ClaimResult claim(ActingPerson who, long id) {
    throw new UnsupportedOperationException("soon");
  }

  public ReleaseResult release(ActingPerson who, long id) {
    throw new UnsupportedOperationException("soon");
  }

  /** The task with its form's data; the contact gate is asked again when the step reaches her. */
  public OpenResult open(ActingPerson who, long id) {
    throw new UnsupportedOperationException("soon");
  }

  /**
   * Checks and saves a form: case record, audit, task and outbox in one transaction.
   *
   * @param posted by field key, as the form sends it; a task that nobody claimed is claimed by it
   */
  public SubmitResult submit(ActingPerson who, long id, Map<String, ?> posted) {
    throw new UnsupportedOperationException("soon");
  }
}
