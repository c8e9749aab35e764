package org.haven.casefile;

import java.util.Optional;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What an instance of a shared process is about: its first step says it, and the tasks of that
 * instance show it.
 */
@Component
public class ProcessSubjects {
  public static final Code REFERRAL = new Code("referral");
  public static final Code ACTION = new Code("action");

  private final JdbcClient db;

  ProcessSubjects(JdbcClient db) {
    this.db = db;
  }

  /** Again changes nothing. */
  public void note(long processInstanceKey, Code kind, String subjectId, CaseRef caseRef) {
    db.sql(
            "insert into process_subject (process_instance_key, kind, subject_id, case_ref)"
                + " values (?, ?, ?, ?) on conflict do nothing")
        .params(processInstanceKey, kind.value(), subjectId, caseRef.value())
        .update();
  }

  public Optional<String> of(long processInstanceKey, Code kind) {
    return db.sql(
            "select subject_id from process_subject where process_instance_key = ? and kind = ?")
        .params(processInstanceKey, kind.value())
        .query(String.class)
        .optional();
  }
}
