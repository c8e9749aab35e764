package org.haven.tasks;

import java.util.Map;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.Role;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes the engine's part of the task list anew from the exported records. Claims and submissions
 * are ours and stay.
 */
@Service
public class TaskRebuild {
  private final Projector projector;
  private final Audit audit;
  private final TransactionOperations transaction;

  TaskRebuild(Projector projector, Audit audit, TransactionOperations transaction) {
    this.projector = projector;
    this.audit = audit;
    this.transaction = transaction;
  }

  /**
   * @return how many records were read
   * @throws NotAllowedException if the person is no administrator
   * @throws org.haven.records.RecordsUnavailableException if Elasticsearch does not answer; nothing
   *     is changed then
   */
  public long rebuild(ActingPerson who) {
    if (!who.has(Role.ADMINISTRATOR)) {
      throw new NotAllowedException();
    }
    long read = projector.rebuild();
    transaction.executeWithoutResult(
        _ -> audit.record(who, "rebuild-tasks", null, Map.of("records", read)));
    return read;
  }

  /** Only an administrator may. */
  public static class NotAllowedException extends RuntimeException {
    NotAllowedException() {
      super("Only an administrator may rebuild the task list");
    }
  }
}
