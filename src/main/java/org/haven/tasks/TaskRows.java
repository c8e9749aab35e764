package org.haven.tasks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.jspecify.annotations.Nullable;

/** How a task is read from its two tables. */
final class TaskRows {
  /**
   * {@code t} is the engine's part, {@code c} ours. A claim held by somebody who came onto the
   * case's conflict list since is no claim any more, and that name is not shown.
   */
  static final String COLUMNS =
      """
      t.element_instance_key, t.process_id, t.process_version, t.process_instance_key, t.element_id,
      t.title, t.why, t.policy_clause, t.case_ref, t.journey_id, t.team, t.for_supervisor,
      t.form_id, t.sla_key, t.outcomes, t.reaches_her, t.status, t.opened_at, t.warn_at, t.due_at,
      t.done_at, c.submitted_by, c.submitted_at, c.warned_at, c.breached_at, c.claimed_at,
      case when exists (select 1 from case_conflict h
                        where h.case_ref = t.case_ref and h.username = c.assignee)
           then null else c.assignee end as assignee
      """;

  static final String TABLES =
      " task t left join task_claim c on c.element_instance_key = t.element_instance_key ";

  private TaskRows() {}

  static TaskView view(ResultSet row, int index) throws SQLException {
    var status = TaskStatus.valueOf(row.getString("status"));
    var submittedAt = at(row, "submitted_at");
    if (status == TaskStatus.OPEN && submittedAt != null) {
      status = TaskStatus.SUBMITTED;
    }
    return new TaskView(
        row.getLong("element_instance_key"),
        row.getString("process_id"),
        row.getInt("process_version"),
        row.getLong("process_instance_key"),
        row.getString("element_id"),
        row.getString("title"),
        row.getString("why"),
        row.getString("policy_clause"),
        new CaseRef(row.getString("case_ref")),
        new JourneyId(row.getString("journey_id")),
        Team.of(row.getString("team")),
        row.getBoolean("for_supervisor"),
        row.getString("form_id"),
        row.getString("sla_key"),
        texts(row, "outcomes"),
        row.getBoolean("reaches_her"),
        status,
        instant(row, "opened_at"),
        at(row, "warn_at"),
        at(row, "due_at"),
        at(row, "warned_at"),
        at(row, "breached_at"),
        row.getString("assignee"),
        row.getString("submitted_by"),
        submittedAt != null ? submittedAt : at(row, "done_at"));
  }

  static List<String> texts(ResultSet row, String column) throws SQLException {
    return Arrays.asList((String[]) row.getArray(column).getArray());
  }

  static @Nullable Instant at(ResultSet row, String column) throws SQLException {
    var at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static OffsetDateTime sql(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
