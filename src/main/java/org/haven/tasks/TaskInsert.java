package org.haven.tasks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.platform.calendar.Limits;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The engine's part of a task as it goes onto the list: from its listener, or from its record. */
record TaskInsert(
    long elementInstanceKey,
    @Nullable Long userTaskKey,
    long processInstanceKey,
    long processDefinitionKey,
    String processId,
    int processVersion,
    TaskDefinition definition,
    CaseRef caseRef,
    JourneyId journeyId,
    TaskDefinition.Group group,
    String slaKey,
    Instant openedAt,
    Limits dates) {

  /** The team that led the case when the task came onto the list, if one was named. */
  record Lead(@Nullable Team team) {
    static Lead of(ResultSet row) throws SQLException {
      String code = row.getString("lead_team");
      return new Lead(code == null ? null : Team.of(code));
    }
  }

  /**
   * One statement; a task that is on the list stays as it is.
   *
   * @return who leads the case, if the task was put on the list
   */
  static Optional<Lead> into(JdbcClient db, TaskInsert task) {
    return db.sql(
            """
            insert into task (element_instance_key, user_task_key, process_instance_key,
              process_definition_key, process_id, process_version, element_id, title, why,
              policy_clause, case_ref, journey_id, team, for_supervisor, follows_lead, form_id,
              sla_key, outcomes, reaches_her, status, opened_at, warn_at, due_at, lead_team)
            values (:id, :key, :instance, :definition, :process, :version, :element, :title, :why,
              :clause, :case, :journey, :team, :supervisor, :lead, :form, :sla, :outcomes,
              :reaches, 'OPEN', :opened, :warn, :due,
              (select l.lead_team from case_lead l where l.case_ref = :case and l.at < cast(:opened as timestamptz) + interval '1 millisecond'
               order by l.id desc limit 1))
            on conflict do nothing returning lead_team
            """)
        .param("id", task.elementInstanceKey)
        .param("key", task.userTaskKey)
        .param("instance", task.processInstanceKey)
        .param("definition", task.processDefinitionKey)
        .param("process", task.processId)
        .param("version", task.processVersion)
        .param("element", task.definition.elementId())
        .param("title", task.definition.title())
        .param("why", task.definition.why())
        .param("clause", task.definition.policyClause())
        .param("case", task.caseRef.value())
        .param("journey", task.journeyId.value())
        .param("team", task.group.team().code())
        .param("supervisor", task.group.supervisors())
        .param("lead", task.definition.followsLead())
        .param("form", task.definition.formId())
        .param("sla", task.slaKey)
        .param("outcomes", task.definition.outcomes().toArray(String[]::new))
        .param("reaches", task.definition.reachesHer())
        .param("opened", TaskRows.sql(task.openedAt))
        .param("warn", TaskRows.sql(task.dates.warnAt()))
        .param("due", TaskRows.sql(task.dates.dueAt()))
        .query((row, _) -> Lead.of(row))
        .optional();
  }
}
