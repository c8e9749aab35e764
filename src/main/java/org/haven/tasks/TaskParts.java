package org.haven.tasks;

import org.haven.platform.CaseRef;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Who had a part in a case, by what they did on it. */
@Service
public class TaskParts {
  private final JdbcClient db;

  TaskParts(JdbcClient db) {
    this.db = db;
  }

  /**
   * Whether somebody took the report, or did a step of any journey of the case but those of one
   * process.
   *
   * @param butOf the process whose own steps do not count, such as {@code complaint}
   */
  public boolean had(CaseRef caseRef, String username, String butOf) {
    return db.sql(
            """
            select exists (select 1 from case_file where case_ref = :case and received_by = :who)
              or exists (
                select 1 from task t join task_claim c using (element_instance_key)
                where t.case_ref = :case and c.submitted_by = :who
                  and not exists (select 1 from journey j
                                  where j.journey_id = t.journey_id and j.process_id = :process))
            """)
        .param("case", caseRef.value())
        .param("who", username)
        .param("process", butOf)
        .query(Boolean.class)
        .single();
  }
}
